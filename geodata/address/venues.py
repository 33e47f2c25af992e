"""会場名だけの住所: a cell that names no more than a 会場 gets that 会場 or nothing, never a 町 guessed from a syllable."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, NamedTuple

from psycopg import Connection

from geodata.address import finer
from geodata.address.dictionary import Dictionary
from geodata.address.learned import ONE_PLACE_M, Reference
from geodata.address.match import NO_SOURCE, Candidate, Match, MatchLevel, Point, Source
from geodata.address.sources import sources
from geodata.address.steps import half_width
from geodata.address.town_key import town_key, venue_key
from geodata.address.venue_names import is_common, said_names

VENUES_ASKED = (files("geodata") / "sql" / "venues_asked.sql").read_text(encoding="utf-8")
NUMBERS = re.compile(r"\d+")
FAR_FROM_ITS_TOWN_M = 3_000
MOVED_M = 1_000  # a pin that staff moved so far at most is still the hall that a list has elsewhere
SHOWN = 10


class Venue(NamedTuple):
    """会場 that is known by name. `city_code` is "" where the list does not say; `confirmed` by staff, not of a list."""

    name: str
    address: str
    city_code: str
    point: Point
    origin: Source = NO_SOURCE
    confirmed: bool = False


class Venues:
    """The venues that a batch of texts may name: those of venue_name, and confirmed 会場 before them."""

    def __init__(self, known: Mapping[str, Sequence[Venue]], dictionary: Dictionary, home: str = "") -> None:
        self._known = known
        self._dictionary = dictionary
        self._home = home

    @classmethod
    def named_in(cls, connection: Connection[Any] | None, matches: Iterable[Match], dictionary: Dictionary,
                 confirmed: Mapping[str, Sequence[Venue]], home: str = "") -> "Venues":
        """One query for all names that the matches may mean; none, and `confirmed` alone, without a connection.

        `home` is the municipality that a text without one means, "" where that may be several.
        """
        names = {venue_key(name) for match in matches for name, _ in said_names(match, dictionary, home)} - {""}
        known: dict[str, list[Venue]] = defaultdict(list)
        for name in names & confirmed.keys():
            known[name] += confirmed[name]
        if connection and names:
            rows = connection.execute(VENUES_ASKED, {"names": list(names)}, binary=True).fetchall()
            origins = sources(connection, (row[-1] for row in rows))
            for key, name, address, city, lng, lat, source in rows:
                known[key].append(Venue(name, address, city, (lng, lat), origins.get(source, NO_SOURCE)))
        return cls(known, dictionary, home)

    def place(self, match: Match, cities: Collection[str] | None) -> Match:
        """The match at the 会場 that it names. `cities` are the six-digit codes it must stand in; None for anywhere."""
        for name, said in said_names(match, self._dictionary, self._home):
            if found := self._within(venue_key(name), cities):
                return self._at(match, said, found, cities)
        return match

    def _within(self, name: str, cities: Collection[str] | None) -> list[Venue]:
        known = self._known.get(name, ())
        return [one for one in known if cities is None or one.city_code in cities or not one.city_code]

    def _at(self, match: Match, name: str, found: Sequence[Venue], cities: Collection[str] | None) -> Match:
        if match.level is MatchLevel.MACHIAZA:
            return _in_its_town(match, name, found)
        places = distinct(found)
        if len(places) > 1:
            said = finer.HOMONYMS.format(name=name, count=len(places))
            return replace(match, reason=said, candidates=tuple(self._candidate(one) for one in places[:SHOWN]))
        venue = places[0]
        owner = self._dictionary.municipality(venue.city_code)
        pref, city = (owner.pref, owner.city) if owner else (match.pref, match.city)
        code = venue.city_code or match.city_code
        doubt = "" if cities and venue.city_code else finer.VENUE_OF_NO_CITY if cities else finer.VENUE_ANYWHERE
        if is_common(venue.name, city):
            doubt += finer.VENUE_COMMON
        unread = match.unread.partition(name)[2].strip(" ()（）")
        return replace(
            match, level=MatchLevel.VENUE, point=venue.point, score=0.6 if doubt else 0.9, pref=pref, city=city,
            city_code=code, code=code, building=venue.name, unread=unread, candidates=(),
            reason=finer.VENUE.format(name=venue.name) + doubt, sure=not doubt, origin=venue.origin,
        )  # fmt: skip

    def _candidate(self, venue: Venue) -> Candidate:
        owner = self._dictionary.municipality(venue.city_code)
        told = venue.address or venue.origin.name
        where = f"{venue.name}（{told}）" if told else venue.name
        return Candidate(owner.pref if owner else "", owner.city if owner else "", venue.city_code, where, venue.point)


def confirmed_venues(references: Iterable[Reference]) -> dict[str, list[Venue]]:
    """The confirmed 会場 by the key of their names."""
    found: dict[str, list[Venue]] = defaultdict(list)
    for one in references:
        if key := venue_key(one.name):
            found[key].append(Venue(one.name, one.address, one.city_code, one.point, one.origin, confirmed=True))
    return found


def distinct(found: Sequence[Venue]) -> list[Venue]:
    """One for each place: lists that tell of the same hall tell it once, and where staff confirmed it, as they did."""
    places: list[Venue] = []
    for one in sorted(found, key=lambda one: not one.confirmed):
        if not any(_same_hall(one, other) for other in places):
            places.append(one)
    return places


def _same_hall(one: Venue, other: Venue) -> bool:
    """Of two venues of one name, `other` confirmed if any: whether both are one hall.

    Two lists have it a few steps apart, a list and a pin that staff moved much farther, unless their addresses differ.
    """
    away = finer.metres(one.point, other.point)
    if away <= ONE_PLACE_M or not other.confirmed or one.confirmed:
        return away <= ONE_PLACE_M
    written, known = venue_key(one.address), venue_key(other.address)
    if written and known and (written.endswith(known) or known.endswith(written)):
        return True
    numbers, others = NUMBERS.findall(half_width(one.address)), NUMBERS.findall(half_width(other.address))
    return away <= MOVED_M and (not numbers or not others or numbers == others)


def _in_its_town(match: Match, name: str, found: Sequence[Venue]) -> Match:
    """A 会場 that is written behind its 町; one that is too far from there is another of that name."""
    assert match.point is not None
    if is_common(name, match.city):  # 集会所 is that of this 町 only where the list says so
        found = [one for one in found if town_key(match.machiaza) in town_key(one.address)]
    if not found:
        return match
    found = distinct(found)
    nearest = min(found, key=lambda one: finer.metres(match.point or one.point, one.point))
    away = finer.metres(match.point, nearest.point)
    if away > FAR_FROM_ITS_TOWN_M:
        return replace(match, reason=match.reason + finer.VENUE_FAR.format(km=round(away / 1000)))
    same = [one for one in found if finer.metres(match.point, one.point) <= FAR_FROM_ITS_TOWN_M]
    return finer.finer(match, MatchLevel.VENUE, nearest.point, nearest.origin, finer.VENUE.format(name=nearest.name),
                       sure=len(same) == 1)
