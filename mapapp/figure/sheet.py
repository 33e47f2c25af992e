"""紙と縮尺: where a point of lon-lat comes to lie on the paper, in millimetres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyproj import Transformer

Dot = tuple[float, float]
"""(x, y) on the paper in millimetres from the upper left corner."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """紙: room for the map in millimetres, and the size of its letters."""

    width: float
    height: float
    letter: float


PAPERS: Final = MappingProxyType({
    "a4": Paper(182, 170, 2.7),
    "a3": Paper(269, 300, 3.2),
    "phone": Paper(92, 110, 3.0),
})  # fmt: skip
SCALES: Final = tuple(
    base * 10**power for power in (2, 3, 4, 5, 6) for base in (10, 12.5, 15, 20, 25, 30, 40, 50, 60, 75)
)  # 1:1,000 … 1:75,000,000
MARGIN: Final = 7.0  # millimetres between what the map is about and its edge


class Sheet:
    """A map on paper: north up in the plane CRS, at the largest round scale that holds the box."""

    def __init__(self, box: Box, srid: int, paper: Paper) -> None:
        self._to_plane = _transformer(srid)
        west, south, east, north = box
        xs, ys = self._to_plane.transform((west, west, east, east), (south, north, south, north))
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        room = (paper.width - 2 * MARGIN, paper.height - 2 * MARGIN)
        needed = max((right - left) / room[0], (top - bottom) / room[1]) * 1000
        self.scale = next((scale for scale in SCALES if scale >= needed), SCALES[-1])
        self.paper, self.letter = paper, paper.letter
        self.width = paper.width
        self.height = min(paper.height, max((top - bottom) * 1000 / self.scale + 2 * MARGIN, paper.width * 0.6))
        self._corner = (
            (left + right) / 2 - self.width * self.scale / 2000,
            (bottom + top) / 2 + self.height * self.scale / 2000,
        )

    def dots(self, line: Sequence[Sequence[float]]) -> list[Dot]:
        """Positions of lon-lat on the paper."""
        xs, ys = self._to_plane.transform([p[0] for p in line], [p[1] for p in line])
        x0, y0 = self._corner
        return [((x - x0) * 1000 / self.scale, (y0 - y) * 1000 / self.scale) for x, y in zip(xs, ys, strict=True)]

    def millimetres(self, metres: float) -> float:
        """A length on the ground as it is on the paper."""
        return metres * 1000 / self.scale

    def holds(self, dots: Iterable[Dot]) -> bool:
        """True when some of it can be seen; the box around the dots decides."""
        xs, ys = zip(*dots, strict=True)
        return bool(min(xs) <= self.width and max(xs) >= 0 and min(ys) <= self.height and max(ys) >= 0)


@cache
def _transformer(srid: int) -> "Transformer":
    from pyproj import Transformer

    return Transformer.from_crs(4326, srid, always_xy=True)
