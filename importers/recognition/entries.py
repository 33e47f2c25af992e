"""行の見立て: which rows below a header are entries, and which are headings between them, footnotes and sums."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from geodata.vocabulary import category_code
from importers.layout import one_line
from importers.recognition.guess import Guess
from importers.recognition.parts import Block
from importers.tables import Table

NOTE = re.compile(r"[※＊*＃#]|[（(]?注[）)\d０-９：:　 ]|(?:総|合|小)?計(?:$|[\s　:：\d０-９（(])|出典|資料[:：]|以上$|(?:合|小|総)計")
HEADING = re.compile(r"[【■□●◆◇▼▽★＜<《〈◎].*|.*(?:地区|圏域|校区|地域|ブロック|支部|関係|の部)$|[（(]?[0-9０-９一二三四五六七八九十]+[）).．、]\s?\D.*")
SENTENCE = 28  # letters: a single cell longer than this is no entry
BLANKS = 0.2  # the share of blank cells that makes a group
MOSTLY = 0.8


def left_out(table: Table, block: Block, guesses: Sequence[Guess]) -> dict[int, str]:
    """Row → its words, of rows that are no entries."""
    width = sum(bool(cell.words) for cell in block.header.cells)
    name = next((guess.column for guess in guesses if guess.field == "name"), block.header.left)
    merged = {top + 1 for top, left, bottom, right in table.merged if right - left >= 2 and top == bottom}
    found = {}
    for number in range(block.header.first_row, block.last_row + 1):
        cells = table.row(number)[block.header.left : block.right]
        filled = [at for at, cell in enumerate(cells, block.header.left) if cell]
        if not filled:
            continue
        text = one_line(cells[filled[0] - block.header.left])
        alone = len(filled) == 1 and width > 2
        if NOTE.match(text) or (alone and (number in merged or _no_entry(text, filled[0] == name))):
            found[number] = text
    return found


def _no_entry(text: str, named: bool) -> bool:
    """True for a single cell that is a heading or a sentence; in the column of names only by a mark of its own."""
    if len(text) > SENTENCE or text.endswith("。"):
        return True
    return bool(HEADING.fullmatch(text)) if named else not text.isdecimal()


def headings(rows: Mapping[int, str]) -> dict[int, str]:
    """Of the rows left out those that tell the 種類 of the rows below; {} unless every heading does."""
    said = {number: text for number, text in rows.items() if not NOTE.match(text) and len(text) <= SENTENCE}
    kinds = {number: text for number, text in said.items() if category_code(text)}
    return kinds if kinds and len(kinds) == len(said) else {}


def filled_down(table: Table, block: Block, guesses: Sequence[Guess], skip: Mapping[int, str]) -> list[str]:
    """The headers of groups: columns left of the names whose value stands only in the first row of each group."""
    rows = [table.row(n) for n in range(block.header.first_row, block.last_row + 1) if n not in skip]
    name = next((guess.column for guess in guesses if guess.field == "name"), 0)
    rows = [row for row in rows if name < len(row) and row[name]]
    return [guess.header for guess in guesses if _groups(rows, guess, name)]


def _groups(rows: Sequence[Sequence[str]], guess: Guess, name: int) -> bool:
    """True where the first row is filled, others are not, and no value comes back after another."""
    may = guess.field in ("category", "served_area") or (guess.column < name and guess.field in ("", "address", "organization"))
    cells = [row[guess.column] if guess.column < len(row) else "" for row in rows]
    filled = [cell for cell in cells if cell]
    if not may or not filled or not cells[0] or cells.count("") < BLANKS * len(cells):
        return False
    return max(Counter(filled).values()) <= max(1, len(filled) * (1 - MOSTLY)) or len(set(filled)) == len(filled)
