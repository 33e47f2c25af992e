"""見立て: what a column is taken for, how sure that is, and why; the result that staff see and may correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from importers.layout import Layout

SURE = 0.8  # a guess below this is told as doubtful


@dataclass(frozen=True, slots=True)
class Guess:
    """A column and its field ("" when it is none of ours). `sure` runs from 0 to 1, `column` from 0; `why` is for staff."""

    header: str
    field: str
    sure: float
    why: str
    column: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.sure <= 1:
            raise ValueError(f"{self.sure} is no certainty")

    @property
    def doubtful(self) -> bool:
        """True for what staff should look at."""
        return bool(self.field) and self.sure < SURE


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the file, to be chosen by its number in `Recognised.parts`: its sheet, its place there, how well it fits."""

    sheet: str
    header_row: int
    columns: str  # as Excel says it: A～D
    rows: int
    fit: float
    title: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetFit:
    """A sheet of the file: how many rows below its header, and how well it fits (0: no list of ours)."""

    name: str
    rows: int
    fit: float
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a file is read. `unsure` are sentences for staff; `part` is the number of the chosen one among `parts`."""

    layout: Layout
    guesses: tuple[Guess, ...]
    unsure: tuple[str, ...]
    parts: tuple[Part, ...]
    part: int
    sheets: tuple[SheetFit, ...]
    signature: str
    standard: str = ""
    hidden_rows: tuple[int, ...] = ()
    left_out: Mapping[int, str] = field(default_factory=dict)  # rows that are no entries: headings, footnotes


def letter(column: int) -> str:
    """Excel's name of a column counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
