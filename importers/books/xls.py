"""xls の外見: hidden rows and columns and how far the cells reach, from the records of the old binary format."""

import struct
from collections.abc import Iterator
from pathlib import Path

from importers.books import ole
from importers.books.look import SheetLook
from importers.errors import BadFile

BOUNDSHEET, ROW, COLUMNS, BOF, END, PASSWORD = 0x85, 0x208, 0x7D, 0x809, 0x0A, 0x2F
CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD, 0xD6})
MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros")


def looks(path: Path) -> dict[str, SheetLook]:
    """The look of each sheet by its name; {} for a file that is damaged, which the reader will tell. Raises BadFile."""
    content = path.read_bytes()
    try:
        names = ole.streams(content)
        book = ole.stream(content, "Workbook") or ole.stream(content, "Book")
        found = {name: _look(book, offset) for name, offset in _sheets(book)}
    except (struct.error, ValueError, OverflowError):
        return {}
    if any(name in names for name in MACROS):
        raise BadFile(f"{path.name} にはマクロが入っています。Excelで開き、マクロのない「Excelブック（xlsx）」で保存しなおしてください。")
    return found


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data begin, how long they are) to the end of the stream."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, length
        at += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    for kind, at, length in _records(book, 0):
        if kind == BOUNDSHEET and length > 8:
            offset, _, letters, wide = struct.unpack_from("<IHBB", book, at)
            name = book[at + 8 : at + 8 + letters * (2 if wide & 1 else 1)]
            yield name.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), offset
        elif kind in (END, PASSWORD):
            return


def _look(book: bytes, offset: int) -> SheetLook:
    look = SheetLook()
    for kind, at, length in _records(book, offset):
        if kind == ROW and length >= 14 and struct.unpack_from("<H", book, at + 12)[0] & 0x20:
            look.hidden_rows.add(struct.unpack_from("<H", book, at)[0] + 1)
        elif kind == COLUMNS and length >= 10 and struct.unpack_from("<H", book, at + 8)[0] & 1:
            first, last = struct.unpack_from("<HH", book, at)
            look.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind in CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", book, at)
            look.reaches(row + 1, column)
        elif kind == END:
            break
    return look
