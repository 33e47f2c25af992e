"""番地以下: what stands after the 町, parted into the number (`2-14-8`) and the building."""

import re
from typing import NamedTuple

from geodata.address.numerals import value_of

NOT_A_FLOOR = r"(?!\s?(?:F|f|階|号室|号棟|号館|室|棟))"
JOINT = r"\s?(?:番地の|番の|号の|丁目-|丁目|番地-|番-|号-|番地|番|号|-|の|ノ)\s?"
NUMBER = re.compile(
    rf"\s?([甲乙丙丁]?\d++{NOT_A_FLOOR}(?:{JOINT}\d++{NOT_A_FLOOR})*+)"
    r"\s?(?:丁目|番地の?|番|号(?![室棟館車]))?-?"
)
JOINTS = re.compile(r"\D+(?=\d)")
KOAZA = re.compile(r"\s?(?:大字|字)[^\d\s,、(（]{1,12}(?=\d)")
UNREAD = re.compile(r"[^\d\s()（）]{1,8}(?=\d)")
CHOME = re.compile(
    r"\s?(?:(\d{1,2})\s?(?:丁目|丁(?!\w))|([一二三四五六七八九十]{1,3})(?=-)-?"
    r"|(\d{1,2})(?=-\d|の\d|\s\d)|(\d{1,2})$)[-の]?"
)
EDGES = " ,、。.・-/"
PAIRS = {")": "(", "」": "「", "]": "["}


class Chome(NamedTuple):
    """A 丁目 as the text has it: its number, whether 丁目 was written, and where the rest starts."""

    number: int
    written: bool
    alone: bool
    end: int


class Tail(NamedTuple):
    """番地以下: the number in digits and hyphens, or "", and the building behind it."""

    rest: str
    building: str


NOTHING = Tail("", "")


def read_chome(tail: str) -> Chome | None:
    """The 丁目 that a tail starts with, written (2丁目14) or short (2-14-8); None for 1004番地 and the like."""
    found = CHOME.match(tail)
    if found is None:
        return None
    written, kanji, short, alone = found.groups()
    number = value_of(kanji) if kanji else int(written or short or alone)
    return Chome(number, bool(written), bool(alone), found.end())


def read_tail(tail: str, koaza_first: bool = False) -> Tail:
    """Part 「14番8号 サンビル3階」 into 14-8 and サンビル3階.

    A 小字 that the dictionary lacks stays in front of the number (字佐保山1-2): one that says 字, or any with `koaza_first`.
    """
    if not tail:
        return NOTHING
    found = NUMBER.match(tail)
    if found is None:
        koaza = (UNREAD if koaza_first else KOAZA).match(tail)
        if koaza is None or not (found := NUMBER.match(tail, koaza.end())):
            return Tail("", _building(tail))
        return Tail(koaza[0].strip() + _digits(found[1]), _building(tail[found.end():]))
    end = found.end()
    return Tail(_digits(found[1]), _building(tail[end:]) if end < len(tail) else "")


def _digits(number: str) -> str:
    return number if number.isdigit() else number[:1] + JOINTS.sub("-", number[1:])


def _building(text: str) -> str:
    text = text.strip(EDGES)
    if text and PAIRS.get(text[-1]) == text[0] and text.count(text[0]) == 1:
        return text[1:-1].strip()
    return text
