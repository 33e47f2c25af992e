"""辞書をつくる: the towns of the database become the compact file that geocoders open."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.address.dictionary import Dictionary
from geodata.address.match import MatchLevel, Source
from geodata.address.sources import dated
from geodata.address.town import Town
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource

AT_ONCE = 20_000


def compile_dictionary(session: Session, path: Path) -> Path:
    """Write every 町字 of gazetteer_entry to `path`, in one step; open geocoders keep the file they have."""
    return Dictionary.build(_towns(session)).save(path)


def _towns(session: Session) -> Iterator[Town]:
    """Each 町 once, by the source that knows it best."""
    entry = GazetteerEntry
    origins = {id_: Source(name, dated(day, edition)) for id_, name, day, edition in session.execute(
        select(GazetteerSource.id, GazetteerSource.name, GazetteerSource.published_on, GazetteerSource.edition))}
    found = session.execute(
        select(entry.city_code, entry.pref, entry.city, entry.machiaza, entry.koaza, entry.kana, entry.code,
               func.ST_X(entry.location), func.ST_Y(entry.location), entry.jukyo, entry.source_id, entry.inherited)
        .where(entry.level == MatchLevel.MACHIAZA, entry.city_code.is_not(None), entry.preferred)
        .order_by(entry.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for city_code, pref, city, name, koaza, kana, code, lng, lat, jukyo, source, inherited in found:
        yield Town(city_code or "", pref, city, name, koaza, kana, code or "", lng, lat, jukyo, origins[source], inherited)
