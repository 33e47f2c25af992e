"""記録を書く: what lists and staff write alike, and what the record of changes says of it."""

from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from town import place, resource
from two_towns import IKOMA, build

from geodata.keeping.children import Children, children_of, forget_children, noting_children, write_children
from geodata.keeping.searching import renew_search_text, search_text
from geodata.models import AuditEntry, Resource
from geodata.schedule.grammar import read
from geodata.staff.audit import acting, history

TODAY = date(2026, 11, 23)


def test_a_private_home_is_found_by_neither_name_nor_address() -> None:
    told = search_text("お茶の間", "", "見本の会", "個人宅", "鹿ノ台西1-1", "毎週 月曜", "", private_home=True)
    assert told == "お茶の間\n\n見本の会\n\n\n毎週月曜\n"


def test_search_text_follows_what_it_is_made_of(db: Session) -> None:
    one = resource(db, "見本の会", place(db, "ひかり会館", (135.7, 34.7), address="元町1-1"))
    assert renew_search_text(db, [one.id]) == 1
    assert db.scalars(select(Resource.search_text).where(Resource.id == one.id)).one().split("\n")[3:5] == ["ひかり会館", "元町1-1"]
    assert renew_search_text(db, [one.id]) == 0, "the same again changes nothing"


def test_children_are_noted_with_who_and_how(db: Session) -> None:
    built = build(db)
    one = built["体操"]
    before = db.scalars(select(Resource.revision).where(Resource.id == one.id)).one()
    acting(db, None, "編集")
    with noting_children(db, IKOMA, [one.id, built["食堂"].id]):
        db.execute(update(Resource).where(Resource.id == one.id).values(changed_at=func.clock_timestamp()))
        forget_children(db, [one.id])
        write_children(db, [Children(one.id, read("毎月第1火曜 10時～12時（祝日休み）", today=TODAY), ("kodomo",), ())])
    entries = {entry.field: entry for entry in history(db, "resource", one.id, since=before)}
    assert set(entries) == {"targets", "schedules"}
    assert (entries["targets"].old, entries["targets"].new, entries["targets"].how) == (["koreisha"], ["kodomo"], "編集")
    (row,) = entries["schedules"].new["rows"]
    assert (row["days"], row["starts"], [e["kind"] for e in row["exceptions"]]) == (["1TU"], "10:00:00", ["holiday"])
    assert {entry.revision for entry in entries.values()} == {before + 1}
    assert not db.scalars(select(AuditEntry).where(AuditEntry.row_id == built["食堂"].id, AuditEntry.field == "targets")).all()


def test_the_same_children_again_are_no_change(db: Session) -> None:
    one = build(db)["食堂"]
    was = children_of(db, [one.id])
    entries = select(func.count()).select_from(AuditEntry)
    before = db.scalar(entries)
    with noting_children(db, IKOMA, [one.id]):
        pass
    assert children_of(db, [one.id]) == was and db.scalar(entries) == before
