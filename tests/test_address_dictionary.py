"""町字辞書: what is built, saved and opened is the same, and a damaged file is refused."""

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.address import DamagedDictionary, Dictionary, Geocoder, Source, Town
from geodata.address.hashtable import HashTable, build_table
from geodata.address.image import pack, unpack

TOWNS = [
    Town("292095", "奈良県", "生駒市", "元町一丁目", lng=135.695, lat=34.692),
    Town("292095", "奈良県", "生駒市", "元町二丁目", kana="モトマチ", code="0001002", lng=135.696, lat=34.693),
    Town("293440", "奈良県", "生駒郡斑鳩町", "法隆寺", "西", lng=135.73, lat=34.61),
    Town("293440", "奈良県", "生駒郡斑鳩町", "高安", origin=Source("町字マスター", "2026-03-10")),
]


def test_towns_come_back_as_they_went_in(tmp_path: Path) -> None:
    path = Dictionary.build(TOWNS).save(tmp_path / "deep" / "towns")
    dictionary = Dictionary.open(path)
    assert len(dictionary) == 4
    assert dictionary.towns_of("292095") + dictionary.towns_of("293440") == TOWNS
    assert dictionary.towns_of("999999") == []
    assert dictionary.municipality("293440") == TOWNS[2].municipality
    assert dictionary.municipality("999999") is None
    assert [path.name for path in path.parent.iterdir()] == ["towns"]


def test_an_empty_dictionary_answers() -> None:
    geocoder = Geocoder(Dictionary.build([]))
    assert geocoder.locate("奈良県生駒市元町1-2").level == "prefecture"
    assert geocoder.locate("元町1-2", within="292095").reason == "指定された市区町村コードは住所辞書にありません。"


def test_saving_replaces_in_one_step_and_open_readers_keep_theirs(tmp_path: Path) -> None:
    path = Dictionary.build(TOWNS[:1]).save(tmp_path / "towns")
    before = Dictionary.open(path)
    Dictionary.build(TOWNS).save(path)
    assert (len(before), len(Dictionary.open(path))) == (1, 4)


@pytest.mark.parametrize("damage", [
    lambda whole: b"", lambda whole: whole[:20], lambda whole: whole[:-1], lambda whole: whole + b"\0",
    lambda whole: b"PK" + whole,
    lambda whole: whole[:200] + bytes([whole[200] ^ 1]) + whole[201:], lambda whole: whole[:-9] + b"\xff" + whole[-8:],
])
def test_a_damaged_file_is_refused(tmp_path: Path, damage) -> None:
    path = Dictionary.build(TOWNS).save(tmp_path / "towns")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedDictionary, match="gazetteer load"):
        Dictionary.open(path)


def test_other_processes_share_the_file(tmp_path: Path) -> None:
    path = Dictionary.build(TOWNS).save(tmp_path / "towns")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_codes, [path, path]) == [["292095", "293440"]] * 2


def _codes(path: Path) -> list[str]:
    return [municipality.code for municipality in Dictionary.open(path).municipalities]


NAMES = st.text(min_size=1, max_size=8).filter(lambda key: key.isprintable())


@given(st.dictionaries(NAMES, st.lists(st.integers(0, 65535), min_size=1)))
def test_the_table_finds_every_key_and_no_other(entries: dict[str, list[int]]) -> None:
    table = HashTable(*map(memoryview, build_table(entries)))
    assert all(table.get(key) == tuple(numbers) for key, numbers in entries.items())
    assert all(key + "町" in entries or table.get(key + "町") == () for key in entries)
    assert table.get("\ud800") == ()


@given(st.dictionaries(st.text(), st.binary()))
def test_sections_come_back(sections: dict[str, bytes]) -> None:
    assert {name: bytes(part) for name, part in unpack(memoryview(pack(sections))).items()} == sections
