"""Card: what a list says of one 社会資源, and the columns that it is read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from geoalchemy2 import Geography
from sqlalchemy import ColumnElement, Row, Select, cast, func, literal, null, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.due import due_on, today_in_japan
from geodata.models import Answer, Area, Category, Mode, Organization, Place, Resource, Target, resource_target
from geodata.publication import desk_phone, organization_told
from geodata.queries.dated import dated_sessions, dates_of
from geodata.schedule.calendar import Occurrence
from geodata.schedule.coming import OVER, coming_words, said_in_a_list

if TYPE_CHECKING:
    from geodata.queries.vocabulary import CategoryInfo, Vocabulary

DETOUR = 1.3  # a straight line is shorter than the streets
METRES_A_MINUTE = 80
GEOGRAPHY = Geography(geometry_type=None)  # without a geometry type: with one, the cast is not the one that is indexed


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a list. lng, lat in lon-lat, None without a pin; distance in metres along a straight line.

    `stale`: not confirmed in the time that its 種類 rules; shown grey. `when` is the line of a list, "" when nobody has told:
    of `dates`, where the schedule names such, the coming ones. `phone`: of 相談窓口 only, where everybody may know it.
    """

    id: int
    name: str
    kana: str
    category: "CategoryInfo"
    place_id: int | None
    place_name: str
    address: str
    level: MatchLevel
    lng: float | None
    lat: float | None
    schedule_text: str
    schedule_words: str
    free: Answer
    barrier_free: Answer
    targets: tuple[str, ...]
    jichikai_code: str
    jichikai_name: str
    mode: Mode
    served_text: str
    organization: str
    confirmed_on: date | None
    stale: bool
    when: str = ""
    dates: tuple[Occurrence, ...] = ()
    phone: str = ""
    distance_m: float | None = None
    walk_minutes: int | None = None

    @property
    def written(self) -> str:
        """The same for what is read on another day than it was made: every date, as it was understood."""
        return said_in_a_list(self.schedule_words or self.schedule_text)

    @property
    def over(self) -> bool:
        """True when all its dates have been."""
        return self.when == OVER


def walk_minutes(distance_m: float) -> int:
    """おおよその徒歩: a straight line made longer by a third, at 80 m a minute."""
    return max(1, ceil(distance_m * DETOUR / METRES_A_MINUTE))


def card_rows(distance: ColumnElement[Any] | None = None) -> Select[Any]:
    """A select over resource ⟕ place ⟕ jichikai ⟕ organization whose rows `cards` turns into Cards."""
    targets = (
        select(func.array_agg(aggregate_order_by(Target.name, Target.position)))
        .join(resource_target, resource_target.c.target_code == Target.code)
        .where(resource_target.c.resource_id == Resource.id)
        .scalar_subquery()
    )
    return (
        select(
            Resource.id, Resource.name, Resource.name_kana, Resource.category_code, Resource.place_id,
            Place.name.label("place_name"), Place.published_address, Place.published_level,
            func.ST_X(Place.published_location).label("lng"), func.ST_Y(Place.published_location).label("lat"),
            Resource.schedule_text, Resource.schedule_words, Resource.free, Place.barrier_free, targets.label("targets"),
            Area.code.label("jichikai_code"), Area.name.label("jichikai_name"), Resource.mode, Resource.served_text,
            organization_told().label("organization"), Resource.last_confirmed_on, due_on().label("due_on"), desk_phone().label("phone"),
            dated_sessions().label("dated"),
            (null() if distance is None else distance).label("distance_m"),
        )
        .join(Category, Category.code == Resource.category_code)
        .outerjoin(Place, Place.id == Resource.place_id)
        .outerjoin(Area, Area.id == Place.jichikai_id)
        .outerjoin(Organization, Organization.id == Resource.organization_id)
    )  # fmt: skip


def in_order() -> tuple[ColumnElement[Any], ...]:
    """The order of every list: 種類, then reading."""
    reading = func.coalesce(func.nullif(Resource.name_kana, ""), Resource.name).collate("ja-x-icu")
    return (Category.position, reading, Resource.id)  # type: ignore[return-value]


def cards(session: Session, stmt: Select[Any], vocabulary: "Vocabulary") -> tuple[Card, ...]:
    """The Cards of a select made by card_rows."""
    today = today_in_japan()
    return tuple(_card(row, vocabulary, today) for row in session.execute(stmt))


def _card(row: Row[Any], vocabulary: "Vocabulary", today: date) -> Card:
    dates = dates_of(row.dated)
    return Card(
        id=row.id,
        name=row.name,
        kana=row.name_kana,
        category=vocabulary.categories[row.category_code],
        place_id=row.place_id,
        place_name=row.place_name or "",
        address=row.published_address or "",
        level=row.published_level or MatchLevel.NONE,
        lng=row.lng,
        lat=row.lat,
        schedule_text=row.schedule_text,
        schedule_words=row.schedule_words,
        free=row.free,
        barrier_free=row.barrier_free or Answer.UNKNOWN,
        targets=_tuple(row.targets),
        jichikai_code=row.jichikai_code or "",
        jichikai_name=row.jichikai_name or "",
        mode=row.mode,
        served_text=row.served_text,
        organization=row.organization or "",
        confirmed_on=row.last_confirmed_on,
        stale=row.due_on < today,
        when=coming_words(dates, today) if dates else said_in_a_list(row.schedule_words or row.schedule_text),
        dates=dates,
        phone=row.phone,
        distance_m=row.distance_m,
        walk_minutes=None if row.distance_m is None else walk_minutes(row.distance_m),
    )


def _tuple(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(values or ())


def point(lng: float, lat: float) -> ColumnElement[Any]:
    """A lon-lat point as SQL."""
    return func.ST_SetSRID(func.ST_MakePoint(literal(lng), literal(lat)), 4326)


def on_earth(shape: Any) -> ColumnElement[Any]:
    """A lon-lat shape as geography, which is measured in metres."""
    return cast(shape, GEOGRAPHY)
