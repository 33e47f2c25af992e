"""記録を書きかえる: what a form says is written as one change, unless somebody else was first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.errors import Overtaken
from geodata.keeping.children import Children, noting_children, write_children
from geodata.keeping.locking import lock_imports
from geodata.keeping.readings import words_of
from geodata.keeping.searching import renew_search_text
from geodata.models import Area, Organization, Resource, Schedule, Status, Visibility, resource_target, served_area
from geodata.schedule import grammar
from geodata.schedule.session import Reading
from geodata.staff.form import HELD_SOMEWHERE, Filled
from geodata.staff.publishing import PUBLISHERS, Actor
from geodata.staff.record import find
from geodata.staff.state import CONTENT, State, changes, state_of
from geodata.staff.venues import NEW, settled
from geodata.staff.versions import Version, since

BY_HAND = "職員が登録"
WIDER = list(Visibility)[::-1]  # staff, professional, public
RANGES = ("visibility", "phone_visibility", "fax_visibility", "email_visibility")
DAYS = ("consented_on", "last_confirmed_on")
TOO_WIDE = "公開中の記録の見せる範囲を広げられるのは、公開の役割の人だけです。"


class EditedMeanwhile(Overtaken):
    """ほかの人が先に変えています。"""

    def __init__(self, versions: list[Version], revision: int) -> None:
        super().__init__("ほかの人が先に変えています。")
        self.versions, self.revision = versions, revision


@dataclass(slots=True)
class Saved:
    """What came of it: the record, the fields that were changed, and what the officer should know."""

    id: int
    changed: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def save(
    session: Session, actor: Actor, resource_id: int, revision: int, filled: Filled, *, geocoder: Geocoder, today: date
) -> Saved:
    """Write a form over a record that has not been changed since `revision`.

    Raises UnknownResource, and EditedMeanwhile with what others did meanwhile; then nothing is written. With errors in `filled`
    nothing is written either.
    """
    if filled.wish.kind == NEW:
        lock_imports(session, actor.scope.municipality)  # before the record: so do imports
    row = find(session, actor.scope, resource_id, lock=True)
    not_overtaken(session, row, revision)
    old = state_of(session, resource_id)
    if row.status is Status.PUBLISHED and actor.role not in PUBLISHERS:
        for name in opened(old, filled.state):
            filled.errors.setdefault(name, TOO_WIDE)
    if filled.errors:
        return Saved(resource_id)
    new, notes = _wished(session, actor, filled, row.place_id, geocoder)
    reading = None
    if new["schedule_text"] != old["schedule_text"]:
        reading = grammar.read(new["schedule_text"], today=today)
    return Saved(resource_id, write_state(session, row, old, new, reading), notes)


def not_overtaken(session: Session, row: Resource, revision: int) -> None:
    """Raise EditedMeanwhile when anybody changed the record after that revision. What only follows from other fields is no change."""
    others = since(session, row.id, revision)
    if others:
        raise EditedMeanwhile(others, row.revision)


def create(session: Session, actor: Actor, key: str, filled: Filled, *, geocoder: Geocoder, today: date) -> Saved:
    """A new record by hand, a draft. Sent twice with one `key`, it is made once."""
    mine = (Resource.municipality_code == actor.scope.municipality, Resource.source == BY_HAND, Resource.source_key == key)
    there = session.scalars(select(Resource.id).where(*mine)).first()
    if there is not None or filled.errors:
        return Saved(there or 0)
    new, notes = _wished(session, actor, filled, None, geocoder)
    reading = grammar.read(new["schedule_text"], today=today)
    first = {"source": BY_HAND, "source_key": key, "status": Status.DRAFT, "schedule_words": words_of(reading)}
    stmt = upsert(Resource).values(municipality_code=actor.scope.municipality, **first, **_columns(new)).on_conflict_do_nothing()
    made = session.scalars(stmt.returning(Resource.id)).first()
    if made is None:  # the same form, sent at the same moment
        return Saved(session.scalars(select(Resource.id).where(*mine)).one())
    served = _areas(session, actor.scope.municipality, new["served"])
    write_children(session, [Children(made, reading, tuple(new["targets"]), served)])
    renew_search_text(session, [made])
    return Saved(made, CONTENT, [*notes, *_alike(session, actor, made, new)])


def _alike(session: Session, actor: Actor, made: int, new: State) -> list[str]:
    """Told, never refused: two groups of one name do meet in one hall."""
    same = or_(and_(Resource.place_id == new["place_id"], Resource.place_id.is_not(None)), and_(Resource.phone == new["phone"], Resource.phone != ""))
    stmt = select(Resource.name).where(
        actor.scope.sees(Resource), Resource.id != made, Resource.name == new["name"], same, Resource.status != Status.WITHDRAWN
    )
    if session.scalars(stmt.limit(1)).first() is None:
        return []
    return ["同じ名称で、会場か電話番号も同じ社会資源がすでにあります。同じものなら、この下書きを取り下げてください。"]


def write_state(
    session: Session, row: Resource, old: State, new: State, reading: Reading | None, words: str = ""
) -> tuple[str, ...]:
    """Write the difference of two states as one change; `reading` where the 開催日時 is read anew. The fields changed."""
    differing = changes(old, new, (*CONTENT, "targets", "served"))
    if not differing and reading is None:
        return ()
    values: dict[str, Any] = _columns({name: new for name, (_, new) in differing.items() if name in CONTENT})
    if reading is not None:
        values["schedule_words"] = words or words_of(reading)
    with noting_children(session, row.municipality_code, [row.id]):
        session.execute(update(Resource).where(Resource.id == row.id).values(values | {"changed_at": func.clock_timestamp()}))
        _rewrite_children(session, row, new, reading, differing)
    renew_search_text(session, [row.id])
    session.expire(row)
    return tuple(differing) or ("schedules",)


def _rewrite_children(session: Session, row: Resource, new: State, reading: Reading | None, differing: Mapping[str, Any]) -> None:
    if reading is not None:
        session.execute(delete(Schedule).where(Schedule.resource_id == row.id))
        write_children(session, [Children(row.id, reading, (), ())])
    if "targets" in differing:
        session.execute(delete(resource_target).where(resource_target.c.resource_id == row.id))
        write_children(session, [Children(row.id, Reading(""), tuple(new["targets"]), ())])
    if "served" in differing:
        session.execute(delete(served_area).where(served_area.c.resource_id == row.id))
        areas = _areas(session, row.municipality_code, new["served"])
        write_children(session, [Children(row.id, Reading(""), (), areas)])


def _wished(session: Session, actor: Actor, filled: Filled, place_id: int | None, geocoder: Geocoder) -> tuple[State, list[str]]:
    """The state that a form without errors asks for, its 会場 and 運営団体 made where they are not there."""
    municipality, notes = actor.scope.municipality, list[str]()
    where = None
    if filled.state["mode"] in HELD_SOMEWHERE:
        where, notes = settled(session, actor.scope, filled.wish, place_id, called=filled.state["name"], geocoder=geocoder)
    organization = _organization(session, municipality, filled.organization)
    return filled.state | {"place_id": where, "organization_id": organization}, notes


def _organization(session: Session, municipality: str, name: str) -> int | None:
    if not name:
        return None
    session.execute(upsert(Organization).values(municipality_code=municipality, name=name).on_conflict_do_nothing())
    mine = (Organization.municipality_code == municipality, Organization.name == name)
    return session.scalars(select(Organization.id).where(*mine)).one()


def _areas(session: Session, municipality: str, codes: list[str]) -> tuple[int, ...]:
    stmt = select(Area.id).where(Area.municipality_code == municipality, Area.code == func.any(codes))
    return tuple(session.scalars(stmt.order_by(Area.id)))


def _columns(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state's columns as the table takes them."""
    return {name: date.fromisoformat(value) if name in DAYS and value else value
            for name, value in state.items() if name in CONTENT}  # fmt: skip


def wider(old: str, new: str) -> bool:
    """True when more people see `new`."""
    return bool(new) and WIDER.index(Visibility(new)) > WIDER.index(Visibility(old))


def opened(old: State, new: State) -> list[str]:
    """The fields by which more people than before would see something of a record."""
    more = [name for name in RANGES if wider(old[name], new[name])]
    return [*more, "withheld"] if set(old["withheld"]) - set(new["withheld"]) else more
