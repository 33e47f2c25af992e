"""たずねる: what staff must say before a file can be read, with the first rows of its sheet to look at."""

from collections.abc import Sequence
from typing import Any

from importers.reading import ImportOptions
from importers.tables import Table

ROWS, CELLS, LETTERS = 30, 40, 60  # of a sheet that are shown


def questions(tables: Sequence[Table], options: ImportOptions, message: str) -> dict[str, Any]:
    """What is asked, and shown, of geodata.staff.uploads.UploadInfo.result."""
    sheet = options.sheet or max(tables, key=lambda table: len(table.rows)).name
    asked = {"questions": [{"kind": "columns", "message": message, "choices": []}], "sheet": sheet,
             "header_row": options.header_row, "columns": dict(options.columns)}  # fmt: skip
    return asked | shown(tables, sheet)


def shown(tables: Sequence[Table], sheet: str) -> dict[str, Any]:
    """The names of all sheets and the first rows of one."""
    table = next((one for one in tables if one.name == sheet), tables[0])
    return {"sheets": [one.name for one in tables], "preview": preview(table)}


def preview(table: Table) -> list[list[str]]:
    """The first rows of a sheet, cut to what a page can show."""
    return [[cell[:LETTERS] for cell in row[:CELLS]] for row in table.rows[:ROWS]]
