"""探し方: in which municipality, and from which place of the line, an address is read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from geodata.address import reasons
from geodata.address.characters import FOLDED
from geodata.address.codes import PREFECTURES
from geodata.address.dictionary import Dictionary
from geodata.address.gate import Start, without_county
from geodata.address.line import Line
from geodata.address.reading import Reading, read_town, starts

LONGEST_BARE = 16
FEW = 4
SHOWN = 20  # of the municipalities that share a 町名, so many are read
PLACES_TO_TRY = 6
WARD = re.compile(r"[^0-9区町村]{1,4}[区町村]")
STREET_NUMBER = re.compile(r"\d+(?:-\d|番(?!館)|丁目|号(?![館棟室車]))")
AFTER_TOWN = re.compile(
    r"\d+(?!\d|[番号][館棟室車]|階|F)|[\s(、,番]|(?:外|内|地内|地先|付近)$|(?:大字|字)[^\d\s]{1,12}\d|[^\d\s]{1,8}\d+(?:-\d|番)"
)
PREFECTURE = re.compile("|".join(PREFECTURES).translate(FOLDED))
OPENING = frozenset(")]」』】》>:：、,，/|;")
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


def search(dictionary: Dictionary, line: Line, allowed: frozenset[int] | None) -> Found:
    """The reading from the line's start, else from a later place: a venue's name may stand in front."""
    first = _from(dictionary, line, 0, allowed)
    if first.readings:
        return first
    for at in _later_places(line):
        found = _from(dictionary, line, at, allowed)
        if len(found.readings) == 1 and (found.start.cities or line.number_at(found.readings[0].end)):
            return found._replace(score=found.score * 0.9, note=reasons.NAME_IN_FRONT + found.note)
    return first


def _from(dictionary: Dictionary, line: Line, at: int, allowed: frozenset[int] | None) -> Found:
    start = _as_written(dictionary, line, dictionary.gate.read(line.folded, at, allowed), at)
    if allowed and not start.pref and allowed.isdisjoint(start.cities):
        home = _bare(dictionary, line, start, at, allowed)
        if home.readings or not start.cities:
            return home
    if start.cities:
        found = _in_cities(dictionary, line, start)
        if found.readings or start.pref or (home := _bare(dictionary, line, start, at, allowed)).readings == []:
            return found
        return home
    if allowed is not None and not allowed:
        return Found(start, [], reason=reasons.UNKNOWN_WITHIN, named=False)
    return _bare(dictionary, line, start, start.end, allowed)


def _as_written(dictionary: Dictionary, line: Line, start: Start, at: int) -> Start:
    """Of 鹿嶋市 and 鹿島市, which meet when folded, the one that the text has."""
    if len(start.cities) < 2:
        return start
    written = line.compact[at:start.end]
    exact = tuple(n for n in start.cities if without_county(dictionary.municipalities[n].city) in written)
    return start._replace(cities=exact or start.cities)


def _in_cities(dictionary: Dictionary, line: Line, start: Start, repeated: bool = False) -> Found:
    readings = _readings(dictionary, line, start.cities, start.end)
    if len(readings) == 1:
        return Found(start, readings, 1.0 if len(start.cities) == 1 or start.pref else 0.9)
    if readings:
        return Found(start, readings, reason=reasons.SEVERAL.format(count=len(readings)))
    readings = _past_ward(dictionary, line, start.cities, start.end)
    if len(readings) == 1:
        return Found(start, readings, 0.8, reasons.WARD_CHANGED)
    again = dictionary.gate.read(line.folded, start.end)
    if again.cities == start.cities and not repeated:  # 田原本町田原本町西代263
        return _in_cities(dictionary, line, again, repeated=True)
    named = _names_place(line, start)
    if start.end == len(line.folded):
        return Found(start, [], reason=reasons.NO_TOWN)
    return Found(start, [], reason=reasons.ONLY_CITY if named else reasons.VENUE_ONLY, named=named)


def _past_ward(dictionary: Dictionary, line: Line, cities: Sequence[int], at: int) -> list[Reading]:
    """榛原区萩原 and 榛原町萩原 as 榛原萩原; 中央区元城町 as 元城町."""
    ward = WARD.match(line.folded, at)
    if ward is None:
        return []
    return (_readings(dictionary, line.without(ward.end() - 1), cities, at)
            or (_readings(dictionary, line, cities, ward.end()) if ward[0].endswith("区") else []))


def _bare(dictionary: Dictionary, line: Line, start: Start, at: int, allowed: frozenset[int] | None) -> Found:
    """A 町名 without its municipality: in those allowed, in the 都道府県 written, or anywhere if it is the only one."""
    bounds = dictionary.gate.of_pref(start.pref) if start.pref else allowed
    having = _having(dictionary, line, at, bounds)
    readings = [
        reading for reading in _readings(dictionary, line, having[:SHOWN], at) if _complete(line, reading, bounds is None)
    ]
    if len(readings) == 1 and len(having) <= SHOWN:
        sure, note = (0.9, "") if bounds else (0.6, reasons.NATIONWIDE)
        return Found(start, readings, sure, note)
    if not readings and allowed and len(having) <= FEW:
        past = _past_ward(dictionary, line, having, at)
        if len(past) == 1 and line.number_at(past[0].end + 1):
            return Found(start, past, 0.7, reasons.WARD_CHANGED)
    if readings:
        return Found(start, readings, reason=reasons.SAME_NAME.format(count=max(len(readings), len(having))))
    named = _names_place(line, start)
    if start.pref and named:
        whole = start.end == len(line.folded)
        return Found(start, [], reason=reasons.NO_CITY if whole else reasons.ONLY_PREFECTURE)
    digits = any(letter.isdigit() for letter in line.folded)
    return Found(start, [], reason=reasons.NOT_FOUND if digits else reasons.VENUE_ONLY, named=False)


def _having(dictionary: Dictionary, line: Line, at: int, bounds: frozenset[int] | None) -> Sequence[int]:
    """The municipalities that have the longest 町名 that stands there."""
    if bounds is not None and len(bounds) <= FEW:
        return sorted(bounds)
    for start in starts(line.folded, at):
        for end in range(min(start + LONGEST_BARE, len(line.folded)), start, -1):
            if not line.name_ends_at(end):
                continue
            numbers = dictionary.having(line.folded[start:end])
            if found := [number for number in numbers if bounds is None or number in bounds]:
                return found
    return ()


def _readings(dictionary: Dictionary, line: Line, cities: Iterable[int], at: int) -> list[Reading]:
    return [reading for city in cities for reading in read_town(dictionary, city, line, at)]


def _complete(line: Line, reading: Reading, anywhere: bool) -> bool:
    """Whether a bare name is an address and no venue's name (高山町公民館): a number or nothing follows it."""
    if anywhere:
        return STREET_NUMBER.match(line.folded, reading.end) is not None
    following = line.after(reading.end)
    return not following or AFTER_TOWN.match(following) is not None


def names_second(dictionary: Dictionary, municipality: int, building: str) -> bool:
    """Whether what follows an address is another: 「中通二丁目、山王新町1」. A building named after its 町 is none."""
    line = Line(building)
    readings = read_town(dictionary, municipality, line, 0)
    return any(reading.end == len(line.folded) or STREET_NUMBER.match(line.folded, reading.end) for reading in readings)


def _names_place(line: Line, start: Start) -> bool:
    """Whether the 市区町村 or 都道府県 is named for itself, and not as the beginning of a venue's name."""
    rest = line.folded[start.end:]
    if not rest or line.blank_at(start.end):
        return True
    if rest.startswith(NOT_TOWN):
        return False
    return bool(start.pref and start.cities) or any(letter.isdigit() for letter in rest)


def _later_places(line: Line) -> Iterator[int]:
    places = {found.start() for found in PREFECTURE.finditer(line.folded)}
    places |= {at for at in range(1, len(line.folded)) if line.blank_at(at) or line.folded[at - 1] in OPENING}
    return iter(sorted(places - {0})[:PLACES_TO_TRY])
