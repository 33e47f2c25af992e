"""変更の記録の一覧: who did what over the municipality, newest first, page by page from wherever one stands."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from geodata.due import JAPAN
from geodata.errors import BadFilter
from geodata.models import Account, AuditEntry, Place, Resource
from geodata.staff.due_lists import CALL
from geodata.staff.scope import Scope
from geodata.staff.telling import Names
from geodata.staff.wording import TABLE_NAMES, TABLES, field_name

PAGE = 50
MACHINE = "-"  # nobody who was logged in: the command line, the daily rules, an organiser by a link
CALLED = {"resource": Resource.name, "place": Place.name, "account": Account.email, CALL: Resource.name}


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """`person`: the number of an account, or -. Days as 2026-04-01, both included. `before`: the entry above this page."""

    person: str = ""
    since: str = ""
    until: str = ""
    table: str = ""
    field: str = ""
    before: str = ""

    def __post_init__(self) -> None:
        for name in ("person", "before"):
            value = getattr(self, name)
            if value and value != MACHINE and not (value.isascii() and value.isdigit() and len(value) < 10):
                raise BadFilter(f"{name} の指定が読めません。画面の一覧から選びなおしてください。")
        if self.table and self.table not in TABLE_NAMES:
            raise BadFilter("table の指定が読めません。画面の一覧から選びなおしてください。")
        if self.field and not any(self.field in names for names in TABLES.values()):
            raise BadFilter("field の指定が読めません。画面の一覧から選びなおしてください。")
        for name in ("since", "until"):
            if getattr(self, name):
                _day(getattr(self, name))

    @classmethod
    def from_args(cls, pairs: Iterable[tuple[str, str]]) -> "TrailFilter":
        """Read a query. Raises BadFilter."""
        given: dict[str, str] = {}
        known = {one.name for one in fields(cls)}
        for name, value in pairs:
            if name not in known or name in given or len(value) > 60:
                raise BadFilter(f"「{name[:40]}」という指定は読めません。画面の一覧から選びなおしてください。")
            given[name] = value.strip()
        return cls(**given)

    def to_args(self) -> dict[str, str]:
        """The query again, without the page."""
        return {one.name: value for one in fields(self) if one.name != "before" and (value := getattr(self, one.name))}


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry in words. `name`: what the changed thing is called now, or was at its end; `whole`: it came or went."""

    id: int
    at: datetime
    email: str
    how: str
    table: str
    row_id: int
    name: str
    field: str
    old: str
    new: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """One page; `more`: the entry after which the next one goes on, None at the end."""

    lines: tuple[TrailLine, ...]
    more: int | None


def trail(session: Session, scope: Scope, chosen: TrailFilter) -> Trail:
    """The entries that fit, of the whole municipality: for those who see everything in it."""
    stmt = select(AuditEntry, func.coalesce(Account.email, "")).outerjoin(Account, Account.id == AuditEntry.account_id)
    stmt = stmt.where(AuditEntry.municipality_code == scope.municipality, *_conditions(chosen))
    rows = session.execute(stmt.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(PAGE + 1)).all()
    page = rows[:PAGE]
    names = Names(session, ((one.field, value) for one, _ in page for value in (one.old, one.new)))
    called = _called(session, [one for one, _ in page])
    lines = tuple(
        TrailLine(one.id, one.at, email, one.how, one.table_name, one.row_id, _name(one, called),
                  field_name(one.table_name, one.field), names.told(one.field, one.old), names.told(one.field, one.new),
                  one.field == "*")
        for one, email in page
    )  # fmt: skip
    return Trail(lines, page[-1][0].id if len(rows) > PAGE else None)


def people(session: Session, scope: Scope) -> tuple[tuple[int, str], ...]:
    """Everybody who may stand in it."""
    stmt = select(Account.id, Account.email).where(Account.municipality_code == scope.municipality).order_by(Account.email)
    return tuple((id_, email) for id_, email in session.execute(stmt))


def _conditions(chosen: TrailFilter) -> list[Any]:
    found: list[Any] = []
    if chosen.person:
        mine = AuditEntry.account_id
        found.append(mine.is_(None) if chosen.person == MACHINE else mine == int(chosen.person))
    if chosen.since:
        found.append(AuditEntry.at >= _midnight(_day(chosen.since)))
    if chosen.until:
        found.append(AuditEntry.at < _midnight(_day(chosen.until) + timedelta(days=1)))
    found += [getattr(AuditEntry, column) == value
              for column, value in (("table_name", chosen.table), ("field", chosen.field)) if value]  # fmt: skip
    if chosen.before and chosen.before != MACHINE:
        last = select(AuditEntry.at).where(AuditEntry.id == int(chosen.before)).scalar_subquery()
        found.append(tuple_(AuditEntry.at, AuditEntry.id) < tuple_(last, int(chosen.before)))
    return found


def _called(session: Session, entries: Iterable[AuditEntry]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for table, name in CALLED.items():
        ids = {one.row_id for one in entries if one.table_name == table}
        if ids:
            named = session.execute(select(name.class_.id, name).where(name.class_.id.in_(ids)))
            found |= {(table, id_): words for id_, words in named}
    return found


def _name(one: AuditEntry, called: dict[tuple[str, int], str]) -> str:
    ending = one.old if isinstance(one.old, str) and one.field == "*" else ""
    return called.get((one.table_name, one.row_id), ending)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadFilter("日付は 2026-04-01 の形で指定してください。") from None
    if not 1950 <= day.year <= 2200:
        raise BadFilter("日付は 2026-04-01 の形で指定してください。")
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JAPAN)
