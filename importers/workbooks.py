"""ブックを書く: a table as a workbook that looks like an office's list, the same bytes for the same data."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]

WIDEST = 44  # characters; a longer text is wrapped
A_DAY = datetime(2000, 1, 1)  # a workbook keeps when it was made; ours is the same for the same data


def workbook_bytes(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet named `title` (31 characters at most), the header kept in sight; every cell is text, so none is a formula."""
    rows = list(rows)
    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                           "strings_to_numbers": False})  # fmt: skip
    book.set_properties({"title": title, "created": A_DAY})
    head = book.add_format({"bold": True, "bg_color": "#E6F5EC", "border": 1, "valign": "vcenter", "text_wrap": True})
    body = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
    sheet = book.add_worksheet(title[:31])
    for number, header in enumerate(headers):
        cells = [row[number] for row in rows[:500]]
        sheet.set_column(number, number, _width([header, *cells]), body)
        sheet.write_string(0, number, header, head)
    for line, row in enumerate(rows, 1):
        for number, cell in enumerate(row):
            if cell:
                sheet.write_string(line, number, cell, body)
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headers) - 1)
    book.close()
    return made.getvalue()


def _width(cells: Sequence[str]) -> int:
    longest = max((sum(2 if ord(letter) > 255 else 1 for letter in line) for cell in cells for line in cell.split("\n")), default=8)
    return min(max(longest + 2, 8), WIDEST)
