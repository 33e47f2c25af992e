"""答え: from a text to its Match, by the usual spellings at a look or by the careful reading."""

import re

from geodata.address import reasons
from geodata.address.building import as_written
from geodata.address.codes import prefecture_code
from geodata.address.dated import undated
from geodata.address.dictionary import Dictionary
from geodata.address.found import Found
from geodata.address.gate import one_city
from geodata.address.line import Line
from geodata.address.match import Candidate, Match, MatchLevel, at_town
from geodata.address.numbers import EDGES, read_tail
from geodata.address.numerals import kanji_numbers
from geodata.address.plain import NO_NUMBER, Plain, read_plain, without_blanks
from geodata.address.reading import Reading
from geodata.address.search import search
from geodata.address.second import second_address
from geodata.address.steps import half_width, uncounted

LIMIT = 500
DOUBTED = 0.8  # how sure a number is that was a date in the cell
UNKNOWN_KOAZA = 0.8  # how sure a 町 is behind which a 小字 stands that the dictionary lacks
KOAZA_IN_REST = re.compile(r"(?:大字|字)\D+|第?\d+地割|\d+[字部]")
UNTOLD = ("未定", "調整中", "検討中", "なし", "無し", "無", "不明", "非公開", "-")
DITTO = ("〃", "々", "同上", "同じ", "同前", "上に同じ")
BETWEEN = re.compile(  # 上寺田1-1; 満路1199 too, in kanji throughout: サンハイツ302 and 若葉荘302 are buildings
    r"([^\d\s()（）・〒、,]{1,8}(?<![館所園校院会店棟室局場社ルトーズン]))\d+(?:-\d+|番)+(?!館)"
    r"|([一-鿿々ヶケノの]{2,6}(?<![館所園校院会店棟室局場社荘寮宅苑邸閣地]))\d{1,5}$"
)
SEPARATED = re.compile(r"[^\d,/|]+[都道府県市区町村]([,/|、])[^\d,/|、]+\1")
PARTED = re.compile(r"(?:及び|および|または|又は|もしくは|あるいは|から|より|[かと&→⇒+])$")  # what joins two addresses
KANA = re.compile(r"[ぁ-ヿー]{3,}(?=[0-9])[0-9ぁ-ヿー-]+")


def answer(dictionary: Dictionary, text: str, within: str | None) -> Match:
    """Where an address is; `within` as for Geocoder.locate."""
    if len(text) > LIMIT:
        return Match(text, reason=reasons.TOO_LONG.format(limit=LIMIT), unread=text, sure=False)
    allowed = dictionary.gate.within(within) if within else None
    half = half_width(text)
    if (plain := read_plain(dictionary, half, allowed)) and (match := _plain(dictionary, text, plain)):
        return match
    bare, note = uncounted(half)
    kept = ""
    closed = without_blanks(bare)
    if not closed:  # not a digit: its numbers are in kanji, if it has any
        closed = kept = kanji_numbers(bare)
    for tried in (closed,) if kept or closed == bare else (closed, bare):
        if tried != half and len(tried) <= LIMIT and (plain := read_plain(dictionary, tried, allowed)):
            municipality, place, rest, building, score, said = plain
            if building:
                plain = municipality, place, rest, as_written(building, text), score, said
            if match := _plain(dictionary, text, plain, note):
                return match  # most cells are plain below their labels, dashes and notes
    return _careful(dictionary, text, kept or kanji_numbers(bare), note, allowed)


def careful_answer(dictionary: Dictionary, text: str, within: str | None) -> Match:
    """`answer` by the careful reading alone."""
    bare, note = uncounted(half_width(text[:LIMIT]))
    return _careful(dictionary, text, kanji_numbers(bare), note, dictionary.gate.within(within) if within else None)


def _careful(dictionary: Dictionary, text: str, kept: str, note: str, allowed: frozenset[int] | None) -> Match:
    """The answer to a text of which the steps have left `kept`."""
    if not kept:
        return Match(text, reason=reasons.EMPTY, unread=note, sure=False)
    if len(kept) > LIMIT:  # one letter can stand for eighteen
        return Match(text, reason=reasons.TOO_LONG.format(limit=LIMIT), unread=text, sure=False)
    dated = undated(kept)
    line = Line(dated.text if dated else kept, note)
    found = search(dictionary, line, allowed)
    if not found.readings and (parts := SEPARATED.match(line.text)):  # 奈良県,生駒市,元町,1-2
        return _careful(dictionary, text, line.text.replace(parts[1], ""), note, allowed)
    if dated:
        said = reasons.DATED.format(written=dated.written, meant=dated.meant)
        found = found._replace(score=found.score * DOUBTED, note=said + found.note)
    if len(found.readings) == 1:
        return _town(dictionary, text, line, found, found.readings[0])
    return _above_town(dictionary, text, line, found)


