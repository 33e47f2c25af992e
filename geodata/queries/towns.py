"""町字の点: the towns of a municipality and those just outside it, as the cells of approximate 区域 need them."""

from dataclasses import dataclass

from geoalchemy2 import Geography, Geometry
from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.orm import Session, aliased

from geodata.address.match import MatchLevel
from geodata.models import GazetteerEntry

NEIGHBOURS_WITHIN_M = 5_000


@dataclass(frozen=True, slots=True)
class TownPoint:
    """町字: its name as the dictionary writes it and its point in lon-lat."""

    name: str
    lng: float
    lat: float


def towns_of(session: Session, municipality: str) -> list[TownPoint]:
    """Every 町字 of a municipality that has a point of its own, once."""
    town = GazetteerEntry
    stmt = select(town.machiaza + town.koaza, func.ST_X(town.location), func.ST_Y(town.location)).where(
        town.city_code == municipality, town.level == MatchLevel.MACHIAZA, town.location.is_not(None), *_once(town)
    )
    return [TownPoint(name, lng, lat) for name, lng, lat in session.execute(stmt.order_by(town.id))]


def neighbours_of(session: Session, municipality: str) -> list[tuple[float, float]]:
    """(lng, lat) of the 町字 of other municipalities within 5 km of this one's."""
    town, ours = GazetteerEntry, aliased(GazetteerEntry)
    extent = (
        select(func.ST_Envelope(func.ST_Collect(ours.location)))
        .where(ours.city_code == municipality, ours.level == MatchLevel.MACHIAZA)
        .scalar_subquery()
    )
    around = func.ST_Envelope(cast(func.ST_Buffer(cast(extent, Geography), NEIGHBOURS_WITHIN_M), Geometry))
    stmt = select(func.ST_X(town.location), func.ST_Y(town.location)).where(
        town.location.op("&&")(around), town.level == MatchLevel.MACHIAZA, town.city_code != municipality, *_once(town)
    )
    return [(lng, lat) for lng, lat in session.execute(stmt.order_by(town.id))]


def _once(town: type[GazetteerEntry]) -> tuple[ColumnElement[bool], ...]:
    """Of several sources one, and no point that is another 町's."""
    return town.preferred.is_(True), town.inherited.is_(False)
