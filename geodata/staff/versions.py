"""版: what happened to a record, step by step as people did it, and the state that each step left."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Account, AuditEntry
from geodata.staff.telling import Names
from geodata.staff.wording import field_name

QUIET = {"schedules"}  # follows from 開催日時, and is told only where that stayed as it was
MOST = 2_000  # entries of one record that a page looks at


@dataclass(frozen=True, slots=True)
class Line:
    """One field that was changed, in words."""

    field: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Version:
    """What one person did at one moment. `revision` is the record's afterwards; `made` that the record began with it."""

    at: datetime
    email: str
    how: str
    revision: int
    made: bool
    lines: tuple[Line, ...]


def versions(session: Session, resource_id: int) -> list[Version]:
    """Newest first."""
    return _told(session, "resource", _entries(session, "resource", resource_id))


def versions_of_place(session: Session, place_id: int) -> list[Version]:
    """The same of a 会場, whoever of those that are held there was looked at: its point, its name, 個人宅."""
    return _told(session, "place", _entries(session, "place", place_id))


def since(session: Session, resource_id: int, revision: int) -> list[Version]:
    """What happened after the record had this revision, newest first; nothing for what only follows from other fields."""
    return _told(session, "resource", [one for one in _entries(session, "resource", resource_id) if one.revision > revision])


def _entries(session: Session, table: str, row_id: int) -> list[Any]:
    stmt = (
        select(AuditEntry.at, func.coalesce(Account.email, "").label("email"), AuditEntry.how, AuditEntry.field, AuditEntry.old,
               AuditEntry.new, func.coalesce(AuditEntry.revision, 0).label("revision"))
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.table_name == table, AuditEntry.row_id == row_id)
        .order_by(AuditEntry.id.desc()).limit(MOST)
    )  # fmt: skip
    return list(session.execute(stmt))


def _told(session: Session, table: str, entries: list[Any]) -> list[Version]:
    names = Names(session, ((one.field, value) for one in entries for value in (one.old, one.new)))
    return [
        Version(at, email, how, max(one.revision for one in steps), any(one.field == "*" for one in steps),
                _lines(table, steps, names))
        for (at, email, how), group in groupby(entries, key=lambda one: (one.at, one.email, one.how)) if (steps := list(group))
    ]  # fmt: skip


def _lines(table: str, steps: list[Any], names: Names) -> tuple[Line, ...]:
    """The fields of a step: of one that was written twice, the first old value and the last new one."""
    first_old: dict[str, Any] = {one.field: one.old for one in steps}  # newest first, so that the oldest stays
    last_new: dict[str, Any] = {one.field: one.new for one in reversed(steps)}
    fields = [name for name in reversed(first_old) if name != "*" and first_old[name] != last_new[name]]
    shown = [name for name in fields if name not in QUIET or "schedule_text" not in fields]
    return tuple(
        Line(name, field_name(table, name), names.told(name, first_old[name]), names.told(name, last_new[name]))
        for name in shown
    )
