"""全体のようす: records counted by 種類 × 自治会, by place, freshness and department, what came in lately, and what waits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, case, cast, func, literal, select, tuple_, union, union_all
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.due import due_on
from geodata.models import (
    Account,
    Area,
    AreaKind,
    Category,
    Correction,
    CorrectionState,
    ImportBatch,
    Place,
    Resource,
    Status,
    Upload,
    UploadState,
    served_area,
)
from geodata.staff.placing import queue
from geodata.staff.scope import Scope

LATELY = 8
SOON_DAYS = 31
FRESH, SOON, OVERDUE, HIDDEN = "fresh", "soon", "overdue", "hidden"
NO_POINT = "none"


@dataclass(frozen=True, slots=True)
class Came:
    """取り込み as the list of what came in lately tells it; `upload_id` is None for what the command line took in."""

    batch_id: int
    upload_id: int | None
    at: datetime
    source: str
    email: str
    counts: Mapping[str, int]
    undone: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for somebody: by whom it is done stands on the page."""

    drafts: int
    checked: int
    places: int
    corrections: int
    uploads: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of all records but the withdrawn: each maps what it is counted by to how many; "" stands for none.

    `by_area` alone may count a record more than once: in the 自治会 where it is held, and in each that it serves.
    """

    total: int
    by_kind: Mapping[str, Mapping[str, int]]
    by_area: Mapping[str, Mapping[str, int]]
    by_level: Mapping[str, int]
    by_freshness: Mapping[str, int]
    by_department: Mapping[str, int]
    came: tuple[Came, ...]
    waits: Waits


def overview(session: Session, scope: Scope, today: date) -> Overview:
    """All of it in six questions."""
    kind: dict[str, dict[str, int]] = defaultdict(dict)
    area: dict[str, dict[str, int]] = defaultdict(dict)
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for by, first, second, count in session.execute(_counts(scope, today)):
        if by == "kind":
            kind[first][second] = count
        else:
            counted[by][first] = count
    for code, category, count in session.execute(_by_area(scope)):
        area[code][category] = count
    status = counted["status"]
    freshness = counted["freshness"]
    return Overview(
        sum(status.values()), kind, area, counted["level"], freshness, counted["department"], _came(session, scope),
        Waits(
            status.get(Status.DRAFT, 0), status.get(Status.CHECKED, 0), queue(session, scope).total, _corrections(session, scope),
            _uploads(session, scope), freshness.get(OVERDUE, 0) + freshness.get(HIDDEN, 0),
        ),
    )  # fmt: skip


def _counts(scope: Scope, today: date) -> Any:
    """(by, first, second, count) of each way of counting, from one reading of the records."""
    freshness = case(
        (Resource.hidden_since.is_not(None), HIDDEN),
        (due_on() < today, OVERDUE),
        (due_on() < today + func.make_interval(0, 0, 0, SOON_DAYS), SOON),
        else_=FRESH,
    )
    one = (
        select(
            Resource.category_code.label("kind"), cast(Resource.status, Text).label("status"),
            func.coalesce(cast(Place.level, Text), "").label("level"),
            freshness.label("freshness"), Resource.department.label("department"),
        )
        .join(Category, Category.code == Resource.category_code)
        .outerjoin(Place, Place.id == Resource.place_id)
        .where(*_counted(scope))
        .subquery()
    ).c  # fmt: skip
    sets = (tuple_(one.kind, one.status), tuple_(one.status), tuple_(one.level), tuple_(one.freshness), tuple_(one.department))
    missing = func.grouping(one.kind, one.status, one.level, one.freshness, one.department)
    by = case({0b00111: "kind", 0b10111: "status", 0b11011: "level", 0b11101: "freshness"}, value=missing, else_="department")
    first = case({"kind": one.kind, "status": one.status, "level": one.level, "freshness": one.freshness}, value=by, else_=one.department)
    second = case({"kind": one.status}, value=by, else_=literal(""))
    return select(by, first, second, func.count()).group_by(func.grouping_sets(*sets))


def _by_area(scope: Scope) -> Any:
    """(code of a 自治会, 種類, count): a record where it is held and wherever it comes round to, "" where neither is known."""
    seen = _counted(scope)
    held = select(Resource.id, Resource.category_code, Place.jichikai_id).join(Place).where(Place.jichikai_id.is_not(None), *seen)
    served = (
        select(Resource.id, Resource.category_code, Area.id)
        .join(served_area, served_area.c.resource_id == Resource.id)
        .join(Area, Area.id == served_area.c.area_id)
        .where(Area.kind == AreaKind.JICHIKAI, *seen)
    )
    found = union(held, served).cte("found")
    nowhere = select(literal(""), Resource.category_code, func.count()).where(*seen, Resource.id.not_in(select(found.c.id)))
    somewhere = select(Area.code, found.c.category_code, func.count()).join(found, found.c.jichikai_id == Area.id)
    return union_all(
        somewhere.group_by(Area.code, found.c.category_code), nowhere.group_by(Resource.category_code)
    )


def _counted(scope: Scope) -> tuple[Any, ...]:
    return scope.sees(Resource), Resource.status != Status.WITHDRAWN


def _came(session: Session, scope: Scope) -> tuple[Came, ...]:
    stmt = (
        select(ImportBatch, Account.email, Upload.id)
        .outerjoin(Account, Account.id == ImportBatch.account_id)
        .outerjoin(Upload, Upload.batch_id == ImportBatch.id)
        .where(scope.sees(ImportBatch))
        .order_by(ImportBatch.id.desc())
        .limit(LATELY)
    )
    return tuple(
        Came(one.id, upload, one.made_at, one.source, email or "", _numbers(one.report), one.undone_at is not None)
        for one, email, upload in session.execute(stmt)
    )


def _numbers(report: Mapping[str, Any]) -> dict[str, int]:
    return {name: report[name] for name in ("new", "changed", "gone") if isinstance(report.get(name), int)}


def _corrections(session: Session, scope: Scope) -> int:
    stmt = select(func.count()).select_from(Correction).join(Resource, Resource.id == Correction.resource_id)
    return session.scalar(stmt.where(scope.sees(Resource), Correction.state == CorrectionState.WAITING)) or 0


def _uploads(session: Session, scope: Scope) -> int:
    open_ = Upload.state.in_((UploadState.READY, UploadState.ASKING))
    return session.scalar(select(func.count()).select_from(Upload).where(scope.owns(Upload), open_)) or 0


def unplaced(by_level: Mapping[str, int]) -> int:
    """How many records have a 会場 without a point."""
    return sum(by_level.get(level, 0) for level in (MatchLevel.NONE, MatchLevel.PREFECTURE, MatchLevel.CITY))
