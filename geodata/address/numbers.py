"""番地以下: what stands after the 町, parted into the number (`2-14-8`), the building, and what is left unread."""

import re
from typing import NamedTuple

from geodata.address.numerals import value_of

EDGES = " ,、。.・-/"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテ"
STEMS = "甲乙丙丁戊己庚辛壬癸"
NOT_A_FLOOR = r"(?!\s?(?:F|f|階|号室|号棟|号館|番館|番街|番ビル|条ビル|室|棟))"
JOINT = r"\s?(?:番地の|番の|号の|丁目-|丁目|番地-|番-|号-|番地|番|号|街区|-|の|ノ)\s?"
NUMBER = re.compile(
    rf"\s?(?:部|[の-](?=\d))?((?:[{STEMS}](?:の|-|第)?|[{IROHA}](?:の|-)?(?=\d))?\d++{NOT_A_FLOOR}(?>(?:{JOINT}[{STEMS}{IROHA}]?\d++{NOT_A_FLOOR})*))"
    r"\s?(?:丁目|番地の?|番|号(?![室棟館車])|街区|画地|区画)?-?"
)
BARE_NUMBER = re.compile(r"\d++(?>(?:-\d++)*)")
JOINTS = re.compile(rf"[^0-9{STEMS}{IROHA}]+(?=[0-9{STEMS}{IROHA}])")
CLOSER = re.compile(rf"(?<=[{STEMS}{IROHA}])[の第-](?=\d)")  # 甲の12 is 甲12
KOAZA = re.compile(r"\s?(?:(?:大字|字)[^\d\s,、(（]{1,12}|第\d{1,3}地割\s?)(?=\d)")
BEGINS_FURTHER = frozenset(" 字地部")
FURTHER = re.compile(r"\s?(?:字|地割|部)\s?(?=\d)")  # 二ツ屋町2字29, 軽米10地割85: the number before is part of a name
CUT = re.compile(  # 5、6-2 and 5番から7番: more numbers of the 町, and no building; but a floor or room is one
    rf"\s?(?:[{re.escape(EDGES.strip())}~〜=|:;*+&⇒→]+|及び|および|または|又は|もしくは|あるいは|から|より|[かと])\s?\d++(?!\s?(?:F|f|階|号室|号棟|号館|室|棟))"
)
ALONE = re.compile(r"\s\d{1,3}$")  # 5 1, which may be 5-1 or a room of 5
ONLY_KOAZA = re.compile(r"\s?((?:大字|字)[^\d\s,、(（]{1,12}+)(?<![館所園校院会店棟室局場社])(?=$|[\s,、(（])")
UNREAD = re.compile(r"[^\d\s()（）]{1,8}(?=\d)")
CHOME = re.compile(
    r"\s?(?:第?(\d{1,2})\s?(丁目|地割|丁)|([一二三四五六七八九十]{1,3})(?=-)-?"
    r"|(\d{1,2})(?=-\d|の\d|\s\d)|(\d{1,2})$)[-の]?"
)
UNKNOWN_CHOME = re.compile(r"\s?(\d{1,2})\s?丁目")
ASIDE = re.compile(r"\s?[(（]([^()（）]{1,40})[)）]\s?(?=\d)")
NO_LOT = re.compile(r"\s?(?:官有)?(?:無番地|番外地|無番)")
READJUSTED = re.compile(r"\s?[(（]?(?:[^\s\d]{0,12}土地区画整理[^\s\d]*|仮換地(?:番号)?|[^\s\d]{0,8}区画整理地区?内?)\s?")
BESIDE = re.compile(
    r"\s?[(（]?(?:地先|先|地内|内|付近|附近|周辺|[ほ他]か?\d*筆?|外\d*筆?|の一部|の全部|番外|地区)[)）]?(?=$|[\s、,(（])"
    r"|\s?[(（]?仮換地.*"
)
CLOSING = ")]」』】》>"
PAIRS = {")": "(", "」": "「", "]": "["}


class Chome(NamedTuple):
    """A 丁目 as the text has it: its number, whether 丁目 was written, and where the rest starts."""

    number: int
    written: str  # 丁目, 地割 or 丁; "" where it is only short
    alone: bool
    end: int


