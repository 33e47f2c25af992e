"""GeoJSON of the API: each public resource as one RFC 7946 Feature, made once for each version of the data."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geodata.filters import WEEKDAYS, ResourceFilter
from geodata.models import Place, Resource, Schedule, place_area, resource_target, served_area
from geodata.publication import is_public
from geodata.queries.cards import card_rows

if TYPE_CHECKING:
    from geodata.queries.vocabulary import Vocabulary

DECIMALS = 5  # about a metre


def features(session: Session, vocabulary: "Vocabulary") -> dict[int, bytes]:
    """resource id → its Feature as JSON, in the order of the ids; geometry is null where there is no pin."""
    codes = {area.id: code for code, area in vocabulary.areas.items()}
    held = _listed(session, select(Schedule.resource_id, func.bit_or(Schedule.weekday_mask)).group_by(Schedule.resource_id))
    targets = _listed(session, _grouped(resource_target.c.resource_id, resource_target.c.target_code))
    served = _listed(session, _grouped(served_area.c.resource_id, served_area.c.area_id))
    inside = _listed(session, _grouped(place_area.c.place_id, place_area.c.area_id))
    rows = session.execute(card_rows().where(*is_public(vocabulary.municipality)).order_by(Resource.id))
    order = list(vocabulary.targets)
    return {
        row.id: _feature(
            row,
            weekdays=[day for i, day in enumerate(WEEKDAYS) if held.get(row.id, 0) >> i & 1],
            targets=sorted(targets.get(row.id, ()), key=order.index),
            areas=sorted(codes[a] for a in {*inside.get(row.place_id, ()), *served.get(row.id, ())} if a in codes),
        )
        for row in rows
    }


def fitting(session: Session, chosen: ResourceFilter, vocabulary: "Vocabulary") -> list[int]:
    """The ids of the public resources that fit, in order. One row holds them all: no time goes into making rows."""
    ids = func.array_agg(aggregate_order_by(Resource.id, Resource.id))
    stmt = select(ids).select_from(Resource).outerjoin(Place).where(*is_public(vocabulary.municipality))
    return session.scalar(chosen.apply(stmt, vocabulary)) or []


def collection(features_: dict[int, bytes], ids: Iterable[int] | None = None) -> bytes:
    """A FeatureCollection of all, or of those ids that are among them."""
    body = b",".join(features_.values() if ids is None else [features_[id_] for id_ in ids if id_ in features_])
    return b'{"type":"FeatureCollection","features":[' + body + b"]}"


def _feature(row: Row[Any], *, weekdays: list[str], targets: list[str], areas: list[str]) -> bytes:
    """Where it is comes first, beside its point, then what it is: in this order brotli leaves a tenth less of it."""
    return orjson.dumps(
        {
            "type": "Feature",
            "id": row.id,
            "geometry": None if row.lng is None else {
                "type": "Point", "coordinates": [round(row.lng, DECIMALS), round(row.lat, DECIMALS)],
            },
            "properties": {
                "address": row.published_address or "",
                "served": row.served_text,
                "mode": row.mode,
                "level": row.published_level or "none",
                "barrier_free": row.barrier_free or "unknown",
                "place": row.place_name or "",
                "jichikai": row.jichikai_code or "",
                "areas": areas,
                "name": row.name,
                "name_kana": row.name_kana,
                "category": row.category_code,
                "targets": targets,
                "last_confirmed_on": row.last_confirmed_on,
                "weekdays": weekdays,
                "schedule": row.schedule_words,
                "free": row.free,
                "organization": row.organization or "",
            },
        }
    )  # fmt: skip


def _grouped(key: Any, value: Any) -> Any:
    return select(key, func.array_agg(value)).group_by(key)


def _listed(session: Session, stmt: Any) -> dict[int, Any]:
    return dict(session.execute(stmt).all())
