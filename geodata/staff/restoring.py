"""この時点に戻す: the content of an earlier version is written again, as a change like any other. Nothing is taken away."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import Organization, Place, Resource, Status
from geodata.schedule.session import Closure, Reading, Understood
from geodata.schedule.session import Session as Held
from geodata.staff.edit import TOO_WIDE, not_overtaken, opened, write_state
from geodata.staff.publishing import PUBLISHERS, Actor
from geodata.staff.record import find
from geodata.staff.state import LISTED, State, changes, state_at, state_of
from geodata.staff.telling import Names
from geodata.staff.versions import Line
from geodata.staff.wording import field_name

KEPT = ("department",)  # whose the record is now, it stays; its stage is no content and stays as well
STILL_THERE: dict[str, tuple[Any, str]] = {"place_id": (Place, "その会場はもうないため、会場はいまのままです。"),
               "organization_id": (Organization, "その運営団体はもうないため、運営団体はいまのままです。")}  # fmt: skip


def preview(session: Session, actor: Actor, resource_id: int, revision: int) -> tuple[tuple[Line, ...], list[str]]:
    """What would change, field by field (now → then), and what cannot. Raises UnknownResource."""
    row = find(session, actor.scope, resource_id)
    old = state_of(session, resource_id)
    new, notes = _then(session, actor, row, old, revision)
    differing = changes(old, new, [name for name in LISTED if name != "schedules" or old["schedule_text"] == new["schedule_text"]])
    names = Names(session, ((name, value) for name, pair in differing.items() for value in pair))
    lines = [Line(name, field_name("resource", name), names.told(name, was), names.told(name, then))
             for name, (was, then) in differing.items()]  # fmt: skip
    return tuple(lines), notes


def restore(session: Session, actor: Actor, resource_id: int, seen: int, revision: int) -> tuple[str, ...]:
    """Write the version of `revision` over the record that was `seen`. The fields changed.

    Raises UnknownResource, and EditedMeanwhile when somebody changed it meanwhile.
    """
    row = find(session, actor.scope, resource_id, lock=True)
    not_overtaken(session, row, seen)
    old = state_of(session, resource_id)
    new, _ = _then(session, actor, row, old, revision)
    held = new["schedules"]
    reading = reading_of_rows(held["rows"], new["schedule_text"]) if held != old["schedules"] else None
    return write_state(session, row, old, new, reading, held["words"])


def _then(session: Session, actor: Actor, row: Resource, old: State, revision: int) -> tuple[State, list[str]]:
    """The earlier state as far as it can be had again, and what cannot."""
    new, notes = state_at(session, row.id, revision) | {name: old[name] for name in KEPT}, []
    for name, (model, sentence) in STILL_THERE.items():
        if new[name] is not None and session.scalars(select(model.id).where(model.id == new[name])).first() is None:
            new[name] = old[name]
            notes.append(sentence)
    if row.status is Status.PUBLISHED and actor.role not in PUBLISHERS and (more := opened(old, new)):
        new |= {name: old[name] for name in more}
        notes.append(TOO_WIDE)
    return new, notes


def reading_of_rows(rows: Sequence[dict[str, Any]], text: str) -> Reading:
    """開催 as the record of changes keeps them, as the grammar's own value."""
    sessions = tuple(
        Held(tuple(one["days"]), _time(one["starts"]), _time(one["ends"]), one["every"], tuple(one["months"]),
             _date(one["valid_from"]), _date(one["valid_until"]), one["often"]) for one in rows
    )  # fmt: skip
    closures = {Closure(e["kind"], e["month"], _date(e["day"]), e["text"]) for one in rows for e in one["exceptions"]}
    levels = {Understood(one["understood"]) for one in rows} or {Understood.NONE}
    return Reading(text, sessions, tuple(sorted(closures, key=str)), max(levels, key=list(Understood).index))


def _time(text: str | None) -> time | None:
    """24:00 is kept a hair less."""
    return time.fromisoformat(text) if text else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
