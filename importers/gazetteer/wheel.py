"""住所データの取り込み: the nationwide 町 dictionary into gazetteer_entry, one source replaced as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town import Town
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource
from importers.gazetteer.town_wheel import edition_of, read_towns

SLUG = "geolonia"
NAME = "Geolonia 住所データ"
LICENCE = "CC BY 4.0"
ATTRIBUTION = "「Geolonia 住所データ」（株式会社Geolonia、CC BY 4.0。国土交通省「位置参照情報」ほかを加工）"
COPY = """COPY gazetteer_entry
    (source_id, level, city_code, pref, city, machiaza, koaza, kana, location) FROM STDIN"""


@dataclass(frozen=True, slots=True)
class GazetteerReport:
    """What was loaded: 町字, the municipalities they lie in, and how many 町字 have no point."""

    source: str
    edition: str
    towns: int
    municipalities: int
    without_point: int


def load_towns(session: Session, wheel: Path) -> GazetteerReport:
    """Replace the Geolonia 町 by those of `wheel`. BadFile when it is damaged; the table is then as it was.

    The wheel is read whole before the first row is written; the caller commits.
    """
    towns = read_towns(wheel)
    with session.begin_nested():
        source = _source(session, edition_of(wheel))
        session.execute(delete(GazetteerEntry).where(GazetteerEntry.source_id == source))
        _copy(session, source, towns)
    return GazetteerReport(
        NAME, edition_of(wheel), len(towns), len({town.city_code for town in towns}),
        sum(town.point is None for town in towns),
    )


def _source(session: Session, edition: str) -> int:
    told = {"name": NAME, "licence": LICENCE, "edition": edition, "attribution": ATTRIBUTION}
    session.execute(
        insert(GazetteerSource).values(slug=SLUG, **told)
        .on_conflict_do_update(index_elements=["slug"], set_=told | {"loaded_at": func.now()})
    )
    return session.scalars(select(GazetteerSource.id).where(GazetteerSource.slug == SLUG)).one()


def _copy(session: Session, source: int, towns: Sequence[Town]) -> None:
    connection = session.connection().connection.driver_connection
    assert connection is not None
    with connection.cursor() as cursor, cursor.copy(COPY) as rows:
        for town in towns:
            point = None if town.point is None else f"SRID=4326;POINT({town.lng} {town.lat})"
            rows.write_row((source, MatchLevel.MACHIAZA.value, town.city_code, town.pref, town.city, town.name,
                            town.koaza, town.kana, point))
