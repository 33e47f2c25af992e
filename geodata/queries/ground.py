"""地図の下地: the shapes of 区域 and of the ground around them, as GeoJSON made in SQL and kept as bytes."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from geodata.models import AreaKind, Municipality

Box = tuple[float, float, float, float]
"""(west, south, east, north) in degrees, EPSG:4326."""

SIMPLIFY_M = 2.0


def boundaries(session: Session, municipality: str, kinds: Sequence[AreaKind], simplify_m: float = SIMPLIFY_M) -> bytes:
    """区域 of `kinds` as a GeoJSON FeatureCollection in lon-lat, five decimals.

    Thinned by `simplify_m` metres in the municipality's plane CRS, common borders once, so that neighbours still
    meet. Properties: code, name, kana, kind, approximate, model (part of a model district), `at` [lng, lat] where a
    name goes and `room_m`, the radius in metres of the largest circle around it.
    """
    parameters = {"municipality": municipality, "kinds": [kind.value for kind in kinds], "simplify_m": simplify_m}
    return _geojson(session, "boundaries", parameters)


def ground(session: Session, municipality: str, bbox: Box | None = None, simplify_m: float = SIMPLIFY_M) -> bytes:
    """下地 inside `bbox`, else about 3 km around the city, as a GeoJSON FeatureCollection in lon-lat, five decimals.

    Properties: kind (rail, station, water, road, place) and name. Stations and places are points.
    """
    west, south, east, north = bbox or (None, None, None, None)
    box = {"west": west, "south": south, "east": east, "north": north}
    return _geojson(session, "ground", {"municipality": municipality, "simplify_m": simplify_m, **box})


def plane_srid(session: Session, municipality: str) -> int:
    """EPSG code of the 平面直角座標系 that the municipality measures in."""
    return session.scalars(select(Municipality.srid).where(Municipality.code == municipality)).one()


def basemap_credits(session: Session, municipality: str) -> tuple[str, ...]:
    """Sources of the 下地 that must be named on the map."""
    return tuple(session.scalars(_statement("basemap_credits"), {"municipality": municipality}))


def _geojson(session: Session, name: str, parameters: dict[str, object]) -> bytes:
    written: str = session.scalars(_statement(name), parameters).one()
    return written.encode()


@cache
def _statement(name: str) -> TextClause:
    """A statement of geodata/sql."""
    return text((files("geodata") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
