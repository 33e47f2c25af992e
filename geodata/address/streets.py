"""番地の点: matches that stop at their 町 are joined with 住居番号, 街区 and 地番 in PostGIS, one query for a whole batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from psycopg import Connection

from geodata.address import finer
from geodata.address.match import NO_SOURCE, Match, MatchLevel, Point, Source
from geodata.address.sources import sources

STREETS_ASKED = (files("geodata") / "sql" / "streets_asked.sql").read_text(encoding="utf-8")
AS_RESIDENCE = (MatchLevel.RESIDENCE, MatchLevel.BLOCK, MatchLevel.PARCEL)
AS_PARCEL = (MatchLevel.PARCEL, MatchLevel.RESIDENCE, MatchLevel.BLOCK)
LEVELS = {level.value: level for level in AS_RESIDENCE}
Key = tuple[str, str, str]
"""(city_code, town_key, number)."""


class Street(NamedTuple):
    """A 番地 that has a point; `far` tells that it lies far from its 町."""

    point: Point
    far: bool
    origin: Source


Levels = Mapping[MatchLevel, Street]


def on_streets(connection: Connection[Any], matches: Sequence[Match]) -> list[Match]:
    """The matches in their order, each at its 番地 where street_point has it; one query."""
    keys = [_keys(match) for match in matches]
    asked = dict.fromkeys(chain.from_iterable(keys))
    if not asked:
        return list(matches)
    known = _known(connection, asked)
    return [_placed(match, tried, known) if tried else match for match, tried in zip(matches, keys, strict=True)]


def _keys(match: Match) -> list[Key]:
    """What to look for: the whole number first."""
    if match.level not in finer.OPEN or not match.rest:
        return []
    town = finer.key_of(match.machiaza)
    return [(match.city_code, town, number) for number in shorter(match.rest)]


def shorter(rest: str) -> list[str]:
    """14-8-101, then 14-8, then 14. [] for letters that no database holds."""
    if not rest.isascii() and rest != rest.encode(errors="ignore").decode():
        return []
    parts = rest.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _known(connection: Connection[Any], asked: Iterable[Key]) -> dict[Key, dict[MatchLevel, Street]]:
    cities, towns, numbers = map(list, zip(*asked, strict=True))
    found: dict[Key, dict[MatchLevel, Street]] = defaultdict(dict)
    asking = {"cities": cities, "towns": towns, "numbers": numbers}
    rows = connection.execute(STREETS_ASKED, asking, binary=True).fetchall()
    origins = sources(connection, (row[-1] for row in rows))
    for city, town, number, written, lng, lat, far, source in rows:
        levels, level = found[city, town, number], LEVELS[written]
        if level not in levels or levels[level].far:
            levels[level] = Street((lng, lat), far, origins.get(source, NO_SOURCE))
    return found


def _placed(match: Match, tried: Sequence[Key], known: Mapping[Key, Levels]) -> Match:
    found = [(key[2], known[key]) for key in tried if key in known]
    if not found:
        return match
    number, levels = found[0]
    level, street = _best(levels, AS_PARCEL if match.jukyo is False else AS_RESIDENCE)
    said = finer.FAR if street.far else ""
    if number != match.rest:
        return _less(match, number, level, street, said)
    odd = level is MatchLevel.PARCEL and match.jukyo is True and any(MatchLevel.BLOCK in less for _, less in found[1:])
    return finer.finer(match, level, street.point, street.origin, said + finer.READ_AS_PARCEL * odd,
                       sure=not street.far and not odd)


def _best(levels: Levels, order: Sequence[MatchLevel]) -> tuple[MatchLevel, Street]:
    """The first in the order; one far from its 町 only when there is no other."""
    if len(levels) == 1:
        return next(iter(levels.items()))
    level = min((level for level in order if level in levels), key=lambda level: levels[level].far)
    return level, levels[level]


def _less(match: Match, number: str, level: MatchLevel, street: Street, said: str) -> Match:
    """The match where only the beginning of its number is known: its 街区, the house behind a room's number, its 本番."""
    if level is MatchLevel.PARCEL:
        said += finer.SAME_NUMBER.format(number=number)
        return finer.finer(match, MatchLevel.INTERPOLATED, street.point, street.origin, said, sure=False)
    return finer.finer(match, level, street.point, street.origin, said + finer.BLOCK * (level is MatchLevel.BLOCK),
                       sure=not street.far)
