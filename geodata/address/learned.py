"""市が確かめた位置: confirmed 会場. The same address is found there next time, and a 番地 that lies between two of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any, NamedTuple

from psycopg import Connection

from geodata.address import finer
from geodata.address.match import Candidate, Match, MatchLevel, Point, Source
from geodata.address.sources import CONFIRMED, confirmed
from geodata.address.town_key import venue_key

CONFIRMED_PLACES = (files("geodata") / "sql" / "confirmed_places.sql").read_text(encoding="utf-8")
ONE_PLACE_M = 150  # two pins nearer than this are the same hall, seen from two doors
FARTHEST_APART_M = 1_000  # between two known 番地 farther apart than this, or by more numbers, lies anything
MOST_NUMBERS_BETWEEN = 200
BESIDE_SHARE = 0.05  # 8075 lies where 8030 is, 14 need not lie where 10 is


class Reference(NamedTuple):
    """参照点: a confirmed 会場. `town` and `rest` are "" when its address has no 番地; `origin` tells when it was confirmed."""

    name: str
    address: str
    city_code: str
    town: str
    rest: str
    point: Point
    origin: Source = Source(CONFIRMED)


class Learned:
    """What the city knows better than any file. Made by `of` from the database, or from any references."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self.references = tuple(references)
        self._addresses: dict[tuple[str, str, str], list[Reference]] = defaultdict(list)
        for one in self.references:
            if one.rest:
                self._addresses[one.city_code, one.town, one.rest].append(one)
        self._standing = _standing(self.references)
        self._numbers = {town: {number: _middle([one.point for one in here]) for number, here in sorted(numbers.items())}
                         for town, numbers in self._standing.items()}

    @classmethod
    def of(cls, connection: Connection[Any]) -> "Learned":
        """All confirmed 会場 of the database."""
        return cls(_reference(*row) for row in connection.execute(CONFIRMED_PLACES, binary=True))

    def same_address(self, match: Match) -> Match:
        """The match at the confirmed 会場 of its very address: `venue` when that is named too, else `parcel`."""
        if not match.rest or not self._addresses:
            return match
        here = self._addresses.get((match.city_code, finer.key_of(match.machiaza), match.rest))
        if not here:
            return match
        named = [one for one in here if _names(match, one)]
        if named:
            return _at(match, MatchLevel.VENUE, named[0])
        if spread(here) <= ONE_PLACE_M:
            return _at(match, MatchLevel.PARCEL, here[0])
        said = finer.SAME_ADDRESSES.format(count=len(here))
        doubtful = finer.finer(match, MatchLevel.PARCEL, here[0].point, here[0].origin, said, sure=False)
        return replace(doubtful, candidates=tuple(_candidate(match, one) for one in here))

    def between(self, match: Match) -> Match:
        """The match at the same 本番, or between two known 番地 of its 町; as it is where the numbers say too little."""
        asked = base_number(match.rest)
        town = match.city_code, finer.key_of(match.machiaza) if asked else ""
        known = self._numbers.get(town)
        if not known or match.level not in finer.OPEN:
            return match
        spot = interpolated(known, asked)
        if spot is None:
            return match
        point, near = spot
        said = finer.BETWEEN.format(near="・".join(map(str, near)))
        origin = min(one.origin for number in near for one in self._standing[town][number])  # as old as the oldest
        return finer.finer(match, MatchLevel.INTERPOLATED, point, origin, said, sure=False)


def interpolated(known: Mapping[int, Point], asked: int) -> tuple[Point, tuple[int, ...]] | None:
    """Where a 番地 lies by the known ones of its 町, and which those are; None when the numbers say too little.

    At its own 本番, between two that are near each other in number and on the ground, or at one whose number is hardly another.
    """
    if asked in known:
        return known[asked], (asked,)
    below = max((number for number in known if number < asked), default=None)
    above = min((number for number in known if number > asked), default=None)
    if below is not None and above is not None and _near(known, below, above):
        share = (asked - below) / (above - below)
        lng, lat = (a + share * (b - a) for a, b in zip(known[below], known[above], strict=True))
        return (round(lng, 6), round(lat, 6)), (below, above)
    beside = min((below or 0, above or 0), key=lambda number: abs(number - asked))
    return (known[beside], (beside,)) if beside and abs(beside - asked) <= BESIDE_SHARE * asked else None


def _near(known: Mapping[int, Point], below: int, above: int) -> bool:
    return above - below <= MOST_NUMBERS_BETWEEN and finer.metres(known[below], known[above]) <= FARTHEST_APART_M


def base_number(rest: str) -> int:
    """The 本番 of a 番地 of plain numbers: 398 of 398-110; 0 for none and for 甲12 or 字奥3."""
    first = rest.partition("-")[0]
    return int(first) if first.isascii() and first.isdigit() and len(first) < 8 else 0


def spread(references: Sequence[Reference]) -> float:
    """How far apart the references are at most, in metres."""
    return max(finer.metres(references[0].point, one.point) for one in references)


def _standing(references: Iterable[Reference]) -> dict[tuple[str, str], dict[int, list[Reference]]]:
    """By 町 and 本番, what stands there."""
    found: dict[tuple[str, str], dict[int, list[Reference]]] = defaultdict(lambda: defaultdict(list))
    for one in references:
        if number := base_number(one.rest):
            found[one.city_code, one.town][number].append(one)
    return found


def _middle(points: Sequence[Point]) -> Point:
    return (round(sum(lng for lng, _ in points) / len(points), 6), round(sum(lat for _, lat in points) / len(points), 6))


def _reference(key: str, name: str, address: str, municipality: str, lng: float, lat: float, on: date) -> Reference:
    """A row of place; place.address_key tells how its address was read (a:292095:元町一丁目:2-3:name)."""
    kind, *parts = key.split(":", 4)
    city, town, rest = parts[:3] if kind == "a" and len(parts) == 4 else (municipality, "", "")
    return Reference(name, address, city, finer.key_of(town) if town else "", rest, (lng, lat), confirmed(on))


def _names(match: Match, one: Reference) -> bool:
    name = venue_key(one.name)
    return len(name) > 1 and name in venue_key(match.text)


def _at(match: Match, level: MatchLevel, one: Reference) -> Match:
    return finer.finer(match, level, one.point, one.origin, finer.SAME_ADDRESS.format(name=one.name))


def _candidate(match: Match, one: Reference) -> Candidate:
    return Candidate(match.pref, match.city, match.city_code, one.name or one.address, one.point)
