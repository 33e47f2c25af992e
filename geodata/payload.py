"""公開データのまとめ: the one compact JSON that the live page loads, in columns, straight from SQL rows."""

from datetime import date, time
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geodata.due import due_on
from geodata.models import Answer, Category, Organization, Place, Resource, Schedule, place_area, served_area
from geodata.models import resource_target as chosen_target
from geodata.publication import desk_phone, is_public, organization_told
from geodata.queries.cards import in_order
from geodata.queries.dated import dated_sessions, dates_of
from geodata.schedule.session import MIDNIGHT
from geodata.telephone import calls

if TYPE_CHECKING:
    from geodata.queries.vocabulary import Vocabulary

ANSWERS = {Answer.UNKNOWN: 0, Answer.YES: 1, Answer.NO: 2, None: 0}
Columns = dict[str, list[Any]]


def compact(session: Session, vocabulary: "Vocabulary", *, only: frozenset[int] | None = None) -> bytes:
    """Public resources and their 会場 as JSON in columns; `only` keeps the given resource ids. Coordinates in lon-lat."""
    places = _places(session, vocabulary)
    rows = [row for row in _resources(session, vocabulary) if only is None or row.id in only]
    kept = _kept(places, rows)
    number = {place.id: i for i, place in enumerate(kept)}
    index = _Index(vocabulary)
    return orjson.dumps(
        {
            "version": vocabulary.version,
            "categories": [
                {"code": c.code, "name": c.name, "mark": c.mark, "color": c.color, "shape": c.shape,
                 "consultation": c.consultation, "months": c.confirm_months}
                for c in vocabulary.categories.values()
            ],
            "targets": [{"code": code, "name": name} for code, name in vocabulary.targets.items()],
            "areas": [
                {"code": a.code, "name": a.name, "kana": a.kana, "row": a.row, "kind": a.kind.value,
                 "approximate": a.approximate, "lng": round(a.lng, 5), "lat": round(a.lat, 5)}
                for a in vocabulary.areas.values()
            ],
            "places": _place_columns(kept, index),
            "resources": _resource_columns(rows, number, index),
        }
    )  # fmt: skip


class _Index:
    """Where each code stands in the lists above."""

    def __init__(self, vocabulary: "Vocabulary") -> None:
        self.category = {code: i for i, code in enumerate(vocabulary.categories)}
        self.target = {code: i for i, code in enumerate(vocabulary.targets)}
        self.area = {area.id: i for i, area in enumerate(vocabulary.areas.values())}


def _places(session: Session, vocabulary: "Vocabulary") -> list[Row[Any]]:
    areas = select(func.array_agg(place_area.c.area_id)).where(place_area.c.place_id == Place.id).scalar_subquery()
    point = Place.published_location
    return list(
        session.execute(
            select(Place.id, func.ST_X(point).label("lng"), func.ST_Y(point).label("lat"), Place.published_level,
                   Place.name, Place.published_address, Place.jichikai_id, Place.barrier_free, areas.label("areas"))
            .where(Place.municipality_code == vocabulary.municipality)
            .order_by(Place.id)
        )
    )  # fmt: skip


def _resources(session: Session, vocabulary: "Vocabulary") -> list[Row[Any]]:
    def listed(column: Any, table: Any) -> Any:
        return select(func.array_agg(column)).where(table.c.resource_id == Resource.id).scalar_subquery()

    sessions = (
        select(func.json_agg(aggregate_order_by(_session(), Schedule.position)))
        .where(Schedule.resource_id == Resource.id)
        .scalar_subquery()
    )
    return list(
        session.execute(
            select(
                Resource.id, Resource.name, Resource.name_kana, Resource.place_id, Resource.category_code, Resource.mode,
                Resource.schedule_words, Resource.free, Resource.served_text, Resource.last_confirmed_on,
                due_on().label("due_on"), desk_phone().label("phone"), dated_sessions().label("dated"),
                organization_told().label("organization"), sessions.label("sessions"),
                listed(chosen_target.c.target_code, chosen_target).label("targets"),
                listed(served_area.c.area_id, served_area).label("served"),
            )
            .join(Category, Category.code == Resource.category_code)
            .outerjoin(Organization, Organization.id == Resource.organization_id)
            .where(*is_public(vocabulary.municipality))
            .order_by(*in_order())
        )
    )  # fmt: skip


def _session() -> Any:
    """[weekday mask, start minute or -1, end minute or -1]."""
    minutes = [func.coalesce(func.extract("epoch", clock) / 60, -1) for clock in (Schedule.starts, Schedule.ends)]
    return func.json_build_array(Schedule.weekday_mask, *minutes)


def _kept(places: list[Row[Any]], rows: list[Row[Any]]) -> list[Row[Any]]:
    used = {row.place_id for row in rows}
    return [place for place in places if place.id in used]


def _place_columns(places: list[Row[Any]], index: _Index) -> Columns:
    return {
        "id": [p.id for p in places],
        "lng": [_degrees(p.lng) for p in places],
        "lat": [_degrees(p.lat) for p in places],
        "level": [p.published_level.value for p in places],
        "name": [p.name for p in places],
        "address": [p.published_address for p in places],
        "areas": [sorted(index.area[a] for a in p.areas or ()) for p in places],
        "jichikai": [index.area.get(p.jichikai_id, -1) for p in places],
        "barrier": [ANSWERS[p.barrier_free] for p in places],
    }


def _resource_columns(rows: list[Row[Any]], number: dict[int, int], index: _Index) -> Columns:
    return {
        "id": [r.id for r in rows],
        "name": [r.name for r in rows],
        "kana": [r.name_kana for r in rows],
        "place": [number.get(r.place_id, -1) for r in rows],
        "category": [index.category[r.category_code] for r in rows],
        "targets": [sorted(index.target[t] for t in r.targets or ()) for r in rows],
        "mode": [r.mode.value for r in rows],
        "schedule": [r.schedule_words for r in rows],
        "sessions": [[[round(part) for part in one] for one in r.sessions or ()] for r in rows],  # 24:00 is kept a hair less
        "free": [ANSWERS[r.free] for r in rows],
        "served": [sorted(index.area[a] for a in r.served or ()) for r in rows],
        "servedText": [r.served_text for r in rows],
        "organization": [r.organization or "" for r in rows],
        "confirmed": [_iso(r.last_confirmed_on) for r in rows],
        "due": [_iso(r.due_on) for r in rows],
        "dates": [[[on.isoformat(), _minute(starts), _minute(ends)] for on, starts, ends in dates_of(r.dated)] for r in rows],
        "calls": [calls(r.phone) for r in rows],  # [words, number to dial] of 相談窓口
    }


def _minute(clock: time | None) -> int:
    return -1 if clock is None else 1440 if clock == MIDNIGHT else clock.hour * 60 + clock.minute


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 5)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
