"""一つの市区町村の町名表: every spelling of its 町 and what each leads to."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from geodata.address.names import Spellings, spellings
from geodata.address.town import Town

DIGITS = re.compile("[0-9]")
Chomes = dict[str, int]
"""丁目 number as text to the town's place in its municipality; "0" is the 町 without 丁目."""
Packed = int | Chomes | list[tuple[str, Chomes]]
"""What a name leads to: one town without 丁目, one 町 with them, or several 町, each with its official name."""


class Block(NamedTuple):
    """Looked up by folded name: `names` in any place, `loose` (町 dropped) only where a number follows."""

    names: dict[str, Packed]
    loose: dict[str, Packed]
    longest: int
    before_digits: frozenset[str]  # what stands before the first digit of names that hold one: 北 for 北1条西


def pack_block(towns: Iterable[Town]) -> tuple[bytes, list[str]]:
    """The name table of one municipality's towns, numbered in the order given; and its exact names."""
    names: dict[str, dict[str, Chomes]] = {}
    loose: dict[str, dict[str, Chomes]] = {}
    numbered = sorted(enumerate(towns), key=lambda pair: bool(pair[1].koaza))  # a 町 goes before a 小字 of that name
    for number, spelled in ((number, spellings(town)) for number, town in numbered):
        _enter(names, spelled.keys, spelled, number)
        _enter(loose, spelled.loose, spelled, number)
    table = [
        {name: _compact(meanings) for name, meanings in names.items()},
        {name: _compact(meanings) for name, meanings in loose.items() if name not in names},
        max(map(len, names), default=0),
        sorted({DIGITS.split(name, maxsplit=1)[0] for name in names if DIGITS.search(name)}),
    ]
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode(), list(names)


def unpack_block(packed: memoryview) -> Block:
    """What pack_block wrote."""
    names, loose, longest, before_digits = json.loads(bytes(packed))
    return Block(names, loose, longest, frozenset(before_digits))


def meanings(packed: list[tuple[str, Chomes]], written: str) -> list[Chomes]:
    """Of several 町 whose names meet, the one officially written so; all of them if there is none."""
    return [chomes for name, chomes in packed if name == written] or [chomes for _, chomes in packed]


def _enter(table: dict[str, dict[str, Chomes]], keys: Iterable[str], spelled: Spellings, number: int) -> None:
    for name in keys:
        table.setdefault(name, {}).setdefault(spelled.base, {}).setdefault(str(spelled.chome), number)


def _compact(found: Mapping[str, Chomes]) -> Packed:
    if len(found) > 1:
        return list(found.items())
    (chomes,) = found.values()
    return chomes["0"] if chomes.keys() == {"0"} else chomes
