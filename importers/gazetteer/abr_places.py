"""都道府県・市区町村マスター: prefectures and municipalities of the registry, with their points if given."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town import Town
from geodata.due import today_in_japan
from importers.gazetteer.abr_towns import Table, checked
from importers.gazetteer.detect import Layout, Role
from importers.gazetteer.entries import write_entries
from importers.gazetteer.families import Family
from importers.gazetteer.points import Lonlat, PointReader
from importers.gazetteer.reading import Reading, read
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import edition_of, published_on, scope_of

ALSO = ("county", "city", "ward", "pref_kana", "county_kana", "city_kana", "ward_kana", "ablt_date")


def load_abr_places(session: Session, tables: Sequence[Table], family: Family) -> Loaded:
    """Replace 都道府県 or 市区町村 by those of the files. BadFile for a damaged one."""
    pieces = [piece for piece, _ in tables]
    loaded = Loaded(family.name, edition_of(pieces), tuple(piece.told for piece in pieces))
    points, placed, named = PointReader(), dict[str, Lonlat](), dict[str, Town]()
    for piece, layout in tables:
        with read(piece) as reading:
            if layout.role is Role.POINTS:
                placed |= dict(_placed(reading, layout, points, loaded))
            else:
                named |= {town.city_code: town for town in _named(reading, layout, loaded)}
    towns = [replace(town, lng=point[0], lat=point[1]) if (point := placed.get(code)) else town for code, town in named.items()]
    prefectures = family.code == "abr-pref"
    loaded.codes = write_entries(
        session, family, scope_of(pieces, named), towns, edition=loaded.edition, dated=published_on(pieces),
        level=MatchLevel.PREFECTURE if prefectures else MatchLevel.CITY,
    )  # fmt: skip
    loaded.kept, loaded.dropped = len(towns), points.dropped
    loaded.pointless = sum(town.point is None for town in towns)
    if loaded.positions:
        loaded.without_position, loaded.without_name = len(named.keys() - placed.keys()), len(placed.keys() - named.keys())
    return loaded


def _named(reading: Reading, layout: Layout, loaded: Loaded) -> Iterator[Town]:
    today = today_in_japan().isoformat()
    for lg, pref, county, city, ward, *kana, abolished in reading.rows(("lg_code", "pref"), layout.aliases, ALSO):
        loaded.rows += 1
        if checked(reading, lg, today, abolished):
            yield Town(lg, pref, county + city + ward, "", kana="".join(kana), code=lg)
        else:
            loaded.abolished += 1


def _placed(reading: Reading, layout: Layout, points: PointReader, loaded: Loaded) -> Iterator[tuple[str, Lonlat]]:
    for lg, lng, lat, srid in reading.rows(("lg_code", "rep_lon", "rep_lat"), layout.aliases, ("rep_srid",)):
        checked(reading, lg)
        loaded.positions += 1
        if point := points.read(reading, lng, lat, srid):
            yield lg, point
