"""いまの内容: records as they stand, and which of their topics staff have changed since a list last told them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.models import Answer, AuditEntry, Category, Organization, Place, Resource, Status, Visibility
from importers.topics import BY_CODE, COLUMNS, TOPICS

BY_IMPORT = "取り込み"  # how every change that an import or its undo makes is written down
VISIBLE_TO = {Visibility.PUBLIC: "公開", Visibility.PROFESSIONAL: "専門職まで", Visibility.STAFF: "職員のみ"}


@dataclass(frozen=True, slots=True)
class PresentPlace:
    """The 会場 of a record; all is blank for one without."""

    key: str = ""
    name: str = ""
    address: str = ""
    private_home: bool = False
    level: MatchLevel = MatchLevel.NONE
    barrier_free: Answer = Answer.UNKNOWN
    parking: Answer = Answer.UNKNOWN
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """A record as it is: `values` are COLUMNS of resource, `raw` the row as its list last wrote it."""

    id: int
    revision: int
    status: Status
    values: Mapping[str, Any]
    organization: str
    place: PresentPlace
    raw: Mapping[str, str]
    edited: frozenset[str]  # topics
    withheld: frozenset[str] = frozenset()  # fields that residents do not see
    ranges: tuple[Visibility, Visibility] = (Visibility.PUBLIC, Visibility.PUBLIC)  # who sees its telephone and its FAX


def presents(session: Session, ids: Sequence[int]) -> dict[int, Present]:
    """Records by id."""
    if not ids:
        return {}
    edited = _edited(session, ids)
    place = (Place.address_key, Place.name, Place.address, Place.private_home, Place.level, Place.barrier_free, Place.parking,
             Place.confirmed_on.is_not(None))  # fmt: skip
    stmt = (
        select(Resource.id, Resource.revision, Resource.status, Resource.raw, func.coalesce(Organization.name, ""), Resource.withheld,
               Resource.phone_visibility, Resource.fax_visibility, *place,
               *(Resource.__table__.c[name] for name in COLUMNS))
        .outerjoin(Organization, Organization.id == Resource.organization_id)
        .outerjoin(Place, Place.id == Resource.place_id)
        .where(Resource.id == func.any(list(ids)))
    )  # fmt: skip
    found = {}
    for id_, revision, status, raw, organization, withheld, phone, fax, *rest in session.execute(stmt):
        values = dict(zip(COLUMNS, rest[len(place) :], strict=True))
        there = PresentPlace(*rest[: len(place)]) if values["place_id"] else PresentPlace()
        found[id_] = Present(
            id_, revision, status, values, organization, there, raw, edited[id_], frozenset(withheld), (phone, fax)
        )
    return found


def category_names(session: Session) -> dict[str, str]:
    """Code → name of every 種類."""
    return {code: name for code, name in session.execute(select(Category.code, Category.name))}


def _edited(session: Session, ids: Sequence[int]) -> defaultdict[int, frozenset[str]]:
    """The topics whose value, as it stands, somebody gave who was no import: the last of these changes is what still holds."""
    ours = _last(ids).where(AuditEntry.how.not_like(f"{BY_IMPORT}%")).subquery()
    standing = _last(ids).subquery()
    stmt = select(ours.c.row_id, ours.c.field).join(
        standing, (standing.c.row_id == ours.c.row_id) & (standing.c.field == ours.c.field)
    ).where(standing.c.new.is_not_distinct_from(ours.c.new))  # fmt: skip
    topic_of = {field: topic.code for topic in TOPICS for field in topic.audited}
    found = defaultdict[int, frozenset[str]](frozenset)
    for id_, field in session.execute(stmt):
        found[id_] |= {topic_of[field]}
    return found


def _last(ids: Sequence[int]) -> Select[Any]:
    """The last entry of each field of these records."""
    fields = [field for topic in BY_CODE.values() for field in topic.audited]
    return (
        select(AuditEntry.row_id, AuditEntry.field, AuditEntry.new)
        .ext(distinct_on(AuditEntry.row_id, AuditEntry.field))
        .where(AuditEntry.table_name == "resource", AuditEntry.row_id == func.any(list(ids)),
               AuditEntry.field == func.any(fields))
        .order_by(AuditEntry.row_id, AuditEntry.field, AuditEntry.id.desc())
    )  # fmt: skip
