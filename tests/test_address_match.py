"""照合結果: levels compare by precision, and a result cannot be half right."""

import csv
import io
import zipfile
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from geodata.address import Match, MatchLevel, Town
from geodata.address.codes import PREFECTURES, codes_of, prefecture_code, with_check_digit
from geodata.address.match import Source, at_point, at_town


def test_levels_stand_from_worst_to_best() -> None:
    assert [level.value for level in sorted(MatchLevel, reverse=True)] == [
        "venue", "parcel", "residence", "block", "interpolated", "machiaza", "city", "prefecture", "none",
    ]
    assert MatchLevel.BLOCK >= "machiaza" and MatchLevel.NONE <= MatchLevel.NONE and not MatchLevel.CITY > "machiaza"


TOWN = {"level": MatchLevel.MACHIAZA, "point": (135.7, 34.7), "score": 1.0}


def test_the_quick_way_to_a_match_makes_the_same_match() -> None:
    parts = ["奈良県", "生駒市", "292095", "元町一丁目", "6-12", "ビル", "292095", "理由", "外", False, True]
    quick, slow = at_town("文", (135.7, 34.7), 0.9, *parts, Source("出典")), Match("文", MatchLevel.MACHIAZA, (135.7, 34.7), 0.9, *parts, (), Source("出典"))
    assert (type(quick), quick, hash(quick), repr(quick)) == (Match, slow, hash(slow), repr(slow))
    with pytest.raises(FrozenInstanceError):
        quick.score = 1.0  # type: ignore[misc]


def test_the_quick_way_to_a_better_point_makes_the_same_match() -> None:
    """Every field stands in it: a new one that is forgotten is missed here."""
    before = Match("文", MatchLevel.MACHIAZA, (135.7, 34.7), 0.9, "奈良県", "生駒市", "292095", "元町一丁目", "6-12", "ビル", "292095",
                   "理由", "外", True, True, (), Source("出典"))  # fmt: skip
    better = {"level": MatchLevel.PARCEL, "point": (135.71, 34.71), "reason": "", "sure": False, "origin": Source("台帳", "2026")}
    assert at_point(before, **better) == replace(before, **better)  # type: ignore[arg-type]


NONSENSE = [
    {"level": MatchLevel.NONE, "point": (135.7, 34.7), "reason": "なし"},
    {"level": MatchLevel.CITY, "point": (135.7, 34.7), "score": 0.5},
    TOWN | {"point": None},
    TOWN | {"point": (34.7, 135.7)},
    TOWN | {"score": 0.0},
    TOWN | {"score": 1.1},
    {"level": MatchLevel.NONE, "score": 0.5, "reason": "なし"},
    {"level": MatchLevel.NONE},
]


@pytest.mark.parametrize("fields", NONSENSE)
def test_nonsense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Match("元町", **fields)  # type: ignore[arg-type]


def test_a_town_has_a_whole_point_or_none() -> None:
    with pytest.raises(ValueError):
        Town("292095", "奈良県", "生駒市", "元町", lng=135.7)
    with pytest.raises(ValueError):
        Town("292095", "奈良県", "生駒市", "元\t町")


def test_codes() -> None:
    assert with_check_digit("29209") == "292095"
    assert (prefecture_code("奈良県"), prefecture_code("北海道")) == ("290009", "010006")
    assert sum(len(codes_of(pref)) for pref in PREFECTURES) == 1894
    for wrong in ("2920", "292095", "abcde", "２９２０９"):
        with pytest.raises(ValueError):
            with_check_digit(wrong)


def test_codes_are_the_official_ones(shared_data: Path) -> None:
    with zipfile.ZipFile(shared_data / "address/official_samples/mt_city_all.csv.zip") as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(archive.namelist()[0]), "utf-8")))
    official = {row["lg_code"] for row in rows}
    ours = {code for pref in PREFECTURES for code in codes_of(pref)}
    old_wards_of_hamamatsu = {with_check_digit(f"{number}") for number in range(22131, 22138)}
    assert ours - official == old_wards_of_hamamatsu
