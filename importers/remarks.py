"""備考つきの表: the very workbook that came in, with one more column that says what the check found."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from importers.errors import BadFile
from importers.files import FileKind, MeasuredFile
from importers.receiving import as_file, safe_name
from importers.remarks_xlsx import with_column
from importers.tables import read_tables
from importers.texts import decoded, delimiter_of, rows_of
from importers.workbooks import workbook_bytes

TITLE = "確認の結果"
SUFFIX = "_確認結果"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 2_000


def remarked(
    content: bytes, file_name: str, rows: Mapping[int, str], *, sheet: str = "", header_row: int = 1
) -> tuple[str, bytes]:
    """The file's name and bytes with a column 「確認の結果」 at the right of `sheet`; `rows` is Excel's row number → words.

    An xlsx keeps its look to the last border, a CSV its encoding; xls and ods become xlsx. Nothing that we write is a formula.
    Raises BadFile.
    """
    told = {header_row: TITLE} | {number: _plain(words) for number, words in rows.items()}
    name = safe_name(file_name)
    with as_file(content, name) as file:
        if file.kind is FileKind.TEXT:
            return _named(name, Path(name).suffix), _text(file, content, told)
        made = with_column(file.path, sheet, told)
        return (_named(name, Path(name).suffix), made) if made else (_named(name, ".xlsx"), _book(file, sheet, told))


def _named(name: str, suffix: str) -> str:
    return f"{Path(name).stem}{SUFFIX}{suffix}"


def _plain(words: str) -> str:
    """A text that no program takes for a formula."""
    return ("'" + words if words.startswith(FORMULA) else words)[:LONGEST]


def _text(file: MeasuredFile, content: bytes, told: Mapping[int, str]) -> bytes:
    """The CSV in its own encoding; what that has no letter for becomes a question mark."""
    text, encoding = decoded(content, file.path.name)
    lines = rows_of(file.path)
    width = max(map(len, lines), default=0)
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter_of(text), lineterminator="\r\n" if "\r\n" in text else "\n")
    for number, line in enumerate(lines, 1):
        writer.writerow([*line, *[""] * (width - len(line)), told.get(number, "")])
    if encoding == "utf-8-sig" and not content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8"
    return made.getvalue().encode(encoding, "replace")


def _book(file: MeasuredFile, sheet: str, told: Mapping[int, str]) -> bytes:
    """A new workbook of the cells of a file that we can read but not write."""
    tables = read_tables(file)
    table = next((one for one in tables if one.name == sheet), tables[0])
    width = max(map(len, table.rows), default=0)
    lines = [[*row, *[""] * (width - len(row)), told.get(number, "")] for number, row in enumerate(table.rows, 1)]
    if not lines:
        raise BadFile(f"{file.path.name} に行がありません。")
    return workbook_bytes(table.name or "一覧", lines[0], lines[1:])
