"""表を読む: every workbook or CSV becomes tables of text cells, with the row numbers that Excel shows."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from importers.errors import BadFile
from importers.files import FileKind, MeasuredFile

MOST_ROWS = 100_000
MOST_COLUMNS = 500
LONGEST_CELL = 4_000
ENCODINGS = ("utf-8-sig", "cp932")
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NO_LETTER = re.compile("[\uf8f0-\uf8f3\ufffe\uffff]")  # what Python's cp932 makes of bytes that are no Shift_JIS
END = "\x04"  # a row of our own below the last: a quotation mark that is never closed swallows it
DELIMITED_WITHIN = 30  # lines that may show what separates the cells: titles stand above
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\v\f]|_x000D_\n?")
HARMLESS = re.compile(r"^'(?=[=+\-@＝＋－＠])")  # the apostrophe by which our own lists keep a cell from being a formula
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")  # also turns of direction


@dataclass(frozen=True, slots=True)
class Table:
    """シート一枚: rows[0] is row 1 of the sheet; every cell is text, "" when empty. A CSV bears its file's name."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    file: str = ""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # as Excel counts
    hidden_columns: frozenset[int] = frozenset()  # from 0
    merged: tuple[tuple[int, int, int, int], ...] = ()  # top, left, bottom, right from 0, the last two within
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (row, column from 0) → what its cell lost

    @property
    def called(self) -> str:
        """The table in a sentence, with its file: list.xlsx のシート「一覧」."""
        return f"{self.file} のシート「{self.name}」" if self.file else self.name

    def row(self, number: int) -> tuple[str, ...]:
        """The row that Excel calls `number`; () past the end."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else ()


def read_tables(file: MeasuredFile) -> list[Table]:
    """Every sheet of a file that was measured. Raises BadFile."""
    tables = [_from_text(file)] if file.kind is FileKind.TEXT else _from_book(file)
    for table in tables:
        _within_limits(table)
    return tables


def _from_book(file: MeasuredFile) -> list[Table]:
    try:
        with CalamineWorkbook.from_path(str(file.path)) as book:
            hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
            return [_from_sheet(book.get_sheet_by_name(name), file.path.name, name in hidden) for name in book.sheet_names]
    except PasswordError:
        raise BadFile(f"{file.path.name} はパスワードで保護されています。パスワードを外して保存しなおしてください。") from None
    except (CalamineError, OSError, ValueError) as problem:
        raise BadFile(f"{file.path.name} はExcelのファイルとして読めません。Excelで開いて保存しなおしてください。") from problem


def _from_sheet(sheet: CalamineSheet, file: str, hidden: bool) -> Table:
    """Merged cells give their value to each of their rows, so that a group's heading reaches its members."""
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        width = sheet.total_width if sheet.total_width > MOST_COLUMNS else 1
        return Table(sheet.name, (("",) * width,) * sheet.total_height, file)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    for top, left, bottom, _ in merged:
        for number in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[number]) and left < len(rows[top]):
                rows[number][left] = rows[number][left] or rows[top][left]
    return Table(sheet.name, tuple(tuple(row) for row in rows), file, hidden, merged=merged)


def _from_text(file: MeasuredFile) -> Table:
    text = _decoded(file.path.read_bytes(), file.path.name)
    top = re.split(r"[\r\n]+", text, maxsplit=DELIMITED_WITHIN)[:DELIMITED_WITHIN]
    delimiter = "\t" if sum(line.count("\t") for line in top) > sum(line.count(",") for line in top) else ","
    try:
        rows = list(csv.reader(io.StringIO(f"{text.rstrip()}\n{END}", newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise BadFile(f"{file.path.name} はCSVとして読めません（引用符や改行を確かめてください）。") from problem
    if rows.pop() != [END]:
        raise BadFile(f"{file.path.name} の{len(rows) + 1}行目から引用符「\"」が閉じていません。そろえてください。")
    return Table(file.path.name, tuple(tuple(_clean(cell) for cell in row) for row in rows))


def _decoded(content: bytes, name: str) -> str:
    encodings = (BOMS[content[:2]],) if content[:2] in BOMS else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NO_LETTER.search(text):
            return text
    raise BadFile(f"{name} の文字コードが読めません。UTF-8 か Shift_JIS で保存しなおしてください。")


def _text(cell: object) -> str:
    """A cell as a person reads it: 140007.0 is 140007, half past five is 17:30, a date is 2026-04-01."""
    match cell:
        case bool():
            return "はい" if cell else "いいえ"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.strftime("%H:%M")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return _clean(str(cell))


def _clean(text: str) -> str:
    """Line ends as \\n, nothing that cannot be seen, no blanks around, no apostrophe that only keeps a formula asleep."""
    return HARMLESS.sub("", UNSEEN.sub("", LINE_ENDS.sub("\n", text)).strip())


def _within_limits(table: Table) -> None:
    if len(table.rows) > MOST_ROWS:
        raise BadFile(f"{table.called} は{len(table.rows):,}行あります。{MOST_ROWS:,}行までに分けてください。")
    for number, row in enumerate(table.rows, 1):
        if len(row) > MOST_COLUMNS:
            raise BadFile(f"{table.called} は列が多すぎます（{MOST_COLUMNS}列まで）。")
        if row and max(map(len, row)) > LONGEST_CELL:
            raise BadFile(f"{table.called} の{number}行目に{LONGEST_CELL:,}文字をこえるセルがあります。短くしてください。")
