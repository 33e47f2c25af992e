"""Geolonia 住所データ from the wheel: the nationwide 町 dictionary into gazetteer_entry, replaced as a whole."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from importers.gazetteer.entries import write_entries
from importers.gazetteer.families import GEOLONIA
from importers.gazetteer.report import Loaded
from importers.gazetteer.settle import settle
from importers.gazetteer.sources import JAPAN
from importers.gazetteer.town_wheel import edition_of, read_towns


@dataclass(frozen=True, slots=True)
class TownsReport:
    """What was loaded: 町字, the municipalities they lie in, and how many 町字 have no point."""

    source: str
    edition: str
    towns: int
    municipalities: int
    without_point: int


def load_towns(session: Session, wheel: Path) -> TownsReport:
    """Replace the Geolonia 町 by those of `wheel`. BadFile when it is damaged; the table is then as it was.

    The wheel is read whole before the first row is written; the caller commits.
    """
    with session.begin_nested():
        loaded = load_wheel(session, wheel)
        settle(session, loaded.codes)
    return TownsReport(loaded.source, loaded.edition, loaded.kept, loaded.municipalities, loaded.pointless)


def load_wheel(session: Session, wheel: Path) -> Loaded:
    """The same as one source among others."""
    towns = read_towns(wheel)
    loaded = Loaded(GEOLONIA.name, edition_of(wheel), (wheel.name,), rows=len(towns), kept=len(towns))
    loaded.codes = write_entries(session, GEOLONIA, JAPAN, towns, edition=loaded.edition, dated=None)
    loaded.pointless = sum(town.point is None for town in towns)
    return loaded
