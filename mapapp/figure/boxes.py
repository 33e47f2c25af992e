"""重ならない置き場所: boxes on the paper, and the first of several spots that nothing else has taken."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from mapapp.figure.sheet import Dot


@dataclass(frozen=True, slots=True)
class Spot:
    """A box by its middle, in millimetres."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Spot") -> bool:
        """True when the two overlap."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def within(self, width: float, height: float) -> bool:
        """True when it lies wholly on a paper of this size."""
        return (
            self.width / 2 <= self.x <= width - self.width / 2 and self.height / 2 <= self.y <= height - self.height / 2
        )


@dataclass(slots=True)
class Room:
    """What is left of the paper. First come, first served: ask in the order of importance."""

    width: float
    height: float
    taken: list[Spot] = field(default_factory=list)

    def first_free(self, spots: Iterable[Spot]) -> Spot | None:
        """The first spot that is on the paper and free, taken from now on; None if there is none."""
        for spot in spots:
            if spot.within(self.width, self.height) and not any(spot.meets(other) for other in self.taken):
                self.taken.append(spot)
                return spot
        return None


def text_width(text: str, letter: float) -> float:
    """About how wide a text is in a proportional Japanese gothic, in the unit of `letter`."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "FWA" else 0.58 for c in text) * letter


def wrapped(text: str, letter: float, width: float) -> list[str]:
    """A text cut into lines that fit the width."""
    lines = [""]
    for character in text:
        if lines[-1] and text_width(lines[-1] + character, letter) > width:
            lines.append("")
        lines[-1] += character
    return lines


def around(at: Dot, width: float, height: float, offsets: Iterable[Dot]) -> list[Spot]:
    """The box at a dot moved by each offset, which are in box widths and heights."""
    return [Spot(at[0] + dx * width, at[1] + dy * height, width, height) for dx, dy in offsets]
