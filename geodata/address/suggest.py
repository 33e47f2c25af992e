"""入力中の候補: 町 and 会場 that begin with, or hold, what has been typed so far, in kanji or in kana. All in memory."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from typing import Any, NamedTuple

from psycopg import Connection

from geodata.address.dictionary import Dictionary
from geodata.address.match import NO_SOURCE, MatchLevel, Point, Source
from geodata.address.names import key
from geodata.address.sources import dated
from geodata.address.steps import hyphens, unseen

VENUES_OF = (files("geodata") / "sql" / "venues_of.sql").read_text(encoding="utf-8")
LONGEST = 60
LOOKED_AT = 300  # hits that are ranked; more than anyone reads
HALF_TYPED = re.compile(r"(?<=[ァ-ヴー])[A-Za-z]{1,2}$")  # しかのd on the way to しかのだ
NUMBER = re.compile(r"(?<=\D)\d+(?:丁目)?(?=\D|$)")
BREAK = "\n"


class Suggestion(NamedTuple):
    """候補: `text` is what to put into the box; `level` is machiaza or venue; `where` tells it apart from its namesakes.

    `origin` is the source of the point.
    """

    text: str
    level: MatchLevel
    where: str
    kana: str
    city_code: str
    point: Point | None
    origin: Source = NO_SOURCE


class Suggester:
    """Finds by any part of a name or reading; those of `home`, beginnings and short names first. Nothing in it changes."""

    def __init__(self, suggestions: Iterable[Suggestion], home: str = "") -> None:
        """`home` is the six-digit code of the municipality whose names go first."""
        self._home = home
        self._all = sorted(suggestions, key=lambda one: one.city_code != home)
        pieces, starts, at = [], [], 0
        for one in self._all:
            piece = BREAK + BREAK.join(dict.fromkeys(_forms(one)))
            pieces.append(piece)
            starts.append(at)
            at += len(piece)
        self._forms = "".join(pieces) + BREAK
        self._starts = starts

    @classmethod
    def of(cls, connection: Connection[Any], dictionary: Dictionary, cities: Collection[str], home: str = "") -> "Suggester":
        """The 町 and the venues of some municipalities, by their six-digit codes."""
        rows = connection.execute(VENUES_OF, {"cities": list(cities)}).fetchall()
        venues = [Suggestion(name, MatchLevel.VENUE, where, kana, city, (x, y), Source(source, dated(published_on, edition)))
                  for name, kana, city, where, x, y, source, published_on, edition in rows]
        return cls([*towns_of(dictionary, cities), *venues], home)

    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """Up to `limit` suggestions, best first; [] for nothing typed. A number that was begun (元町2-1) is left aside."""
        if limit < 1:
            raise ValueError("at least one suggestion must be asked for")
        for words in _readings(typed):
            if hits := self._hits(words, limit):
                ranked = sorted(hits.items(), key=lambda hit: self._rank(*hit))
                return [self._all[number] for number, _ in ranked[:limit]]
        return []

    def _hits(self, words: str, limit: int) -> dict[int, bool]:
        """The numbers of what fits, and whether it only holds the words, not begins with them."""
        found = dict.fromkeys(self._at(BREAK + words), False)
        if len(found) < limit:
            for number in self._at(words):
                found.setdefault(number, True)
        return found

    def _at(self, words: str) -> Iterator[int]:
        place = self._forms.find(words)
        for _ in range(LOOKED_AT):
            if place < 0:
                return
            number = bisect_right(self._starts, place) - 1
            yield number
            following = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._forms)
            place = self._forms.find(words, following)

    def _rank(self, number: int, inside: bool) -> tuple[bool, bool, int, int]:
        one = self._all[number]
        return inside, one.city_code != self._home, len(one.text), number


def towns_of(dictionary: Dictionary, cities: Collection[str]) -> Iterator[Suggestion]:
    """Every 町 of some municipalities."""
    for city in sorted(cities):
        for town in dictionary.towns_of(city):
            yield Suggestion(town.label, MatchLevel.MACHIAZA, f"{town.pref}{town.city}", town.kana, city, town.point, town.origin)


def _forms(one: Suggestion) -> Iterator[str]:
    """The name, the name behind its 市区町村, and the reading."""
    yield key(one.text)
    if one.level is MatchLevel.MACHIAZA:
        yield key(one.where + one.text)
    if one.kana:
        yield key(one.kana)


def _readings(typed: str) -> Iterator[str]:
    """What was typed, then with less and less of its number."""
    words = HALF_TYPED.sub("", key(hyphens(unseen(typed[:LONGEST])))).replace(BREAK, "")
    if not words:
        return
    yield words
    if number := NUMBER.search(words):
        for less in (words[:number.end()], words[:number.start()]):
            if less and less != words:
                yield less
