"""読む行: a cleaned address in two forms, to find names in (folded, no blanks) and to show the rest of (blanks kept)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from geodata.address.characters import fold
from geodata.address.numbers import IROHA, STEMS
from geodata.address.steps import parted

DIGIT = re.compile("[0-9]")
NUMBER_NEXT = frozenset("0123456789")
ENDED = frozenset("町村目")
NAME_ENDS = re.compile(
    rf"$|[0-9(（「\[,、，。.・/;:&-]|番|大字|字|[{STEMS}](?:$|[第の]?[0-9])|[{IROHA}](?:[0-9]|-[0-9])|第[0-9]|地(?:割|先|内|番|$)"
    r"|無番|官有|街区|土地区画|区画整理|仮換地|付近|附近|周辺|の一部|(?:先|内|外|[ホ他]カ)$|部[0-9]"
)
BEHIND_NAMES = frozenset(f"0123456789(（「[,、，。.・/;:&-番大字{STEMS}{IROHA}第地無官街土区仮付附周の先内外ホ他部") | {""}


class Line:
    """One address. Places are counted in the folded form, whose letters are those of the text without blanks."""

    __slots__ = ("_gaps", "compact", "folded", "note", "text")

    def __init__(self, text: str, note: str = "") -> None:
        self.text = self.compact = text
        self.note = note  # what stood behind and is no part of an address: ※駐車場なし
        self._gaps: list[int] = []  # the places in front of which a blank stands
        if " " in text:
            words = text.split(" ")
            self.compact = "".join(words)
            self._gaps = list(accumulate(map(len, words[:-1])))
        self.folded = fold(self.compact)

    @classmethod
    def of(cls, raw: str) -> "Line":
        """The line of a cell as it was written."""
        return cls(*parted(raw))

    def without(self, place: int) -> "Line":
        """The line less the letter at a place, and less its blanks."""
        return Line(self.compact[:place] + self.compact[place + 1:])

    def instead(self, place: int, letter: str) -> "Line":
        """The line with another letter at a place, and less its blanks."""
        return Line(self.compact[:place] + letter + self.compact[place + 1:])

    def after(self, place: int) -> str:
        """The text behind a place, with its blanks."""
        if not self._gaps:
            return self.text[place:]
        return self.text[place + bisect_right(self._gaps, place):] if place < len(self.compact) else ""

    def next_number(self, place: int) -> int:
        """Where the first digit stands at or behind a place; 0 for nowhere."""
        found = DIGIT.search(self.folded, place)
        return found.start() if found else 0

    def number_at(self, place: int) -> bool:
        """Whether a digit stands there."""
        return self.folded[place:place + 1] in NUMBER_NEXT

    def name_ends_at(self, place: int) -> bool:
        """Whether a name ends there: at the end, before a number or a mark, or at a blank."""
        next_letter = self.folded[place:place + 1]
        return (next_letter in BEHIND_NAMES and NAME_ENDS.match(self.folded, place) is not None) or self.blank_at(place)

    def ends(self, first: int, last: int) -> Iterator[int]:
        """Where a name may end, if no longer one does, from `last` back to `first`: behind 町 it needs nothing to follow."""
        folded, gaps = self.folded, self._gaps
        for place in range(min(last, len(folded)), first - 1, -1):
            if folded[place - 1] in ENDED or ((gaps or folded[place:place + 1] in BEHIND_NAMES) and self.name_ends_at(place)):
                yield place

    def blank_at(self, place: int) -> bool:
        """Whether a blank stands in front of a place."""
        if not self._gaps or not 0 < place < len(self.compact):
            return False
        gap = bisect_left(self._gaps, place)
        return gap < len(self._gaps) and self._gaps[gap] == place

    def blanks(self) -> list[int]:
        """The places within the line in front of which a blank stands."""
        return [place for place in self._gaps if 0 < place < len(self.compact)]
