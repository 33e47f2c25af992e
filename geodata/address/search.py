"""探し方: in which municipality, and from which place of the line, an address is read."""

import re
from collections.abc import Iterator
from itertools import chain

from geodata.address import reasons
from geodata.address.bare import FEW, bare_name, complete, unfinished
from geodata.address.characters import FOLDED
from geodata.address.codes import PREFECTURES
from geodata.address.dictionary import Dictionary
from geodata.address.found import Found, names_place, past_ward, readings_in, respelled
from geodata.address.gate import Start, without_county
from geodata.address.line import Line
from geodata.address.plain import SUPPLIED
from geodata.address.reading import Reading, read_town, read_usual
from geodata.address.renamed import in_former, renamed

PLACES_TO_TRY = 5
LETTERS_TO_TRY = 30
PREFECTURE = re.compile("|".join(pref.translate(FOLDED) for pref in PREFECTURES))
STREETS = re.compile(r".{2,24}(?:上ル|下ル|[東西南北]入ル?|アガル|サガル)(?:[0-9一二三四五六]+筋目)?(?:[東西南北]入ル?|[上下]ル)?")
CHOME = re.compile(r"\d+丁目")
OPENING = re.compile("[)\\]」』】》>:：、,，/|;(（「]")


def search(dictionary: Dictionary, line: Line, allowed: frozenset[int] | None) -> Found:
    """The reading from the line's start; else with a part of the city's name left out; else from a later place."""
    first = _from(dictionary, line, 0, allowed)
    if first.readings and not (first.note == reasons.IN_PREFECTURE and _more_than(dictionary, line, first)):
        return first
    bounds = frozenset(first.start.cities) or allowed  # 奈良市中部公民館(上三条町23-4) is in 奈良市
    return next(chain(renamed(dictionary, line, first.start), _later(dictionary, line, bounds)), first)


def _more_than(dictionary: Dictionary, line: Line, found: Found) -> bool:
    """Whether 白石字寺屋敷前 of 白石市 is more than 白石 somewhere in the 都道府県."""
    stems = dictionary.gate.stem(line.folded, found.start.pref, found.start.end)
    ends = [reading.end for stem in stems for reading in readings_in(dictionary, line, stem.cities, stem.end)]
    return max(ends, default=0) > found.readings[0].end


def _later(dictionary: Dictionary, line: Line, allowed: frozenset[int] | None) -> Iterator[Found]:
    """What can be read behind a venue's name."""
    for at in _later_places(line):
        found = _from(dictionary, line, at, allowed)
        if len(found.readings) == 1 and (found.start.cities or line.number_at(found.readings[0].end)):
            yield Found(found.start, found.readings, found.score * 0.9, reasons.NAME_IN_FRONT + found.note)
    for at in range(1, min(len(line.folded), LETTERS_TO_TRY)):
        start = dictionary.gate.read(line.folded, at)
        if 0 < len(start.cities) <= FEW and line.folded[start.end - 1] in "市区町村":
            found = _in_cities(dictionary, line, start)
            if len(found.readings) == 1 and line.number_at(found.readings[0].end):
                yield Found(found.start, found.readings, found.score * 0.8, reasons.NAME_IN_FRONT + found.note)


def _from(dictionary: Dictionary, line: Line, at: int, allowed: frozenset[int] | None) -> Found:
    start = dictionary.gate.read(line.folded, at, allowed)
    cities = start.cities
    if len(cities) == 1 and not start.former and (start.pref or not allowed or cities[0] in allowed):
        readings = None
        if "京都市" not in dictionary.municipalities[cities[0]].city:  # as most addresses begin
            readings = read_town(dictionary, cities[0], line, start.end)
            if len(readings) == 1 and not readings[0].koaza_first:
                return tuple.__new__(Found, (start, readings, 1.0, "", "", True))  # half the time of Found(…)
        found = _in_cities(dictionary, line, start, readings)
        if found.readings or start.pref or not allowed:
            return found
    elif allowed and len(allowed) == 1 and not cities and not start.pref and (home := _at_home(dictionary, line, start, at, allowed)):
        return home
    return _unusual(dictionary, line, start, at, allowed)


