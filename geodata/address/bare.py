"""市区町村のない町名: a 町名 alone, in the municipalities allowed, in a 都道府県, or anywhere if it is the only one."""

import re
from collections.abc import Sequence

from geodata.address import reasons
from geodata.address.dictionary import Dictionary
from geodata.address.found import ANY_DIGIT, Found, names_place, past_ward, readings_in
from geodata.address.gate import Start
from geodata.address.line import Line
from geodata.address.plain import SUPPLIED
from geodata.address.reading import Reading, begun, ended, starts

LONGEST_BARE = 16
FEW = 4
SHOWN = 20  # of the municipalities that share a 町名, so many are read
STREET_NUMBER = re.compile(r"\d++(?:-\d|番(?!館)|丁目|号(?![館棟室車]))")
A_STREET_NUMBER = re.compile(rf"(?<!\d){STREET_NUMBER.pattern}")  # to search with: not from each digit anew
AFTER_TOWN = re.compile(
    r"\d+(?!\d|[番号][館棟室車]|階|F)|[\s(、,番]|(?:外|内|地内|地先|付近|附近|周辺|無番地|番外地)$|(?:大字|字)[^\d\s]{1,12}\d"
    r"|[^\d\s]{1,8}\d+(?:-\d|番)|[^\d\s]{1,6}(?<![館所園校院会店棟室局場社ルトーズン])\d{2,}$|第?\d+地割"
)


def bare_name(
    dictionary: Dictionary, line: Line, start: Start, at: int, allowed: frozenset[int] | None, later: bool = False
) -> Found:
    """A 町名 without its municipality: in those allowed, in the 都道府県 written, or anywhere if it is the only one."""
    bounds = dictionary.gate.of_pref(start.pref) if start.pref else allowed
    having = _having(dictionary, line, at, bounds) if bounds or _number_in_reach(dictionary, line, at) else ()
    if later and len(having) > FEW:
        having = ()  # behind something else only a 町 that is the only one is believed
    readings = [
        reading for reading in readings_in(dictionary, line, having[:SHOWN], at) if complete(line, reading, bounds is None)
    ] if having else []
    if len(readings) == 1 and len(having) <= SHOWN:
        sure, note = (SUPPLIED, reasons.IN_PREFECTURE if start.pref else "") if bounds else (0.6, reasons.NATIONWIDE)
        return Found(start, readings, sure, note)
    if not readings and allowed and len(having) <= FEW:
        past = past_ward(dictionary, line, having, at)
        if len(past) == 1 and line.number_at(past[0].end + 1):
            return Found(start, past, 0.7, reasons.WARD_CHANGED)
    if readings:
        return Found(start, readings, reason=reasons.SAME_NAME.format(count=max(len(readings), len(having))))
    if allowed and len(allowed) == 1 and not start.pref and (several := unfinished(dictionary, line, start, next(iter(allowed)), at)):
        return several._replace(named=False)
    if start.pref and names_place(line, start):
        whole = start.end == len(line.folded)
        return Found(start, [], reason=reasons.NO_CITY if whole else reasons.ONLY_PREFECTURE)
    return Found(start, [], reason=reasons.NOT_FOUND if ANY_DIGIT.search(line.folded) else reasons.VENUE_ONLY, named=False)


def unfinished(dictionary: Dictionary, line: Line, start: Start, municipality: int, at: int) -> Found | None:
    """Several 町 to choose from, whose names only begin, or else end, with what stands there; the only one that ends so is named."""
    readings, said = begun(dictionary, municipality, line, at), reasons.UNFINISHED
    if not readings:
        readings, said = ended(dictionary, municipality, line, at), reasons.ENDINGS
    if not readings or (len(readings) == 1 and said is reasons.UNFINISHED):
        return None
    written = line.compact[at:readings[0].end]
    if len(readings) == 1:  # to be confirmed first, and no reading yet
        return Found(start, [], reason=reasons.ENDING.format(written=written, name=readings[0].name))
    return Found(start, readings[:SHOWN], reason=said.format(written=written, count=len(readings)))


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
    if number is None and ends:
        first = line.next_number(at)
        return at < first <= max(ends) and _lot_of_a_town(line, first)
    return number is not None and number.start() <= max(ends)


def _lot_of_a_town(line: Line, end: int) -> bool:
    """Whether nothing but a number stands behind a name that ends in 町: 小明町55. グリーン101 may be a flat."""
    return line.folded[end - 1] == "町" and line.folded[end:].isdecimal()


def complete(line: Line, reading: Reading, anywhere: bool) -> bool:
    """Whether a bare name is an address and no venue's name (高山町公民館): a number or nothing follows it."""
    if anywhere:
        return STREET_NUMBER.match(line.folded, reading.end) is not None or _lot_of_a_town(line, reading.end)
    following = line.after(reading.end)
    return not following or AFTER_TOWN.match(following) is not None
