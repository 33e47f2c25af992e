"""社会資源の一覧と詳しい内容, as residents may see them."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from geodata.due import today_in_japan
from geodata.errors import UnknownResource
from geodata.filters import ResourceFilter
from geodata.models import Answer, Area, Place, Resource, Schedule, served_area
from geodata.publication import contact, is_public, told
from geodata.queries.cards import Card, card_rows, cards, in_order, on_earth, point
from geodata.schedule.calendar import occurrences
from geodata.schedule.session import Closure, Reading, Understood
from geodata.schedule.session import Session as Held
from geodata.schedule.words import describe
from geodata.special_days import holidays_of

if TYPE_CHECKING:
    from geodata.queries.vocabulary import AreaInfo, Vocabulary

WEEKS_AHEAD = 9
MOST_DATES = 4
ON_THE_SPHERE = False  # as the index of nearest neighbours measures
A_HAIR_M = 0.01


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: `total` fit the filter, `unknown` more may fit but it is not known."""

    total: int
    unknown: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that a person needs to go there."""

    card: Card
    description: str
    target_text: str
    fee_text: str
    reservation: str
    capacity: str
    languages: str
    phone: str
    fax: str
    email: str
    url: str
    parking: Answer
    building: str
    served: tuple["AreaInfo", ...]
    source: str
    understood: Understood
    as_written: str  # the schedule's own text, where it says more than what the page tells of it
    next_dates: tuple[tuple[date, time | None, time | None], ...]
    same_place: tuple[Card, ...]


def listing(session: Session, chosen: ResourceFilter, vocabulary: "Vocabulary", *, offset: int = 0, limit: int = 50) -> Listing:
    """The cards that fit, nearest first when the filter says near what."""
    total = count(session, chosen, vocabulary)
    asked = chosen.weekdays or chosen.time or chosen.date or chosen.free or chosen.barrier_free
    unknown = count(session, replace(chosen, unknown=True), vocabulary) - total if asked and not chosen.unknown else 0
    here = _near(session, chosen.near, vocabulary)
    if here is not None:
        return Listing(total, unknown, _nearest(session, chosen, vocabulary, here, offset, limit))
    stmt = _fitting(chosen, vocabulary).order_by(*in_order()).offset(offset).limit(limit)
    return Listing(total, unknown, cards(session, stmt, vocabulary))


def count(session: Session, chosen: ResourceFilter, vocabulary: "Vocabulary") -> int:
    """How many public resources fit."""
    stmt = select(func.count()).select_from(Resource).outerjoin(Place).where(*is_public(vocabulary.municipality))
    return session.scalars(chosen.apply(stmt, vocabulary)).one()


def detail(session: Session, resource_id: int, vocabulary: "Vocabulary") -> Detail:
    """One public resource. Raises UnknownResource."""
    stmt = card_rows().where(*is_public(vocabulary.municipality))
    found = cards(session, stmt.where(Resource.id == resource_id), vocabulary)
    if not found:
        raise UnknownResource("この社会資源は公開されていません。取りやめになったか、番号がちがいます。")
    card, row = found[0], session.get_one(Resource, resource_id)
    same = stmt.where(Resource.place_id == card.place_id, Resource.id != card.id).order_by(*in_order())
    return Detail(
        card=card,
        description=told("description", row.description, row.withheld),
        target_text=row.target_text,
        fee_text=row.fee_text,
        reservation=told("reservation", row.reservation, row.withheld),
        capacity=told("capacity", row.capacity, row.withheld),
        languages=told("languages", row.languages, row.withheld),
        phone=contact(row.phone, row.phone_visibility, row.consent),
        fax=contact(row.fax, row.fax_visibility, row.consent),
        email=contact(row.email, row.email_visibility, row.consent),
        url=told("url", row.url, row.withheld),
        parking=row.place.parking if row.place else Answer.UNKNOWN,
        building=row.place.building if row.place and not row.place.private_home else "",
        served=_served(session, resource_id, vocabulary),
        source=row.source,
        understood=_understood(row.schedules),
        as_written=_as_written(card, row.schedules),
        next_dates=next_dates(row.schedules, row.schedule_text, today_in_japan()),
        same_place=cards(session, same, vocabulary) if card.place_id else (),
    )


def next_dates(schedules: list[Schedule], text: str, today: date) -> tuple[tuple[date, time | None, time | None], ...]:
    """The next few days on which it is held, as far as the rule tells: nothing for what is only guessed (隔週)."""
    reading = reading_of(schedules, text)
    end = today + timedelta(weeks=WEEKS_AHEAD)
    return tuple(occurrences(reading, today, end, holidays_of(today.year) | holidays_of(end.year))[:MOST_DATES])


def reading_of(schedules: list[Schedule], text: str) -> Reading:
    """The rows of schedule as the grammar's own value."""
    sessions = tuple(
        Held(tuple(s.days), s.starts, s.ends, s.every, tuple(s.months), s.valid_from, s.valid_until, s.often) for s in schedules
    )
    closures = {Closure(e.kind, e.month, e.day, e.text) for s in schedules for e in s.exceptions}
    known = tuple(sorted(closures, key=str))
    return Reading(text, sessions, known, _understood(schedules), "", False, False)


