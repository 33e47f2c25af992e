"""こわれた住所データ: a damaged or half-downloaded file is named with its line, and nothing of that load is kept."""

import random
import re
import resource
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from geodata.models import GazetteerEntry, GazetteerSource, PostalCode, StreetPoint, VenueName
from geodata.settings import Settings
from importers import load_gazetteer
from mapapp.cli import main
from tests.official_files import (
    ISJ_BLOCK,
    ISJ_TOWN,
    PARCEL,
    PARCEL_POS,
    TOWN,
    TOWN_POS,
    bomb,
    cp932,
    nested,
    table,
    towns,
    zipped,
)

OAZA = {"machiaza_id": "0001000", "oaza_cho": "見本町"}
GOOD = table(TOWN, OAZA, OAZA | {"machiaza_id": "0002000", "oaza_cho": "南見本"})
PARCELS = [OAZA | {"prc_id": str(n), "prc_num1": n, "rep_lon": 135.69, "rep_lat": 34.69} for n in (1, 2)]
POS = table(PARCEL_POS, *PARCELS)
ISJ = {"都道府県名": "奈良県", "市区町村コード": "29209", "市区町村名": "生駒市", "大字町丁目名": "見本町", "緯度": 34.69, "経度": 135.69}
BLOCK = {"都道府県名": "奈良県", "市区町村名": "名もない市", "大字・丁目名": "見本町", "街区符号・地番": "1", "緯度": 34.69, "経度": 135.69}

DAMAGED = {
    "cut within a row": (GOOD[:-30], r"3行目: 列が\d+個しかありません"),
    "cut at the last cell": (GOOD[:-1], "3行目: 最後の行が改行で終わっていません"),
    "cut within a letter": (GOOD.encode()[: GOOD.encode().rindex("南".encode()) + 1], "3行目の文字が読めません"),
    "a quotation mark that never closes": (GOOD.replace("南見本", '"南見本'), "3行目: CSVとして読めません"),
    "a row too long": (GOOD.replace("南見本", "南見本,南"), "3行目: 列が39個あります"),
    "a code that lost its 0": (GOOD.replace("292095,0002000", "12025,0002000"), "3行目: lg_code「12025」"),
    "a missing column": (GOOD.replace("city,", "shi,", 1).replace(",city,", ",shi,", 1), "列 city がありません"),
    "two encodings": (GOOD.encode().replace("南見本".encode(), "南見本".encode("cp932")), "3行目の文字が読めません"),
    "UTF-16": (GOOD.encode("utf-16"), "UTF-16"),
    "a line break in a name": (GOOD.replace("南見本", '"南\n見本"'), "セルの中に改行"),
    "a tab in a name": (GOOD.replace("南見本", "南\t見本"), "3行目は表の行として読めません"),
    "a NUL": (GOOD.replace("南見本", "南\0見本"), "3行目は表の行として読めません"),
    "a name without end": (GOOD.replace("南見本", "南" * 400), "長すぎる値"),
    "one endless line": (GOOD + "x" * 200_000, "4行目は表の行として読めません"),
    "an error page": ("<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n", "中身がWebページ"),
    "nothing": ("", "空のファイルです"),
}


@pytest.fixture
def before(db: Session, tmp_path: Path) -> list[tuple[object, ...]]:
    """The dictionary before the damaged file comes."""
    (tmp_path / "good").mkdir()
    assert not load_gazetteer(db, towns(tmp_path / "good")).problems
    return state(db)


