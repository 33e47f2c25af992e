"""ods の外見: filtered rows, hidden columns, and how far repeated rows and cells really reach."""

import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile

from importers.books.look import SheetLook
from importers.books.zipped import pieces
from importers.errors import BadFile

MOST_CONTENT = 60_000_000  # bytes of content.xml
TOKEN = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell|table-column)(?:\s([^>]*?))?(/?)>|<text:p\b")
NAME = re.compile(rb'table:name="([^"]*)"')
REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d{1,9})"')
UNSEEN = re.compile(rb'table:visibility="(?:collapse|filter)"')


def looks(path: Path) -> dict[str, SheetLook]:
    """The look of each sheet by its name. Raises BadFile for a book too large to be a list."""
    with ZipFile(path) as archive:
        part = next((one for one in archive.infolist() if one.filename == "content.xml"), None)
    if part is None:
        return {}
    if part.file_size > MOST_CONTENT:
        raise BadFile(f"{path.name} は大きすぎます（中身は{MOST_CONTENT // 1_000_000} MBまで）。不要なシートを除いてください。")
    return _looks(b"".join(pieces(path, part)))


def _looks(content: bytes) -> dict[str, SheetLook]:
    found: dict[str, SheetLook] = {}
    look, row, rows, column, columns, told = SheetLook(), 0, 1, 0, 1, 0
    for token in TOKEN.finditer(content):
        kind, attributes = token[1], token[2] or b""
        times = int(again[1]) if (again := REPEATED.search(attributes)) else 1
        if kind == b"table":
            name = NAME.search(attributes)
            look = found.setdefault(unescape(name[1].decode("utf-8", "replace")) if name else "", SheetLook())
            row, rows, column, told = 0, 0, 0, 0
        elif kind == b"table-column":
            if UNSEEN.search(attributes):
                look.hidden_columns.update(range(told, min(told + times, 16_384)))
            told += times
        elif kind == b"table-row":
            row, rows, column, columns = row + rows, times, 0, 0
            if UNSEEN.search(attributes):
                look.hidden_rows.update(range(row + 1, row + 1 + min(times, 200_000)))
        elif kind:
            column, columns = column + columns, times
            if b"office:value" in attributes:
                look.reaches(row + rows, column + columns - 1)
        else:
            look.reaches(row + rows, column + columns - 1)
    return found
