"""住所から位置へ: a text goes in, a point with an honest level comes out, and nothing leaves the process."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast
from unicodedata import normalize

from geodata.address import reasons
from geodata.address.building import as_written
from geodata.address.codes import prefecture_code
from geodata.address.dictionary import Dictionary
from geodata.address.gate import one_city
from geodata.address.line import Line
from geodata.address.match import Candidate, Match, MatchLevel, at_town
from geodata.address.numbers import EDGES, read_tail
from geodata.address.numerals import kanji_numbers
from geodata.address.plain import Plain, read_plain, without_blanks
from geodata.address.reading import Reading
from geodata.address.search import Found, search, second_address
from geodata.address.steps import uncounted
from geodata.garbage import collected_later

LIMIT = 500
KANA = re.compile(r"[ぁ-ヿー]{3,}(?=[0-9])[0-9ぁ-ヿー-]+")


class Geocoder:
    """Reads addresses against a dictionary. Safe to share between threads; `locate` never raises on any str."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary

    @classmethod
    def open(cls, path: Path) -> "Geocoder":
        """A geocoder over a saved dictionary; errors as Dictionary.open."""
        return cls(Dictionary.open(path))

    def locate_many(self, texts: Iterable[str], within: str | None = None) -> list[Match]:
        """locate for each text, in order.

        They are read sorted, so that addresses of one municipality meet while its names are still at hand in the processor,
        and no search for cycles goes through the growing list, which has none.
        """
        listed = list(texts)
        matches: list[Match | None] = [None] * len(listed)
        with collected_later():
            for place in sorted(range(len(listed)), key=listed.__getitem__):
                matches[place] = self.locate(listed[place], within)
        return cast("list[Match]", matches)

    def locate(self, text: str, within: str | None = None) -> Match:
        """Where an address is.

        `within` is the code (six digits, or five) of the municipality, 政令市 or 都道府県 that a bare 町名 belongs to; an
        address that names another municipality is found there all the same.
        """
        if len(text) > LIMIT:
            return Match(text, reason=reasons.TOO_LONG.format(limit=LIMIT), unread=text, sure=False)
        allowed = self.dictionary.gate.within(within) if within else None
        half = normalize("NFKC", text)
        if (plain := read_plain(self.dictionary, half, allowed)) and (match := self._plain(text, plain)):
            return match
        bare, note = uncounted(half)
        if not bare:
            return Match(text, reason=reasons.EMPTY, unread=note, sure=False)
        kept = ""
        closed = without_blanks(bare)
        if not closed:  # not a digit: its numbers are in kanji, if it has any
            closed = kept = kanji_numbers(bare)
        for tried in (closed,) if kept or closed == bare else (closed, bare):
            if tried != half and len(tried) <= LIMIT and (plain := read_plain(self.dictionary, tried, allowed)):
                municipality, place, rest, building, score, said = plain
                if building:
                    plain = municipality, place, rest, as_written(building, text), score, said
                if match := self._plain(text, plain, note):
                    return match  # most cells are plain below their labels, dashes and notes
        kept = kept or kanji_numbers(bare)
        if len(kept) > LIMIT:  # one letter can stand for eighteen
            return Match(text, reason=reasons.TOO_LONG.format(limit=LIMIT), unread=text, sure=False)
        line = Line(kept, note)
        found = search(self.dictionary, line, allowed)
        if len(found.readings) == 1:
            return self._town(text, line, found, found.readings[0])
        return self._above_town(text, line, found)

    def _plain(self, text: str, plain: Plain, unread: str = "") -> Match | None:
        municipality, place, rest, building, score, note = plain
        name, code, point, jukyo, origin, inherited = self.dictionary.entry(municipality, place)
        if point is None or inherited:
            return None
        owner = self.dictionary.municipalities[municipality]
        return at_town(text, point, score, owner.pref, owner.city, owner.code, name, rest, building,
                       code or owner.code, note + (reasons.TOWN_CENTRE if rest else reasons.NO_NUMBER), unread, not note, jukyo, origin)

    def _town(self, text: str, line: Line, found: Found, reading: Reading) -> Match:
        municipality, name, code, point, tail, _, score, said, koaza_first, jukyo, origin = reading
        owner = self.dictionary.municipalities[municipality]
        rest, building, unread = read_tail(tail, koaza_first)
        score, said = score * found.score, found.note + said
        second = None
        if building:
            score *= 1 if rest else 0.8
            second = second_address(self.dictionary, municipality, building, tail)
            if second is not None:
                score, said, unread = score * 0.9, said + reasons.TWO_ADDRESSES, f"{unread} {building[second:]}".strip()
                building = building[:second].rstrip(EDGES)
            building = as_written(building, text)
        if unread and second is None:
            said += reasons.BESIDE.format(unread=unread) if rest else reasons.NO_LOT
        if line.note:
            unread = f"{unread} {line.note}".strip()
        if point is None:
            return Match(text, MatchLevel.CITY, None, score, owner.pref, owner.city, owner.code, name, rest,
                         building, code or owner.code, said + reasons.NO_POINT, unread, not said, jukyo)
        centre = "" if reasons.CENTRE in said else reasons.TOWN_CENTRE if rest else reasons.NO_NUMBER
        return at_town(text, point, score, owner.pref, owner.city, owner.code, name, rest, building, code or owner.code,
                       said + centre, unread, not said or said in reasons.MISSING, jukyo, origin)

    def _above_town(self, text: str, line: Line, found: Found) -> Match:
        candidates = tuple(self._candidate(reading) for reading in found.readings)
        unread = f"{line.after(found.start.end).strip()} {line.note}".strip() if found.named else " ".join(text.split())
        if KANA.fullmatch(line.folded, found.start.end):
            found = found._replace(reason=reasons.KANA)
        if found.named and (common := one_city([self.dictionary.municipalities[n] for n in found.start.cities])):
            pref, city, code = common.pref, common.city, common.code
            return Match(text, MatchLevel.CITY, None, 1.0 if found.start.end == len(line.folded) else 0.5, pref, city, code,
                         code=code, reason=found.reason, unread=unread, sure=not unread, candidates=candidates)
        if found.start.pref and found.named:
            return Match(text, MatchLevel.PREFECTURE, None, 0.5, found.start.pref, reason=found.reason, unread=unread,
                         code=prefecture_code(found.start.pref), sure=not unread, candidates=candidates)
        return Match(text, reason=found.reason, unread=unread, sure=False, candidates=candidates)

    def _candidate(self, reading: Reading) -> Candidate:
        owner = self.dictionary.municipalities[reading.municipality]
        return Candidate(owner.pref, owner.city, owner.code, reading.name, reading.point)
