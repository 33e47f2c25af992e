"""国の様式: the national open-data layouts, known outright by their headers."""

from collections.abc import Sequence

from importers.standards.area_data import AREA_DATA
from importers.standards.base import Standard
from importers.standards.ministry import MINISTRY
from importers.standards.recommended import RECOMMENDED

STANDARDS: tuple[Standard, ...] = (*AREA_DATA, *RECOMMENDED, *MINISTRY)

__all__ = ["STANDARDS", "Standard", "standard_of"]


def standard_of(headers: Sequence[str]) -> Standard | None:
    """The national layout that these headers are of; None when they are of none."""
    best = max(STANDARDS, key=lambda one: one.fits(headers))
    return best if best.fits(headers)[0] else None
