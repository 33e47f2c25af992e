"""行: the filled rows of a sheet, asked by field instead of by column."""

import re
from collections.abc import Iterator, Mapping

from importers.layout import Layout, one_line
from importers.problems import Problem

SHORT = ("name_kana", "capacity", "languages", "phone", "fax", "email", "url")
FIELD_LIMIT = {"name": 200, **dict.fromkeys(SHORT, 300)}
TEXT_LIMIT = 4_000
HEADING = "（見出しの行）"  # the column of what headings between the rows say
MARK = re.compile(r"[○〇◯◎●✓✔レ■]|有|あり|可|1|はい")
NO_MARK = re.compile(r"[-－ー―×✕/／]|無|なし|0|いいえ")
DITTO = ("〃", "”", "々", "同上")  # as the row above


def filled_rows(layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """(Excel's row number, {header: cell}) of each row that says something; group values filled down."""
    above: dict[str, str] = {}
    before: dict[str, str] = {}
    heading = ""
    for number in layout.rows:
        heading = layout.headings.get(number, heading)
        cells_ = layout.table.row(number)
        first = next((cell for cell in cells_[layout.left : layout.right] if cell), "")
        if not first or number in layout.skipped or first.startswith(layout.declared.skip_rows_starting):
            continue
        raw = {header: cells_[at] if at < len(cells_) else "" for header, at in layout.places.items() if header}
        if _header_again(layout, raw):
            continue
        raw = {h: before.get(h, "") if cell in DITTO else cell for h, cell in raw.items()}
        says_something = not _only_a_number(layout, raw)
        if layout.headings:
            raw[HEADING] = heading
        for header in layout.fill_down:
            raw[header] = above[header] = raw.get(header) or above.get(header, "")
        if says_something:
            before = raw
            yield number, raw


def _only_a_number(layout: Layout, raw: Mapping[str, str]) -> bool:
    """A padding row: nothing but its running number, what is filled down, or columns that nobody asked for."""
    asked = {header for header, name in layout.columns.items() if name != "source_id"} - set(layout.fill_down)
    return not any(raw.get(header) for header in asked)


def _header_again(layout: Layout, raw: Mapping[str, str]) -> bool:
    """A long list repeats its header above each part."""
    said = [(header, raw[header]) for header in layout.columns if raw.get(header)]
    return len(said) > 1 and all(header == one_line(cell) for header, cell in said)


class Row:
    """A row asked by field: row["address"]. Several columns of one field are joined by a line."""

    def __init__(self, layout: Layout, number: int, raw: dict[str, str]) -> None:
        self.layout, self.number, self.raw = layout, number, raw
        said: dict[str, str] = {}
        for header, name in layout.columns.items():
            if text := raw.get(header):
                said[name] = f"{said[name]}\n{text}" if name in said else text
        self.said = {name: text[: FIELD_LIMIT.get(name, TEXT_LIMIT)] for name, text in said.items()}
        marks = layout.table.marks
        told = ((header, marks.get((number, at))) for header, at in layout.places.items()) if marks else ()
        self.problems = [Problem(number, header, mark) for header, mark in told if mark]

    def __getitem__(self, name: str) -> str:
        return self.said.get(name, "")

    def marked(self) -> str:
        """The weekdays of columns that hold a mark for each: 月・木, or what stands in them: 第2火."""
        said = ((header.rpartition("/")[2][:1], self.raw.get(header, "")) for header in self.headers("weekday_marks"))
        return "・".join(day if MARK.fullmatch(cell) else _on(day, cell) for day, cell in said if cell and not NO_MARK.fullmatch(cell))

    def headers(self, name: str) -> list[str]:
        """The columns of a field, from left to right."""
        return [header for header, field in self.layout.columns.items() if field == name]

    def say(self, name: str, message: str) -> None:
        """Note what a cell could not give."""
        self.problems.append(Problem(self.number, self.header(name), message))

    def header(self, name: str) -> str:
        """The column that a field comes from; "" when the sheet has none."""
        return next((header for header, field in self.layout.columns.items() if field == name), "")


def _on(day: str, cell: str) -> str:
    """第2 in the column of 火 is 第2火; 10:00～ in it is 火 10:00～."""
    return f"{cell}{day}" if re.match(r"第|毎|隔", cell) and day not in cell else f"{day} {cell}"
