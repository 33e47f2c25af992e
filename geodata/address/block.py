"""一つの市区町村の町名表: every spelling of its 町 and what each leads to."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from geodata.address.characters import FOLDED
from geodata.address.names import WHOLE, Spellings, spellings
from geodata.address.steps import half_width
from geodata.address.town import Town

DIGITS = re.compile("[0-9]")
Chomes = dict[str, int]
"""丁目 or 地割 as text ("2", "2地割") to the town's place in its municipality; "0" is the 町 without them."""
Homonyms = list[Any]
"""Several 町 whose names meet: of each its official name and its Chomes, in a pair as JSON has it."""
Packed = int | Chomes | Homonyms
"""What a name leads to: one town without 丁目, one 町 with them, or several 町."""


class Block(NamedTuple):
    """Looked up by folded name: `names` in any place, `loose` (町 dropped) only where a number follows.

    `exact` leads from a 町's official name, 丁目 included and not folded, to its place, where that is all it can mean.
    """

    names: dict[str, Packed]
    loose: dict[str, Packed]
    longest: int
    before_digits: frozenset[str]  # what stands before the first digit of names that hold one: 北 for 北1条西
    exact: dict[str, int]

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether any of these folded names leads anywhere."""
        return not (self.names.keys().isdisjoint(names) and self.loose.keys().isdisjoint(names))


def pack_block(towns: Iterable[Town]) -> tuple[bytes, list[str], list[str]]:
    """The name table of one municipality's towns, numbered in the order given; its names, and the looser ones."""
    names: dict[str, dict[str, Chomes]] = {}
    loose: dict[str, dict[str, Chomes]] = {}
    numbered = sorted(enumerate(towns), key=lambda pair: bool(pair[1].koaza))  # a 町 goes before a 小字 of that name
    spelled = [(number, town, spellings(town)) for number, town in numbered]
    for number, _, spelling in spelled:
        _enter(names, spelling.keys, spelling, number)
        _enter(loose, spelling.loose, spelling, number)
    before_digits = {DIGITS.split(name, maxsplit=1)[0] for name in names if DIGITS.search(name)}
    packed = {name: _compact(found) for name, found in names.items()}
    table = [
        packed,
        {name: _compact(found) for name, found in loose.items() if _says_more(name, found, names)},
        max(map(len, names), default=0),
        sorted(before_digits),
        {half_width(town.label): number for number, town, spelling in spelled
         if spelling.base and _means_only(packed, spelling, number) and before_digits.isdisjoint(spelling.keys)},
    ]
    return orjson.dumps(table), list(names), list(loose)


def unpack_block(packed: memoryview) -> Block:
    """What pack_block wrote."""
    names, loose, longest, before_digits, exact = orjson.loads(packed)
    return Block(names, loose, longest, frozenset(before_digits), exact)


def _means_only(packed: Mapping[str, Packed], spelling: Spellings, number: int) -> bool:
    """Whether the name leads to this town and no other: 元町 does not where 元町二丁目 may be meant by 元町2-14."""
    found = [packed[name] for name in spelling.keys]
    if spelling.chome != WHOLE:
        return all(isinstance(one, dict) and one.get(spelling.chome) == number for one in found)
    return all(one == number for one in found)


def meanings(packed: Homonyms, written: str) -> list[Chomes]:
    """Of several 町 whose names meet, the one officially written so, or so but for old letters; all of them if there is none."""
    folded = written.translate(FOLDED)
    return ([chomes for name, chomes in packed if name == written]
            or [chomes for name, chomes in packed if name.translate(FOLDED) == folded]
            or [chomes for _, chomes in packed])


def _says_more(name: str, found: Mapping[str, Chomes], names: Mapping[str, dict[str, Chomes]]) -> bool:
    """Whether a looser name is worth keeping: no 町 has it, or one that has no 丁目 while this has."""
    exact = names.get(name, {})
    return not exact or (all(set(chomes) == {WHOLE} for chomes in exact.values())
                         and any(set(chomes) != {WHOLE} for chomes in found.values()))


def _enter(table: dict[str, dict[str, Chomes]], keys: Iterable[str], spelled: Spellings, number: int) -> None:
    for name in keys:
        table.setdefault(name, {}).setdefault(spelled.base, {}).setdefault(spelled.chome, number)


def _compact(found: Mapping[str, Chomes]) -> Packed:
    if len(found) > 1:
        return list(found.items())
    (chomes,) = found.values()
    return chomes[WHOLE] if chomes.keys() == {WHOLE} else chomes
