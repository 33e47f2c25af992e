"""変更の記録の一覧: filtered by person, day, table and field, paged without gaps, and quick where there is much."""

from datetime import UTC, datetime, timedelta

import pytest
from people import account
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from town import place, resource

from geodata.database import transaction
from geodata.errors import BadFilter
from geodata.models import Role
from geodata.staff.audit import acting, note
from geodata.staff.due_lists import CALL
from geodata.staff.scope import Scope
from geodata.staff.trail import PAGE, TrailFilter, trail

IKOMA = "292095"
ALL = Scope(IKOMA, every=True)


def test_who_when_what(db: Session) -> None:
    who = account(db, Role.EDITOR)
    one = resource(db, "見本の会", place(db, "ひかり会館", (135.7, 34.7)))
    acting(db, who.id, "編集")
    one.phone, one.visibility = "0743-00-0001", "professional"
    db.flush()
    lines = {line.field: line for line in trail(db, ALL, TrailFilter(person=str(who.id))).lines}
    assert set(lines) == {"電話番号", "見せる範囲"}
    assert (lines["見せる範囲"].old, lines["見せる範囲"].new) == ("だれにでも", "専門職まで")
    assert {(line.email, line.how, line.name, line.row_id) for line in lines.values()} == {(who.email, "編集", "見本の会", one.id)}
    assert not trail(db, Scope("292010", every=True), TrailFilter()).lines, "another city's stays there"


def test_narrowed_and_paged_without_gaps(db: Session) -> None:
    for number in range(PAGE + 5):
        resource(db, f"見本{number}")
    chosen = TrailFilter(table="resource", person="-")
    first = trail(db, ALL, chosen)
    second = trail(db, ALL, TrailFilter(table="resource", person="-", before=str(first.more)))
    ids = [line.id for line in first.lines + second.lines]
    assert len(first.lines) == PAGE and len(set(ids)) == len(ids) >= PAGE + 5
    assert ids == sorted(ids, reverse=True)
    assert trail(db, ALL, TrailFilter(table="place")).lines == () or trail(db, ALL, TrailFilter(table="place")).lines[0].table == "place"
    today = datetime.now(UTC) + timedelta(hours=9)
    assert trail(db, ALL, TrailFilter(since=f"{today + timedelta(days=1):%Y-%m-%d}")).lines == ()
    assert trail(db, ALL, TrailFilter(until=f"{today:%Y-%m-%d}")).lines


def test_accounts_and_calls_are_told_by_name(db: Session) -> None:
    who, one = account(db, Role.EDITOR), resource(db, "見本の会")
    db.flush()
    acting(db, None, "コマンド user add")
    note(db, "account", who.id, "role", None, "editor", municipality="292095")
    note(db, CALL, one.id, "電話", None, "不在", municipality="292095")
    db.flush()
    told = {line.table: (line.email, line.name) for line in trail(db, ALL, TrailFilter(person="-")).lines if line.table != "resource"}
    assert told == {"account": ("", who.email), CALL: ("", "見本の会")}


@pytest.mark.parametrize("pairs", [[("since", "きのう")], [("person", "1 OR 1")], [("table", "pg_user")], [("field", "password_hash")],
                                   [("x", "1")], [("until", "0001-01-01")], [("person", "1"), ("person", "2")]])  # fmt: skip
def test_what_cannot_be_asked_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(BadFilter, match="。"):
        TrailFilter.from_args(pairs)


@pytest.mark.slow
def test_a_million_entries_are_no_slower(fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        people = [account(session, Role.EDITOR).id for _ in range(20)]
        session.execute(text(
            "INSERT INTO audit_entry (municipality_code, account_id, at, table_name, row_id, field, old, new, revision, how)"
            " SELECT '292095', (:people)[1 + g % 20], now() - make_interval(secs => 30 * (1000000 - g)), 'resource', g % 20000,"
            " (ARRAY['phone','name','status','schedule_text'])[1 + g % 4], '\"a\"', '\"b\"', 2, '編集'"
            " FROM generate_series(1, 1000000) AS g"), {"people": people})  # fmt: skip
    with fresh_database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE audit_entry"))
    old = f"{datetime.now(UTC) - timedelta(days=300):%Y-%m-%d}"
    asked = [TrailFilter(), TrailFilter(person=str(people[3])), TrailFilter(field="consent"), TrailFilter(field="phone"),
             TrailFilter(since=old, until=old), TrailFilter(before="500000"), TrailFilter(person=str(people[3]), until=old),
             TrailFilter(table="account"), TrailFilter(person="-"), TrailFilter(person=str(people[3]), field="phone")]  # fmt: skip
    with Session(fresh_database) as session:
        trail(session, ALL, TrailFilter())
        for chosen in asked:
            before = datetime.now(UTC)
            trail(session, ALL, chosen)
            took = (datetime.now(UTC) - before).total_seconds()
            assert took < 0.3, chosen
