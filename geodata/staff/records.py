"""社会資源の一覧（職員）: the records that somebody sees, narrowed, sorted, paged and counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.due import due_on, today_in_japan
from geodata.filters.apply import in_areas
from geodata.japanese import bigrams, search_form, words_of
from geodata.models import (
    Answer,
    Area,
    Category,
    Correction,
    CorrectionState,
    Organization,
    Place,
    Resource,
    Status,
    Visibility,
)
from geodata.queries.cards import in_order
from geodata.staff.chosen import NO_DEPARTMENT, RecordFilter
from geodata.staff.scope import Scope

PAGE = 50
LEVELS_OF = {
    "none": (MatchLevel.NONE, MatchLevel.PREFECTURE, MatchLevel.CITY),
    "town": (MatchLevel.MACHIAZA, MatchLevel.INTERPOLATED),
    "block": (MatchLevel.BLOCK, MatchLevel.RESIDENCE, MatchLevel.PARCEL, MatchLevel.VENUE),
}
DIGITS = 4  # so many in a word, and it may be part of a telephone number


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of the list."""

    id: int
    name: str
    category_code: str
    organization: str
    status: Status
    visibility: Visibility
    department: str
    place: str
    address: str
    level: MatchLevel | None
    private_home: bool
    jichikai: str
    schedule: str
    confirmed_on: date | None
    due: bool
    hidden: bool
    consent: Answer
    changed_at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Records:
    """One page of the list: `total` fit the filter; `by_status` counts what fits all of it but the stage."""

    total: int
    by_status: dict[Status, int]
    rows: tuple[RecordRow, ...]

    @property
    def pages(self) -> int:
        """How many there are, one at least."""
        return max(1, -(-self.total // PAGE))


def records(session: Session, scope: Scope, chosen: RecordFilter) -> Records:
    """The page that is asked for."""
    stages = narrowed(select(Resource.status, func.count()), scope, replace(chosen, status="")).group_by(Resource.status)
    counted: dict[Status, int] = {status: count for status, count in session.execute(stages)}
    total = counted.get(Status(chosen.status), 0) if chosen.status else sum(counted.values())
    stmt = narrowed(_columns(), scope, chosen).outerjoin(Organization, Organization.id == Resource.organization_id)
    stmt = stmt.outerjoin(Area, Area.id == Place.jichikai_id)
    page = stmt.order_by(*_order(chosen.sort)).offset((chosen.page - 1) * PAGE).limit(PAGE)
    rows = tuple(RecordRow(*row) for row in session.execute(page))
    return Records(total, {status: counted.get(status, 0) for status in Status}, rows)


def narrowed(stmt: Any, scope: Scope, chosen: RecordFilter) -> Any:
    """The statement over resource, joined to its 種類 and 会場, with every condition of the filter and the scope."""
    joined = stmt.join(Category, Category.code == Resource.category_code).outerjoin(Place, Place.id == Resource.place_id)
    return joined.where(scope.sees(Resource), *_conditions(chosen))


def _columns() -> Any:
    waiting = select(func.count()).where(Correction.resource_id == Resource.id, Correction.state == CorrectionState.WAITING)
    return select(
        Resource.id, Resource.name, Resource.category_code, func.coalesce(Organization.name, ""), Resource.status,
        Resource.visibility, Resource.department, func.coalesce(Place.name, ""), func.coalesce(Place.address, ""), Place.level,
        func.coalesce(Place.private_home, False), func.coalesce(Area.name, ""),
        func.coalesce(func.nullif(Resource.schedule_words, ""), Resource.schedule_text), Resource.last_confirmed_on,
        due_on() < today_in_japan(), Resource.hidden_since.is_not(None), Resource.consent, Resource.changed_at,
        waiting.scalar_subquery(),
    )  # fmt: skip


def _conditions(chosen: RecordFilter) -> Sequence[ColumnElement[bool]]:
    plain = {"category": Resource.category_code, "status": Resource.status, "visibility": Resource.visibility,
             "source": Resource.source, "consent": Resource.consent}  # fmt: skip
    found: list[ColumnElement[bool]] = [column == value for name, column in plain.items() if (value := getattr(chosen, name))]
    found += [says(word) for word in words_of(chosen.q)]
    if chosen.department:
        found.append(Resource.department == ("" if chosen.department == NO_DEPARTMENT else chosen.department))
    if chosen.batch:
        found.append(Resource.batch_id == int(chosen.batch))
    if chosen.area:
        found.append(in_areas((chosen.area,)))
    if chosen.level:
        found.append(Resource.place_id.is_(None) if chosen.level == "nowhere" else Place.level.in_(LEVELS_OF[chosen.level]))
    flags = {"stale": due_on() < today_in_japan(), "home": Place.private_home.is_(True),
             "hidden": Resource.hidden_since.is_not(None), "waiting": _corrected()}  # fmt: skip
    return [*found, *(condition for name, condition in flags.items() if getattr(chosen, name))]


def says(word: str) -> ColumnElement[bool]:
    """The word stands where residents look, in the 会場 as staff see it, in the remarks; digits also in numbers."""
    found = func.strpos(Resource.search_text, word) > 0
    if len(word) > 1:
        found = Resource.bigrams.contains(bigrams(word)) & found
    more = [func.strpos(func.lower(column), word) > 0 for column in (Place.name, Place.address, Resource.remarks)]
    digits = "".join(sign for sign in search_form(word) if sign.isascii() and sign.isdigit())
    if len(digits) >= DIGITS:
        numbers = (Resource.phone, Resource.fax)
        more += [func.strpos(func.regexp_replace(column, "[^0-9]", "", "g"), digits) > 0 for column in numbers]
    if word.isascii() and word.isdigit() and len(word) < 10:
        more.append(Resource.id == int(word))
    return or_(found, *more)


def _corrected() -> ColumnElement[bool]:
    mine = Correction.resource_id == Resource.id
    return select(Correction.id).where(mine, Correction.state == CorrectionState.WAITING).exists()


def _order(sort: str) -> tuple[Any, ...]:
    stages = func.array_position([status.value for status in Status], Resource.status)
    surest = func.array_position([level.value for level in MatchLevel], Place.level)
    orders: dict[str, tuple[Any, ...]] = {
        "-changed": (Resource.changed_at.desc(),), "name": in_order(), "status": (stages, *in_order()),
        "confirmed": (Resource.last_confirmed_on.asc().nulls_first(),), "level": (surest.asc().nulls_last(),),
    }  # fmt: skip
    return (*orders[sort], Resource.id)
