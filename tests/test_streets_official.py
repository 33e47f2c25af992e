"""和歌山県の住居番号と地番, as アドレス・ベース・レジストリ publishes them: found to five metres however they are written.

Rows whose hash is even were looked at while building; those that are odd are asked here.
"""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from geodata.address import Dictionary, Match, Point, Town
from geodata.address.finer import metres
from geodata.address.located import AddressBook
from geodata.address.town import NO_OAZA
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows, ewkt
from geodata.models import StreetPoint
from tests.address_town import source

Asked = tuple[dict[str, str], Town, list[str], Point]
DIGITS = str.maketrans("0123456789-", "０１２３４５６７８９－")
KANJI = "〇一二三四五六七八九"


def rows_of(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / "address/official_samples" / name
    if not path.is_file():
        pytest.skip(f"実データ（{name}）がないため確かめられません")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8"))


def kanji(number: str) -> str:
    """百二十三 for 123; numbers below a thousand."""
    counted = zip(map(int, number.zfill(3)), ("百", "十", ""), strict=True)
    return "".join(("" if digit == 1 and unit else KANJI[digit]) + unit for digit, unit in counted if digit)


def residence_spellings(town: Town, chome: str, numbers: list[str]) -> Iterator[tuple[str, str]]:
    """(kind of spelling, address)."""
    oaza, home = town.name.removesuffix(chome), "和歌山県" + town.city
    short = chome.translate(str.maketrans("１２３４５６７８９", "123456789")).removesuffix("丁目")
    dashed = "-".join(numbers)
    block, *houses = numbers
    formal = f"{block}番{houses[0]}号" if houses else f"{block}番"
    yield "formal", f"{home}{oaza}{chome}{formal}"
    yield "dashed", f"{town.city}{oaza}{short + '丁目' if short else ''}{dashed}"
    yield "full width", f"{home}{oaza}{chome}{dashed.translate(DIGITS)}"
    yield "half long sound", f"{home}{oaza}{chome}{dashed.replace('-', 'ー')}"
    counted = f"{kanji(block)}番{kanji(houses[0]) + '号' if houses else ''}"
    yield "kanji", f"{home}{oaza}{kanji(short) + '丁目' if short else ''}{counted}"
    yield "short", f"{town.city}{oaza}{short + '-' if short else ''}{dashed}"
    yield "building", f"{home}{oaza}{chome}{formal} 見本ハイツ201号室"
    yield "building close", f"{town.city}{oaza}{chome}{dashed}見本ビル3階"
    yield "postal code", f"〒640-8000 {home}{oaza}{chome}{dashed}"
    yield "label", f"住所：{home}{oaza}{chome}{formal}（見本会館内）"
    yield "blanks", f"和歌山県 {town.city} {oaza} {chome} {dashed}"
    yield "no", f"{town.city}{oaza}{chome}{'の'.join(numbers)}"
    yield "name in front", f"見本会館 {home}{oaza}{chome}{dashed}"


def parcel_spellings(town: Town, numbers: list[str]) -> Iterator[tuple[str, str]]:
    home, (first, *branch) = f"{town.pref}{town.city}{town.label}", numbers
    tail = "の".join(branch)
    yield "formal", f"{home}{first}番地{tail}"
    yield "of", f"{home}{first}番地の{tail}" if tail else f"{home}{first}番地"
    yield "ban", f"{home}{first}番{tail}"
    yield "dashed", f"{town.city}{town.label}{'-'.join(numbers)}"
    yield "full width", f"{home}{'-'.join(numbers).translate(DIGITS)}"
    yield "label", f"所在地: {home}{'-'.join(numbers)}"


def held_out(row: dict[str, str]) -> bool:
    return sha256(repr(sorted(row.items())).encode()).digest()[0] % 2 == 1


def official_towns(folder: Path) -> dict[tuple[str, str], Town]:
    points = {(row["lg_code"], row["machiaza_id"]): (float(row["rep_lon"]), float(row["rep_lat"]))
              for row in rows_of(folder, "mt_town_pos_pref30.csv.zip") if row["rep_lon"]}
    found = {}
    for row in rows_of(folder, "mt_town_pref30.csv.zip"):
        key = row["lg_code"], row["machiaza_id"]
        lng, lat = points.get(key, (None, None))
        name = row["oaza_cho"] + row["chome"] or NO_OAZA
        found[key] = Town(key[0], row["pref"], row["county"] + row["city"] + row["ward"], name, row["koaza"], lng=lng, lat=lat,
                          jukyo=row["rsdt_addr_flg"] == "1")
    return found


def load(db: Session, level: str, asked: list[Asked]) -> None:
    number = source(db, "official")
    keys = {(town.city_code, town_key(town.label), "-".join(numbers)): point for _, town, numbers, point in asked}
    columns = ("city_code", "town_key", "number", "level", "source_id", "far", "location")
    copy_rows(db, StreetPoint.__table__, columns, ((*key, level, number, False, ewkt(point)) for key, point in keys.items()))
    db.connection().exec_driver_sql("ANALYZE street_point")


def told(kinds: dict[str, Counter[str]]) -> float:
    """Print a line a kind of spelling, and give the share within five metres of all."""
    for kind, counts in kinds.items():
        print(f"{kind:16} {counts['right']:6,} / {counts.total():6,}  {counts['right'] / counts.total():.2%}  {dict(counts)}")
    total = sum((counts for counts in kinds.values()), Counter[str]())
    print(f"{'all':16} {total['right']:6,} / {total.total():6,}  {total['right'] / total.total():.2%}")
    return total["right"] / total.total()


def verdict(found: Match, true: Point) -> str:
    if found.point is None:
        return "nowhere"
    away = metres(found.point, true)
    if away <= 5:
        return "right"
    return "near" if away <= 5_000 else "far, flagged" if found.needs_review else "FAR AND SURE"


def test_residences_of_wakayama(db: Session, shared_data: Path) -> None:
    towns = official_towns(shared_data)
    keys = ("lg_code", "machiaza_id", "blk_id", "rsdt_id", "rsdt2_id")
    points = {tuple(row[key] for key in keys): (float(row["rep_lon"]), float(row["rep_lat"]))
              for row in rows_of(shared_data, "mt_rsdtdsp_rsdt_pos_pref30.csv.zip")}
    asked: list[Asked] = []
    for row in rows_of(shared_data, "mt_rsdtdsp_rsdt_pref30.csv.zip"):
        town = towns.get((row["lg_code"], row["machiaza_id"]))
        point = points.get(tuple(row[key] for key in keys))
        if town and point:
            numbers = [row[name] for name in ("blk_num", "rsdt_num", "rsdt_num2") if row[name]]
            asked.append((row, town, numbers, point))
    load(db, "residence", asked)
    kinds = ask(db, towns, [(kind, text, point) for number, (row, town, numbers, point) in enumerate(asked)
                            if held_out(row) and number % 23 == 0
                            for kind, text in residence_spellings(town, row["chome"], numbers)])
    assert told(kinds) >= 0.985
    assert not sum(counts["FAR AND SURE"] for counts in kinds.values())


def test_parcels_of_wakayama(db: Session, shared_data: Path) -> None:
    towns = official_towns(shared_data)
    points = {(row["machiaza_id"], row["prc_id"]): (float(row["rep_lon"]), float(row["rep_lat"]))
              for row in rows_of(shared_data, "mt_parcel_pos_city302015_SUBSET.csv.zip")}
    asked: list[Asked] = []
    for row in rows_of(shared_data, "mt_parcel_city302015_SUBSET.csv.zip"):
        town, point = towns.get((row["lg_code"], row["machiaza_id"])), points.get((row["machiaza_id"], row["prc_id"]))
        if town and point and row["prc_num1"]:
            asked.append((row, town, [row[name] for name in ("prc_num1", "prc_num2", "prc_num3") if row[name]], point))
    load(db, "parcel", asked)
    kinds = ask(db, towns, [(kind, text, point) for row, town, numbers, point in asked if held_out(row)
                            for kind, text in parcel_spellings(town, numbers)])
    assert told(kinds) >= 0.985
    assert not sum(counts["FAR AND SURE"] for counts in kinds.values())


def ask(db: Session, towns: dict[tuple[str, str], Town], asked: list[tuple[str, str, Point]]) -> dict[str, Counter[str]]:
    found = AddressBook.over(Dictionary.build(towns.values()), db).locate_many([text for _, text, _ in asked])
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    shown = 0
    for (kind, text, point), match in zip(asked, found, strict=True):
        kinds[kind][verdict(match, point)] += 1
        if verdict(match, point) != "right" and (shown := shown + 1) <= 12:
            print("missed:", text, "->", match.level, match.machiaza, match.rest, match.building, match.reason)
    return kinds
