"""同時に: an officer writes while an import or its undo runs. Whoever is second sees what the first did; nobody waits for each other."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from time import monotonic, sleep
from typing import Any

from people import account
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.keeping.locking import lock_imports
from geodata.models import Resource, Role
from geodata.staff import uploads
from geodata.staff.audit import acting
from geodata.staff.edit import save
from geodata.staff.form import read_form
from geodata.staff.offered import offered
from geodata.staff.publishing import Actor
from geodata.staff.scope import Scope
from geodata.staff.state import state_of
from geodata.staff.values import values_of
from importers import commit_upload, undo_upload
from tests.desk import CAFE, SALON, Desk
from tests.lists import IKOMA, small_geocoder

ALL = Scope(IKOMA, every=True)
TODAY = date(2026, 10, 1)
OTHER_FEE = (*SALON[:5], "300円")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@contextmanager
def meanwhile(engine: Engine, work: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """`work` in a thread of its own until it waits for us; afterwards what it gave."""
    with ThreadPoolExecutor(1) as pool, Session(engine) as watch:
        begun = pool.submit(work)
        until = monotonic() + 20
        while not watch.scalar(WAITING) and not begun.done() and monotonic() < until:
            watch.rollback()
            sleep(0.02)
        yield lambda: begun.result(20)


def edit(session: Session, name: str, fee: str) -> None:
    acting(session, None, "編集")
    session.execute(update(Resource).where(Resource.name == name).values(fee_text=fee))


def test_an_edit_that_ends_during_a_commit_is_not_lost(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    second = desk.send(OTHER_FEE, CAFE)
    with transaction(desk.engine) as session:
        uploads.ask_commit(session, ALL, second, None)
    with Session(desk.engine) as officer:
        edit(officer, "ひだまりサロン", "200円")
        with meanwhile(desk.engine, lambda: commit_upload(desk.engine, second)) as outcome:
            officer.commit()
            assert outcome() is None
    assert desk.records()["ひだまりサロン"].fee_text == "200円"
    assert "まだ取り込んでいません" in desk.info(second).message


def test_an_edit_that_ends_during_an_undo_is_told(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    second = desk.taken(OTHER_FEE, CAFE)
    with transaction(desk.engine) as session:
        uploads.ask_undo(session, ALL, second, None)
    with Session(desk.engine) as officer:
        edit(officer, "ひだまりサロン", "200円")
        with meanwhile(desk.engine, lambda: undo_upload(desk.engine, second)) as outcome:
            officer.commit()
            report = outcome()
    assert not report.done and [one.name for one in report.touched] == ["ひだまりサロン"]
    assert desk.records()["ひだまりサロン"].fee_text == "200円"


def test_who_waits_for_an_import_keeps_no_record_from_it(desk: Desk) -> None:
    """Else the officer would wait for the turn and the import for the record, for ever."""
    desk.taken(SALON)
    one = desk.records()["ひだまりサロン"]
    with transaction(desk.engine) as session:
        actor = Actor(account(session, Role.EDITOR).id, Role.EDITOR, ALL)
        known = offered(session, ALL)
        typed = values_of(state_of(session, one.id), "", None) | {
            "venue": ["new"], "venue_name": ["東新町ホール"], "venue_address": ["生駒市東新町8-38"],
        }
    filled = read_form(typed, known, has_place=True, today=TODAY)
    assert not filled.errors

    def officer() -> tuple[str, ...]:
        with transaction(desk.engine) as session:
            return save(session, actor, one.id, one.revision, filled, geocoder=small_geocoder(), today=TODAY).changed

    with Session(desk.engine) as importing:
        lock_imports(importing, IKOMA)
        with meanwhile(desk.engine, officer) as outcome:
            importing.execute(select(Resource.id).where(Resource.id == one.id).with_for_update(nowait=True))
            importing.rollback()
            assert "place_id" in outcome()
