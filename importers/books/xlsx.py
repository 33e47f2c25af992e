"""xlsx の外見: hidden rows and columns, and formulas without a value, of every sheet, read from its XML without its cells."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from importers.books.look import SheetLook, column_number
from importers.books.zipped import pieces
from importers.errors import BadFile

LONGEST_ROW = 16_000_000  # bytes of XML
SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)>")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*(?<!/)>")
FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>((?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?f\b.*?)</(?:\w+:)?c>", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?is\b")
MOST_COLUMNS_TOLD = 16_384


def looks(path: Path) -> dict[str, SheetLook]:
    """The look of each sheet by its name. Raises BadFile for one that no list would be."""
    with ZipFile(path) as archive:
        parts = {part.filename: part for part in archive.infolist()}
    return {name: _look(path, parts[part]) for name, part in sheet_parts(path, parts).items() if part in parts}


def sheet_parts(path: Path, parts: dict[str, ZipInfo]) -> dict[str, str]:
    """Sheet → the part that holds it."""
    book = next((name for name in parts if name.endswith("xl/workbook.xml")), "")
    links = next((name for name in parts if name.endswith("xl/_rels/workbook.xml.rels")), "")
    if not book or not links:
        return {}
    targets = {}
    for found in RELATION.finditer(_whole(path, parts[links])):
        told = attributes(found[1])
        targets[told.get("Id", "")] = told.get("Target", "")
    sheets = (attributes(found[1]) for found in SHEET.finditer(_whole(path, parts[book])))
    return {unescape(one.get("name", "")): _part(targets.get(one.get("r:id") or one.get("id", ""), "")) for one in sheets}


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def _look(path: Path, part: ZipInfo) -> SheetLook:
    look, number = SheetLook(), 0
    for piece in by_rows(path, part):
        for found in HIDDEN_COLUMN.finditer(piece):
            told = attributes(found[1])
            first, last = int(told.get("min") or 0), min(int(told.get("max") or 0), MOST_COLUMNS_TOLD)
            look.hidden_columns.update(range(first - 1, last))
        for found in ROW.finditer(piece):
            given = NUMBER.search(found[1])
            number = int(given[1]) if given else number + 1
            if HIDDEN.search(found[1]):
                look.hidden_rows.add(number)
        _reach(look, piece)
        if b"<f" in piece or b":f" in piece:
            _formulas(look, piece)
    return look


def _reach(look: SheetLook, piece: bytes) -> None:
    cells = CELL.findall(piece)
    if cells:
        look.columns = max(look.columns, 1 + max(column_number(letters.decode()) for letters in {cell[0][:4] for cell in cells}))
        look.rows = max(look.rows, max(int(row[:9]) for row in {cell[1] for cell in cells}))
        look.filled += len(cells)


def _formulas(look: SheetLook, piece: bytes) -> None:
    for found in FORMULA.finditer(piece):
        told = attributes(found[1])
        place = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", told.get("r", ""))
        if place and told.get("t") != "str" and not VALUE.search(found[2]):
            look.unset.add((int(place[2]), column_number(place[1])))


def by_rows(path: Path, part: ZipInfo) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end with a row."""
    rest = b""
    for piece in pieces(path, part):
        rest += piece
        cut = rest.rfind(b"row>") + 4
        if cut > 3:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > LONGEST_ROW:
            raise BadFile(f"{path.name} のシートに長すぎる行があるため、読み込みませんでした。Excelで開いて保存しなおしてください。")
    yield rest


def _whole(path: Path, part: ZipInfo) -> bytes:
    return b"".join(pieces(path, part))


def attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): (one or two).decode("utf-8", "replace") for name, one, two in ATTRIBUTE.findall(text)}