def _plain(dictionary: Dictionary, text: str, plain: Plain, unread: str = "") -> Match | None:
    municipality, place, rest, building, score, note = plain
    name, code, point, jukyo, origin, inherited = dictionary.entry(municipality, place)
    if point is None or inherited:
        return None
    owner = dictionary.municipalities[municipality]
    return at_town(text, point, score, owner.pref, owner.city, owner.code, name, rest, building,
                   code or owner.code, note + (reasons.TOWN_CENTRE if rest else reasons.NO_NUMBER), unread, not note, jukyo, origin)


def _town(dictionary: Dictionary, text: str, line: Line, found: Found, reading: Reading) -> Match:
    municipality, name, code, point, tail, _, score, said, koaza_first, jukyo, origin = reading
    owner = dictionary.municipalities[municipality]
    rest, building, unread = read_tail(tail, koaza_first)
    score, said = score * found.score, found.note + said
    if building and not rest and not koaza_first and (between := BETWEEN.match(building)):
        rest, building, unread = read_tail(tail, koaza_first=True)
        score, said = score * 0.5, said + reasons.UNREAD_KOAZA.format(unread=between[1] or between[2])
    second = None
    if building:
        score *= 1 if rest else NO_NUMBER
        second = second_address(dictionary, municipality, building, tail)
        if second is not None:
            score, said, unread = score * 0.9, said + reasons.TWO_ADDRESSES, f"{unread} {building[second:]}".strip()
            building = PARTED.sub("", building[:second]).rstrip(EDGES)
        building = as_written(building, text)
    if unread and second is None:
        if rest:
            said += reasons.BESIDE.format(unread=unread)
        elif unread.startswith(("字", "大字")):
            score, said = score * NO_NUMBER, said + reasons.UNREAD_KOAZA.format(unread=unread)
        else:
            said += reasons.NO_LOT
    if not rest.isascii() and not koaza_first and (koaza := KOAZA_IN_REST.match(rest)):
        score, said = score * UNKNOWN_KOAZA, said + reasons.UNREAD_KOAZA.format(unread=koaza[0])
    if line.note:
        unread = f"{unread} {line.note}".strip()
    if point is None:
        return Match(text, MatchLevel.CITY, None, score, owner.pref, owner.city, owner.code, name, rest,
                     building, code or owner.code, said + reasons.NO_POINT, unread, not said, jukyo)
    centre = "" if reasons.CENTRE in said else reasons.TOWN_CENTRE if rest else reasons.NO_NUMBER
    return at_town(text, point, score, owner.pref, owner.city, owner.code, name, rest, building, code or owner.code,
                   said + centre, unread, not said or said in reasons.MISSING, jukyo, origin)


def _above_town(dictionary: Dictionary, text: str, line: Line, found: Found) -> Match:
    candidates = tuple(_candidate(dictionary, reading) for reading in found.readings)
    unread = f"{line.after(found.start.end).strip()} {line.note}".strip() if found.named else " ".join(text.split())
    if KANA.fullmatch(line.folded, found.start.end):
        found = found._replace(reason=reasons.KANA)
    if line.text in DITTO:
        found = found._replace(reason=reasons.DITTO.format(text=line.text))
    if line.text in UNTOLD:
        found = found._replace(reason=reasons.EMPTY)
    if found.named and (common := one_city([dictionary.municipalities[n] for n in found.start.cities])):
        pref, city, code = common.pref, common.city, common.code
        return Match(text, MatchLevel.CITY, None, 1.0 if found.start.end == len(line.folded) else 0.5, pref, city, code,
                     code=code, reason=found.reason, unread=unread, sure=not unread, candidates=candidates)
    if found.start.pref and found.named:
        return Match(text, MatchLevel.PREFECTURE, None, 0.5, found.start.pref, reason=found.reason, unread=unread,
                     code=prefecture_code(found.start.pref), sure=not unread, candidates=candidates)
    return Match(text, reason=found.reason, unread=unread, sure=False, candidates=candidates)


def _candidate(dictionary: Dictionary, reading: Reading) -> Candidate:
    owner = dictionary.municipalities[reading.municipality]
    return Candidate(owner.pref, owner.city, owner.code, reading.name, reading.point)
