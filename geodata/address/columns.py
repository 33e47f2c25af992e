"""表に加える列: what a geocoded row gains, whether it is written to a CSV or stands in a data frame."""

from collections.abc import Sequence

from geodata.address.match import Match

COLUMNS = ("level", "lat", "lng", "score", "pref", "city", "machiaza", "rest", "building", "code", "reason",
           "needs_review", "source", "dated")
Cells = tuple[str, float | None, float | None, float, str, str, str, str, str, str, str, bool, str, str]


def cells(match: Match) -> Cells:
    """The values of COLUMNS. Degrees are kept to seven decimals, a centimetre; both are None without a point."""
    lng, lat = match.point or (None, None)
    return (
        match.level.value, lat if lat is None else round(lat, 7), lng if lng is None else round(lng, 7), round(match.score, 2),
        match.pref, match.city, match.machiaza, match.rest, match.building, match.code, match.reason,
        match.needs_review, match.origin.name, match.origin.dated,
    )  # fmt: skip


def kept_names(header: Sequence[str]) -> list[str]:
    """The names of the input's own columns: one that is called as ours becomes input_NAME, and never twice the same."""
    taken = {*COLUMNS, *(name for name in header if name not in COLUMNS)}
    kept = []
    for name in header:
        if name in COLUMNS:
            while name in taken:
                name = f"input_{name}"
            taken.add(name)
        kept.append(name)
    return kept
