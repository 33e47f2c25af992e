"""書き出す一件: what may leave of a 社会資源, for residents, professionals and staff each, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.filters import ResourceFilter
from geodata.models import Answer, Area, Category, Mode, Organization, Place, Resource, Schedule, Status, Visibility
from geodata.publication import RESIDENTS, address_alone, contact, told
from geodata.queries.cards import in_order

if TYPE_CHECKING:
    from geodata.queries.vocabulary import Vocabulary


class Audience(StrEnum):
    """だれのための書き出しか."""

    RESIDENT = "resident"
    PROFESSIONAL = "professional"
    STAFF = "staff"


SHOWN_TO = {
    Audience.RESIDENT: RESIDENTS,
    Audience.PROFESSIONAL: frozenset({Visibility.PUBLIC, Visibility.PROFESSIONAL}),
    Audience.STAFF: frozenset(Visibility),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """One 社会資源 as it leaves: already narrowed to its audience. lng, lat in lon-lat, None without a pin."""

    id: int
    name: str
    kana: str
    category_code: str
    category: str
    organization: str
    place: str
    address: str
    address_read: str
    building: str
    postal_code: str
    lng: float | None
    lat: float | None
    level: MatchLevel
    phone: str
    fax: str
    email: str
    url: str
    schedule: str
    schedule_words: str
    weekday_mask: int
    starts: str
    ends: str
    target: str
    fee: str
    reservation: str
    capacity: str
    barrier_free: Answer
    parking: Answer
    mode: Mode
    served: str
    description: str
    languages: str
    confirmed_on: date | None
    visibility: Visibility
    remarks: str
    jichikai: str
    source: str
    department: str
    status: Status


def exported(
    session: Session, conditions: Sequence[ColumnElement[bool]], vocabulary: "Vocabulary", audience: Audience,
    chosen: ResourceFilter | None = None,
) -> list[Exported]:  # fmt: skip
    """The records that meet `conditions` (geodata.publication.is_public, or a Scope) and the filter, in the order of every list."""
    held = (
        select(
            Schedule.resource_id, func.bit_or(Schedule.weekday_mask).label("mask"), func.min(Schedule.starts).label("starts"),
            func.max(Schedule.ends).label("ends"), func.count().label("sessions"),
        )
        .group_by(Schedule.resource_id)
        .subquery()
    )  # fmt: skip
    stmt = (
        select(Resource, Place, Category.name, Organization.name, Area.name, func.ST_X(Place.location), func.ST_Y(Place.location),
               func.ST_X(Place.published_location), func.ST_Y(Place.published_location), held.c.mask, held.c.starts, held.c.ends,
               held.c.sessions)
        .join(Category, Category.code == Resource.category_code)
        .outerjoin(Place, Place.id == Resource.place_id)
        .outerjoin(Area, Area.id == Place.jichikai_id)
        .outerjoin(Organization, Organization.id == Resource.organization_id)
        .outerjoin(held, held.c.resource_id == Resource.id)
        .where(*conditions)
        .order_by(*in_order())
    )  # fmt: skip
    if chosen is not None:
        stmt = chosen.apply(stmt, vocabulary)
    return [_exported(row, audience) for row in session.execute(stmt)]


def _exported(row: Sequence[Any], audience: Audience) -> Exported:
    one, place, category, organization, jichikai, lng, lat, shown_lng, shown_lat, mask, starts, ends, sessions = row
    staff = audience is Audience.STAFF
    seen = SHOWN_TO[audience]
    as_far = partial(told, withheld=one.withheld, seen=seen)
    hours = bool(sessions == 1 and starts is not None and ends is not None)
    return Exported(
        id=one.id, name=one.name, kana=one.name_kana, category_code=one.category_code, category=category,
        organization=as_far("organization", organization or ""), place=place.name if place else "",
        address=(place.address if staff else address_alone(place.published_address)) if place else "",
        address_read=place.address_read if place and (staff or not place.private_home) else "",
        building=place.building if place and (staff or not place.private_home) else "",
        postal_code=place.postal_code if place and (staff or not place.private_home) else "",
        lng=lng if staff else shown_lng, lat=lat if staff else shown_lat,
        level=(place.level if staff else place.published_level) if place else MatchLevel.NONE,
        phone=contact(one.phone, one.phone_visibility, one.consent, seen),
        fax=contact(one.fax, one.fax_visibility, one.consent, seen),
        email=contact(one.email, one.email_visibility, one.consent, seen), url=as_far("url", one.url),
        schedule=one.schedule_text, schedule_words=one.schedule_words, weekday_mask=mask or 0,
        starts=f"{starts:%H:%M}" if hours else "", ends=f"{ends:%H:%M}" if hours else "",
        target=one.target_text, fee=one.fee_text, reservation=as_far("reservation", one.reservation),
        capacity=as_far("capacity", one.capacity),
        barrier_free=place.barrier_free if place else Answer.UNKNOWN, parking=place.parking if place else Answer.UNKNOWN,
        mode=one.mode, served=one.served_text, description=as_far("description", one.description),
        languages=as_far("languages", one.languages),
        confirmed_on=one.last_confirmed_on, visibility=one.visibility, remarks=one.remarks if staff else "",
        jichikai=jichikai or "", source=one.source, department=one.department if staff else "", status=one.status,
    )  # fmt: skip
