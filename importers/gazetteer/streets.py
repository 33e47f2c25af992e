"""街区・住居番号・地番: millions of numbered points, joined with their names in temporary tables, far ones flagged."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Double, SmallInteger, String, func, select
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows
from geodata.due import today_in_japan
from geodata.models.gazetteer import StreetPoint
from importers.gazetteer.abr_towns import Table, checked
from importers.gazetteer.detect import Layout, Role
from importers.gazetteer.families import Family
from importers.gazetteer.pieces import Piece
from importers.gazetteer.points import PointReader
from importers.gazetteer.reading import Reading, read
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import edition_of, published_on, renew, scope_of
from importers.gazetteer.temporary import analyze, made, statement, temporary

ROWS = temporary(
    "street_row", key=String, city_code=String, town_key=String, number=String, rank=SmallInteger, lng=Double, lat=Double
)
PLACES = temporary("street_place", key=String, lng=Double, lat=Double)
JOINED = temporary("street_joined", city_code=String, town_key=String, number=String, lng=Double, lat=Double)
TOWNS = temporary(
    "street_town", city_code=String, town_key=String, lng=Double, lat=Double, radius=Double, known_lng=Double, known_lat=Double
)
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Streets:
    """How a master tells its subjects apart, and which columns make up the number."""

    level: MatchLevel
    ids: tuple[str, ...]
    numbers: tuple[str, ...]


KINDS = {
    "abr-block": Streets(MatchLevel.BLOCK, ("blk_id",), ("blk_num",)),
    "abr-residence": Streets(
        MatchLevel.RESIDENCE, ("blk_id", "rsdt_id", "rsdt2_id"), ("blk_num", "rsdt_num", "rsdt_num2")
    ),
    "abr-parcel": Streets(MatchLevel.PARCEL, ("prc_id",), ("prc_num1", "prc_num2", "prc_num3")),
}


def load_abr_streets(session: Session, tables: Sequence[Table], family: Family) -> Loaded:
    """Replace the points of one master by those of the files. BadFile for a damaged one; nothing is then written."""
    loaded = Loaded(family.name)
    points, kind = PointReader(), KINDS[family.code]
    with made(session, ROWS, PLACES):
        for piece, layout in tables:
            with read(piece) as reading:
                if layout.role is Role.POINTS:
                    rows = _placed(reading, layout, kind, points, loaded)
                    copy_rows(session, PLACES, PLACES.columns.keys(), rows)
                else:
                    copy_rows(session, ROWS, ROWS.columns.keys(), _named(reading, layout, kind, points, loaded))
        loaded.dropped = points.dropped
        return store(session, [piece for piece, _ in tables], family, kind.level, loaded)


def store(session: Session, pieces: Sequence[Piece], family: Family, level: MatchLevel, loaded: Loaded) -> Loaded:
    """Join what the temporary tables hold, measure it against its 町, and write it as one source."""
    with made(session, JOINED, TOWNS):
        analyze(session, ROWS, PLACES)
        session.execute(statement("street_join"))
        loaded.without_position, loaded.without_name = session.execute(statement("street_leftovers")).one()
        session.execute(statement("street_towns"))
        analyze(session, JOINED, TOWNS)
        loaded.unknown_towns = session.execute(statement("street_unknown")).scalar_one()
        counted = session.execute(select(JOINED.c.city_code, func.count()).group_by(JOINED.c.city_code))
        joined: dict[str, int] = {code: count for code, count in counted}
        loaded.edition, loaded.files = edition_of(pieces), tuple(piece.told for piece in pieces)
        source = renew(session, family, scope_of(pieces, joined), StreetPoint, joined,
                       edition=loaded.edition, dated=published_on(pieces))  # fmt: skip
        written = session.execute(statement("street_points"), {"source": source, "level": level.value}).all()
    loaded.kept, loaded.far = sum(count for _, count, _ in written), sum(far for *_, far in written)
    loaded.codes = frozenset(code for code, *_ in written)
    loaded.dropped += sum(joined.values()) - loaded.kept
    loaded.repeated = loaded.rows - loaded.abolished - loaded.nameless - loaded.without_position - sum(joined.values())
    if level is MatchLevel.RESIDENCE:
        loaded.blocks = session.execute(statement("street_blocks"), {"source": source, "cities": list(joined)}).scalar_one()
    return loaded


@lru_cache(maxsize=100_000)
def part(number: str) -> str:
    """One part of a number: half width, no zeros in front (001 is 1), 乙3 and A stay."""
    return unicodedata.normalize("NFKC", number).replace(" ", "").upper().lstrip("0")


def number_of(parts: Sequence[str]) -> str:
    """14-8 from 14 and 8, blank ones left out."""
    return "-".join([part(one) for one in parts if one])


def _named(
    reading: Reading, layout: Layout, kind: Streets, points: PointReader, loaded: Loaded
) -> Iterator[tuple[object, ...]]:
    today, ids = today_in_japan().isoformat(), len(kind.ids)
    also = ("oaza_cho", "chome", "koaza", "ablt_date", "rep_lon", "rep_lat", "rep_srid", *kind.numbers)
    optional = [one for one in kind.ids if one == "rsdt2_id"]
    needed = ("lg_code", "machiaza_id", *(one for one in kind.ids if one not in optional))
    for row in reading.rows(needed, layout.aliases, (*optional, *also)):
        lg = row[0]
        oaza, chome, koaza, abolished, lng, lat, srid, *numbers = row[2 + ids:]
        loaded.rows += 1
        if not checked(reading, lg, today, abolished):
            loaded.abolished += 1
            continue
        number = number_of(numbers)
        if not number or len(number) > LONGEST:
            loaded.nameless += 1
            continue
        point = points.read(reading, lng, lat, srid) if lng else None
        yield ("-".join(row[:2 + ids]), lg, town_key(oaza + chome + koaza), number, 0, *(point or (None, None)))


def _placed(
    reading: Reading, layout: Layout, kind: Streets, points: PointReader, loaded: Loaded
) -> Iterator[tuple[object, ...]]:
    ids = ("lg_code", "machiaza_id", *kind.ids)
    for row in reading.rows(("rep_lon", "rep_lat", *ids[:-1]), layout.aliases, (ids[-1], "rep_srid")):
        lng, lat, *key, srid = row
        checked(reading, key[0])
        loaded.positions += 1
        point = points.read(reading, lng, lat, srid)
        if point is not None:
            yield ("-".join(key), *point)
