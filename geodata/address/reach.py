"""町名の長さ: by its first two letters, how long a 町名 may be that begins so; most words begin no 町名 at all."""

from collections.abc import Iterable

SIZE = 1 << 18
MIXED = 7919


def build_reach(names: Iterable[str]) -> bytes:
    """The table for the given names: letters that share a place share the greater length."""
    table = bytearray(SIZE)
    for name in names:
        place = _place(name)
        table[place] = max(table[place], min(len(name), 255))
    return bytes(table)


def reach(table: memoryview, text: str, at: int) -> int:
    """No name of the table that begins at that place of the text is longer; 0 where none begins."""
    one = ord(text[at]) * MIXED % SIZE if at < len(text) else 0
    return max(table[one], table[(one + ord(text[at + 1])) % SIZE]) if at + 1 < len(text) else table[one]


def _place(name: str) -> int:
    return (ord(name[0]) * MIXED + (ord(name[1]) if len(name) > 1 else 0)) % SIZE if name else 0
