"""町名の索引: under which spellings a 町 is looked up. Text and names meet in folded form, without blanks."""

import re
from typing import NamedTuple

from geodata.address.characters import FOLDED
from geodata.address.numerals import NUMERALS, all_digits, kanji_numbers, value_of
from geodata.address.steps import half_width
from geodata.address.town import NO_OAZA, Town

CHOME = re.compile(r"(.*[^〇一二三四五六七八九十\d第])第?(?:([〇一二三四五六七八九十]+)|(\d+))(丁目|地割|丁)")
GRID = re.compile(r"([東西南北])([一二三四五六七八九十]+)条([東西南北])")
CITY_OF_CHO = "堺市"  # whose 丁目 are called 丁: 浅香山町一丁
LEADING = re.compile(r"^(?:大字|字)(?=.)")
MIDDLE = re.compile(r"(?<=.)(?:大字|字)(?=..)")


WHOLE = "0"
CHIWARI = "地割"
NOTHING: frozenset[str] = frozenset()


class Spellings(NamedTuple):
    """One 町: its name without 丁目 or 地割, their key ("0" for none), exact keys, and looser ones that need a number behind."""

    base: str
    chome: str
    keys: frozenset[str]
    loose: frozenset[str]


def key(name: str) -> str:
    """The folded form of a name: half width, numbers that count as digits, no blanks, old letters and kana folded."""
    return _folded(half_width(name).replace(" ", ""))


def spellings(town: Town) -> Spellings:
    """Every way a 町 is looked up."""
    oaza = "" if town.name == NO_OAZA else _plain(town.name)
    base, chome = counted(oaza + _plain(town.koaza) if town.koaza else oaza, town.city.startswith(CITY_OF_CHO))
    written = {base}
    if "字" in base:
        written.add(MIDDLE.sub("", base))
    if oaza and len(base) > len(oaza):
        written |= {f"{part}字{base[len(oaza):]}" for part in (oaza, MIDDLE.sub("", oaza))}
    if not NUMERALS.isdisjoint(base[:-1]) and base[-1] not in NUMERALS:  # 錦町一 is not 錦町1
        written.add(all_digits(base))
    loose = NOTHING if town.koaza else _loose(base, chome)
    return Spellings(base, chome, frozenset(map(_folded, written)), loose)


def _loose(base: str, chome: str) -> frozenset[str]:
    """大宮3丁目 for 大宮町三丁目, 六条西町4丁目 for 六条西四丁目, and 北1西2丁目 for 北一条西二丁目."""
    if found := GRID.fullmatch(base):
        return frozenset((f"{found[1]}{value_of(found[2])}{found[3]}", _folded(base + "町")))
    if base[-1:] in ("町", "村"):
        return frozenset((_folded(base[:-1]),)) if len(base) > 2 else NOTHING
    return frozenset((_folded(base + "町"),)) if chome != WHOLE else NOTHING


def _plain(name: str) -> str:
    name = half_width(name).replace(" ", "")
    return LEADING.sub("", name) if "字" in name else name


def _folded(name: str) -> str:
    return kanji_numbers(name).translate(FOLDED)


def without_chome(name: str) -> tuple[str, int]:
    """(元町, 1) for 元町一丁目, 浅香山町一丁 and 元町第一地割; (十二丁目, 0) for a name that is nothing else."""
    base, chome = counted(name, cho=True)
    return base, int(chome.removesuffix(CHIWARI))


def counted(name: str, cho: bool) -> tuple[str, str]:
    """A name without its 丁目, 地割 or (with `cho`) 丁, and the key of that: "1", "1地割" as a 町 may have both, "0" for none."""
    found = CHOME.fullmatch(name) if name.endswith(("丁目", CHIWARI, "丁")) else None
    if found is None or (found[4] == "丁" and not cho):
        return name, WHOLE
    number = value_of(found[2]) if found[2] else int(found[3])
    return found[1], f"{number}{CHIWARI}" if found[4] == CHIWARI else str(number)
