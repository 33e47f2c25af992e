"""点から住所へ: the 町丁目 of a point and the nearest 番地, and how it is known: by its 区域, or by what lies nearest."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple

from psycopg import Connection

from geodata.address.finer import key_of
from geodata.address.match import NO_SOURCE, MatchLevel, Point, Source
from geodata.address.town import label

NEARBY = (files("geodata") / "sql" / "nearby_address.sql").read_text(encoding="utf-8")
MACHIAZA = (files("geodata") / "sql" / "machiaza_at.sql").read_text(encoding="utf-8")
REACHES = (0.02, 0.08)  # degrees: some 2 km, then 8 km
AT_THE_DOOR_M = 50
BY_AREA = "町丁目の区域から判断しました。"
BY_ROUGH_AREA = "おおよその町丁目の区域から判断しました。境界の近くでは、となりの町のことがあります。"
BY_ADDRESS = "いちばん近い番地（{away:.0f}m）から判断しました。"
BY_CENTRE = "区域のデータがないため、町の代表点（{away:,.0f}m）から判断しました。境界の近くでは、となりの町のことがあります。"
NOTHING = "近く（約8km以内）に町のデータがありません。"


@dataclass(frozen=True, slots=True)
class Nearby:
    """点の住所. `level` is machiaza, or that of the nearest 番地 `number`, `away_m` metres off; none when nothing is near.

    `sure` is true only where a surveyed 区域, or a 番地 at the door, tells the 町; `reason` says in Japanese what does, and
    `origin` whose data that is.
    """

    level: MatchLevel
    reason: str
    pref: str = ""
    city: str = ""
    city_code: str = ""
    machiaza: str = ""
    number: str = ""
    away_m: float | None = None
    sure: bool = False
    origin: Source = NO_SOURCE

    def __str__(self) -> str:
        return f"{self.pref}{self.city}{self.machiaza}{self.number}"


class _Town(NamedTuple):
    city_code: str
    town_key: str
    pref: str
    city: str
    machiaza: str
    koaza: str
    away: float
    number: str | None
    level: str | None
    street_away: float | None
    source: str
    dated: str
    street_source: str | None
    street_dated: str | None


def address_at(connection: Connection[Any], point: Point) -> Nearby:
    """The address of a lon-lat point (EPSG:4326); two or three queries. ValueError for what is no point on Earth."""
    lng, lat = point
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        raise ValueError(f"{point} is not a longitude and a latitude")
    area = connection.execute(MACHIAZA, {"lng": lng, "lat": lat}).fetchone()
    towns = _towns(connection, point)
    if area:
        return _in_area(towns, *area)
    door = min((town for town in towns if town.street_away is not None), key=lambda town: town.street_away or 0, default=None)
    if door and (door.street_away or 0) <= AT_THE_DOOR_M:
        return _at_number(door)
    if towns:
        return _of_town(towns[0])
    return Nearby(MatchLevel.NONE, NOTHING)


def _towns(connection: Connection[Any], point: Point) -> list[_Town]:
    for reach in REACHES:
        rows = connection.execute(NEARBY, {"lng": point[0], "lat": point[1], "reach": reach}).fetchall()
        if rows:
            return [_Town(*row) for row in rows]
    return []


def _in_area(
    towns: Sequence[_Town], pref: str, city: str, code: str, name: str, approximate: bool, source: str
) -> Nearby:
    reason = BY_ROUGH_AREA if approximate else BY_AREA
    whole = Nearby(MatchLevel.MACHIAZA, reason, pref, city, code, name, sure=not approximate, origin=Source(source))
    for town in towns:
        if (town.city_code, town.town_key) == (code, key_of(name)) and town.number and town.street_away is not None:
            return Nearby(MatchLevel(town.level or ""), reason, pref, city, code, name, town.number,
                          town.street_away, not approximate, _street(town))
    return whole


def _at_number(town: _Town) -> Nearby:
    return Nearby(MatchLevel(town.level or ""), BY_ADDRESS.format(away=town.street_away), town.pref, town.city, town.city_code,
                  label(town.machiaza, town.koaza), town.number or "", town.street_away, True, _street(town))


def _street(town: _Town) -> Source:
    return Source(town.street_source or "", town.street_dated or "")


def _of_town(town: _Town) -> Nearby:
    return Nearby(MatchLevel.MACHIAZA, BY_CENTRE.format(away=town.away), town.pref, town.city, town.city_code,
                  label(town.machiaza, town.koaza), "", town.away, origin=Source(town.source, town.dated))
