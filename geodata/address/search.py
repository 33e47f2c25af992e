"""探し方: in which municipality, and from which place of the line, an address is read."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from geodata.address import reasons
from geodata.address.characters import FOLDED, fold
from geodata.address.codes import PREFECTURES
from geodata.address.dictionary import Dictionary
from geodata.address.gate import Start, without_county
from geodata.address.line import Line
from geodata.address.numbers import read_tail
from geodata.address.plain import SUPPLIED
from geodata.address.reading import Reading, read_town, read_usual, starts

LONGEST_BARE = 16
FEW = 4
MUCH = 0.2
SHOWN = 20  # of the municipalities that share a 町名, so many are read
PLACES_TO_TRY = 5
LETTERS_TO_TRY = 30
WARD = re.compile(r"[^0-9区町村]{1,4}[区町村]")
COUNTY_TOWN = re.compile(r"[^0-9郡]{1,4}郡(?=[^0-9]{1,6}?[町村])")
STREET_NUMBER = re.compile(r"\d++(?:-\d|番(?!館)|丁目|号(?![館棟室車]))")
A_STREET_NUMBER = re.compile(rf"(?<!\d){STREET_NUMBER.pattern}")  # to search with: not from each digit anew
AFTER_TOWN = re.compile(
    r"\d+(?!\d|[番号][館棟室車]|階|F)|[\s(、,番]|(?:外|内|地内|地先|付近|無番地|番外地)$|(?:大字|字)[^\d\s]{1,12}\d"
    r"|[^\d\s]{1,8}\d+(?:-\d|番)|[^\d\s]{1,6}(?<![館所園校院会店棟室局場社ルトーズン])\d{2,}$|第?\d+地割"
)
PREFECTURE = re.compile("|".join(pref.translate(FOLDED) for pref in PREFECTURES))
STREETS = re.compile(r".{2,24}(?:上ル|下ル|[東西南北]入ル?|アガル|サガル)(?:[0-9一二三四五六]+筋目)?(?:[東西南北]入ル?|[上下]ル)?")
CHOME = re.compile(r"\d+丁目")
ANY_DIGIT = re.compile(r"\d")
BETWEEN = re.compile(r"[、,/・;と&:(]|及び|および|または|\s")
PARTING = "、,/・;と&及びおよびまたは"
OPENING = re.compile("[)\\]」』】》>:：、,，/|;(（「]")
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
    """The reading from the line's start; else with a part of the city's name left out; else from a later place."""
    first = _from(dictionary, line, 0, allowed)
    if first.readings and not (first.note == reasons.IN_PREFECTURE and _more_than(dictionary, line, first)):
        return first
    return next(chain(_renamed(dictionary, line, first.start), _later(dictionary, line, allowed)), first)


def _more_than(dictionary: Dictionary, line: Line, found: Found) -> bool:
    """Whether 白石字寺屋敷前 of 白石市 is more than 白石 somewhere in the 都道府県."""
    stems = dictionary.gate.stem(line.folded, found.start.pref, found.start.end)
    ends = [reading.end for stem in stems for reading in _readings(dictionary, line, stem.cities, stem.end)]
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
    return Found(start, [reading], SUPPLIED) if reading and _complete(line, reading, False) else None


def _unusual(dictionary: Dictionary, line: Line, start: Start, at: int, allowed: frozenset[int] | None) -> Found:
    if len(start.cities) > 1 and not start.former:
        start = _as_written(dictionary, line, start, at)
    if allowed and not start.pref and allowed.isdisjoint(start.cities):
        home = _bare(dictionary, line, start, at, allowed, at > 0)
        if home.readings or not start.cities:
            return home
    if start.cities:
        found = (_in_former if start.former else _in_cities)(dictionary, line, start)
        if found.readings or start.pref or not allowed or not (home := _bare(dictionary, line, start, at, allowed, at > 0)).readings:
            return found
        return home
    if allowed is not None and not allowed:
        return Found(start, [], reason=reasons.UNKNOWN_WITHIN, named=False)
    return _bare(dictionary, line, start, start.end, allowed, at > 0)


def _as_written(dictionary: Dictionary, line: Line, start: Start, at: int) -> Start:
    """Of 鹿嶋市 and 鹿島市, which meet when folded, the one that the text has."""
    written = line.compact[at:start.end]
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
        readings = _readings(dictionary, line, start.cities, at)
    if len(readings) == 1 and not readings[0].koaza_first:
        return Found(start, readings, 1.0 if len(start.cities) == 1 or start.pref else 0.9)
    if not readings and at > start.end and (block := CHOME.match(line.folded, at)):  # 三条下る二丁目山崎町
        readings = _readings(dictionary, line, start.cities, block.end())
    if not repeated and (not readings or readings[0].koaza_first):  # 田原本町田原本町西代263
        again = dictionary.gate.read(line.folded, at)
        if set(start.cities) <= set(again.cities) and again.end > at:
            repetition = _in_cities(dictionary, line, again._replace(pref=start.pref, cities=start.cities), repeated=True)
            if repetition.readings:
                return repetition
    if len(readings) == 1:
        return Found(start, readings, 1.0 if len(start.cities) == 1 or start.pref else 0.9)
    if readings:
        return Found(start, readings, reason=reasons.SEVERAL.format(count=len(readings)))
    readings = _past_ward(dictionary, line, start.cities, start.end)
    if len(readings) == 1:
        return Found(start, readings, 0.8, reasons.WARD_CHANGED)
    named = _names_place(line, start)
    if start.end == len(line.folded):
        return Found(start, [], reason=reasons.NO_TOWN)
    return Found(start, [], reason=reasons.ONLY_CITY if named else reasons.VENUE_ONLY, named=named)


def _in_former(dictionary: Dictionary, line: Line, start: Start) -> Found:
    """忍海 of 新庄町忍海 in 葛城市, 榛原萩原 of 榛原町萩原 in 宇陀市, 西吉野町城戸 of 西吉野村城戸 in 五條市."""
    note = reasons.RENAMED.format(former=line.compact[start.end - len(start.former):start.end])
    for readings in _under_the_old_name(dictionary, line, start):
        if len(readings) == 1:
            return Found(start, readings, 0.8, note)
        if readings:
            return Found(start, readings, reason=note + reasons.SEVERAL.format(count=len(readings)))
    return Found(start, [], reason=note + (reasons.NO_TOWN if start.end == len(line.folded) else reasons.ONLY_CITY))


def _under_the_old_name(dictionary: Dictionary, line: Line, start: Start) -> Iterator[list[Reading]]:
    """As the old name can live on: whole, as 町, less 町, not at all. First those that leave nothing unread."""
    line = _without_oaza(line, start.end)
    at, last = start.end - len(start.former), start.end - 1
    forms = [(line, at), (line.instead(last, "町"), at), (line.without(last), at), (line, start.end)]
    if number := line.next_number(start.end):  # 都祁村針 is 針町 today
        forms.append((line.instead(number - 1, line.compact[number - 1] + "町"), start.end))
    found = []
    for form, place in forms:
        found.append(_readings(dictionary, form, start.cities, place))
        yield [one for one in found[-1] if not one.tail or read_tail(one.tail).rest]
    yield from reversed(found)


def _without_oaza(line: Line, at: int) -> Line:
    """The line less a 大字 or 字 that stands there."""
    length = next((len(word) for word in ("大字", "字") if line.folded.startswith(word, at)), 0)
    return Line(line.compact[:at] + line.compact[at + length:], line.note) if length else line


def _renamed(dictionary: Dictionary, line: Line, start: Start) -> Iterator[Found]:
    """A 市区町村 that nobody lists: a 郡 and 町 of old whose name the 町 still has, or one that is written without 市."""
    if not start.pref:
        return
    if start.cities and (bare := _bare(dictionary, line, Start(start.pref, (), 0), len(start.pref), None)).readings:
        if len(bare.readings) == 1:  # 兵庫県養父市場 is not in 養父市
            yield bare._replace(score=0.7)
        return
    if start.cities:
        return
    county = COUNTY_TOWN.match(line.folded, start.end)
    if county and (town := WARD.match(line.folded, county.end())):
        last = town.end() - 1
        line = _without_oaza(line, town.end())
        for form in (line, line.instead(last, "町"), line.without(last)):
            found = _bare(dictionary, form, start, county.end(), None)
            if len(found.readings) == 1 and not found.readings[0].koaza_first:
                yield found._replace(score=0.7, note=reasons.RENAMED.format(former=line.compact[start.end:last + 1]))
    for stem in dictionary.gate.stem(line.folded, start.pref, start.end):
        readings = [one for one in _readings(dictionary, line, stem.cities, stem.end) if not one.koaza_first]
        if len(readings) == 1 and line.number_at(readings[0].end):
            yield Found(stem, readings, 0.7, reasons.CITY_SUPPLIED)


def _past_ward(dictionary: Dictionary, line: Line, cities: Sequence[int], at: int) -> list[Reading]:
    """榛原区萩原 and 榛原町萩原 as 榛原萩原; 中央区元城町 as 元城町."""
    ward = WARD.match(line.folded, at)
    if ward is None:
        return []
    return (_readings(dictionary, line.without(ward.end() - 1), cities, at)
            or (_readings(dictionary, line, cities, ward.end()) if ward[0].endswith("区") else []))


def _bare(
    dictionary: Dictionary, line: Line, start: Start, at: int, allowed: frozenset[int] | None, later: bool = False
) -> Found:
    """A 町名 without its municipality: in those allowed, in the 都道府県 written, or anywhere if it is the only one."""
    bounds = dictionary.gate.of_pref(start.pref) if start.pref else allowed
    having = _having(dictionary, line, at, bounds) if bounds or _number_in_reach(dictionary, line, at) else ()
    if later and len(having) > FEW:
        having = ()  # behind something else only a 町 that is the only one is believed
    readings = [
        reading for reading in _readings(dictionary, line, having[:SHOWN], at) if _complete(line, reading, bounds is None)
    ] if having else []
    if len(readings) == 1 and len(having) <= SHOWN:
        sure, note = (SUPPLIED, reasons.IN_PREFECTURE if start.pref else "") if bounds else (0.6, reasons.NATIONWIDE)
        return Found(start, readings, sure, note)
    if not readings and allowed and len(having) <= FEW:
        past = _past_ward(dictionary, line, having, at)
        if len(past) == 1 and line.number_at(past[0].end + 1):
            return Found(start, past, 0.7, reasons.WARD_CHANGED)
    if readings:
        return Found(start, readings, reason=reasons.SAME_NAME.format(count=max(len(readings), len(having))))
    if start.pref and _names_place(line, start):
        whole = start.end == len(line.folded)
        return Found(start, [], reason=reasons.NO_CITY if whole else reasons.ONLY_PREFECTURE)
    return Found(start, [], reason=reasons.NOT_FOUND if ANY_DIGIT.search(line.folded) else reasons.VENUE_ONLY, named=False)


def _having(dictionary: Dictionary, line: Line, at: int, bounds: frozenset[int] | None) -> Sequence[int]:
    """The municipalities that have the longest 町名 that stands there."""
    if bounds is not None and len(bounds) <= FEW:
        return sorted(bounds)
    for start in starts(line.folded, at):
        longest = min(dictionary.reach(line.folded, start), LONGEST_BARE)
        for end in line.ends(start + 1, start + longest):
            numbers = dictionary.having(line.folded[start:end])
            if found := numbers if bounds is None else sorted(bounds.intersection(numbers)):
                return found
    return ()


def _number_in_reach(dictionary: Dictionary, line: Line, at: int) -> bool:
    """Whether any 町名 that begins there can end before a street number."""
    ends = [start + reach for start in starts(line.folded, at) if (reach := dictionary.reach(line.folded, start))]
    number = A_STREET_NUMBER.search(line.folded, at) if ends else None
    return number is not None and number.start() <= max(ends)


def _readings(dictionary: Dictionary, line: Line, cities: Sequence[int], at: int) -> list[Reading]:
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


def _complete(line: Line, reading: Reading, anywhere: bool) -> bool:
    """Whether a bare name is an address and no venue's name (高山町公民館): a number or nothing follows it."""
    if anywhere:
        return STREET_NUMBER.match(line.folded, reading.end) is not None
    following = line.after(reading.end)
    return not following or AFTER_TOWN.match(following) is not None


