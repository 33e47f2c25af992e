"""辞書の項目を書く: towns, cities and prefectures that were read whole, as one source."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town import Town
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows, ewkt
from geodata.models.gazetteer import GazetteerEntry
from importers.gazetteer.families import Family
from importers.gazetteer.sources import Scope, renew

COLUMNS = ("source_id", "level", "city_code", "code", "pref", "city", "machiaza", "koaza", "kana", "town_key", "location")


def write_entries(
    session: Session, family: Family, scope: Scope, towns: Sequence[Town], *, edition: str, dated: date | None,
    level: MatchLevel = MatchLevel.MACHIAZA,
) -> frozenset[str]:  # fmt: skip
    """Replace what `scope` covers of the family by `towns`. Returns the municipalities they lie in."""
    counts = Counter(town.city_code for town in towns)
    source = renew(session, family, scope, GazetteerEntry, counts, edition=edition, dated=dated)
    copy_rows(session, GazetteerEntry.__table__, COLUMNS, _rows(source, level, towns))
    return frozenset(counts)


def _rows(source: int, level: MatchLevel, towns: Iterable[Town]) -> Iterable[tuple[object, ...]]:
    for town in towns:
        yield (source, level.value, town.city_code, town.code or None, town.pref, town.city, town.name, town.koaza, town.kana,
               town_key(town.label) if town.name else "", ewkt(town.point))  # fmt: skip