class Tail(NamedTuple):
    """番地以下: the number in digits and hyphens, or "", the building behind it, and what qualifies it (地先, 仮換地)."""

    rest: str
    building: str
    unread: str = ""


NOTHING = Tail("", "")


def read_chome(tail: str) -> Chome | None:
    """The 丁目 or 地割 that a tail starts with, written (2丁目14) or short (2-14-8); None for 1004番地 and the like."""
    found = CHOME.match(tail)
    if found is None:
        return None
    numbered, unit, kanji, short, alone = found.groups()
    number = value_of(kanji) if kanji else int(numbered or short or alone)
    return Chome(number, unit or "", bool(alone), found.end())


def read_tail(tail: str, koaza_first: bool = False) -> Tail:
    """Part 「14番8号 サンビル3階」 into 14-8 and サンビル3階, and 「14番地先」 into 14 and the unread 先.

    A 小字 that the dictionary lacks stays in front of the number (字佐保山1-2, 2字29): one that says 字, or any with `koaza_first`.
    Without a number it is unread.
    """
    if not tail:
        return NOTHING
    if BARE_NUMBER.fullmatch(tail):
        return tuple.__new__(Tail, (tail, "", ""))  # half the time of Tail(…)
    if found := NUMBER.match(tail):
        return _numbered(tail, found)
    if aside := ASIDE.match(tail):
        rest, building, unread = read_tail(tail[aside.end():])
        return Tail(rest, building, f"{aside[1]} {unread}".strip())
    if empty := NO_LOT.match(tail):
        return Tail("", _building(tail[empty.end():]), empty[0].strip())
    if area := READJUSTED.match(tail):
        found = NUMBER.match(tail, area.end())
        return Tail(_digits(found[1]) if found and not _provisional(found[0]) else "", "", tail.strip())
    named = (UNREAD if koaza_first else KOAZA).match(tail)
    if named and (found := NUMBER.match(tail, named.end())):
        return _numbered(tail, found, named[0].strip())
    if koaza := ONLY_KOAZA.match(tail):
        return Tail("", _building(tail[koaza.end():]), koaza[1])
    return Tail("", "", tail.strip()) if BESIDE.match(tail) else Tail("", _building(tail))


def _numbered(tail: str, found: re.Match[str], koaza: str = "") -> Tail:
    """The parts of a tail in which a number was found, `koaza` before it."""
    whole, number = found.group(0, 1)
    if _provisional(whole):
        return Tail("", "", tail.strip())
    end = found.end()
    if tail[end:end + 1] in BEGINS_FURTHER and (further := FURTHER.match(tail, end)) and (behind := NUMBER.match(tail, further.end())):
        return _numbered(tail, behind, (koaza + tail[found.start():further.end()]).replace(" ", ""))
    if "丁目" in tail and (chome := UNKNOWN_CHOME.match(tail)):  # what has a 丁目 that the 町 has not is no 番地 of the 町
        less = read_tail(tail[chome.end():])
        return Tail(f"{chome[1]}丁目{less.rest}", less.building, less.unread)
    rest = koaza + _digits(number)
    if end == len(tail):
        return Tail(rest, "", "")
    if CUT.match(tail, end) or (rest.isdigit() and ALONE.match(tail, found.end(1))):
        return Tail(rest, "", _building(tail[end:]))
    beside = BESIDE.match(tail, end)
    return Tail(rest, _building(tail[beside.end() if beside else end:]), beside[0].strip(" ()（）") if beside else "")


def _provisional(number: str) -> bool:
    """Whether it counts by 街区 and 画地 of a 土地区画整理, which no register of 番地 knows."""
    return "街区" in number or "画地" in number


def _digits(number: str) -> str:
    return number if number.replace("-", "").isdigit() else JOINTS.sub("-", CLOSER.sub("", number.replace("丁目", "-")))


def _building(text: str) -> str:
    text = text.strip(EDGES).lstrip(CLOSING).strip(EDGES)
    if text and PAIRS.get(text[-1]) == text[0] and text.count(text[0]) == 1:
        return text[1:-1].strip()
    return text
