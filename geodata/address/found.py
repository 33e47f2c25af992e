"""見つけたもの: what a search in a line ends with, and what several municipalities make of the line."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geodata.address.characters import fold
from geodata.address.dictionary import Dictionary
from geodata.address.gate import Start
from geodata.address.line import Line
from geodata.address.reading import Reading, read_town, starts

MUCH = 0.2
LETTERS_TO_TRY = 6
LINKS = frozenset(fold("ヶツ"))
FORMAL = {"一": "壱", "二": "弐", "三": "参"}
WARD = re.compile(r"[^0-9区町村]{1,4}[区町村]")
ALL_OF = re.compile("(?:市?内)?(?:全域|一円|全体|各所|各地)|市?内|周辺")  # of a 市区町村
ANY_DIGIT = re.compile(r"\d")
NOT_TOWN = ("立", "役所", "役場", "民", "庁", "内", "営")  # 市立, 市役所, 市民, 県庁, 市内, 市営: a venue's name goes on


class Found(NamedTuple):
    """What a search ends with: one reading, several to choose from, or none; `named` when the place itself is written.

    `score` is how surely the municipality is known; `reason` says why there is not one reading.
    """

    start: Start
    readings: list[Reading]
    score: float = 1.0
    note: str = ""
    reason: str = ""
    named: bool = True


def readings_in(dictionary: Dictionary, line: Line, cities: Sequence[int], at: int) -> list[Reading]:
    """What each city makes of it: the longest names, and of these those that leave least in doubt."""
    if len(cities) == 1:
        return read_town(dictionary, cities[0], line, at)
    found = [  # of 24 区 few have a 町 that may stand there
        reading for city in _naming(dictionary, line, cities, at) for reading in read_town(dictionary, city, line, at)
    ]
    if len(found) < 2:
        return found
    longest = max(reading.end for reading in found)
    best = max(reading.score for reading in found if reading.end == longest)
    return [reading for reading in found if reading.end == longest and reading.score > best - MUCH]


def _naming(dictionary: Dictionary, line: Line, cities: Sequence[int], at: int) -> list[int]:
    """Of the cities those that have any name that the line goes on with."""
    folded = line.folded
    names = [folded[start:end] for start in starts(folded, at)
             for end in range(start + 1, min(start + dictionary.reach(folded, start), len(folded)) + 1)]
    return [city for city in cities if dictionary.block(city).has_any(names)] if names else []


def past_ward(dictionary: Dictionary, line: Line, cities: Sequence[int], at: int) -> list[Reading]:
    """榛原区萩原 and 榛原町萩原 as 榛原萩原; 中央区元城町 as 元城町."""
    ward = WARD.match(line.folded, at)
    if ward is None:
        return []
    return (readings_in(dictionary, line.without(ward.end() - 1), cities, at)
            or (readings_in(dictionary, line, cities, ward.end()) if ward[0].endswith("区") else []))


def respelled(line: Line, at: int) -> Iterator[Line]:
    """The line less a ケ or ツ that the office does not write (阿佐ヶ谷 for 阿佐谷), or with 壱 for its 一."""
    for place in range(at + 1, min(at + LETTERS_TO_TRY, len(line.folded) - 1)):
        if line.folded[place] in LINKS and not line.number_at(place + 1):
            yield line.without(place)
    if line.folded[at:at + 1] in FORMAL:
        yield line.instead(at, FORMAL[line.folded[at]])


def names_place(line: Line, start: Start) -> bool:
    """Whether the 市区町村 or 都道府県 is named for itself, and not as the beginning of a venue's name."""
    rest = line.folded[start.end:]
    if not rest or line.blank_at(start.end) or ALL_OF.fullmatch(rest):
        return True
    if rest.startswith(NOT_TOWN):
        return False
    return bool(start.pref and start.cities) or ANY_DIGIT.search(rest) is not None
