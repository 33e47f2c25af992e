"""旧市町村: an address under a name that its municipality, or part of it, no longer has."""

import re
from collections.abc import Iterator

from geodata.address import reasons
from geodata.address.bare import bare_name
from geodata.address.dictionary import Dictionary
from geodata.address.found import WARD, Found, readings_in
from geodata.address.gate import Start
from geodata.address.line import Line
from geodata.address.numbers import read_tail
from geodata.address.reading import Reading

COUNTY_TOWN = re.compile(r"[^0-9郡]{1,4}郡(?=[^0-9]{1,6}?[町村])")


def in_former(dictionary: Dictionary, line: Line, start: Start) -> Found:
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
    if (number := line.next_number(start.end) or len(line.compact)) > start.end:  # 都祁村針 is 針町 today
        forms.append((line.instead(number - 1, line.compact[number - 1] + "町"), start.end))
    found = []
    for form, place in forms:
        found.append(readings_in(dictionary, form, start.cities, place))
        yield [one for one in found[-1] if not one.tail or read_tail(one.tail).rest]
    yield from reversed(found)


def _without_oaza(line: Line, at: int) -> Line:
    """The line less a 大字 or 字 that stands there."""
    length = next((len(word) for word in ("大字", "字") if line.folded.startswith(word, at)), 0)
    return Line(line.compact[:at] + line.compact[at + length:], line.note) if length else line


def renamed(dictionary: Dictionary, line: Line, start: Start) -> Iterator[Found]:
    """A 市区町村 that nobody lists: a 郡 and 町 of old whose name the 町 still has, or one that is written without 市."""
    if not start.pref:
        return
    if start.cities and (bare := bare_name(dictionary, line, Start(start.pref, (), 0), len(start.pref), None)).readings:
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
            found = bare_name(dictionary, form, start, county.end(), None)
            if len(found.readings) == 1 and not found.readings[0].koaza_first:
                yield found._replace(score=0.7, note=reasons.RENAMED.format(former=line.compact[start.end:last + 1]))
    for stem in dictionary.gate.stem(line.folded, start.pref, start.end):
        readings = [one for one in readings_in(dictionary, line, stem.cities, stem.end) if not one.koaza_first]
        if len(readings) == 1 and line.number_at(readings[0].end):
            yield Found(stem, readings, 0.7, reasons.CITY_SUPPLIED)
