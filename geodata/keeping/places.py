"""会場を書く: new 会場 by COPY, and what a 会場 that is known already learns from another list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, Text, bindparam, cast, func, select, update
from sqlalchemy.orm import Session

from geodata.bulk import copy_rows, ewkt, next_ids
from geodata.keeping.placing import Placed, known_places, left_to_staff
from geodata.models import Answer, Place

PLACE = (
    "id", "municipality_code", "name", "address", "address_key", "address_read", "building", "postal_code", "location",
    "level", "level_reason", "point_source", "needs_review", "private_home", "published_location", "published_level",
    "published_address", "barrier_free", "parking",
)  # fmt: skip
POINT = ("location", "level", "level_reason", "point_source", "needs_review", "published_location", "published_level")
ANSWERS = ("barrier_free", "parking")
LEARNT = (*POINT, *ANSWERS)  # columns that an import may change in a 会場 that was there before
SHAPES = ("location", "published_location")


@dataclass(frozen=True, slots=True)
class WrittenPlaces:
    """place.address_key → id of every 会場; the ids whose point is new; those changed, id → LEARNT as it was."""

    ids: Mapping[str, int]
    pointed: list[int]
    before: Mapping[int, dict[str, Any]]


def write_places(session: Session, municipality: str, placed: Iterable[Placed | None]) -> WrittenPlaces:
    """Write the 会場 of an import. One that is there keeps its point unless this one is surer and staff did not confirm it."""
    known = known_places(session, municipality)
    wanted = _best_of_each(place for place in placed if place)
    missing = [place for key, place in wanted.items() if key not in known]
    made = next_ids(session, Place.__table__, len(missing))
    rows = (_place_row(id_, municipality, place) for id_, place in zip(made, missing, strict=True))
    copy_rows(session, Place.__table__, PLACE, rows)
    met = [(known[key], place) for key, place in wanted.items() if key in known]
    better = [(id_, place) for (id_, level, confirmed), place in met if place.level > level and not confirmed]
    telling = [(id_, place) for (id_, *_), place in met if {place.draft.barrier_free, place.draft.parking} != {Answer.UNKNOWN}]
    before = _as_they_are(session, {id_ for id_, _ in (*better, *telling)})
    _point(session, municipality, better)
    _answer(session, telling)
    ids = {key: id_ for key, (id_, *_) in known.items()} | dict(zip((p.key for p in missing), made, strict=True))
    return WrittenPlaces(ids, [*made, *(id_ for id_, _ in better)], before)


def _best_of_each(placed: Iterable[Placed]) -> dict[str, Placed]:
    """The surest point and fullest address for each 会場 that several rows name; an answer of any row is kept."""
    best: dict[str, Placed] = {}
    for place in placed:
        if place.key not in best or _sureness(place) > _sureness(best[place.key]):
            best[place.key] = place
    return best


def _sureness(place: Placed) -> tuple[int, bool, int]:
    answers = (place.draft.barrier_free, place.draft.parking)
    return place.level.rank, bool(place.match.rest), sum(one is not Answer.UNKNOWN for one in answers)


def _place_row(id_: int, municipality: str, p: Placed) -> tuple[Any, ...]:
    read = f"{p.match.pref}{p.match.city}{p.match.machiaza}{p.match.rest}"[:300]
    return (
        id_, municipality, p.name[:300], p.draft.address, p.key, read, p.draft.building or p.match.building[:300],
        p.draft.postal_code, ewkt(p.point), p.level.value, p.match.reason, p.source, p.needs_review, p.draft.private_home,
        ewkt(p.published), p.published_level.value, p.published_address, p.draft.barrier_free.value, p.draft.parking.value,
    )  # fmt: skip


def _as_they_are(session: Session, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """LEARNT of each 会場 as JSON, points as hexadecimal EWKB so that not a digit is lost."""
    columns = Place.__table__.c
    pairs = [part for name in LEARNT for part in (name, cast(columns[name], Text) if name in SHAPES else columns[name])]
    stmt = select(Place.id, func.jsonb_build_object("id", Place.id, *pairs)).where(Place.id == func.any(list(ids)))
    return {id_: was for id_, was in session.execute(stmt)}


def _point(session: Session, municipality: str, better: Iterable[tuple[int, Placed]]) -> None:
    """What staff confirmed in the meantime stays."""
    rows = [dict(zip(PLACE, _place_row(id_, municipality, place), strict=True)) for id_, place in better]
    if rows:
        table = Place.__table__
        assert isinstance(table, Table)
        stmt = update(table).where(table.c.id == bindparam("of"), ~left_to_staff())
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in POINT}
        told = [{"of": row["id"]} | {f"new_{name}": row[name] for name in POINT} for row in rows]
        session.connection().execute(stmt.values(values), told)


def _answer(session: Session, telling: Iterable[tuple[int, Placed]]) -> None:
    """A 会場 that stays learns what it did not know of バリアフリー and 駐車場."""
    table = Place.__table__
    assert isinstance(table, Table)
    for name in ANSWERS:
        said = [{"of": id_, "said": answer.value} for id_, place in telling
                if (answer := getattr(place.draft, name)) is not Answer.UNKNOWN]  # fmt: skip
        if said:
            stmt = update(table).where(table.c.id == bindparam("of"), table.c[name] == Answer.UNKNOWN)
            session.connection().execute(stmt.values({name: bindparam("said")}), said)
