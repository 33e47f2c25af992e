"""共有できる索引: a read-only table from text to small numbers, looked up in place in mapped memory.

Slots of two uint32 (CRC-32 of the key, place of the entry + 1), linear probing, at most half full. An entry is the
key's length in bytes and how many numbers it has (uint16 both), the key in UTF-8, and the numbers (uint16).
"""

import struct
from collections.abc import Mapping, Sequence
from zlib import crc32

HEAD = struct.Struct("=HH")
EMPTY = 0


def build_table(entries: Mapping[str, Sequence[int]]) -> tuple[bytes, bytes]:
    """(slots, entries) as bytes for the given keys; the numbers must be below 65,536."""
    size = 1 << max(3, (2 * len(entries)).bit_length())
    slots = [EMPTY] * (2 * size)
    packed = bytearray()
    for key, numbers in entries.items():
        raw = key.encode()
        place = crc32(raw) % size
        while slots[2 * place + 1]:
            place = (place + 1) % size
        slots[2 * place], slots[2 * place + 1] = crc32(raw), len(packed) + 1
        packed += HEAD.pack(len(raw), len(numbers)) + raw + struct.pack(f"={len(numbers)}H", *numbers)
    return struct.pack(f"={len(slots)}I", *slots), bytes(packed)


class HashTable:
    """Reads what build_table wrote, without unpacking it."""

    def __init__(self, slots: memoryview, entries: memoryview) -> None:
        self._slots = slots.cast("I")
        self._entries = entries
        self._mask = len(self._slots) // 2 - 1

    def get(self, key: str) -> tuple[int, ...]:
        """The numbers of the key, or () when it is not there."""
        raw = key.encode("utf-8", "surrogatepass")
        code = crc32(raw)
        place = code & self._mask
        while at := self._slots[2 * place + 1]:
            if self._slots[2 * place] == code and (numbers := self._read(at - 1, raw)):
                return numbers
            place = (place + 1) & self._mask
        return ()

    def _read(self, at: int, raw: bytes) -> tuple[int, ...]:
        length, count = HEAD.unpack_from(self._entries, at)
        start = at + HEAD.size
        if self._entries[start:start + length] != raw:
            return ()
        numbers: tuple[int, ...] = struct.unpack_from(f"={count}H", self._entries, start + length)
        return numbers
