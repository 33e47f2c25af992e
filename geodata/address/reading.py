"""町の読み取り: from the rest of an address behind its 市区町村 to one 町 of that municipality, or why not."""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeGuard

from geodata.address import reasons
from geodata.address.block import Block, Chomes, Packed, meanings
from geodata.address.dictionary import Dictionary
from geodata.address.line import DIGIT, ENDED, Line
from geodata.address.match import NO_SOURCE, Point, Source
from geodata.address.names import CHIWARI, WHOLE, key, without_chome
from geodata.address.numbers import UNREAD, Chome, read_chome
from geodata.address.town import Entry, Town

WRITTEN_CHOME = re.compile(r"\d{1,2}丁目")
LOT = re.compile(r"\d+(?:-\d|番(?!館))")
JO_AND_CHOME = re.compile(r"(\d{1,2})-(?=(\d{1,2})-\d)")
THREE_NUMBERS = re.compile(r"\d+-\d+-\d+")


class Reading(NamedTuple):
    """A 町 that was read: its name and point, the text behind it, how surely (0–1), what is to be said of it, and by whom."""

    municipality: int
    name: str
    code: str
    point: Point | None
    tail: str
    end: int
    score: float = 1.0
    note: str = ""
    koaza_first: bool = False
    jukyo: bool | None = None
    origin: Source = NO_SOURCE


class Spot(NamedTuple):
    """Where a name was found: what it leads to, where it ends, how surely, and what is to be said of it."""

    packed: Packed
    end: int
    score: float = 1.0
    note: str = ""
    koaza_first: bool = False


def read_town(dictionary: Dictionary, municipality: int, line: Line, at: int) -> list[Reading]:
    """The 町 that stands at a place of the line. [] for none, several when the spelling fits several."""
    block, folded = dictionary.block(municipality), line.folded
    number = DIGIT.search(folded, at)
    end = number.start() if number else at
    for start in starts(folded, at):
        name = folded[start:end]
        packed = block.names.get(name) if number else None
        if packed is None or not name or name in block.before_digits:
            spot = _counted_jo(block, folded, name, end) or _spot(block, line, start, dictionary.reach(folded, start))
            if spot is None and packed is not None and not name:
                spot = Spot(packed, end, 0.8, reasons.WITHOUT_TOWN)
        elif _sole(packed, folded, end):  # as with most: the name ends at the first number
            return [_reading(dictionary, municipality, packed, line, end)]
        else:
            spot = Spot(packed, end)
        if spot:
            packed, end, score, note, koaza_first = _with_chome(block, line, start, spot)
            meant = meanings(packed, line.compact[start:end]) if isinstance(packed, list) else [packed]
            return [_reading(dictionary, municipality, one, line, end, score, note, koaza_first) for one in meant]
    return []


def begun(dictionary: Dictionary, municipality: int, line: Line, at: int) -> list[Reading]:
    """The 町 whose names only begin with what stands there, up to its number: 鹿ノ台北 and 鹿ノ台南 for 鹿ノ台."""
    return _partly(dictionary, municipality, line, at, str.startswith)


def ended(dictionary: Dictionary, municipality: int, line: Line, at: int) -> list[Reading]:
    """The 町 whose names only end with what stands there, up to its number: 神田小川町 for 小川町."""
    end = line.next_number(at)
    return _partly(dictionary, municipality, line, at, str.endswith) if end > at + 2 and line.folded[end - 1] == "町" else []


def _partly(
    dictionary: Dictionary, municipality: int, line: Line, at: int, fits: Callable[[str, str], bool]
) -> list[Reading]:
    block, end = dictionary.block(municipality), line.next_number(at) or len(line.folded)
    written = line.folded[at:end]
    if not 1 < len(written) < block.longest:
        return []
    found: dict[str, Reading] = {}
    for spelling, packed in block.names.items():
        if fits(spelling, written):
            for chomes in [one for _, one in packed] if isinstance(packed, list) else [packed]:
                name, point, origin = _whole(dictionary, municipality, chomes)
                found[name] = Reading(municipality, name, "", point, line.after(end), end, origin=origin)
    return list(found.values())


