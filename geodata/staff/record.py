"""一件の記録: everything that staff see of one 社会資源, and what hangs together with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.due import due_on, today_in_japan
from geodata.errors import UnknownResource
from geodata.models import (
    Answer,
    Area,
    Category,
    Correction,
    CorrectionState,
    ImportBatch,
    ImportRow,
    Origin,
    Place,
    Resource,
    Status,
)
from geodata.staff.scope import Scope

NOT_THERE = "この記録はありません。番号がちがうか、ほかの課の記録です。"


@dataclass(frozen=True, slots=True)
class PlaceView:
    """会場 as staff see it: the point itself (lng, lat in lon-lat), and what is published of it."""

    id: int
    revision: int
    name: str
    address: str
    building: str
    postal_code: str
    level: MatchLevel
    level_reason: str
    point_source: str
    needs_review: bool
    private_home: bool
    barrier_free: Answer
    parking: Answer
    confirmed_on: date | None
    published_address: str
    published_level: MatchLevel
    lng: float | None
    lat: float | None
    jichikai: str
    used_by: int

    @property
    def called(self) -> str:
        """Its name, or its address where it has none."""
        return self.name or self.address


@dataclass(frozen=True, slots=True)
class Waiting:
    """A correction that waits for staff."""

    id: int
    origin: Origin
    as_is: bool
    changes: dict[str, Any]
    message: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Came:
    """取り込み元: the import that the record came with last, and its row as Excel numbers it."""

    batch_id: int
    file_name: str
    sheet: str
    made_at: datetime
    row: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `row` has its columns by name; `due`: its 種類 asks for a new confirmation."""

    row: Mapping[str, Any]
    category: str
    organization: str
    targets: tuple[str, ...]
    served: tuple[str, ...]
    place: PlaceView | None
    same_place: tuple[tuple[int, str, Status], ...]
    waiting: tuple[Waiting, ...]
    came: Came | None
    due_on: date
    due: bool

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.row["id"])


def find(session: Session, scope: Scope, resource_id: int, *, lock: bool = False) -> Resource:
    """The record, if this person sees it. Raises UnknownResource otherwise, whatever the reason."""
    stmt = select(Resource).where(Resource.id == resource_id, scope.sees(Resource))
    found = session.scalars(stmt.with_for_update(of=Resource) if lock else stmt).first()
    if found is None:
        raise UnknownResource(NOT_THERE)
    return found


def record(session: Session, scope: Scope, resource_id: int) -> Record:
    """Everything of it. Raises UnknownResource."""
    row = find(session, scope, resource_id)
    due = session.scalars(select(due_on()).join(Category).where(Resource.id == row.id)).one()
    same = select(Resource.id, Resource.name, Resource.status).where(
        Resource.place_id == row.place_id, Resource.id != row.id, scope.sees(Resource)
    ).order_by(Resource.name, Resource.id)  # fmt: skip
    return Record(
        row={column.key: getattr(row, column.key) for column in Resource.__table__.c},
        category=row.category.name,
        organization=row.organization.name if row.organization else "",
        targets=tuple(target.name for target in row.targets),
        served=tuple(area.name for area in row.served),
        place=place_view(session, scope.municipality, row.place_id) if row.place_id else None,
        same_place=tuple((id_, name, status) for id_, name, status in session.execute(same)) if row.place_id else (),
        waiting=_waiting(session, row.id),
        came=_came(session, row),
        due_on=due,
        due=due < today_in_japan(),
    )


def place_view(session: Session, municipality: str, place_id: int) -> PlaceView | None:
    """A 会場 of the municipality."""
    used = select(func.count()).where(Resource.place_id == Place.id).scalar_subquery()
    stmt = select(
        Place.id, Place.revision, Place.name, Place.address, Place.building, Place.postal_code, Place.level, Place.level_reason,
        Place.point_source, Place.needs_review, Place.private_home, Place.barrier_free, Place.parking, Place.confirmed_on,
        Place.published_address, Place.published_level, func.ST_X(Place.location), func.ST_Y(Place.location),
        func.coalesce(Area.name, ""), used,
    ).outerjoin(Area, Area.id == Place.jichikai_id)  # fmt: skip
    row: Any = session.execute(stmt.where(Place.id == place_id, Place.municipality_code == municipality)).first()
    return PlaceView(*row) if row else None


def _waiting(session: Session, resource_id: int) -> tuple[Waiting, ...]:
    stmt = select(
        Correction.id, Correction.origin, Correction.as_is, Correction.changes, Correction.message, Correction.made_at
    ).where(Correction.resource_id == resource_id, Correction.state == CorrectionState.WAITING)
    found: Any = session.execute(stmt.order_by(Correction.id))
    return tuple(Waiting(*row) for row in found)


def _came(session: Session, row: Resource) -> Came | None:
    if row.batch_id is None:
        return None
    stmt = (
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.sheet, ImportBatch.made_at, ImportRow.number)
        .outerjoin(ImportRow, (ImportRow.batch_id == ImportBatch.id) & (ImportRow.resource_id == row.id))
        .where(ImportBatch.id == row.batch_id)
    )
    found: Any = session.execute(stmt.limit(1)).first()
    return Came(*found) if found else None
