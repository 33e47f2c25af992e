"""見出し: how a sheet is laid out, and the layout that a declaration tells. What nobody tells, importers.recognition finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importers.errors import BadColumn, BadSheet
from importers.sheets.base import Sheet
from importers.tables import Table


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet is laid out: `columns` gives the field of each header text, `places` the column number of each header."""

    table: Table
    header_row: int
    first_row: int
    columns: Mapping[str, str]
    places: Mapping[str, int]
    unused: tuple[str, ...] = ()
    declared: type[Sheet] = field(default=Sheet)
    last_row: int | None = None  # None: to the end of the sheet
    left: int = 0
    right: int | None = None  # the first column that is not of this table
    fill_down: tuple[str, ...] = ()  # headers whose value stands only in the first row of a group
    skipped: frozenset[int] = frozenset()  # rows that say nothing of ours: headings between, footnotes, hidden ones
    headings: Mapping[int, str] = field(default_factory=dict)  # row → the heading that holds for the rows below
    standard: str = ""  # the national layout that it is
    category: str = ""  # the 種類 that the layout itself tells
    notes: tuple[str, ...] = ()  # what is not sure, in an officer's words

    @property
    def rows(self) -> range:
        """The numbers of the rows below the header."""
        return range(self.first_row, (self.last_row or len(self.table.rows)) + 1)


def declared_layout(tables: Sequence[Table], sheet: type[Sheet]) -> Layout:
    """As the declaration says. Raises BadSheet or BadColumn when the file is laid out otherwise."""
    table = table_named(tables, sheet.sheet)
    return _layout(table, sheet.header_row, sheet.header_rows, dict(sheet.columns), sheet)


def told_layout(
    tables: Sequence[Table], *, sheet: str = "", header_row: int | None = None, columns: Mapping[str, str] | None = None
) -> Layout:
    """As the caller says; what is not said is recognised. Raises BadSheet, BadColumn."""
    from importers.recognition import recognise

    return recognise(tables, sheet=sheet, header_row=header_row, columns=columns).layout


def table_named(tables: Sequence[Table], name: str) -> Table:
    """The sheet of that name, or the first. Raises BadSheet naming those that exist."""
    for table in tables:
        if not name or table.name == name:
            return table
    there = "、".join(f"「{table.name}」" for table in tables)
    raise BadSheet(f"{tables[0].file or tables[0].name} にシート「{name}」がありません。あるのは {there} です。")


def _layout(table: Table, header_row: int, header_rows: int, columns: dict[str, str], sheet: type[Sheet]) -> Layout:
    headers = header_texts(table, header_row, header_rows)
    places: dict[str, int] = {}
    for number, header in enumerate(headers):
        places.setdefault(header, number)
    missing = [header for header in columns if header not in places]
    if missing:
        there = "、".join(f"「{h}」" for h in headers if h)
        where = f"{table.called} の{header_row}行目"
        raise BadColumn(f"{where}に列「{missing[0]}」がありません。あるのは {there or '空の行'} です。")
    if "name" not in columns.values():
        raise BadColumn(f"{table.called} に名称の列がありません。--column 見出し=name で指定してください。")
    unused = tuple(h for h in headers if h and h not in columns)
    first = header_row + header_rows
    return Layout(table, header_row, first, columns, places, unused, sheet, fill_down=tuple(sheet.fill_down))


def header_texts(table: Table, header_row: int, header_rows: int = 1) -> list[str]:
    """The header of each column; two rows are joined by "/", the upper one reaching right over its merged cells."""
    upper = [one_line(cell) for cell in table.row(header_row)]
    if header_rows == 1:
        return upper
    lower = [one_line(cell) for cell in table.row(header_row + 1)]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    texts, above = [], ""
    for top, bottom in zip(upper, lower, strict=True):
        above = top or (above if bottom else "")
        texts.append(f"{above}/{bottom}" if above and bottom and above != bottom else above or bottom)
    return texts


def one_line(cell: str) -> str:
    """A header as it is looked up: its line breaks are only for the eye."""
    return "".join(cell.split("\n")).strip()
