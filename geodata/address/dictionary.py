"""町字辞書: all towns of Japan in one compact file that opens at once and is shared between processes.

Records and the nationwide index of names are read in place from mapped memory; the name table of a municipality is
unpacked when an address of it is first read.
"""

import json
import mmap
import os
import struct
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from math import nan
from pathlib import Path

from geodata.address.block import Block, pack_block, unpack_block
from geodata.address.gate import Gate
from geodata.address.hashtable import HashTable, build_table
from geodata.address.image import DamagedDictionary, pack, unpack
from geodata.address.match import Source
from geodata.address.reach import build_reach, reach
from geodata.address.town import NO_OAZA, Entry, Municipality, Town

FIELDS = "\t"
FACTS = struct.Struct("=ddHHBB")  # of a town: lng, lat (NaN for no point), source, length of its 大字, 住居表示 (in JUKYO), inherited
WITHOUT_OAZA = 0xFFFF  # for the length of a 「（大字なし）」, which a label does not show
NAMES = FACTS.size  # where the names begin in a record
JUKYO = (None, False, True)


class Dictionary:
    """町 and 市区町村 by code and by name. Made by `build` or `open`; nothing in it changes."""

    def __init__(self, whole: bytes | mmap.mmap) -> None:
        self._whole = whole
        sections = unpack(memoryview(whole))
        self._records = sections["records"]
        self._places = sections["places"].cast("I")
        self._tables = sections["tables"]
        self._table_places = sections["table_places"].cast("I")
        self._first = tuple(sections["first"].cast("I"))
        self._sources = [Source(*one) for one in json.loads(bytes(sections["sources"]))]
        self._reach = sections["reach"]
        self._bare = HashTable(sections["slots"], sections["entries"])
        self.municipalities = tuple(
            Municipality(*line.split(FIELDS)) for line in str(sections["municipalities"], "utf-8").splitlines()
        )
        self._entries: list[Entry | None] = [None] * len(self)
        self._gate: Gate | None = None
        self._blocks: list[Block | None] = [None] * len(self.municipalities)

    @classmethod
    def build(cls, entries: Iterable[Town]) -> "Dictionary":
        """A dictionary in memory. Towns keep their order within a municipality."""
        return cls(_packed(entries))

    @classmethod
    def open(cls, path: Path) -> "Dictionary":
        """Map a saved dictionary. DamagedDictionary when it is none, or not whole; OSError when it is not there."""
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                raise DamagedDictionary("住所辞書のファイルが空です。wagagoto gazetteer load を実行してください。")
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def save(self, path: Path) -> Path:
        """Write to `path` in one step: a reader sees the old file or the new one, never half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._whole)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return path

    def __len__(self) -> int:
        return len(self._places) - 1

    @property
    def gate(self) -> Gate:
        """How an address begins. Made when it is first asked for."""
        if self._gate is None:
            self._gate = Gate(self.municipalities)
        return self._gate

    def municipality(self, code: str) -> Municipality | None:
        """The 市区町村 of a six-digit code, if it has towns here."""
        return next((m for m in self.municipalities if m.code == code), None)

    def towns_of(self, city_code: str) -> list[Town]:
        """All towns of a municipality by its six-digit code, in the source's order; [] for an unknown one."""
        return [
            self.town(number, place)
            for number, m in enumerate(self.municipalities) if m.code == city_code
            for place in range(self._first[number + 1] - self._first[number])
        ]

    def town(self, municipality: int, place: int) -> Town:
        """The town at a place of a municipality, both numbered from 0."""
        number = self._first[municipality] + place
        lng, lat, source, oaza, jukyo, inherited = FACTS.unpack_from(self._records, at := self._places[number])
        shown, code, kana = str(self._records[at + FACTS.size:self._places[number + 1]], "utf-8").split(FIELDS)
        name, koaza = (NO_OAZA, shown) if oaza == WITHOUT_OAZA else (shown[:oaza], shown[oaza:])
        owner = self.municipalities[municipality]
        if lng != lng:
            lng = lat = None
        return Town(owner.code, owner.pref, owner.city, name, koaza, kana, code, lng, lat, JUKYO[jukyo], self._sources[source],
                    inherited == 1)

    def entry(self, municipality: int, place: int) -> Entry:
        """What an answer needs of that town, kept as most lists have many addresses of few 町."""
        number = self._first[municipality] + place
        known = self._entries[number]
        if known is None:
            lng, lat, source, _, jukyo, inherited = FACTS.unpack_from(self._records, at := self._places[number])
            shown, code, _ = str(self._records[at + NAMES:self._places[number + 1]], "utf-8").split(FIELDS)
            known = self._entries[number] = Entry("" if shown == NO_OAZA else shown, code, (lng, lat) if lng == lng else None,
                                                  JUKYO[jukyo], self._sources[source], inherited == 1)
        return known

    def block(self, municipality: int) -> Block:
        """The name table of a municipality."""
        block = self._blocks[municipality]
        if block is None:
            start, end = self._table_places[municipality], self._table_places[municipality + 1]
            block = self._blocks[municipality] = unpack_block(self._tables[start:end])
        return block

    def having(self, name: str) -> tuple[int, ...]:
        """The municipalities that have a town of this folded name."""
        return self._bare.get(name)

    def reach(self, folded: str, at: int) -> int:
        """How many letters of a folded text a 町名 may take that begins there: no more than this; 0 where none does."""
        return reach(self._reach, folded, at)


def _packed(entries: Iterable[Town]) -> bytes:
    towns = sorted(entries, key=lambda town: (town.city_code, town.pref, town.city))
    records: list[bytes] = []
    tables: list[bytes] = []
    municipalities: list[str] = []
    first = [0]
    bare: dict[str, list[int]] = defaultdict(list)
    begun: set[str] = set()
    sources = {origin: number for number, origin in enumerate(dict.fromkeys([town.origin for town in towns]))}
    for number, (owner, group) in enumerate(groupby(towns, key=lambda town: town.municipality)):
        members = list(group)
        records += [_written(town, sources[town.origin]) for town in members]
        table, names, loose = pack_block(members)
        tables.append(table)
        municipalities.append(FIELDS.join((owner.code, owner.pref, owner.city)))
        first.append(len(records))
        for name in names:
            bare[name].append(number)
        begun.update(names, loose)
    slots, packed_names = build_table(bare)
    return pack({
        "municipalities": "\n".join(municipalities).encode(), "first": _numbers(first),
        "records": b"".join(records), "places": _running(records),
        "tables": b"".join(tables), "table_places": _running(tables),
        "slots": slots, "entries": packed_names, "reach": build_reach(begun),
        "sources": json.dumps(list(sources)).encode(),
    })


def _written(town: Town, source: int) -> bytes:
    """One record, so that all that an answer needs of a town lies together."""
    without = town.name == NO_OAZA and town.koaza
    facts = FACTS.pack(*town.point or (nan, nan), source, WITHOUT_OAZA if without else len(town.name), JUKYO.index(town.jukyo),
                       town.inherited)
    return facts + FIELDS.join((town.koaza if without else town.name + town.koaza, town.code, town.kana)).encode()


def _running(pieces: list[bytes]) -> bytes:
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return _numbers(places)


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"={len(values)}I", *values)
