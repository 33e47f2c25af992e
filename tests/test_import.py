"""取り込み on a real PostGIS: what is new, changed, the same and gone; 会場 that meet; and undo, to the last column."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.assignment import assign_places
from geodata.database import transaction
from geodata.models import Answer, Category, ImportBatch, ImportRow, Place, Resource, RowAction, Status, Visibility
from importers import resources as importing
from importers.errors import BadColumn, ImportProblem, UnknownBatch
from importers.resources import ImportReport
from importers.undo import undo_import
from tests.lists import IKOMA, book, everything, imported, listed
from tests.town import Town, jichikai

HEADER = ("名称", "会場", "住所", "開催日時", "電話番号", "費用", "対象")
SALON = ("ひだまりサロン", "元町会館", "生駒市元町1-6-12", "毎週火曜10～12時（祝日休み）", "0743-00-1111", "無料", "どなたでも")
CAFE = ("オレンジカフェ", "東新町ホール", "生駒市東新町8-38", "第2・4水曜 13:30～15:30", "0743-00-2222", "100円", "認知症の方")
DINER = ("わいわい食堂", "元町会館", "生駒市元町1-6-12", "第3土曜 11:00～13:00（8月休み）", "", "こども無料", "小学生")
HOSTILE = "</script><img src=x onerror=alert(1)>${alert(2)}"


@dataclass
class Editions:
    """One list that comes in again and again."""

    session: Session
    folder: Path
    number: int = 0

    def __call__(self, *rows: tuple[Any, ...], header: tuple[str, ...] = HEADER, **options: Any) -> ImportReport:
        """Import the next edition."""
        self.number += 1
        path = book(self.folder / f"list{self.number}.xlsx", [header, *rows])
        return imported(self.session, path, **options)


@pytest.fixture
def edition(db: Session, tmp_path: Path) -> Editions:
    """`edition(row, …)` imports the next edition of one list into a database that forgets it."""
    return Editions(db, tmp_path)


def records(db: Session) -> dict[str, Resource]:
    """The records by name."""
    db.expire_all()
    return {resource.name: resource for resource in db.scalars(select(Resource))}


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """New, changed, the same, gone."""
    return report.new, report.changed, report.unchanged, report.gone


def test_the_first_edition_is_all_new(db: Session, edition: Editions) -> None:
    assert counts(edition(SALON, CAFE)) == (2, 0, 0, 0)
    salon = records(db)["ひだまりサロン"]
    assert (salon.status, salon.visibility, salon.category_code) == (Status.PUBLISHED, Visibility.PUBLIC, "ibasho")
    assert salon.schedule_text == "毎週火曜10～12時（祝日休み）"
    (held,) = salon.schedules
    assert (held.days, held.weekday_mask, held.starts, held.ends) == (["TU"], 2, time(10), time(12))
    assert [closed.kind for closed in held.exceptions] == ["holiday"]
    assert (salon.free, salon.phone, [t.code for t in salon.targets]) == (Answer.YES, "0743-00-1111", ["dare_demo"])
    assert salon.raw["住所"] == "生駒市元町1-6-12"
    assert salon.place is not None and salon.place.level is MatchLevel.MACHIAZA and salon.place.needs_review


def test_the_same_file_again_changes_nothing_and_says_so(fresh_database: Engine, tmp_path: Path) -> None:
    path = book(tmp_path / "list.xlsx", [HEADER, SALON, CAFE, DINER])
    with transaction(fresh_database) as session:
        imported(session, path)
    before = everything(fresh_database)
    with transaction(fresh_database) as session:
        assert counts(imported(session, path)) == (0, 0, 3, 0)
    assert everything(fresh_database) == before


def test_new_changed_same_and_gone_in_one_edition(db: Session, edition: Editions) -> None:
    edition(SALON, CAFE)
    kept = records(db)["オレンジカフェ"].id
    later = (*CAFE[:3], "第1水曜 10:00～12:00", *CAFE[4:])
    assert counts(edition(later, DINER)) == (1, 1, 0, 1)
    now = records(db)
    assert now["オレンジカフェ"].id == kept
    assert [s.days for s in now["オレンジカフェ"].schedules] == [["1WE"]]
    assert now["ひだまりサロン"].status is Status.WITHDRAWN
    last = select(func.max(ImportBatch.id)).scalar_subquery()
    actions = db.execute(select(ImportRow.number, ImportRow.action).where(ImportRow.batch_id == last))
    assert set(map(tuple, actions)) == {(2, RowAction.CHANGED), (3, RowAction.NEW), (None, RowAction.GONE)}


def test_a_withdrawn_record_that_is_back_is_published_again(db: Session, edition: Editions) -> None:
    edition(SALON, CAFE)
    first = records(db)["ひだまりサロン"].id
    edition(CAFE)
    assert counts(edition(SALON, CAFE)) == (0, 1, 1, 0)
    back = records(db)["ひだまりサロン"]
    assert (back.id, back.status) == (first, Status.PUBLISHED)


def test_a_group_that_moves_keeps_its_record(db: Session, edition: Editions) -> None:
    edition(SALON, CAFE)
    first = records(db)["ひだまりサロン"].id
    moved = (SALON[0], "東新町ホール", "生駒市東新町8-38", *SALON[3:])
    assert counts(edition(moved, CAFE)) == (0, 1, 1, 0)
    salon = records(db)["ひだまりサロン"]
    assert salon.id == first and salon.place is not None and salon.place.name == "東新町ホール"


def test_another_list_does_not_withdraw_ours(db: Session, edition: Editions) -> None:
    edition(SALON)
    assert counts(edition(CAFE, source="別の一覧")) == (1, 0, 0, 0)
    assert records(db)["ひだまりサロン"].status is Status.PUBLISHED


def test_what_staff_decided_outlives_the_next_edition(db: Session, edition: Editions) -> None:
    edition(SALON)
    agreed = {"consent": Answer.YES, "consented_on": date(2026, 5, 1)}
    db.execute(update(Resource).values(phone_visibility=Visibility.STAFF, status=Status.CHECKED, **agreed))
    edition((*SALON[:5], "100円", SALON[6]))
    salon = records(db)["ひだまりサロン"]
    assert salon.fee_text == "100円"
    assert (salon.consent, salon.phone_visibility, salon.status) == (Answer.YES, Visibility.STAFF, Status.CHECKED)


# 会場


@pytest.mark.parametrize(("first", "then", "left"), [
    ("非公開", "公開", Visibility.STAFF), ("専門職のみ", "公開", Visibility.PROFESSIONAL), ("公開", "非公開", Visibility.STAFF),
])  # fmt: skip
def test_a_list_may_hide_what_is_public_but_not_show_more_of_it(
    db: Session, edition: Editions, first: str, then: str, left: Visibility
) -> None:
    """To show more of a published record is for whoever publishes."""
    header = (*HEADER, "公開可否")
    edition((*SALON, first), header=header)
    edition((*SALON, then), header=header)
    assert records(db)["ひだまりサロン"].visibility is left


def test_one_venue_written_in_two_ways_is_one(db: Session, edition: Editions) -> None:
    edition(SALON, ("別の会", "元町会館　2階", "奈良県生駒市元町一丁目６番１２号", *SALON[3:]))
    assert db.scalar(select(func.count()).select_from(Place)) == 1


def test_two_venues_at_one_number_stay_two(db: Session, edition: Editions) -> None:
    edition(SALON, ("別の会", "元町ビル", *SALON[2:]))
    assert db.scalar(select(func.count()).select_from(Place)) == 2


@pytest.mark.parametrize("address", ["", "生駒市元町1丁目", "－"])
def test_a_venue_without_a_number_is_found_by_its_name(db: Session, edition: Editions, address: str) -> None:
    edition(SALON)
    report = edition(("老人クラブ", "元町会館", address, *SALON[3:]), source="別の一覧")
    assert db.scalar(select(func.count()).select_from(Place)) == 1
    assert records(db)["老人クラブ"].place_id == records(db)["ひだまりサロン"].place_id
    assert not [p for p in report.problems if "番地" in p.message]


def test_a_venue_of_the_same_name_elsewhere_is_another(db: Session, edition: Editions) -> None:
    edition(SALON)
    edition(("老人クラブ", "元町会館", "生駒市東新町", *SALON[3:]), source="別の一覧")
    assert db.scalar(select(func.count()).select_from(Place)) == 2


POINTED = (*HEADER, "緯度", "経度", "車いす")


def test_a_surer_point_wins_and_a_worse_one_never(db: Session, edition: Editions) -> None:
    edition(SALON)
    edition((*SALON, 34.6930, 135.6975, "○"), header=POINTED, source="座標のある一覧")
    edition(("三つ目", *SALON[1:]), source="座標のない一覧")
    (place,) = db.scalars(select(Place)).all()
    assert (place.level, place.point_source, place.barrier_free) == (MatchLevel.VENUE, "ファイルの座標", Answer.YES)
    assert db.scalar(select(func.ST_X(Place.location))) == 135.6975


def test_a_point_that_staff_confirmed_stays(db: Session, edition: Editions) -> None:
    edition(SALON)
    db.execute(update(Place).values(confirmed_on=date(2026, 10, 1)))
    edition((*SALON, 34.6930, 135.6975, ""), header=POINTED, source="座標のある一覧")
    assert db.scalar(select(func.ST_X(Place.location))) == 135.6970


def test_a_new_point_is_assigned_to_its_jichikai(db: Session, edition: Editions) -> None:
    town = Town("a b\nc d", at=(135.69, 34.68), step=0.02)
    motomachi = jichikai(db, "元町自治会", town.area("abdc"))
    edition(SALON)
    (place,) = db.scalars(select(Place)).all()
    assert place.jichikai_id == motomachi.id


@pytest.mark.parametrize(
    "cells", [("代表者宅", "", ""), ("田中宅", "", ""), ("", "町名まで", ""), ("集い", "", "会場は個人宅です")]
)
def test_a_private_home_is_published_as_its_town(db: Session, edition: Editions, cells: tuple[str, str, str]) -> None:
    header = ("名称", "会場", "公開可否", "備考", "住所", "緯度", "経度")
    edition(("お茶の間", *cells, "生駒市東新町8-38", 34.70001, 135.70999), header=header)
    (place,) = db.scalars(select(Place)).all()
    assert place.private_home and place.name == "個人宅"
    assert place.published_level is MatchLevel.MACHIAZA
    assert place.published_address == "奈良県生駒市東新町（個人宅のため町名まで）"
    assert db.scalar(select(func.ST_X(Place.published_location))) == 135.7000
    assert "8-38" not in records(db)["お茶の間"].search_text


@pytest.mark.parametrize("venue", ["市営住宅集会所", "古民家カフェ 元町", "宅老所よりあい", "社宅"])
def test_a_venue_that_only_sounds_like_a_home_is_shown(db: Session, edition: Editions, venue: str) -> None:
    edition(("お茶の間", venue, *SALON[2:]))
    assert not db.scalar(select(Place.private_home))


def test_coordinates_far_from_the_address_are_told(edition: Editions) -> None:
    report = edition((*SALON, 34.9, 135.9, ""), header=POINTED)
    assert [(p.row, p.message[:12]) for p in report.problems] == [(2, "緯度・経度が住所の町から")]


def test_coordinates_in_the_wrong_order_are_turned(db: Session, edition: Editions) -> None:
    report = edition((*SALON, 135.6975, 34.6930, ""), header=POINTED)
    assert db.scalar(select(func.ST_X(Place.location))) == 135.6975
    assert "入れかわって" in report.problems[0].message


# rows


def test_text_from_a_hostile_sheet_stays_text(db: Session, edition: Editions) -> None:
    formula = '=HYPERLINK("http://example.jp","x")'
    edition((HOSTILE, formula, "生駒市元町1-6-12", HOSTILE, HOSTILE, HOSTILE, HOSTILE))
    resource = records(db)[HOSTILE]
    assert resource.schedule_text == resource.phone == resource.target_text == resource.fee_text == HOSTILE


def test_formulas_in_a_csv_are_text(db: Session, tmp_path: Path) -> None:
    imported(db, listed(tmp_path / "list.csv", [HEADER, ("=1+1", "@SUM(1)", "-2+3", "+1", "=cmd|' /C calc'!A0", "", "")]))
    assert "=1+1" in records(db)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ホームページなし"])
def test_only_web_addresses_become_links(db: Session, edition: Editions, url: str) -> None:
    report = edition(("ひだまり", "生駒市元町1-6-12", url), header=("名称", "住所", "ホームページ"))
    assert records(db)["ひだまり"].url == ""
    assert [(p.row, p.column) for p in report.problems] == [(2, "ホームページ")]


def test_equal_rows_are_activities_of_their_own_and_told(db: Session, edition: Editions) -> None:
    report = edition(SALON, SALON)
    assert counts(report) == (2, 0, 0, 0)
    assert [(p.row, p.message[:10]) for p in report.problems] == [(3, "同じ名称・会場の行が")]
    assert counts(edition(SALON, SALON)) == (0, 0, 2, 0)


def test_a_row_without_a_name_is_refused_by_its_number(edition: Editions) -> None:
    report = edition(SALON, ("", *CAFE[1:]), DINER)
    assert counts(report) == (2, 0, 0, 0)
    assert [(p.row, p.column) for p in report.problems] == [(3, "名称")]


def test_a_bad_address_is_told_by_its_row_and_the_record_kept(db: Session, edition: Editions) -> None:
    report = edition(SALON, (CAFE[0], "", "生駒市存在しない町9-9", *CAFE[3:]))
    assert [(p.row, p.column) for p in report.problems] == [(3, "住所")]
    place = records(db)["オレンジカフェ"].place
    assert place is not None and place.level is MatchLevel.CITY and place.location is None and place.needs_review


def test_levels_are_counted(edition: Editions) -> None:
    nowhere = ("町だけ", "", "市内各所", *[""] * 7)
    report = edition((*SALON, 34.6930, 135.6975, ""), (*CAFE, "", "", ""), nowhere, header=POINTED)
    assert report.levels == {"venue": 1, "machiaza": 1, "none": 1}


def test_an_unknown_category_is_refused_whole(db: Session, edition: Editions) -> None:
    with pytest.raises(BadColumn, match=r"種類「nani」はありません。使えるのは .*kodomo_shokudo"):
        edition(SALON, category="nani")
    assert db.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_a_category_that_a_cell_names_wrongly_is_other(db: Session, edition: Editions) -> None:
    report = edition(("茶道部", "謎の種類"), ("はなの会", "認知症カフェ"), header=("名称", "種類"), category="")
    assert (records(db)["茶道部"].category_code, records(db)["はなの会"].category_code) == ("sonota", "ninchisho_cafe")
    assert "謎の種類" in next(p.message for p in report.problems if p.column == "種類")


def test_categories_that_staff_added_can_be_imported_into(db: Session, edition: Editions) -> None:
    drawn = {"mark": "ヨ", "color": "#123456", "shape": "circle"}
    db.add(Category(code="yoga", name="ヨガ", description="", consultation=False, position=99, **drawn))
    edition(SALON, category="yoga")
    assert records(db)["ひだまりサロン"].category_code == "yoga"


def test_served_areas_are_found_by_name_and_by_town(db: Session, edition: Editions) -> None:
    town = Town("a b c\nd e f")
    north = jichikai(db, "北町自治会", town.area("abed"))
    south = jichikai(db, "南町自治会", town.area("bcfe"), members="元町一丁目\n元町二丁目")
    header, columns = ("名称", "回る地域"), {"columns": {"回る地域": "served_area"}}
    southern = ("二号車", "南部（元町1丁目・元町二丁目）、")
    report = edition(("一号車", "北町自治会、ないない町"), southern, ("三号車", "市内全域"), header=header, **columns)
    found = {name: sorted(area.id for area in resource.served) for name, resource in records(db).items()}
    assert found == {"一号車": [north.id], "二号車": [south.id], "三号車": [north.id, south.id]}
    assert [(p.row, p.column, p.message[:12]) for p in report.problems] == [(2, "回る地域", "回る区域「ないない町」が")]
    assert edition(("一号車", "北町自治会、ないない町"), header=header, **columns).problems, "told again though nothing changed"


# all or nothing, and back again


class Broken(Exception):
    """Something fails in the middle."""


@pytest.mark.parametrize("step", ["write", "assign_places"])
def test_an_import_that_fails_leaves_nothing(
    fresh_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with transaction(fresh_database) as session:
        imported(session, book(tmp_path / "one.xlsx", [HEADER, SALON]))
    before = everything(fresh_database)
    whole = getattr(importing, step)

    def breaks(*args: Any, **named: Any) -> None:
        whole(*args, **named)
        raise Broken

    monkeypatch.setattr(importing, step, breaks)
    with pytest.raises(Broken), transaction(fresh_database) as session:
        imported(session, book(tmp_path / "two.xlsx", [HEADER, CAFE, DINER]))
    assert everything(fresh_database) == before


@pytest.fixture
def twice(fresh_database: Engine, tmp_path: Path) -> Iterator[tuple[Engine, dict[str, list[str]], int, int]]:
    """A list imported, everything as it was then, and the batches of that and of the next edition."""
    with transaction(fresh_database) as session:
        town = Town("a b\nc d", at=(135.69, 34.68), step=0.02)
        jichikai(session, "元町自治会", town.area("abdc"), members="元町一丁目")
        jichikai(session, "東自治会", Town("a b\nc d", at=(135.72, 34.68)).area("abdc"))
        header = (*POINTED, "届ける地域")
        columns = {"columns": {"届ける地域": "served_area"}}
        rows = [(*SALON, "", "", "", "元町自治会"), (*CAFE, "", "", "", ""), (*DINER, "", "", "", "市内全域")]
        first = imported(session, book(tmp_path / "one.xlsx", [header, *rows]), **columns)
    before = everything(fresh_database)
    with transaction(fresh_database) as session:
        rows = [
            (*SALON[:3], "第1月曜 9:00～10:00", *SALON[4:], 34.6941, 135.6981, "○", "東自治会"),
            ("新しい会", "新会館", "生駒市東新町1-1", "毎日 9:00～10:00", "", "", "高齢者", "", "", "", ""),
            (*DINER, "", "", "", "市内全域"),
        ]
        second = imported(session, book(tmp_path / "two.xlsx", [header, *rows]), **columns)
        assert counts(second) == (1, 1, 1, 1)
    assert first.batch_id and second.batch_id
    yield fresh_database, before, first.batch_id, second.batch_id


def test_undo_puts_everything_back_as_it_was(twice: tuple[Engine, dict[str, list[str]], int, int]) -> None:
    engine, before, _, second = twice
    assert everything(engine) != before
    with transaction(engine) as session:
        done = undo_import(session, second)
    assert (done.removed, done.restored) == (1, 2)
    assert everything(engine) == before


def test_undo_of_everything_leaves_nothing(twice: tuple[Engine, dict[str, list[str]], int, int]) -> None:
    engine, _, first, second = twice
    for batch in (second, first):
        with transaction(engine) as session:
            undo_import(session, batch)
    assert not any(everything(engine).values())


def test_undo_goes_backwards(twice: tuple[Engine, dict[str, list[str]], int, int]) -> None:
    engine, _, first, second = twice
    with transaction(engine) as session, pytest.raises(UnknownBatch, match=f"新しい取り込み {second} 番"):
        undo_import(session, first)


@pytest.mark.parametrize("times", [1, 2])
def test_undo_happens_once(twice: tuple[Engine, dict[str, list[str]], int, int], times: int) -> None:
    engine, _, _, second = twice
    with transaction(engine) as session:
        undo_import(session, second)
    with transaction(engine) as session, pytest.raises(UnknownBatch, match="すでに元に戻して"):
        undo_import(session, second)


def test_undo_of_what_never_was(db: Session) -> None:
    with pytest.raises(UnknownBatch, match="取り込み 999999 番はありません"):
        undo_import(db, 999_999)


def test_undo_leaves_what_others_hold(twice: tuple[Engine, dict[str, list[str]], int, int], tmp_path: Path) -> None:
    """A 会場 that another list uses by now stays, and one that staff confirmed keeps its point."""
    engine, _, _, second = twice
    with transaction(engine) as session:
        other = ("よその会", "新会館", "生駒市東新町1-1", *SALON[3:])
        imported(session, book(tmp_path / "other.xlsx", [HEADER, other]), source="別の一覧")
        session.execute(update(Place).where(Place.name == "元町会館").values(confirmed_on=date(2026, 10, 1)))
    with transaction(engine) as session:
        undo_import(session, second)
        names = set(session.scalars(select(Place.name)))
        point = session.scalar(select(func.ST_X(Place.location)).where(Place.name == "元町会館"))
    assert names == {"元町会館", "東新町ホール", "新会館"}
    assert point == 135.6981


def test_imports_of_one_city_take_turns(fresh_database: Engine, tmp_path: Path) -> None:
    """The second of two at once compares with what the first has written, whatever happens in between."""
    path = book(tmp_path / "list.xlsx", [HEADER, SALON])
    with transaction(fresh_database) as first:
        imported(first, path)
        with Session(fresh_database) as second:
            got = second.scalar(select(func.pg_try_advisory_xact_lock(2, int(IKOMA))))
        assert got is False
    with transaction(fresh_database) as second:
        assert counts(imported(second, path)) == (0, 0, 1, 0)


def test_a_rerun_of_assignment_after_undo_changes_nothing(twice: tuple[Engine, dict[str, list[str]], int, int]) -> None:
    engine, _, _, second = twice
    with transaction(engine) as session:
        undo_import(session, second)
    before = everything(engine)
    with transaction(engine) as session:
        assign_places(session, IKOMA)
    assert everything(engine) == before


def test_every_problem_is_an_import_problem(edition: Editions) -> None:
    with pytest.raises(ImportProblem):
        edition(SALON, sheet="ない")
