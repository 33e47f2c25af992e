"""何の表か: a table is recognised by the names in its header, or, where there is none, by the shape of its first row."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from importers.gazetteer.pieces import Piece
from importers.gazetteer.reading import read

OLDER = {  # what former editions of アドレス・ベース・レジストリ called their columns
    "town_id": "machiaza_id", "town_code": "machiaza_type", "pref_name": "pref", "pref_name_kana": "pref_kana",
    "county_name": "county", "county_name_kana": "county_kana", "city_name": "city", "city_name_kana": "city_kana",
    "od_city_name": "ward", "od_city_name_kana": "ward_kana", "oaza_town_name": "oaza_cho",
    "oaza_town_name_kana": "oaza_cho_kana", "chome_name": "chome", "chome_name_kana": "chome_kana", "koaza_name": "koaza",
    "koaza_name_kana": "koaza_kana", "addr_id": "rsdt_id", "addr2_id": "rsdt2_id", "rep_pnt_lon": "rep_lon",
    "rep_pnt_lat": "rep_lat", "rep_pnt_srid": "rep_srid",
}  # fmt: skip
ISJ_NAMES = {  # 位置参照情報 names one column in several ways
    "大字・丁目名": "大字町丁目名", "大字・町丁目名": "大字町丁目名",
    "大字_丁目名": "大字町丁目名", "大字_町丁目名": "大字町丁目名",
    "小字_通称名": "小字・通称名", "街区符号_地番": "街区符号・地番",
}  # fmt: skip


class Role(StrEnum):
    """What a table says of its subjects: their names, their points, or both."""

    NAMES = "names"
    POINTS = "points"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's family, its role, and by which names its columns are known here."""

    family: str
    role: Role
    aliases: dict[str, str]


WANTED: tuple[tuple[str, frozenset[str]], ...] = (  # the most telling first
    ("abr-parcel", frozenset({"lg_code", "machiaza_id", "prc_id"})),
    ("abr-residence", frozenset({"lg_code", "machiaza_id", "blk_id", "rsdt_id"})),
    ("abr-block", frozenset({"lg_code", "machiaza_id", "blk_id"})),
    ("abr-town", frozenset({"lg_code", "machiaza_id"})),
    ("abr-city", frozenset({"lg_code", "pref", "city"})),
    ("abr-city", frozenset({"lg_code", "rep_lon", "rep_lat"})),
    ("abr-pref", frozenset({"lg_code", "pref"})),
)
NAMED_BY = {
    "abr-parcel": "prc_num1", "abr-residence": "rsdt_num", "abr-block": "blk_num", "abr-town": "oaza_cho", "abr-city": "city",
    "abr-pref": "pref",
}  # fmt: skip
ISJ_BLOCK = {"都道府県名", "市区町村名", "大字町丁目名", "街区符号・地番", "緯度", "経度"}
ISJ_TOWN = {"都道府県名", "市区町村コード", "市区町村名", "大字町丁目名", "緯度", "経度"}
KANA = "大字町丁目名カナ"  # the CSV edition of Geolonia 住所データ has it, 位置参照情報 does not
POSTAL = re.compile(r"\d{7}")


def detect(piece: Piece) -> Layout | None:
    """The layout of a table, or None for one that is of no family (perhaps a list of venues). BadFile if it is damaged."""
    with read(piece, headed=False) as reading:
        return layout_of(reading.first)


def layout_of(first: Sequence[str]) -> Layout | None:
    """The layout that a first row tells."""
    if postal := _postal(first):
        return Layout(postal, Role.NAMES, {})
    plain = {name: unicodedata.normalize("NFKC", name).strip().lower() for name in first}
    isj = {name.strip(): ISJ_NAMES.get(low, low) for name, low in plain.items()}
    if set(isj.values()) >= ISJ_BLOCK:
        return Layout("isj-block", Role.BOTH, isj)
    if set(isj.values()) >= ISJ_TOWN:
        return Layout("geolonia" if KANA in isj.values() else "isj-town", Role.BOTH, isj)
    return _abr({name.strip(): OLDER.get(low, low) for name, low in plain.items()})


def _abr(aliases: dict[str, str]) -> Layout | None:
    names = set(aliases.values())
    family = next((family for family, wanted in WANTED if names >= wanted), None)
    if family is None:
        return None
    named, placed = NAMED_BY[family] in names, {"rep_lon", "rep_lat"} <= names
    if not named and not placed:
        return None
    return Layout(family, Role.BOTH if named and placed else Role.NAMES if named else Role.POINTS, aliases)


def _postal(row: Sequence[str]) -> str | None:
    """KEN_ALL and utf_ken_all have 15 cells, JIGYOSYO 13; none has a header."""
    for family, width, place in (("post-town", 15, 2), ("post-office", 13, 7)):
        if len(row) == width and re.fullmatch(r"\d{5}", row[0].strip()) and POSTAL.fullmatch(row[place].strip()):
            return family
    return None