def second_address(dictionary: Dictionary, municipality: int, building: str, tail: str) -> int | None:
    """Where in what follows an address another begins: 「中通二丁目、山王新町1」. A building named after its 町 is none.

    `tail` is the whole text that the building was taken from: what parts it from the number says much.
    """
    before = tail[:tail.rfind(building)].rstrip()[-1:]
    marks = [(found.end(), found[0]) for found in islice(BETWEEN.finditer(building), PLACES_TO_TRY)]
    for place, parting in ((0, before), *marks):
        if _is_address(dictionary, municipality, building[place:].strip(), bool(parting) and parting in PARTING):
            return place
    return None


def _is_address(dictionary: Dictionary, municipality: int, text: str, parted: bool) -> bool:
    folded = fold(text.replace(" ", ""))
    if not parted and not A_STREET_NUMBER.search(folded) and folded not in dictionary.block(municipality).names:
        return False
    line = Line(text)
    start = dictionary.gate.read(folded)
    cities, at = (start.cities[:FEW], start.end) if start.cities else ((municipality,), 0)
    return any(
        reading.end == len(folded) or STREET_NUMBER.match(folded, reading.end) is not None
        or ((parted or bool(start.cities)) and line.number_at(reading.end))
        for reading in _readings(dictionary, line, cities, at)
    )


def _names_place(line: Line, start: Start) -> bool:
    """Whether the 市区町村 or 都道府県 is named for itself, and not as the beginning of a venue's name."""
    rest = line.folded[start.end:]
    if not rest or line.blank_at(start.end):
        return True
    if rest.startswith(NOT_TOWN):
        return False
    return bool(start.pref and start.cities) or ANY_DIGIT.search(rest) is not None


def _later_places(line: Line) -> list[int]:
    """Where an address may begin behind something else: at a 都道府県, a blank, or a mark."""
    places = {found.end() for found in OPENING.finditer(line.folded)}
    places.update(line.blanks(), [found.start() for found in PREFECTURE.finditer(line.folded)])
    return sorted(places - {0, len(line.folded)})[:PLACES_TO_TRY]
