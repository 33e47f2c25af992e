"""表を読む: every workbook or CSV becomes tables of text cells, with the row numbers that Excel shows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from importers.books import SheetLook, looks
from importers.books.look import MOST_COLUMNS, MOST_ROWS
from importers.errors import BadFile
from importers.files import FileKind, MeasuredFile
from importers.texts import rows_of

LONGEST_CELL = 4_000
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\v\f]|_x000D_\n?")
HARMLESS = re.compile(r"^'(?=[=+\-@＝＋－＠])")  # the apostrophe by which our own lists keep a cell from being a formula
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]|_x00(?:0[0-8]|0[EF]|1[0-9A-F]|7F)_")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]|_x00(?:0[0-8]|0[EF]|1[0-9A-F]|7F)_")
HAS_CONTROL = "目に見えない制御文字が入っていたため、取りのぞいて読みました。元のセルを入力しなおしてください。"
NO_VALUE = "式の計算結果が保存されていないため、空欄として読みました。Excelで開いて保存しなおしてください。"


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
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (row, column from 0) → what to tell of its cell

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
    seen = looks(file.path)
    try:
        with CalamineWorkbook.from_path(str(file.path)) as book:
            return [
                _from_sheet(
                    book.get_sheet_by_name(sheet.name), file.path.name, seen.get(sheet.name) or SheetLook(),
                    hidden=sheet.visible != SheetVisibleEnum.Visible,
                ) for sheet in book.sheets_metadata
            ]  # fmt: skip
    except PasswordError:
        raise BadFile(f"{file.path.name} はパスワードで保護されています。パスワードを外して保存しなおしてください。") from None
    except (CalamineError, OSError, ValueError) as problem:
        raise BadFile(f"{file.path.name} はExcelのファイルとして読めません。Excelで開いて保存しなおしてください。") from problem


def _from_sheet(sheet: CalamineSheet, file: str, look: SheetLook, *, hidden: bool) -> Table:
    """Merged cells give their value to each of their rows, so that a group's heading reaches its members."""
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        width = sheet.total_width if sheet.total_width > MOST_COLUMNS else 1
        return Table(sheet.name, (("",) * width,) * sheet.total_height, file)
    cells = sheet.to_python(skip_empty_area=False)
    marks = dict.fromkeys(look.unset, NO_VALUE) | _controls(cells)
    rows = [[_text(cell) for cell in row] for row in cells]
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    for top, left, bottom, _ in merged:
        for number in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[number]) and left < len(rows[top]):
                rows[number][left] = rows[number][left] or rows[top][left]
    away = frozenset(look.hidden_rows), frozenset(look.hidden_columns)
    return Table(sheet.name, tuple(tuple(row) for row in rows), file, hidden, *away, merged, marks)


def _from_text(file: MeasuredFile) -> Table:
    rows = rows_of(file.path)
    return Table(file.path.name, tuple(tuple(_clean(cell) for cell in row) for row in rows), marks=_controls(rows))


def _controls(rows: Sequence[Sequence[object]]) -> dict[tuple[int, int], str]:
    """The cells that hold what nobody typed; most cells are printable, which is soon seen."""
    return {
        (number, at): HAS_CONTROL for number, row in enumerate(rows, 1) for at, cell in enumerate(row)
        if isinstance(cell, str) and (not cell.isprintable() or "_x00" in cell) and CONTROL.search(cell)
    }  # fmt: skip


def _text(cell: object) -> str:
    """A cell as a person reads it: 140007.0 is 140007, half past five is 17:30, a date is 2026-04-01."""
    match cell:
        case str():
            return _clean(cell)
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
    if not text.isprintable() or "_x00" in text:
        text = UNSEEN.sub("", LINE_ENDS.sub("\n", text))
    return HARMLESS.sub("", text.strip()) if text[:1] == "'" or text[:1].isspace() else text.rstrip()


def _within_limits(table: Table) -> None:
    if len(table.rows) > MOST_ROWS:
        raise BadFile(f"{table.called} は{len(table.rows):,}行あります。{MOST_ROWS:,}行までに分けてください。")
    for number, row in enumerate(table.rows, 1):
        if len(row) > MOST_COLUMNS:
            raise BadFile(f"{table.called} は列が多すぎます（{MOST_COLUMNS}列まで）。使う列だけを残してください。")
        if row and max(map(len, row)) > LONGEST_CELL:
            raise BadFile(f"{table.called} の{number}行目に{LONGEST_CELL:,}文字をこえるセルがあります。短くしてください。")
