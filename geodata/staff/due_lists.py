"""確認の名簿: which published records are due, narrowed as an officer asks, and everything that one needs to ring them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, true
from sqlalchemy.orm import Session

from geodata.due import due_on
from geodata.models import (
    Area,
    AuditEntry,
    Category,
    ConfirmLink,
    Correction,
    CorrectionState,
    Organization,
    Place,
    Resource,
    Status,
)
from geodata.staff.scope import Scope

NOBODY = "-"  # in a query: records that belong to no department
CALL = "call"  # table_name in the record of changes: somebody rang and nobody answered


class Due(StrEnum):
    """いつまでに: every published record is in one of the first four; the others look at them from elsewhere."""

    OVERDUE = "overdue"
    ONE = "one"
    THREE = "three"
    LATER = "later"
    ALL = "all"
    HIDDEN = "hidden"
    NEVER = "never"


class Reach(StrEnum):
    """どうやって連絡できるか."""

    PHONE = "phone"
    FAX = "fax"
    POST = "post"
    EMAIL = "email"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer wants to see."""

    due: Due = Due.OVERDUE
    category: str = ""
    department: str = ""
    area: str = ""  # code of a 自治会
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the list. `called_at`: nobody answered then; `links`: numbers that are still good."""

    id: int
    name: str
    category: str
    department: str
    organization: str
    place: str
    address: str
    jichikai: str
    schedule: str
    phone: str
    fax: str
    email: str
    revision: int
    confirmed_on: date | None
    due_on: date
    hidden_since: date | None
    called_at: datetime | None
    links: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page of the list, and how many there are in all."""

    total: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed by, (value, words), those that the scope has."""

    categories: list[tuple[str, str]]
    departments: list[tuple[str, str]]
    areas: list[tuple[str, str]]


def due_page(session: Session, scope: Scope, asked: Asked, today: date, *, offset: int = 0, limit: int = 50) -> DuePage:
    """Those who are due first stand first."""
    which = _narrowed(scope, asked, today)
    total = session.scalar(_joined(func.count()).where(*which)) or 0
    stmt = _lines(today).where(*which).order_by(due_on(), Resource.name, Resource.id).offset(offset).limit(limit)
    return DuePage(total, _read(session, stmt))


def lines_of(session: Session, scope: Scope, ids: Sequence[int], today: date) -> tuple[Line, ...]:
    """The chosen records that the scope sees and that are published, in the order of the list."""
    which = (*_published(scope), Resource.id.in_(ids))
    return _read(session, _lines(today).where(*which).order_by(due_on(), Resource.name, Resource.id))


def tally(session: Session, scope: Scope, today: date) -> dict[Due, int]:
    """How many published records of the scope stand in each list."""
    counts = [func.count().filter(_when(due, today)) for due in Due]
    row = session.execute(_joined(*counts).where(*_published(scope))).one()
    return dict(zip(Due, row, strict=True))


def choices(session: Session, scope: Scope) -> Choices:
    """種類, 所管課 and 自治会 that published records of the scope have."""

    def pairs(*columns: Any, order: Any) -> list[tuple[str, str]]:
        stmt = _joined(*columns).where(*_published(scope), columns[0].is_not(None)).group_by(*columns, order).order_by(order)
        return [(row[0], row[-1]) for row in session.execute(stmt)]

    departments = pairs(Resource.department, order=Resource.department)
    return Choices(
        categories=pairs(Category.code, Category.name, order=Category.position),
        departments=[(code or NOBODY, name or "全庁（課なし）") for code, name in departments],
        areas=pairs(Area.code, Area.name, order=func.coalesce(func.nullif(Area.name_kana, ""), Area.name)),
    )


def _published(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return scope.sees(Resource), Resource.status == Status.PUBLISHED


def _when(due: Due, today: date) -> ColumnElement[bool]:
    one, three = (today + relativedelta(months=months) for months in (1, 3))
    return {
        Due.OVERDUE: due_on() < today,
        Due.ONE: due_on().between(today, one),
        Due.THREE: and_(due_on() > one, due_on() <= three),
        Due.LATER: due_on() > three,
        Due.ALL: true(),
        Due.HIDDEN: Resource.hidden_since.is_not(None),
        Due.NEVER: Resource.last_confirmed_on.is_(None),
    }[due]


def _reached_by(reach: Reach) -> ColumnElement[bool]:
    """By post means to the 会場: no other address is kept."""
    ways: dict[Reach, ColumnElement[bool]] = {
        Reach.PHONE: Resource.phone != "",
        Reach.FAX: Resource.fax != "",
        Reach.EMAIL: Resource.email != "",
        Reach.POST: func.coalesce(Place.address, "") != "",
    }
    return ways[reach] if reach in ways else not_(or_(*ways.values()))


def _narrowed(scope: Scope, asked: Asked, today: date) -> list[ColumnElement[bool]]:
    which = [*_published(scope), _when(asked.due, today)]
    if asked.category:
        which.append(Resource.category_code == asked.category)
    if asked.department:
        which.append(Resource.department == ("" if asked.department == NOBODY else asked.department))
    if asked.area:
        which.append(Area.code == asked.area)
    if asked.reach:
        which.append(_reached_by(asked.reach))
    return which


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Resource)
        .join(Category, Category.code == Resource.category_code)
        .outerjoin(Organization, Organization.id == Resource.organization_id)
        .outerjoin(Place, Place.id == Resource.place_id)
        .outerjoin(Area, Area.id == Place.jichikai_id)
    )


def _lines(today: date) -> Select[Any]:
    called = _about(func.max(AuditEntry.at), AuditEntry.table_name == CALL, AuditEntry.row_id == Resource.id)
    good = (ConfirmLink.resource_id == Resource.id, ConfirmLink.ended_at.is_(None), ConfirmLink.expires_on >= today)
    waiting = (Correction.resource_id == Resource.id, Correction.state == CorrectionState.WAITING)
    return _joined(
        Resource.id, Resource.name, Category.name, Resource.department, func.coalesce(Organization.name, ""),
        func.coalesce(Place.name, ""), func.coalesce(Place.address, ""), func.coalesce(Area.name, ""), Resource.schedule_text,
        Resource.phone, Resource.fax, Resource.email, Resource.revision, Resource.last_confirmed_on, due_on(),
        Resource.hidden_since, called, _about(func.count(ConfirmLink.id), *good), _about(func.count(Correction.id), *waiting),
    )  # fmt: skip


def _about(column: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(column).where(*conditions).correlate(Resource).scalar_subquery()


def _read(session: Session, stmt: Select[Any]) -> tuple[Line, ...]:
    return tuple(Line(*row) for row in session.execute(stmt))
