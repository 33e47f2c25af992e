"""町の読み取り: from the rest of an address behind its 市区町村 to one 町 of that municipality, or why not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.address import reasons
from geodata.address.block import Block, Chomes, Packed, meanings
from geodata.address.dictionary import Dictionary
from geodata.address.line import Line
from geodata.address.match import Point
from geodata.address.names import without_chome
from geodata.address.numbers import read_chome
from geodata.address.town import Town

PREFIX = ("大字", "字")
THREE_NUMBERS = re.compile(r"\d+-\d+-\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A 町 that was read: its name and point, the text behind it, how surely (0–1), and what is to be said of it."""

    municipality: int
    town: Town
    name: str
    point: Point | None
    tail: str
    score: float = 1.0
    note: str = ""
    end: int = 0


def read_town(dictionary: Dictionary, municipality: int, line: Line, at: int) -> list[Reading]:
    """The 町 that stands at a place of the line. [] for none, several when the spelling fits several."""
    block = dictionary.block(municipality)
    for start in _starts(line.folded, at):
        if found := _longest(block, line, start):
            packed, end, loose = found
            return [
                _with_chome(dictionary, municipality, chomes, line.after(end), loose, end)
                for chomes in meanings(packed, line.compact[start:end])
            ]
    return []


def _starts(folded: str, at: int) -> Iterable[int]:
    for prefix in PREFIX:
        if folded.startswith(prefix, at):
            yield at + len(prefix)
    yield at


def _longest(block: Block, line: Line, at: int) -> tuple[Packed, int, bool] | None:
    folded, names = line.folded, block.names
    for end in range(min(at + block.longest, len(folded)), at, -1):
        packed = names.get(folded[at:end])
        if packed is not None and line.name_ends_at(end):
            return packed, end, False
    for end in range(min(at + block.longest, len(folded) - 1), at + 1, -1):
        packed = block.loose.get(folded[at:end])
        if packed is not None and line.number_at(end):
            return packed, end, True
    return None


def _with_chome(
    dictionary: Dictionary, municipality: int, chomes: Chomes, tail: str, loose: bool, end: int
) -> Reading:
    place, tail, score, note = _choose(chomes, tail)
    if loose:
        score, note = score * 0.85, reasons.SHORTENED + note
    if place is not None:
        town = dictionary.town(municipality, place)
        return Reading(municipality, town, town.label, town.point, tail, score, note, end)
    towns = [dictionary.town(municipality, place) for place in chomes.values()]
    name = without_chome(towns[0].label)[0]
    return Reading(municipality, towns[0], name, _middle(towns), tail, score, note.format(name=name), end)


def _choose(chomes: Chomes, tail: str) -> tuple[int | None, str, float, str]:
    """(town's place or None for the whole 町, the text behind, score, note)."""
    own = chomes.get("0")
    if len(chomes) == 1 and own is not None:
        return own, tail, 1.0, ""
    whole = "" if own is not None else reasons.NO_CHOME
    read = read_chome(tail)
    if read is None:
        return own, tail, 1.0 if own is not None else 0.8, whole
    place = chomes.get(str(read.number))
    if read.written:
        if place is None:
            return own, tail, 0.5, reasons.UNKNOWN_CHOME.format(name="{name}", number=read.number)
        return place, tail[read.end:], 1.0, ""
    if place is None or (own is not None and not THREE_NUMBERS.match(tail)):
        return own, tail, 0.9 if own is not None else 0.7, whole
    return place, tail[read.end:], 0.8 if read.alone else 0.95, reasons.INFERRED_CHOME


def _middle(towns: list[Town]) -> Point | None:
    points = [town.point for town in towns if town.point]
    if not points:
        return None
    return (round(sum(lng for lng, _ in points) / len(points), 6),
            round(sum(lat for _, lat in points) / len(points), 6))
