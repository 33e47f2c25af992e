"""xlsx に列を足す: one more column of text in the XML of one sheet, every other byte of its look as it was.

The sheet is neither parsed nor held: it passes by row after row. A library would drop what it does not know (pictures, rules,
charts) and take a hundred megabytes for ten thousand rows.
"""

import io
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from importers.books.look import column_number
from importers.books.xlsx import CELL, NUMBER, by_rows, sheet_parts
from importers.books.zipped import pieces
from importers.recognition.guess import letter

ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
SPANS = re.compile(rb"\s+spans\s*=\s*(\"[^\"]*\"|'[^']*')")
STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
ONE_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*>")
DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?(?:/>|>\s*</(?:\w+:)?dimension>)")
DATA = re.compile(rb"<((?:\w+:)?)sheetData\b")
COLS_END = re.compile(rb"</((?:\w+:)?)cols>")
COL_MAX = re.compile(rb"<(?:\w+:)?col\b[^>]*\bmax\s*=\s*[\"'](\d+)[\"']")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
WIDTH, MOST_COLUMNS = 48, 16_384


def with_column(path: Path, sheet: str, told: Mapping[int, str]) -> bytes | None:
    """The workbook with `told` (row number → words) to the right of a sheet, the first when none is named; None for no xlsx."""
    with ZipFile(path) if path.read_bytes()[:2] == b"PK" else _nothing() as archive:
        parts = {part.filename: part for part in archive.infolist()}
        sheets = sheet_parts(path, parts)
        target = parts.get(sheets.get(sheet) or next(iter(sheets.values()), ""))
        column = 0 if target is None else _columns(path, target)
        if target is None or column >= MOST_COLUMNS:
            return None
        made = io.BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as out:
            for part in archive.infolist():
                _copy(path, part, out, told if part is target else None, column)
    return made.getvalue()


def _nothing() -> ZipFile:
    """An archive without parts."""
    return ZipFile(io.BytesIO(b"PK\x05\x06" + b"\x00" * 18))


def _copy(path: Path, part: ZipInfo, out: ZipFile, told: Mapping[int, str] | None, column: int) -> None:
    kept = ZipInfo(part.filename, part.date_time)
    kept.compress_type, kept.external_attr = ZIP_DEFLATED, part.external_attr
    with out.open(kept, "w", force_zip64=part.file_size > 1 << 30) as file:
        for piece in pieces(path, part) if told is None else _rewritten(path, part, told, column):
            file.write(piece)


def _columns(path: Path, part: ZipInfo) -> int:
    """How many columns the sheet reaches."""
    most = 0
    for piece in by_rows(path, part):
        named = {cell[0][:4] for cell in CELL.findall(piece)}
        counted = (len(ONE_CELL.findall(row[3])) for row in ROW.findall(piece))
        most = max(most, *(1 + column_number(one.decode()) for one in named), *counted, 0)
    return most


def _rewritten(path: Path, part: ZipInfo, told: Mapping[int, str], column: int) -> Iterator[bytes]:
    number, begun = 0, False

    def row(found: re.Match[bytes]) -> bytes:
        nonlocal number
        given = NUMBER.search(found[2])
        number = int(given[1]) if given else number + 1
        return _with_cell(found, told[number], f"{letter(column)}{number}") if told.get(number) else found[0]

    for piece in by_rows(path, part):
        if not begun and DATA.search(piece):
            piece, begun = _head(piece, column), True
        yield ROW.sub(row, piece)


def _with_cell(row: re.Match[bytes], words: str, place: str) -> bytes:
    """The row with one more cell, in the style of its last."""
    prefix, inside = row[1], row[4] or b""
    cells = ONE_CELL.findall(inside)
    style = STYLE.search(cells[-1]) if cells else None
    styled = b' s="%s"' % style[1] if style else b""
    text = escape(UNSEEN.sub("", words), quote=False).encode()
    cell = b'<%sc r="%s"%s t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>' % (
        prefix, place.encode(), styled, prefix, prefix, text, prefix, prefix, prefix)  # fmt: skip
    return b"<%srow%s>%s%s</%srow>" % (prefix, SPANS.sub(b"", row[2]), inside, cell, prefix)


def _head(piece: bytes, column: int) -> bytes:
    """What stands before the rows: no false extent, and room for the words."""
    piece = DIMENSION.sub(b"", piece, count=1)
    data = DATA.search(piece)
    assert data is not None
    wide = b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (data[1], column + 1, column + 1, WIDTH)
    end = COLS_END.search(piece, 0, data.start())
    if end is None:
        return piece[: data.start()] + b"<%scols>%s</%scols>" % (data[1], wide, data[1]) + piece[data.start() :]
    last = max((int(one) for one in COL_MAX.findall(piece[: end.start()])), default=0)
    return piece if last > column else piece[: end.start()] + wide + piece[end.start() :]