def _at_home(dictionary: Dictionary, line: Line, start: Start, at: int, allowed: frozenset[int]) -> Found | None:
    """A bare 町 with its number, in the one municipality allowed, in one look; None where there may be more to it."""
    (municipality,) = allowed
    reading = read_usual(dictionary, municipality, line, at)
    return Found(start, [reading], SUPPLIED) if reading and complete(line, reading, False) else None


def _unusual(dictionary: Dictionary, line: Line, start: Start, at: int, allowed: frozenset[int] | None) -> Found:
    if len(start.cities) > 1 and not start.former:
        start = _as_written(dictionary, line, start, at)
    if allowed and not start.pref and allowed.isdisjoint(start.cities):
        home = bare_name(dictionary, line, start, at, allowed, at > 0)
        if home.readings or not start.cities:
            return home
    if start.cities:
        found = (in_former if start.former else _in_cities)(dictionary, line, start)
        if found.readings or start.pref or not allowed or not (home := bare_name(dictionary, line, start, at, allowed, at > 0)).readings:
            return found
        return home
    if allowed is not None and not allowed:
        return Found(start, [], reason=reasons.UNKNOWN_WITHIN, named=False)
    return bare_name(dictionary, line, start, start.end, allowed, at > 0)


def _as_written(dictionary: Dictionary, line: Line, start: Start, at: int) -> Start:
    """Of 鹿嶋市 and 鹿島市, which meet when folded, the one that the text has."""
    written = line.compact[at:start.end]
    if written.endswith("区"):  # 中央区 is not only that of Tokyo
        return start
    exact = tuple(n for n in start.cities if without_county(dictionary.municipalities[n].city) in written)
    return start._replace(cities=exact or start.cities)


def _in_cities(
    dictionary: Dictionary, line: Line, start: Start, readings: list[Reading] | None = None, repeated: bool = False
) -> Found:
    """The reading behind a 市区町村. `readings` are those that stand right behind it, if they are known."""
    at = start.end
    if readings is None:
        if "京都市" in dictionary.municipalities[start.cities[0]].city and (streets := STREETS.match(line.folded[at:])):
            at += streets.end()
        readings = readings_in(dictionary, line, start.cities, at)
    if len(readings) == 1 and not readings[0].koaza_first:
        return Found(start, readings, 1.0 if len(start.cities) == 1 or start.pref else 0.9)
    if not readings and at > start.end and (block := CHOME.match(line.folded, at)):  # 三条下る二丁目山崎町
        readings = readings_in(dictionary, line, start.cities, block.end())
    if not repeated and (not readings or readings[0].koaza_first):  # 田原本町田原本町西代263
        again = dictionary.gate.read(line.folded, at)
        if set(start.cities) <= set(again.cities) and again.end > at:
            repetition = _in_cities(dictionary, line, again._replace(pref=start.pref, cities=start.cities), repeated=True)
            if repetition.readings:
                return repetition
    if len(readings) == 1:
        return Found(start, readings, 1.0 if len(start.cities) == 1 or start.pref else 0.9)
    if readings:
        said = reasons.SAME_NAME if len({one.municipality for one in readings}) > 1 else reasons.SEVERAL
        return Found(start, readings, reason=said.format(count=len(readings)))
    readings = past_ward(dictionary, line, start.cities, start.end)
    if len(readings) == 1:
        return Found(start, readings, 0.8, reasons.WARD_CHANGED)
    for other in respelled(line, start.end):
        readings = readings_in(dictionary, other, start.cities, start.end)
        if len(readings) == 1 and not readings[0].koaza_first:
            return Found(start, readings, 0.8, reasons.SPELLED)
    named = names_place(line, start) or at > start.end
    if start.end == len(line.folded):
        return Found(start, [], reason=reasons.NO_TOWN)
    if len(start.cities) == 1 and (several := unfinished(dictionary, line, start, start.cities[0], start.end)):
        return several
    return Found(start, [], reason=reasons.ONLY_CITY if named else reasons.VENUE_ONLY, named=named)


def _later_places(line: Line) -> list[int]:
    """Where an address may begin behind something else: at a 都道府県, a blank, or a mark."""
    places = {found.end() for found in OPENING.finditer(line.folded)}
    places.update(line.blanks(), [found.start() for found in PREFECTURE.finditer(line.folded)])
    return sorted(places - {0, len(line.folded)})[:PLACES_TO_TRY]
