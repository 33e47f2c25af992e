"""xls: a small writer of the old binary format, so that tests read what an office with Excel 2003 would send."""

import struct
from collections.abc import Collection, Sequence
from pathlib import Path

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_book(
    path: Path, rows: Sequence[Sequence[str]], *, sheet: str = "一覧", hidden_rows: Collection[int] = (), far: tuple[int, int] | None = None,
    macros: bool = False,
) -> Path:  # fmt: skip
    """A workbook of one sheet of text cells. `far` is the place (row, column from 0) of one more cell."""
    page = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        page += _record(0x208, struct.pack("<HHHHHHHH", number, 0, len(row), 255, 0, 0, 0x20 if number + 1 in hidden_rows else 0, 15))
        page += b"".join(_label(number, at, cell) for at, cell in enumerate(row) if cell)
    page += _label(*far, "x") if far else b""
    page += _record(0x0A, b"")
    name = sheet.encode("utf-16-le")
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    offset = len(head) + 4 + 8 + len(name) + 4
    head += _record(0x85, struct.pack("<IHBB", offset, 0, len(sheet), 1) + name) + _record(0x0A, b"")
    path.write_bytes(_container((head + page).ljust(4_096, b"\0"), macros=macros))
    return path


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _container(book: bytes, *, macros: bool) -> bytes:
    """An OLE file: its table in sector 0, its directory in sector 1, the book from sector 2 on."""
    sectors = -(-len(book) // SECTOR)
    table = [TABLE, END, *range(3, sectors + 2), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    if len(table) > SECTOR // 4:
        raise ValueError("too long for a test")
    names = [("Root Entry", 5, END, 0), ("Workbook", 2, 2, len(book)), *([("_VBA_PROJECT_CUR", 1, END, 0)] if macros else [])]
    entries = b"".join(_entry(*one, child=1 if at == 0 else FREE, right=2 if macros and at == 1 else FREE) for at, one in enumerate(names))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4_096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return header + struct.pack(f"<{SECTOR // 4}I", *table) + entries.ljust(SECTOR, b"\0") + book.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int, right: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", FREE, right, child)
    return letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1) + links + bytes(36) + struct.pack("<III", start, size, 0)
