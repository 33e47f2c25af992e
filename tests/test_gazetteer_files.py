"""住所データの取り込み: every family of files, laid out as published, in every edition that we know of."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geodata.address.codes import PREFECTURES, codes_of
from geodata.address.located import connection_of
from geodata.address.shelf import dictionary_path
from geodata.address.town_key import town_key, venue_key
from geodata.models import GazetteerEntry, GazetteerSource, Place, PostalCode, StreetPoint, VenueName
from geodata.queries.towns import towns_of
from geodata.queries.vocabulary import load_vocabulary
from importers import GazetteerReport, gazetteer_status, load_gazetteer, load_own_venues
from importers.gazetteer.abr_towns import kanji_chome
from importers.gazetteer.streets import number_of
from tests.official_files import (
    BLOCK,
    BLOCK_POS,
    ISJ_BLOCK,
    ISJ_TOWN,
    PARCEL,
    PARCEL_POS,
    RESIDENCE,
    RESIDENCE_POS,
    TOWN,
    TOWN_POS,
    cp932,
    nested,
    table,
    towns,
    zipped,
)

IKOMA = "292095"
OAZA = {"machiaza_id": "0001000", "oaza_cho": "見本町"}


def load(db: Session, files: Sequence[Path]) -> GazetteerReport:
    report = load_gazetteer(db, files)
    assert not [problem.message for problem in report.problems]
    return report


def entries(db: Session, *columns: str) -> list[tuple[object, ...]]:
    chosen = [getattr(GazetteerEntry, column) for column in columns]
    return [tuple(row) for row in db.execute(select(*chosen).where(GazetteerEntry.level == "machiaza").order_by(GazetteerEntry.id))]


def points(db: Session) -> list[tuple[str, str, str, bool]]:
    p = StreetPoint
    return [tuple(row) for row in db.execute(select(p.town_key, p.number, p.level, p.far).order_by(p.town_key, p.number, p.level))]


@pytest.mark.parametrize(("name", "key"), [
    ("今福２丁目", "今福2丁目"), ("今福二丁目", "今福2丁目"), ("一湊字中小管", "一湊中小管"), ("大字高山", "高山"), ("楠川字上", "楠川上"),
    ("北一条西２丁目", "北1条西2丁目"), ("霞ヶ丘", "霞ケ丘"), ("鹿の台", "鹿ノ台"), ("十二丁目", "12丁目"), ("字", "字"), ("大字", "大字"),
])  # fmt: skip
def test_town_keys(name: str, key: str) -> None:
    assert town_key(name) == town_key(key)
    assert town_key("壱分町") != town_key("一分町")


def test_venue_keys() -> None:
    assert venue_key("鹿ノ台集会所（大ホール）") == venue_key("鹿の台集会所 大ホール") == "鹿の台集会所大ほーる"
    assert venue_key("希望ヶ丘・会館") == venue_key("希望ケ丘会館")


@pytest.mark.parametrize(("parts", "number"), [
    (("001", "002", ""), "1-2"), (("14", "", ""), "14"), (("75", "乙3", ""), "75-乙3"), (("Ａ", "１", ""), "A-1"), (("", "7", ""), "7"),
])  # fmt: skip
def test_numbers(parts: tuple[str, ...], number: str) -> None:
    assert number_of(parts) == number


@pytest.mark.parametrize(("chome", "kanji"), [("１丁目", "一丁目"), ("10丁目", "十丁目"), ("42丁目", "四十二丁目"), ("東", "東"), ("", "")])
def test_chome(chome: str, kanji: str) -> None:
    assert kanji_chome(chome) == kanji


def test_towns_meet_their_points_and_inherit_them(db: Session, tmp_path: Path) -> None:
    report = load(db, towns(tmp_path))
    one = report.loaded[0]
    assert (one.rows, one.kept, one.repeated, one.nameless, one.abolished) == (9, 6, 1, 1, 1)
    assert (one.without_position, one.without_name, one.inherited, one.pointless, one.positions) == (3, 1, 2, 1, 4)
    assert sorted(entries(db, "machiaza", "koaza", "kana", "inherited", "jukyo"), key=str) == sorted([
        ("（大字なし）", "離れ小字", "ハナレコアザ", False, None), ("見本町", "", "ミホンチョウ", False, False),
        ("見本町一丁目", "", "ミホンチョウ1チョウメ", False, True), ("見本町二丁目", "", "ミホンチョウ", True, True),
        ("南見本", "", "ミナミミホン", True, False), ("南見本", "字谷", "ミナミミホンアザタニ", False, None),
    ], key=str)  # fmt: skip
    south = select(func.ST_X(GazetteerEntry.location)).where(GazetteerEntry.town_key == "南見本")
    assert db.scalar(south) == 135.70


def test_a_former_edition_names_its_columns_otherwise(db: Session, tmp_path: Path) -> None:
    older = {"machiaza_id": "town_id", "machiaza_type": "town_code", "pref": "pref_name", "city": "city_name", "ward": "od_city_name",
             "oaza_cho": "oaza_town_name", "oaza_cho_kana": "oaza_town_name_kana", "chome": "chome_name", "rep_lon": "rep_pnt_lon",
             "rep_lat": "rep_pnt_lat", "rep_srid": "rep_pnt_srid"}  # fmt: skip
    files = []
    for header, name in ((TOWN, "mt_town_all.csv"), (TOWN_POS, "mt_town_pos_all.csv")):
        lines = table(header, OAZA | {"oaza_cho_kana": "ミホン", "rep_lon": 135.7, "rep_lat": 34.7}).splitlines()
        lines[0] = ",".join(older.get(column, column) for column in reversed(lines[0].split(",")))
        lines[1] = ",".join(reversed(lines[1].split(",")))
        files.append(zipped(tmp_path, name, "\ufeff" + "\r\n".join(lines) + "\r\n"))
    load(db, files)
    assert entries(db, "machiaza", "kana", "inherited", "city") == [("見本町", "ミホン", False, "生駒市")]


def test_a_zip_of_zips_and_plain_files(db: Session, tmp_path: Path) -> None:
    places = towns(tmp_path)[1]
    plain = tmp_path / "mt_town_pref29.csv"
    plain.write_text(table(TOWN, OAZA), encoding="utf-8")
    load(db, [nested(tmp_path, "mt_town_pos_all.csv", [places]), plain])
    assert entries(db, "machiaza", "inherited") == [("見本町", False)]


def residences(folder: Path, *numbers: tuple[str, float, float]) -> list[Path]:
    rows = [OAZA | {"blk_id": "001", "rsdt_id": f"{place:03}", "blk_num": "1", "rsdt_num": number, "rep_lon": x, "rep_lat": y}
            for place, (number, x, y) in enumerate(numbers)]  # fmt: skip
    return [zipped(folder, "mt_rsdtdsp_rsdt_pref29.csv", table(RESIDENCE, *rows)),
            zipped(folder, "mt_rsdtdsp_rsdt_pos_pref29.csv", table(RESIDENCE_POS, *reversed(rows)))]  # fmt: skip


def parcels(folder: Path, *numbers: tuple[str, object, object]) -> list[Path]:
    rows = [OAZA | {"prc_id": f"{place:015}", "prc_num1": number, "rep_lon": x, "rep_lat": y}
            for place, (number, x, y) in enumerate(numbers)]  # fmt: skip
    return [zipped(folder, "mt_parcel_city292095.csv", table(PARCEL, *rows)),
            zipped(folder, "mt_parcel_pos_city292095.csv", table(PARCEL_POS, *rows))]  # fmt: skip


def test_residences_and_the_blocks_they_make(db: Session, tmp_path: Path) -> None:
    report = load(db, residences(tmp_path, ("1", 135.69, 34.69), ("2", 135.692, 34.692)))
    assert points(db) == [("見本町", "1", "block", False), ("見本町", "1-1", "residence", False), ("見本町", "1-2", "residence", False)]
    assert (report.loaded[0].blocks, report.loaded[0].unknown_towns) == (1, 1)
    middle = select(func.ST_X(StreetPoint.location), func.ST_Y(StreetPoint.location)).where(StreetPoint.level == "block")
    assert db.execute(middle).one() == pytest.approx((135.691, 34.691))


def test_blocks(db: Session, tmp_path: Path) -> None:
    row = OAZA | {"blk_id": "014", "blk_num": "14", "rep_lon": 135.69, "rep_lat": 34.69}
    load(db, [zipped(tmp_path, "mt_rsdtdsp_blk_pref29.csv", table(BLOCK, row)),
              zipped(tmp_path, "mt_rsdtdsp_blk_pos_pref29.csv", table(BLOCK_POS, row))])  # fmt: skip
    assert points(db) == [("見本町", "14", "block", False)]


def test_far_points_are_flagged_and_absurd_ones_dropped(db: Session, tmp_path: Path) -> None:
    near = [(str(number), 135.69 + number / 10_000, 34.69) for number in range(1, 8)]
    odd = [("80", 135.72, 34.69), ("90", 135.90, 34.69), ("91", 138.0, 36.0), ("92", 0.0, 0.0), ("93", "", "")]
    report = load(db, [*towns(tmp_path), *parcels(tmp_path, *near, *odd)])
    one = report.loaded[-1]
    assert {number: far for _, number, _, far in points(db)} == {number: False for number, *_ in near} | {"80": True, "90": True}
    assert (one.kept, one.far, one.dropped, one.without_position, one.unknown_towns) == (9, 2, 2, 2, 0)


def test_a_point_far_from_where_the_dictionary_has_its_town_is_flagged(db: Session, tmp_path: Path) -> None:
    load(db, [*towns(tmp_path), *parcels(tmp_path, ("1", 135.80, 34.69), ("2", 135.801, 34.69))])
    assert [far for *_, far in points(db)] == [True, True]


def test_coordinates_of_another_reference_system_are_dropped(db: Session, tmp_path: Path) -> None:
    row = OAZA | {"prc_id": "1", "prc_num1": "1", "rep_lon": 135.69, "rep_lat": 34.69}
    files = [zipped(tmp_path, "mt_parcel_city292095.csv", table(PARCEL, row, row | {"prc_id": "2", "prc_num1": "2"})),
             zipped(tmp_path, "mt_parcel_pos_city292095.csv",
                    table(PARCEL_POS, row | {"rep_srid": "EPSG:4301"}, row | {"prc_id": "2", "rep_srid": "EPSG:4612"}))]  # fmt: skip
    report = load(db, files)
    assert ([number for _, number, *_ in points(db)], report.loaded[0].dropped) == (["2"], 1)


def isj_block(town: str, number: str, lng: float, **more: object) -> dict[str, object]:
    return {"都道府県名": "奈良県", "市区町村名": "生駒市", "大字・丁目名": town, "街区符号・地番": number, "緯度": 34.69, "経度": lng,
            "代表フラグ": 1, "更新前履歴フラグ": 0, "更新後履歴フラグ": 0, **more}  # fmt: skip


@pytest.mark.parametrize("town_column", ["大字・丁目名", "大字・町丁目名", "大字_町丁目名"])
def test_isj_blocks_keep_the_representative_point(db: Session, tmp_path: Path, town_column: str) -> None:
    rows = [isj_block("見本町一丁目", "5", 135.690, 代表フラグ=0), isj_block("見本町一丁目", "5", 135.691),
            isj_block("見本町一丁目", "6", 135.692, 代表フラグ=0), isj_block("見本町一丁目", "7", 135.69, 更新後履歴フラグ=3)]  # fmt: skip
    content = cp932(table(ISJ_BLOCK, *rows).replace("大字・丁目名", town_column))
    blocks = zipped(tmp_path, "29209-24.0a", content, "29209-24.0a\\29209_2025.csv")
    report = load(db, [blocks, *towns(tmp_path)])
    assert points(db) == [("見本町1丁目", "5", "block", False), ("見本町1丁目", "6", "block", False)]
    x = select(func.ST_X(StreetPoint.location)).where(StreetPoint.number == "5")
    assert db.scalar(x) == 135.691
    assert (report.loaded[-1].repeated, report.loaded[-1].abolished, report.loaded[-1].unknown_towns) == (1, 1, 0)
    assert db.scalar(select(GazetteerSource.edition).where(GazetteerSource.family == "isj-block")) == "24.0a、29209_2025 2026-04-01"


def isj_town(name: str, lng: float, code: str = "29209") -> dict[str, object]:
    return {"都道府県コード": "29", "都道府県名": "奈良県", "市区町村コード": code, "市区町村名": "生駒市", "大字町丁目名": name,
            "緯度": 34.69, "経度": lng}  # fmt: skip


def test_one_entry_of_a_town_is_preferred_and_learns_what_the_others_know(db: Session, tmp_path: Path) -> None:
    isj = cp932(table(ISJ_TOWN, isj_town("見本町二丁目", 135.6), isj_town("見本町一丁目", 135.6), isj_town("ほかの町", 135.6)))
    load(db, [zipped(tmp_path, "29000-19.0b", isj, "29000-19.0b\\29_2025.csv"), *towns(tmp_path)])
    told = [(name, code, kana) for name, code, kana, preferred in entries(db, "machiaza", "code", "kana", "preferred")
            if preferred and name.endswith("目")]  # type: ignore[attr-defined]  # fmt: skip
    assert sorted(told) == [
        ("見本町一丁目", "2920950001001", "ミホンチョウ1チョウメ"),  # the registry's
        ("見本町二丁目", "2920950001002", "ミホンチョウ"),  # the one with a point of its own, the registry's code
    ]
    e = GazetteerEntry
    twos = select(e.inherited, e.jukyo).where(e.town_key == "見本町2丁目", e.preferred)
    assert db.execute(twos).all() == [(False, True)]  # and the registry's word that 住居表示 holds there


def test_a_reload_replaces_the_part_of_the_country_that_it_covers(db: Session, tmp_path: Path) -> None:
    load(db, towns(tmp_path, extra=[{"lg_code": "292010", "city": "奈良市", "machiaza_id": "0001000", "oaza_cho": "なくなる町"}]))
    (tmp_path / "city").mkdir()
    load(db, [zipped(tmp_path / "city", "mt_town_city292095.csv", table(TOWN, OAZA))])
    assert sorted(entries(db, "city", "machiaza")) == [("奈良市", "なくなる町"), ("生駒市", "見本町")]
    slugs = select(GazetteerSource.slug).where(GazetteerSource.family == "abr-town").order_by(GazetteerSource.id)
    assert db.scalars(slugs).all() == ["abr-town-29", "abr-town-292095"]
    load(db, [zipped(tmp_path, "mt_town_pref29.csv", table(TOWN, OAZA | {"oaza_cho": "新しい町"}))])
    assert entries(db, "city", "machiaza") == [("生駒市", "新しい町")]
    assert db.scalars(slugs).all() == ["abr-town-29"]


def test_an_extract_that_calls_itself_all_of_japan_leaves_the_rest_alone(db: Session, tmp_path: Path) -> None:
    load(db, towns(tmp_path))
    row = {"lg_code": "302015", "pref": "和歌山県", "city": "和歌山市", "machiaza_id": "0001000", "oaza_cho": "葵町"}
    load(db, [zipped(tmp_path, "mt_town_all.csv", table(TOWN, row))])
    assert len(entries(db, "id")) == 7


def test_parcels_of_two_cities_are_two_sources(db: Session, tmp_path: Path) -> None:
    other = OAZA | {"lg_code": "292010", "prc_id": "1", "prc_num1": "9", "rep_lon": 135.8, "rep_lat": 34.68}
    pair = [zipped(tmp_path, "mt_parcel_city292010.csv", table(PARCEL, other)),
            zipped(tmp_path, "mt_parcel_pos_city292010.csv", table(PARCEL_POS, other))]  # fmt: skip
    load(db, [*parcels(tmp_path, ("1", 135.69, 34.69)), *pair])
    load(db, parcels(tmp_path, ("2", 135.69, 34.69)))
    assert sorted(number for _, number, *_ in points(db)) == ["2", "9"]


KEN_ALL = """29209,"630  ","6300000","ﾅﾗｹﾝ","ｲｺﾏｼ","ｲｶﾆｹｲｻｲｶﾞﾅｲﾊﾞｱｲ","奈良県","生駒市","以下に掲載がない場合",0,0,0,0,0,0
29209,"63002","6300299","ﾅﾗｹﾝ","ｲｺﾏｼ","ﾐﾎﾝﾁｮｳ(1-3ﾁｮｳﾒ､","奈良県","生駒市","見本町（１～３丁目、",1,0,1,0,0,0
29209,"63002","6300299","ﾅﾗｹﾝ","ｲｺﾏｼ","5ﾁｮｳﾒ)","奈良県","生駒市","５丁目）",1,0,1,0,0,0
29209,"63002","6300298","ﾅﾗｹﾝ","ｲｺﾏｼ","ﾎｶﾉﾏﾁ","奈良県","生駒市","ほかの町",0,0,0,0,0,0
"""
JIGYOSYO = """29209,"ﾐﾎﾝﾔｸｼﾖ","見本市役所","奈良県","生駒市","見本町","８－３８","6308501","630","生駒",0,0,0
29209,"ﾑｶｼ","昔の事業所","奈良県","生駒市","見本町","１－１","6308502","630","生駒",0,0,5
"""


@pytest.mark.parametrize(("name", "encoding"), [("KEN_ALL.CSV", "cp932"), ("utf_ken_all.csv", "utf-8")])
def test_postal_codes_bring_readings_to_the_towns(db: Session, tmp_path: Path, name: str, encoding: str) -> None:
    isj = cp932(table(ISJ_TOWN, isj_town("見本町二丁目", 135.6), isj_town("ほかの町", 135.6)))
    load(db, [zipped(tmp_path, "29000-19.0b", isj, "29_2025.csv"), zipped(tmp_path, name, KEN_ALL, encoding=encoding)])
    p = PostalCode
    assert [tuple(row) for row in db.execute(select(p.code, p.city_code, p.town, p.kana).order_by(p.id))] == [
        ("6300000", IKOMA, "", ""), ("6300299", IKOMA, "見本町", "ミホンチョウ"), ("6300298", IKOMA, "ほかの町", "ホカノマチ")
    ]  # fmt: skip
    assert entries(db, "machiaza", "kana") == [("見本町二丁目", "ミホンチョウ2チョウメ"), ("ほかの町", "ホカノマチ")]


def test_postal_codes_of_offices(db: Session, tmp_path: Path) -> None:
    report = load(db, [zipped(tmp_path, "JIGYOSYO.CSV", JIGYOSYO, encoding="cp932")])
    p = PostalCode
    assert db.execute(select(p.code, p.office, p.town_key, p.rest, p.kana)).all() == [
        ("6308501", "見本市役所", "見本町", "8-38", "ミホンヤクシヨ")
    ]
    assert report.loaded[0].abolished == 1


SHELTERS = """指定緊急避難場所一覧,,,,
令和8年4月1日現在,,,,
NO,施設・場所名,住所,緯度,経度
1,見本小学校（体育館）,奈良県生駒市見本町1-1,34.6901,135.6901
2,見本の広場,,34.6902,135.6902
3,座標のない会館,生駒市見本町2,,
4,,生駒市見本町3,34.69,135.69
5,沖合,生駒市,1.0,2.0
"""


def test_any_table_of_venues_with_coordinates(db: Session, tmp_path: Path) -> None:
    load(db, towns(tmp_path))
    file = tmp_path / "避難場所_20260401.csv"
    file.write_bytes(SHELTERS.encode("cp932"))
    report = load_gazetteer(db, [file], licence="CC BY 4.0")
    v = VenueName
    rows = select(v.name, v.name_key, v.city_code, v.address, func.ST_X(v.location)).order_by(v.id)
    assert db.execute(rows).all() == [
        ("見本小学校（体育館）", "見本小学校体育館", IKOMA, "奈良県生駒市見本町1-1", 135.6901),
        ("見本の広場", "見本の広場", IKOMA, "", 135.6902),
    ]
    one = report.loaded[0]
    assert (one.rows, one.kept, one.nameless, one.without_position, one.dropped) == (5, 2, 1, 1, 1)
    source = db.scalars(select(GazetteerSource).where(GazetteerSource.family == "venues")).one()
    assert (source.licence, source.counts) == ("CC BY 4.0", {IKOMA: 2})
    assert source.attribution == "避難場所_20260401（CC BY 4.0）を加工"
    later = tmp_path / "避難場所_20270401.csv"
    later.write_text("名称,緯度,経度\n新しい広場,34.69,135.69\n", encoding="utf-8")
    load(db, [later])
    assert db.scalars(select(v.name)).all() == ["新しい広場"]


def test_venues_in_a_workbook(db: Session, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["公共施設一覧"])  # type: ignore[union-attr]
    book.active.append(["全国地方公共団体コード", "名称", "名称_カナ", "所在地_連結表記", "緯度", "経度"])  # type: ignore[union-attr]
    book.active.append([IKOMA, "見本会館", "ミホンカイカン", "奈良県生駒市見本町1", 34.69, 135.69])  # type: ignore[union-attr]
    book.save(tmp_path / "施設.xlsx")
    load(db, [tmp_path / "施設.xlsx"])
    assert db.execute(select(VenueName.name, VenueName.kana, VenueName.city_code)).one() == ("見本会館", "ミホンカイカン", IKOMA)


def place(name: str, **more: object) -> Place:
    at = "SRID=4326;POINT(135.69 34.69)"
    told: dict[str, object] = {
        "municipality_code": IKOMA, "name": name, "address_key": name, "address": "見本町1", "level": "venue", "location": at,
        "published_level": "venue", "published_location": at, "needs_review": False, "private_home": False,
        "barrier_free": "unknown", "parking": "unknown",
    }  # fmt: skip
    return Place(**(told | more))


def test_own_venues_are_those_a_resident_may_see_and_find(db: Session) -> None:
    block = {"level": "block", "published_level": "block"}
    home = {"private_home": True, "published_level": "machiaza", "published_location": "SRID=4326;POINT(135.7 34.7)"}
    db.add_all([place("見本の家", **home), place("見本会館"), place("確かめた所", confirmed_on=date(2026, 4, 1), **block),
                place("街区まで", **block), place("")])  # fmt: skip
    db.flush()
    assert load_own_venues(db).kept == 2
    assert load_own_venues(db).kept == 2
    assert sorted(db.scalars(select(VenueName.name))) == ["確かめた所", "見本会館"]


def test_venues_raise_the_data_version_and_street_points_do_not(db: Session) -> None:
    version = text("SELECT number FROM data_version")
    before = db.execute(version).scalar_one()
    db.execute(text("INSERT INTO street_point VALUES ('292095', '見本町', '1', 'block', 1, false, 'SRID=4326;POINT(135.7 34.7)')"))
    assert db.execute(version).scalar_one() == before
    db.add(place("見本会館"))
    db.flush()
    before = db.execute(version).scalar_one()
    assert load_own_venues(db).kept == 1
    assert db.execute(version).scalar_one() > before


def test_the_status_of_an_empty_dictionary_says_where_to_begin(db: Session) -> None:
    status = gazetteer_status(db, IKOMA)
    assert not status.sources
    assert "29000" in status.next_steps[0] and "国土交通省" in status.next_steps[0]
    assert len(status.next_steps) == 8


def test_the_status_tells_what_is_old(db: Session, tmp_path: Path) -> None:
    load(db, towns(tmp_path))
    assert not [step for step in gazetteer_status(db, IKOMA, date(2026, 5, 1)).next_steps if "日前" in step]
    old = [step for step in gazetteer_status(db, IKOMA, date(2028, 4, 1)).next_steps if "日前" in step]
    assert len(old) == 1 and "731 日前" in old[0]


def test_pages_see_each_town_once(db: Session, tmp_path: Path) -> None:
    isj = cp932(table(ISJ_TOWN, isj_town("見本町一丁目", 135.6), isj_town("ほかの町", 135.6)))
    load(db, [zipped(tmp_path, "29000-19.0b", isj, "29_2025.csv"), *towns(tmp_path)])
    assert sorted(town.name for town in towns_of(db, IKOMA)) == ["ほかの町", "南見本字谷", "見本町", "見本町一丁目"]
    listed = load_vocabulary(db, IKOMA).towns
    assert sorted(listed) == ["ほかの町", "南見本", "南見本字谷", "見本町", "見本町一丁目", "見本町二丁目"]
    assert listed["見本町一丁目"].lng == 135.691 and listed["見本町一丁目"].kana == "ミホンチョウ1チョウメ"


def test_the_status_says_for_which_municipalities(db: Session, tmp_path: Path) -> None:
    load(db, towns(tmp_path))
    venues = tmp_path / "公共施設一覧 (1).csv"
    venues.write_text("名称,緯度,経度\n見本会館,34.69,135.69\n", encoding="utf-8")
    load(db, [venues])
    town, hall = (source for source in gazetteer_status(db, IKOMA).sources)
    assert (town.where, hall.where) == ("生駒市", "生駒市") and "生駒市、この市に 6 件" in town.sentence and "付" in town.sentence
    assert all("https://" in step for step in gazetteer_status(db, IKOMA).next_steps if "日前" not in step)
    again = tmp_path / "公共施設一覧.csv"
    again.write_text("名称,緯度,経度\n見本公園,34.69,135.69\n", encoding="utf-8")
    load(db, [again])
    assert db.scalars(select(VenueName.name)).all() == ["見本公園"]


def test_a_source_of_many_municipalities_is_named_by_prefectures(db: Session) -> None:
    def told(*codes: str) -> str:
        db.add(GazetteerSource(slug=f"of {len(codes)}", name="出典", counts=dict.fromkeys(codes, 1)))
        db.flush()
        return gazetteer_status(db, IKOMA).sources[-1].where

    nara = [code for code in codes_of("奈良県")]
    assert told(*nara) == "奈良県の 39 市区町村"
    db.execute(text("DELETE FROM gazetteer_source"))
    assert told(*(code for pref in PREFECTURES for code in codes_of(pref))) == "全国 1,894 市区町村"


def test_the_dictionary_is_not_compiled_anew_for_venues(db: Session, tmp_path: Path) -> None:
    load(db, towns(tmp_path))
    db.add(place("見本会館", confirmed_on=date(2026, 4, 1)))
    db.flush()
    load_own_venues(db)
    before = dictionary_path(connection_of(db), tmp_path)
    later = "UPDATE gazetteer_source SET loaded_at = loaded_at + interval '1 day' WHERE family = :family"
    db.execute(text(later), {"family": "own-venues"})
    assert dictionary_path(connection_of(db), tmp_path) == before
    db.execute(text(later), {"family": "abr-town"})
    assert dictionary_path(connection_of(db), tmp_path) != before
    late = gazetteer_status(db, IKOMA, date(2040, 1, 1)).next_steps
    assert not [step for step in late if "登録済みの会場" in step] and [step for step in late if "町字マスターは" in step]
