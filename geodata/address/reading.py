"""町の読み取り: from the rest of an address behind its 市区町村 to one 町 of that municipality, or why not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from geodata.address import reasons
from geodata.address.block import Block, Chomes, Packed, meanings
from geodata.address.dictionary import Dictionary
from geodata.address.line import Line
from geodata.address.match import Point
from geodata.address.names import key, without_chome
from geodata.address.numbers import UNREAD, read_chome
from geodata.address.town import Town

PREFIX = ("大字", "字")
THREE_NUMBERS = re.compile(r"\d+-\d+-\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A 町 that was read: its name and point, the text behind it, how surely (0–1), and what is to be said of it."""

    town: Town
    name: str
    point: Point | None
    tail: str
    end: int
    score: float = 1.0
    note: str = ""
    koaza_first: bool = False


class Spot(NamedTuple):
    """Where a name was found: what it leads to, where it ends, how surely, and what is to be said of it."""

    packed: Packed
    end: int
    score: float = 1.0
    note: str = ""
    koaza_first: bool = False


def read_town(dictionary: Dictionary, municipality: int, line: Line, at: int) -> list[Reading]:
    """The 町 that stands at a place of the line. [] for none, several when the spelling fits several."""
    block = dictionary.block(municipality)
    for start in starts(line.folded, at):
        if spot := _spot(block, line, start):
            return [
                _reading(dictionary, municipality, chomes, line, spot)
                for chomes in meanings(spot.packed, line.compact[start:spot.end])
            ]
    return []


def starts(folded: str, at: int) -> Iterable[int]:
    """Where a 町名 may begin: behind 大字 or 字, else at the place itself."""
    for prefix in PREFIX:
        if folded.startswith(prefix, at):
            yield at + len(prefix)
    yield at


def _spot(block: Block, line: Line, at: int) -> Spot | None:
    """The longest name that ends where a name may; else one less its 町; else one with an unknown 小字 behind it."""
    folded, names, length = line.folded, block.names, len(line.folded)
    for end in range(min(at + block.longest, length), at, -1):
        packed = names.get(folded[at:end])
        if packed is not None and line.name_ends_at(end):
            return Spot(packed, end)
    for end in range(min(at + block.longest, length - 1), at + 1, -1):
        if line.number_at(end) and (packed := block.loose.get(folded[at:end])) is not None:
            return Spot(packed, end, 0.85, reasons.SHORTENED)
    for end in range(min(at + block.longest, length - 2), at + 2, -1):
        packed = names.get(folded[at:end])
        if packed is not None and (unread := UNREAD.match(line.compact, end)):
            return Spot(packed, end, 0.5, reasons.UNREAD_KOAZA.format(unread=unread[0]), True)
    return None


def _reading(dictionary: Dictionary, municipality: int, chomes: Chomes, line: Line, spot: Spot) -> Reading:
    place, tail, score, note = _choose(chomes, line.after(spot.end))
    score, note = score * spot.score, spot.note + note
    if place is None:
        towns = [dictionary.town(municipality, place) for place in chomes.values()]
        name = without_chome(towns[0].label)[0]
        return Reading(towns[0], name, _middle(towns), tail, spot.end, score, note.format(name=name))
    town = dictionary.town(municipality, place)
    point = town.point
    if point is None:
        point, missing = _nearby(dictionary, municipality, town, chomes)
        note += missing
    return Reading(town, town.label, point, tail, spot.end, score, note, spot.koaza_first)


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


def _nearby(dictionary: Dictionary, municipality: int, town: Town, chomes: Chomes) -> tuple[Point | None, str]:
    """For a town without a point: the middle of its 町, or its 大字."""
    if point := _middle([dictionary.town(municipality, place) for place in chomes.values()]):
        return point, reasons.CHOME_WITHOUT_POINT
    parent = dictionary.block(municipality).names.get(key(town.name)) if town.koaza else None
    if isinstance(parent, int) and (point := dictionary.town(municipality, parent).point):
        return point, reasons.KOAZA_WITHOUT_POINT
    return None, ""


def _middle(towns: list[Town]) -> Point | None:
    points = [town.point for town in towns if town.point]
    if not points:
        return None
    return (round(sum(lng for lng, _ in points) / len(points), 6),
            round(sum(lat for _, lat in points) / len(points), 6))