def read_usual(dictionary: Dictionary, municipality: int, line: Line, at: int) -> Reading | None:
    """The 町 whose name ends at the first number and can mean no other, as with most; None for any other."""
    block, folded = dictionary.block(municipality), line.folded
    number = DIGIT.search(folded, at)
    if number is None:
        return None
    end = number.start()
    name = folded[starts(folded, at)[0]:end]
    packed = block.names.get(name)
    if packed is None or not name or name in block.before_digits or not _sole(packed, folded, end):
        return None
    return _reading(dictionary, municipality, packed, line, end)


def _sole(packed: Packed, folded: str, end: int) -> TypeGuard[int | Chomes]:
    """Whether a name that ends there leads to one 町, and to no other with a 丁目."""
    return isinstance(packed, dict) or (isinstance(packed, int) and WRITTEN_CHOME.match(folded, end) is None)


def starts(folded: str, at: int) -> tuple[int, ...]:
    """Where a 町名 may begin: behind 大字 or 字, else at the place itself."""
    if folded.startswith("大字", at):
        return at + 2, at
    return (at + 1, at) if folded.startswith("字", at) else (at,)


def _counted_jo(block: Block, folded: str, name: str, end: int) -> Spot | None:
    """平岸2条 for 平岸2-5-2-1, whose 条 and 丁目 are written by their numbers alone."""
    found = JO_AND_CHOME.match(folded, end) if name in block.before_digits else None
    packed = block.names.get(f"{name}{found[1]}条") if found else None
    return Spot(packed, found.end(), 0.85, reasons.SHORTENED) if found and isinstance(packed, dict) and found[2] in packed else None


def _with_chome(block: Block, line: Line, at: int, spot: Spot) -> Spot:
    """富任町, which has 丁目, for 富任7丁目, though there is a 大字富任 which has none."""
    if isinstance(spot.packed, int) and WRITTEN_CHOME.match(line.folded, spot.end):
        packed = block.loose.get(line.folded[at:spot.end])
        if packed is not None and not isinstance(packed, int):
            return Spot(packed, spot.end, 0.85, reasons.SHORTENED)
    return spot


def _spot(block: Block, line: Line, at: int, reach: int) -> Spot | None:
    """The longest name that ends where a name may; else one less its 町; else one with an unknown 小字 behind it."""
    folded, names, length = line.folded, block.names, len(line.folded)
    weak, least = None, at + 1
    others: list[tuple[Packed, int]] = []
    for end in range(min(at + min(reach, block.longest), length), at, -1):
        packed = names.get(folded[at:end])
        if packed is None:
            continue
        if line.name_ends_at(end):
            return Spot(packed, end)
        if folded[end - 1] in ENDED:
            weak, least = Spot(packed, end), end
            break
        others.append((packed, end))
    for digit in reversed([*DIGIT.finditer(folded, least + 1, at + reach + 1)]):
        end = digit.start()
        if (packed := block.loose.get(folded[at:end])) is not None:
            return Spot(packed, end, 0.85, reasons.SHORTENED)
    if weak:
        return weak
    for packed, end in others:
        if end == length or end < at + 2:
            continue
        unread = UNREAD.match(tail := line.after(end))
        if unread and (end > at + 2 or folded.startswith("大字", at - 2) or LOT.match(tail, unread.end())):  # 薬水三壺599-4
            return Spot(packed, end, 0.5, reasons.UNREAD_KOAZA.format(unread=unread[0]), True)
    return None


