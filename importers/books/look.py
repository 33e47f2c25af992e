"""シートの外見: what a sheet says of itself before its cells are read: how far they reach, what is hidden, what lacks its value."""

from dataclasses import dataclass, field

from importers.errors import BadFile

MOST_ROWS = 100_000
MOST_COLUMNS = 500
SPARSE_FROM, SPARSE = 2_000_000, 20  # an area of so many cells, of which fewer than one in so many is filled


@dataclass(slots=True)
class SheetLook:
    """A sheet from outside. Rows count from 1, columns from 0; `unset` are formulas that were saved without their value."""

    rows: int = 0
    columns: int = 0
    filled: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unset: set[tuple[int, int]] = field(default_factory=set)

    def reaches(self, row: int, column: int) -> None:
        """A cell with something in it stands here."""
        self.rows, self.columns, self.filled = max(self.rows, row), max(self.columns, column + 1), self.filled + 1

    def check(self, file: str, sheet: str) -> None:
        """Raise BadFile for a sheet larger than any list, told with its limit."""
        called = f"{file} のシート「{sheet}」"
        if self.rows > MOST_ROWS:
            raise BadFile(f"{called} は{self.rows:,}行あります。{MOST_ROWS:,}行までに分けてください。")
        if self.columns > MOST_COLUMNS:
            raise BadFile(f"{called} は列が多すぎます（{MOST_COLUMNS}列まで）。使う列だけを残してください。")
        if self.rows * self.columns > max(SPARSE_FROM, self.filled * SPARSE):
            raise BadFile(f"{called} は値のあるセルがはなれすぎています。表の外（下や右）にある文字を消してください。")


def column_number(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
