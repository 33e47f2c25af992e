"""町丁目の照合: names of 町丁目 meet however their numbers and small letters are written."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Protocol

from geodata.address.characters import FOLDED
from geodata.address.numerals import kanji_numbers
from geodata.address.steps import half_width
from geodata.models import Municipality

CHOME = re.compile(r"^(.+?)\d+丁目$")


class Town(Protocol):
    """A 町丁目 of the address dictionary with its point in lon-lat."""

    @property
    def name(self) -> str: ...
    @property
    def lng(self) -> float | None: ...
    @property
    def lat(self) -> float | None: ...


def town_key(name: str) -> str:
    """一丁目, １丁目 and 1丁目 are one, and so are ヶ, ケ and が; 大字 and 字 in front say nothing."""
    text = "".join(half_width(name).split())
    return re.sub(r"^(?:大字|字)", "", kanji_numbers(text)).translate(FOLDED)


class TownNames:
    """The 町丁目 of one city, found by any spelling."""

    def __init__(self, names: Iterable[str], city: Municipality) -> None:
        """`names` as the dictionary or the 区域 write them."""
        self._before = re.compile(f"^(?:{re.escape(city.prefecture)})?{re.escape(city.name)}(?=.)")
        self._named = {town_key(name): name for name in names}
        self._whole: dict[str, list[str]] = {}
        for key, name in self._named.items():
            if found := CHOME.match(key):
                self._whole.setdefault(found[1], []).append(name)

    def find(self, written: str) -> Sequence[str]:
        """The 町丁目 that `written` means: one, or every 丁目 of a 町 named without; () when there is none."""
        for text in (written, self._before.sub("", "".join(written.split()))):
            key = town_key(text)
            if key in self._named:
                return (self._named[key],)
            if key in self._whole:
                return tuple(self._whole[key])
        return ()

    def near(self, written: str) -> list[str]:
        """Up to three 町丁目 that are spelt like `written`."""
        key = town_key(self._before.sub("", written))
        return [self._named[close] for close in get_close_matches(key, self._named, n=3, cutoff=0.5)]