def state(db: Session) -> list[tuple[object, ...]]:
    counts = [db.scalar(select(func.count()).select_from(one)) for one in (StreetPoint, PostalCode, VenueName)]
    sources = db.execute(select(GazetteerSource.slug, GazetteerSource.edition).order_by(GazetteerSource.slug)).all()
    rows = db.execute(select(GazetteerEntry.id, GazetteerEntry.machiaza, GazetteerEntry.preferred).order_by(GazetteerEntry.id))
    return [*map(tuple, sources), *map(tuple, rows), tuple(counts)]


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_table_is_named_with_its_line(
    db: Session, tmp_path: Path, before: list[tuple[object, ...]], case: str
) -> None:
    content, message = DAMAGED[case]
    file = tmp_path / "mt_town_pref29.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    fine = tmp_path / "venues.csv"
    fine.write_text("名称,緯度,経度\n見本会館,34.69,135.69\n", encoding="utf-8")
    report = load_gazetteer(db, [fine, file])
    (problem,) = report.problems
    assert "mt_town_pref29.csv" in problem.message
    assert re.search(message, problem.message), problem.message
    assert not report.loaded and state(db) == before


POINTS = {
    "a coordinate that is no number": (POS.replace("135.69,34.69,EPSG", "135.69,3四.69,EPSG", 1), "2行目: 座標"),
    "a position row cut short": (POS[:-20], "3行目"),
    "no coordinates at all": (POS.replace("rep_lon", "lon"), "の付くもの）と一緒に|列が見つかりません"),
}


@pytest.mark.parametrize("case", POINTS)
def test_a_damaged_position_file(db: Session, tmp_path: Path, before: list[tuple[object, ...]], case: str) -> None:
    content, message = POINTS[case]
    report = load_gazetteer(db, [zipped(tmp_path, "mt_parcel_city292095.csv", table(PARCEL, *PARCELS)),
                                 zipped(tmp_path, "mt_parcel_pos_city292095.csv", content)])  # fmt: skip
    assert report.problems and re.search(message, report.problems[0].message), report.problems
    assert state(db) == before


def test_names_and_points_belong_together(db: Session, tmp_path: Path, before: list[tuple[object, ...]]) -> None:
    names = zipped(tmp_path, "mt_parcel_city292095.csv", table(PARCEL, *PARCELS))
    points = zipped(tmp_path, "mt_parcel_pos_city292095.csv", POS)
    town_points = zipped(tmp_path, "mt_town_pos_pref29.csv", table(TOWN_POS, OAZA | {"rep_lon": 135.69, "rep_lat": 34.69}))
    for file, missing in ((names, "位置のファイル"), (points, "名前のファイル"), (town_points, "名前のファイル")):
        (problem,) = load_gazetteer(db, [file]).problems
        assert missing in problem.message and file.name in problem.message
    assert state(db) == before


def test_every_damaged_file_is_listed(db: Session, tmp_path: Path, before: list[tuple[object, ...]]) -> None:
    isj = zipped(tmp_path, "29000-19.0b", cp932(table(ISJ_TOWN, ISJ, ISJ | {"市区町村コード": "奈良"})), "29_2025.csv")
    blocks = zipped(tmp_path, "29209-24.0a", cp932(table(ISJ_BLOCK, BLOCK)), "29209_2025.csv")
    postal = zipped(tmp_path, "utf_ken_all.csv", '29209,"630","6300299","","","","奈良県","生駒市","見本町",0,0,0,0,0,0\n'
                                                 '29209,"630","63O0299","","","","奈良県","生駒市","見本町",0,0,0,0,0,0\n')  # fmt: skip
    messages = [problem.message for problem in load_gazetteer(db, [isj, blocks, postal]).problems]
    assert len(messages) == 3
    for part in ("3行目: 市区町村コード「奈良」", "2行目: 「奈良県名もない市」の市区町村コードが分かりません", "2行目: 郵便番号「63O0299」"):
        assert any(part in message for message in messages), messages
    assert state(db) == before


