"""会場を選ぶ: a record stays where it is, moves to a 会場 that is known, or to an address that is placed as lists place theirs."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel
from geodata.assignment import assign_places
from geodata.errors import BadFilter
from geodata.keeping.halls import Halls
from geodata.keeping.locking import lock_imports
from geodata.keeping.places import write_places
from geodata.keeping.placing import found_among, known_places, placed_at
from geodata.keeping.venue import PlaceDraft
from geodata.models import Answer, Place, Resource
from geodata.staff.scope import Scope

MOST = 12  # 会場 offered at once
KEEP, KNOWN, NEW = "keep", "known", "new"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form says of the 会場. `kind`: keep, known (place_id) or new (the rest)."""

    kind: str = KEEP
    place_id: int | None = None
    name: str = ""
    address: str = ""
    building: str = ""
    private_home: bool = False
    barrier_free: Answer = Answer.UNKNOWN
    parking: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Candidate:
    """A 会場 that can be chosen."""

    id: int
    name: str
    address: str
    private_home: bool
    used_by: int


def candidates(session: Session, scope: Scope, words: str) -> tuple[Candidate, ...]:
    """会場 that may be chosen and whose name or address has all these words, most used first."""
    parts = words.split()[:5]
    used = select(func.count()).where(Resource.place_id == Place.id).scalar_subquery()
    stmt = select(Place.id, Place.name, Place.address, Place.private_home, used).where(_choosable(scope))
    for part in parts:
        stmt = stmt.where(or_(func.strpos(Place.name, part) > 0, func.strpos(Place.address, part) > 0))
    rows = session.execute(stmt.order_by(used.desc(), Place.name, Place.id).limit(MOST)) if parts else ()
    return tuple(Candidate(id_, name, address, home, count) for id_, name, address, home, count in rows)


def may_choose(session: Session, scope: Scope, place_id: int | None) -> bool:
    """True for a 会場 that candidates may offer."""
    return session.scalars(select(Place.id).where(Place.id == place_id, _choosable(scope))).first() is not None


def settled(
    session: Session, scope: Scope, wish: Wish, current: int | None, *, called: str, geocoder: Geocoder
) -> tuple[int | None, list[str]]:
    """The id of the 会場 that is wished for, made if it is not there, and what the officer should know of it."""
    if wish.kind == KNOWN:
        if not may_choose(session, scope, wish.place_id):
            raise BadFilter("選んだ会場はありません。もどって、会場をさがしなおしてください。")
        return wish.place_id, []
    if wish.kind == KEEP:
        _answer(session, current, wish)
        return current, []
    return _made(session, scope.municipality, wish, called, geocoder)


def _choosable(scope: Scope) -> ColumnElement[bool]:
    """Of the municipality; somebody's home only where one sees a record that is held there."""
    seen = select(Resource.id).where(Resource.place_id == Place.id, scope.sees(Resource)).exists()
    return and_(Place.municipality_code == scope.municipality, or_(~Place.private_home, seen))


def _made(session: Session, municipality: str, wish: Wish, called: str, geocoder: Geocoder) -> tuple[int, list[str]]:
    said: list[str] = []
    draft = PlaceDraft(wish.name, wish.address, wish.building, "", None, wish.private_home, wish.barrier_free, wish.parking)
    lock_imports(session, municipality)
    known = known_places(session, municipality)
    match = geocoder.locate(wish.address, within=municipality)
    placed = found_among(Halls(known), placed_at(draft, match, geocoder, called=called, say=said.append), said.append)
    written = write_places(session, municipality, [placed])
    assign_places(session, municipality, place_ids=written.pointed)
    id_ = written.ids[placed.key]
    if placed.key in known:
        return id_, ["この住所と名前の会場はすでに登録されていたため、それを使いました。"]
    told = f"会場の位置を住所から求めました（{LEVEL_WORDS[placed.level]}）。"
    if placed.level < MatchLevel.BLOCK:
        told = f"会場の位置は{LEVEL_WORDS[placed.level]}です。「位置の確認」で確かめてください。"
    return id_, [told, *said]


def _answer(session: Session, place_id: int | None, wish: Wish) -> None:
    """バリアフリー and 駐車場 are told of the 会場, for all that is held there."""
    if place_id is not None:
        place = session.get_one(Place, place_id)
        if (place.barrier_free, place.parking) != (wish.barrier_free, wish.parking):
            answers = {"barrier_free": wish.barrier_free, "parking": wish.parking}
            session.execute(update(Place).where(Place.id == place_id).values(answers))
