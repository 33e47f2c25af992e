"""読む行: a cleaned address in two forms, to find names in (folded, no blanks) and to show the rest of (blanks kept)."""

import re
from functools import cached_property

from geodata.address.characters import FOLDED
from geodata.address.steps import clean

DIGIT = re.compile("[0-9]")
NUMBER_NEXT = frozenset("0123456789")
NAME_ENDS = frozenset("0123456789-(（「[,、，。.・/;:番大字甲乙丙丁第無地官")
ENDED = frozenset("町村目")


class Line:
    """One address. Places are counted in the folded form, whose letters are those of the text without blanks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.compact = text.replace(" ", "")
        self.folded = self.compact.translate(FOLDED)

    @classmethod
    def of(cls, raw: str) -> "Line":
        """The line of a cell as it was written."""
        return cls(clean(raw))

    def without(self, place: int) -> "Line":
        """The line less the letter at a place, and less its blanks."""
        return Line(self.compact[:place] + self.compact[place + 1:])

    def after(self, place: int) -> str:
        """The text behind a place, with its blanks."""
        if len(self.compact) == len(self.text):
            return self.text[place:]
        return self.text[self._spread[place]:] if place < len(self._spread) else ""

    def next_number(self, place: int) -> int:
        """Where the first digit stands at or behind a place; 0 for nowhere."""
        found = DIGIT.search(self.folded, place)
        return found.start() if found else 0

    def number_at(self, place: int) -> bool:
        """Whether a digit stands there."""
        return self.folded[place:place + 1] in NUMBER_NEXT

    def name_ends_at(self, place: int) -> bool:
        """Whether a name may end there: at the end, before a number or a mark, at a blank, or behind 町."""
        following = self.folded[place:place + 1]
        return (not following or following in NAME_ENDS or self.folded[place - 1] in ENDED or self.blank_at(place))

    def blank_at(self, place: int) -> bool:
        """Whether a blank stands in front of a place."""
        return (len(self.compact) != len(self.text) and 0 < place < len(self._spread)
                and self._spread[place] != self._spread[place - 1] + 1)

    @cached_property
    def _spread(self) -> list[int]:
        return [at for at, letter in enumerate(self.text) if letter != " "]
