"""位置の確認: 会場 that stand less surely than a 街区, worst first, and the point that staff give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geoalchemy2 import Geography
from sqlalchemy import ColumnElement, Select, and_, case, cast, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel, Point
from geodata.assignment import assign_places
from geodata.errors import BadPoint, Overtaken, UnknownPlace
from geodata.models import Area, Place, Resource, Status
from geodata.publication import is_public
from geodata.staff.scope import Scope

BY_HAND = "職員が確認"
FAR_M = 30_000  # from the municipality and from its address: a slip of the hand, not a 会場 of ours
EARTH = Geography(geometry_type=None)
WORST_FIRST = tuple(MatchLevel)
UNSURE = tuple(level for level in MatchLevel if level < MatchLevel.BLOCK)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A 会場 as the queue tells it; lng, lat in lon-lat, None without a point. `held` are the activities there."""

    id: int
    name: str
    address: str
    building: str
    level: MatchLevel
    reason: str
    point_source: str
    private_home: bool
    confirmed_on: date | None
    lng: float | None
    lat: float | None
    revision: int
    held: tuple[tuple[int, str], ...]

    @property
    def called(self) -> str:
        """What to call it: its name, or its address."""
        return self.name or self.address

    @property
    def level_words(self) -> str:
        """How sure its point is, in words."""
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue; `counts` tells level → how many, over all of it."""

    total: int
    page: int
    waiting: tuple[Waiting, ...]
    counts: dict[MatchLevel, int]

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def queue(session: Session, scope: Scope, *, level: MatchLevel | None = None, page: int = 1) -> Queue:
    """会場 of the scope that nobody confirmed and that stand below a 街区 or are to be looked at, worst first."""
    open_ = (*_seen(scope), *_waits())
    of_level = (func.count(), Place.level)
    counts = {found: count for count, found in session.execute(select(*of_level).where(*open_).group_by(Place.level))}
    chosen = open_ if level is None else (*open_, Place.level == level)
    total = sum(counts.values()) if level is None else counts.get(level, 0)
    stmt = _rows(scope).where(*chosen).order_by(*_order()).offset((page - 1) * PAGE).limit(PAGE)
    return Queue(total, page, tuple(_waiting(row) for row in session.execute(stmt)), counts)


def waiting_place(session: Session, scope: Scope, place_id: int) -> Waiting:
    """One 会場 of the scope, waiting or not. Raises UnknownPlace."""
    row = session.execute(_rows(scope).where(*_seen(scope), Place.id == place_id)).first()
    if row is None:
        raise UnknownPlace(f"会場 {place_id} 番は台帳にありません。")
    return _waiting(row)


def next_waiting(session: Session, scope: Scope, *, after: int) -> int | None:
    """The id of the one that follows in the queue; None when there is no other."""
    either = or_(Place.id == after, and_(*_waits()))
    ids = list(session.scalars(select(Place.id).where(*_seen(scope), either).order_by(*_order())))
    following = ids[ids.index(after) + 1 :] if after in ids else ids
    return next((id_ for id_ in (*following, *ids) if id_ != after), None)


def settle(
    session: Session, scope: Scope, place_id: int, *, revision: int, point: Point | None, level: MatchLevel, today: date
) -> Waiting:
    """Confirm a 会場 as it is (`point` None) or at a point of this level; its 自治会 follows, and the geocoder learns it.

    Raises UnknownPlace, Overtaken when somebody changed it since `revision`, BadPoint when the point is far away.
    """
    was = waiting_place(session, scope, place_id)
    locked = session.execute(select(Place.revision).where(Place.id == place_id).with_for_update()).scalar_one()
    if locked != revision:
        raise Overtaken("この会場は、開いているあいだにほかの人が変えました。いまの内容を見てからもう一度決めてください。")
    new: dict[str, Any] = {"confirmed_on": today, "needs_review": False}
    if point is not None:
        _near(session, scope.municipality, place_id, point)
        shape = func.ST_SetSRID(func.ST_MakePoint(*point), 4326)
        new |= {"location": shape, "level": level, "point_source": BY_HAND, "level_reason": ""}
        if not was.private_home:
            new |= {"published_location": shape, "published_level": level}
    session.execute(update(Place).where(Place.id == place_id).values(new))
    if point is not None:
        assign_places(session, scope.municipality, place_ids=[place_id])
    return waiting_place(session, scope, place_id)


def _waits() -> tuple[ColumnElement[bool], ...]:
    return (Place.confirmed_on.is_(None), or_(Place.level.in_(UNSURE), Place.needs_review))


def _seen(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """会場 of the municipality that a record of the scope uses."""
    used = select(Resource.id).where(
        Resource.place_id == Place.id, scope.sees(Resource), Resource.status != Status.WITHDRAWN
    )
    return (Place.municipality_code == scope.municipality, used.exists())


def _rows(scope: Scope) -> Select[Any]:
    told = or_(scope.sees(Resource), and_(*is_public(scope.municipality)))  # of another department what everybody sees
    held = (
        select(func.json_agg(aggregate_order_by(func.json_build_array(Resource.id, Resource.name), Resource.id)))
        .where(Resource.place_id == Place.id, Resource.status != Status.WITHDRAWN, told)
        .scalar_subquery()
    )
    return select(
        Place.id, Place.name, Place.address, Place.building, Place.level, Place.level_reason, Place.point_source,
        Place.private_home, Place.confirmed_on, func.ST_X(Place.location), func.ST_Y(Place.location), Place.revision, held,
    )  # fmt: skip


def _order() -> tuple[Any, ...]:
    return (case({level: rank for rank, level in enumerate(WORST_FIRST)}, value=Place.level), Place.id)


def _waiting(row: Sequence[Any]) -> Waiting:
    values: list[Any] = [*row[:-1], tuple((id_, name) for id_, name in row[-1] or ())]
    return Waiting(*values)


def _near(session: Session, municipality: str, place_id: int, point: Point) -> None:
    """Raise BadPoint for what lies neither near a 区域 of ours nor near where its address puts it."""
    lng, lat = point
    if not (122 <= lng <= 154 and 20 <= lat <= 46):
        raise BadPoint("緯度・経度が日本の外を指しています。緯度は34.69、経度は135.70のように入力してください。")
    here = cast(func.ST_SetSRID(func.ST_MakePoint(literal(lng), literal(lat)), 4326), EARTH)
    ours = select(func.min(func.ST_Distance(cast(Area.boundary, EARTH), here))).where(Area.municipality_code == municipality)
    there = select(func.ST_Distance(cast(Place.location, EARTH), here)).where(Place.id == place_id)
    away = session.scalar(select(func.least(ours.scalar_subquery(), there.scalar_subquery())))
    if away is not None and away > FAR_M:
        raise BadPoint(f"市からも、いまの位置からも{away / 1000:.0f}km離れています。緯度・経度を確かめてください。")
