"""表として書き出す: CSV that Excel opens as it should, every cell of it text and none of it a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = frozenset("=+-@＝＋－＠\t\r")
BOM = "\ufeff"


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe in front; importers take it away again."""
    return f"'{cell}" if cell and cell[0] in FORMULA_STARTS else cell


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with BOM, lines ended by CR LF, line breaks within a cell as LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in headers])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()