def _fitting(chosen: ResourceFilter, vocabulary: "Vocabulary", distance: ColumnElement[Any] | None = None) -> Select[Any]:
    return chosen.apply(card_rows(distance).where(*is_public(vocabulary.municipality)), vocabulary)


def _nearest(
    session: Session, chosen: ResourceFilter, vocabulary: "Vocabulary", here: ColumnElement[Any], offset: int, limit: int
) -> tuple[Card, ...]:
    """Those with a pin, nearest first, then those without one in the usual order.

    The index tells how far the last of them is, in no order among those that are equally far; so all within that distance
    are asked for again, and no page repeats or leaves out what stands side by side.
    """
    there, from_here = on_earth(Place.published_location), on_earth(here)
    metres = func.ST_Distance(there, from_here, ON_THE_SPHERE)
    pinned = _fitting(chosen, vocabulary).where(Place.published_location.is_not(None)).with_only_columns(metres.label("metres"))
    nearest = pinned.order_by(there.op("<->")(from_here)).limit(offset + limit).subquery()
    reach = select(func.max(nearest.c.metres) + A_HAIR_M).scalar_subquery()
    within = func.ST_DWithin(there, from_here, reach, ON_THE_SPHERE)
    page = _fitting(chosen, vocabulary, metres).where(within).order_by(metres, Resource.id).offset(offset).limit(limit)
    found = cards(session, page, vocabulary)
    if len(found) == limit:
        return found
    before = offset + len(found)
    if offset and not found:
        before = session.scalars(select(func.count()).select_from(pinned.subquery())).one()
    elsewhere = _fitting(chosen, vocabulary).where(Place.published_location.is_(None)).order_by(*in_order())
    return found + cards(session, elsewhere.offset(offset + len(found) - before).limit(limit - len(found)), vocabulary)


def _near(session: Session, near: str, vocabulary: "Vocabulary") -> ColumnElement[Any] | None:
    kind, _, code = near.partition(":")
    if kind == "t":
        town = vocabulary.towns[code]
        return point(town.lng, town.lat)
    if kind == "p":
        seen = select(Resource.id).where(Resource.place_id == Place.id, *is_public(vocabulary.municipality)).exists()
        stmt = select(func.ST_X(Place.published_location), func.ST_Y(Place.published_location))
        found = session.execute(stmt.where(Place.id == int(code), seen)).first()
        return point(*found) if found and found[0] is not None else None
    return None


def _served(session: Session, resource_id: int, vocabulary: "Vocabulary") -> tuple["AreaInfo", ...]:
    codes = set(session.scalars(select(Area.code).join(served_area).where(served_area.c.resource_id == resource_id)))
    return tuple(area for code, area in vocabulary.areas.items() if code in codes)


def _understood(schedules: list[Schedule]) -> Understood:
    levels = {s.understood for s in schedules}
    if not levels or Understood.NONE in levels:
        return Understood.NONE
    return Understood.PARTIAL if Understood.PARTIAL in levels else Understood.FULL


def _as_written(card: Card, schedules: list[Schedule]) -> str:
    """A text that was wholly understood, and is told as it was, says nothing more."""
    reading = reading_of(schedules, card.schedule_text)
    told = reading.understood is Understood.FULL and not card.dates and card.schedule_words == describe(reading)
    return "" if told or card.schedule_text == card.schedule_words else card.schedule_text