def test_a_zip_that_is_cut_short_or_changed(db: Session, tmp_path: Path, before: list[tuple[object, ...]]) -> None:
    noise = random.Random(3)
    rows = [OAZA | {"machiaza_id": f"{n:07}", "oaza_cho": f"町{noise.random()}"} for n in range(3_000)]
    whole = zipped(tmp_path, "mt_town_pref29.csv", table(TOWN, *rows)).read_bytes()
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 0xFF
    bad = tmp_path / "mt_town_pref28.csv.zip"
    for content in (whole[:10], whole[: len(whole) // 2], whole[:-30], bytes(changed)):
        bad.write_bytes(content)
        (problem,) = load_gazetteer(db, [bad]).problems
        assert "mt_town_pref28.csv.zip" in problem.message
        assert "こわれています" in problem.message or "行目" in problem.message
    assert state(db) == before


def test_bombs_and_locked_zips_are_not_opened(db: Session, tmp_path: Path) -> None:
    first = bomb(tmp_path, "bomb.csv")
    locked = tmp_path / "locked.zip"
    locked.write_bytes(zipped(tmp_path, "a.csv", GOOD).read_bytes())
    content = bytearray(locked.read_bytes())
    for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[start] |= 1
    locked.write_bytes(content)
    for file, message in ((first, "大きくなりすぎる"), (nested(tmp_path, "outer", [first]), "大きくなりすぎる"), (locked, "暗号化")):
        (problem,) = load_gazetteer(db, [file]).problems
        assert message in problem.message, problem
    (problem,) = load_gazetteer(db, [tmp_path / "missing.zip"]).problems
    assert "ありません" in problem.message


def test_other_files_in_a_zip_are_left_alone(db: Session, tmp_path: Path) -> None:
    path = zipped(tmp_path, "fullset", GOOD, "mt_town_pref29.csv")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("README.txt", "よくお読みください".encode("euc-jp"))
        archive.writestr("catalog.csv", "名前,説明\n町字,町の名前\n")
    report = load_gazetteer(db, [path])
    assert not report.problems and report.loaded[0].kept == 2
    assert any("catalog.csv" in note for note in report.notes)


def test_the_command_line(fresh_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGAGOTO_DATABASE_URL", fresh_database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("WAGAGOTO_INSTANCE", str(tmp_path / "instance"))
    run = CliRunner().invoke
    begin = run(main, ["gazetteer", "status"])
    assert begin.exit_code == 0 and "まだ何も入っていません" in begin.output and "国土交通省" in begin.output
    done = run(main, ["gazetteer", "load", *map(str, towns(tmp_path))])
    assert done.exit_code == 0 and "6 件、1 市区町村" in done.output and "大字などの点で代用 2" in done.output
    assert len(list((tmp_path / "instance").glob("gazetteer-*.dictionary"))) == 1
    bad = tmp_path / "mt_town_pref29.csv"
    bad.write_text(GOOD[:-1], encoding="utf-8")
    failed = run(main, ["gazetteer", "load", str(bad)])
    assert failed.exit_code == 1 and "3行目" in failed.output and "何も取り込みませんでした" in failed.output
    assert run(main, ["gazetteer", "load"]).exit_code == 2
    assert run(main, ["gazetteer", "load", "--own-venues"]).exit_code == 0
    after = run(main, ["gazetteer", "status"])
    assert "町字マスター: 6 件（生駒市、この市に 6 件）" in after.output and Settings().municipality == "292095"


@pytest.mark.slow
def test_a_million_parcels_take_little_memory(fresh_database: Engine, tmp_path: Path) -> None:
    files = [tmp_path / "mt_parcel_city292095.csv", tmp_path / "mt_parcel_pos_city292095.csv"]
    with files[0].open("w", encoding="utf-8") as names, files[1].open("w", encoding="utf-8") as points:
        names.write(PARCEL + "\n")
        points.write(PARCEL_POS + "\n")
        for n in range(1_000_000):
            town, number = divmod(n, 2_000)
            names.write(f"292095,{town:07},{n:015},生駒市,,見本{town}町,,,,{number + 1},,,0,1,,1947-04-17,,1,,\n")
            points.write(f"292095,{town:07},{n:015},{135.6 + town * 1e-4},{34.6 + number * 1e-6},EPSG:6668,500,1\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Session(fresh_database) as db, db.begin():
        assert load_gazetteer(db, files).loaded[0].kept == 1_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB
