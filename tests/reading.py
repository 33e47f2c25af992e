"""How right the recognition is: each list's sheet, header row and columns beside what a person would say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from importers.errors import ImportProblem
from importers.files import measure
from importers.recognition import SURE, Recognised, recognise
from importers.recognition.guess import letter
from importers.tables import read_tables
from tests.laid_out import LaidOut


@dataclass
class Score:
    """`right` of `all` items; `wrong` those that were wrong without a word; `said` tells each that was not right."""

    all: int = 0
    right: int = 0
    wrong: int = 0
    said: list[str] = field(default_factory=list)

    def add(self, what: str, right: bool, *, doubted: bool) -> None:
        """One item."""
        self.all += 1
        self.right += right
        self.wrong += not right and not doubted
        if not right:
            self.said.append(f"{what}{'（自信なしと言った）' if doubted else ''}")


def judged(lists: Sequence[LaidOut], folder: Path) -> Score:
    """The score over these lists."""
    score = Score()
    for one in lists:
        judge(one, one.write(folder), score)
    return score


def judge(one: LaidOut, path: Path, score: Score) -> None:
    """Sheet, header row, every column, and every column that is none of ours but was taken for one."""
    try:
        found = recognise(read_tables(measure(path)))
    except ImportProblem as problem:
        score.add(f"{one.name}: {problem}", False, doubted=True)
        return
    sheet = one.sheet if path.suffix in (".xlsx", ".xls", ".ods") else path.name
    score.add(f"{one.name}: シート {found.layout.table.name}", found.layout.table.name == sheet, doubted=False)
    said_row = any("見出しは" in sentence or "ほかにも表" in sentence for sentence in found.unsure)
    score.add(f"{one.name}: 見出し {found.layout.header_row}行目", found.layout.header_row == one.header_row, doubted=said_row)
    _columns(one, found, score, elsewhere=said_row and found.layout.header_row != one.header_row)


def _columns(one: LaidOut, found: Recognised, score: Score, *, elsewhere: bool) -> None:
    """`elsewhere` when another table was read and staff were told of both."""
    guesses = {letter(guess.column): guess for guess in found.guesses}
    for column in sorted({*one.columns, *(at for at, guess in guesses.items() if guess.field)}):
        guess = guesses.get(column)
        said = guess.field if guess else ""
        right = said in one.columns.get(column, "").split("|")
        doubted = elsewhere or not said or (guess is not None and guess.sure < SURE)
        header = guess.header if guess else "？"
        score.add(f"{one.name}: {column} {header} → {said or 'なし'}", right, doubted=doubted)