def _reading(
    dictionary: Dictionary, municipality: int, chomes: Chomes | int, line: Line, end: int,
    score: float = 1.0, note: str = "", koaza_first: bool = False,
) -> Reading:
    tail = line.after(end)
    if not isinstance(chomes, int):
        place, tail, sure, more = _choose(chomes, tail)
    elif "丁目" in tail and WRITTEN_CHOME.match(tail):
        place, sure, more = chomes, 0.5, reasons.UNKNOWN_CHOME.format(name="{name}", number=tail[:tail.index("丁目") + 2])
    else:
        place, sure, more = chomes, 1.0, ""
    if place is None:
        name, point, origin = _whole(dictionary, municipality, chomes)
        return Reading(municipality, name, "", point, tail, end, score * sure, note + more.format(name=name), origin=origin)
    name, code, point, jukyo, origin, inherited = dictionary.entry(municipality, place)
    if sure < 1 and more:
        more = more.format(name=name)
    if inherited:
        more += _inherited(dictionary.town(municipality, place))
    elif point is None:
        point, origin, missing = _nearby(dictionary, municipality, place, chomes)
        more += missing
    return tuple.__new__(Reading, (municipality, name, code, point, tail, end, score * sure, note + more, koaza_first, jukyo,
                                   origin))  # half the time of Reading(…)


def _choose(chomes: Chomes, tail: str) -> tuple[int | None, str, float, str]:
    """(town's place or None for the whole 町, the text behind, score, note)."""
    own = chomes.get(WHOLE)
    whole = "" if own is not None else reasons.NO_CHOME
    read = read_chome(tail)
    if read is None:
        return own, tail, 1.0 if own is not None else 0.8, whole
    place = _counted(chomes, read)
    if read.written:
        if place is None:
            return own, tail, 0.5, reasons.UNKNOWN_CHOME.format(name="{name}", number=f"{read.number}{read.written}")
        return place, tail[read.end:], 1.0, ""
    if place is None and WHOLE not in chomes and THREE_NUMBERS.match(tail):
        return None, tail, 0.7, reasons.UNKNOWN_CHOME.format(name="{name}", number=f"{read.number}丁目")
    if place is None or (own is not None and not THREE_NUMBERS.match(tail)):
        return own, tail, 0.9 if own is not None else 0.7, whole
    return place, tail[read.end:], 0.8 if read.alone else 0.95, reasons.INFERRED_CHOME


def _counted(chomes: Chomes, read: Chome) -> int | None:
    """The place of that 丁目, or of that 地割 where the 町 has both or only these."""
    number = str(read.number)
    first, second = (number + CHIWARI, number) if read.written == CHIWARI else (number, number + CHIWARI)
    return chomes.get(first, chomes.get(second))


def _whole(dictionary: Dictionary, municipality: int, chomes: Chomes | int) -> tuple[str, Point | None, Source]:
    """The name of a 町 without its 丁目, the middle of them, and whose points these are."""
    entries = [dictionary.entry(municipality, place) for place in _places(chomes)]
    return without_chome(entries[0].label)[0], *_middle(entries)


def _nearby(
    dictionary: Dictionary, municipality: int, place: int, chomes: Chomes | int
) -> tuple[Point | None, Source, str]:
    """For a town without a point: the middle of its 町, or its 大字."""
    point, origin = _middle([dictionary.entry(municipality, other) for other in _places(chomes)])
    if point:
        return point, origin, reasons.CHOME_WITHOUT_POINT
    town = dictionary.town(municipality, place)
    parent = dictionary.block(municipality).names.get(key(town.name)) if town.koaza else None
    if isinstance(parent, int) and (whole := dictionary.entry(municipality, parent)).point:
        return whole.point, whole.origin, reasons.KOAZA_WITHOUT_POINT
    return None, NO_SOURCE, ""


def _inherited(town: Town) -> str:
    """What to say of a point that the source does not give to this 町 but to its 大字, or to what lies in it."""
    if town.koaza:
        return reasons.KOAZA_WITHOUT_POINT
    return reasons.CHOME_WITHOUT_POINT if town.name.endswith("丁目") else reasons.TOWN_WITHOUT_POINT


def _places(chomes: Chomes | int) -> list[int]:
    return [chomes] if isinstance(chomes, int) else list(chomes.values())


def _middle(entries: list[Entry]) -> tuple[Point | None, Source]:
    known = [entry for entry in entries if entry.point and not entry.inherited] or [entry for entry in entries if entry.point]
    points = [entry.point for entry in known if entry.point]
    if not points:
        return None, NO_SOURCE
    return (round(sum(lng for lng, _ in points) / len(points), 6),
            round(sum(lat for _, lat in points) / len(points), 6)), known[0].origin
