"""見出しの行: the header of a table under its title rows, one to three rows high, its merged cells reaching over their columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from importers.layout import one_line
from importers.recognition.combined import meanings_of
from importers.recognition.contents import is_data
from importers.recognition.guess import letter
from importers.tables import Table

WITHIN = 40  # title rows above a header are fewer than this
HIGHEST = 3
LONGEST_LABEL = 40
FEWEST = 2  # columns that must be known
HIGHER, LABELS = 0.3, 3  # what an upper row of fewer words must bring: a title above a header brings nothing


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """The header of one column: its text, rows joined by "/", and its words from top to bottom."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands, and what it says of each column from `left` on."""

    row: int
    height: int
    left: int
    cells: tuple[HeaderCell, ...]
    score: float

    @property
    def first_row(self) -> int:
        """The row below it."""
        return self.row + self.height


def header_at(table: Table, row: int, left: int = 0, right: int | None = None) -> Header | None:
    """The header that begins in this row, as high as says most; None where none does."""
    found = None
    for height in range(1, HIGHEST + 1):
        if height > 1 and not _continues(table, row, height, left, right):
            break
        header = _header(table, row, height, left, right)
        if header and (found is None or header.score > found.score + 0.1):
            found = header
    return found


def best_header(table: Table, told: Sequence[str] = ()) -> Header | None:
    """The header of a sheet: that which says most, the upper one of equals; a row that holds what was told first of all."""
    within = {row + 1 for top, left, bottom, _ in table.merged for row in range(top + 1, bottom + 1) if left < len(table.row(row + 1))}
    headers = [header_at(table, row) for row in range(1, min(WITHIN, len(table.rows)) + 1) if row not in within]
    wanted = set(told)

    def worth(header: Header) -> tuple[int, float, int]:
        return sum(cell.text in wanted for cell in header.cells), header.score, -header.row

    return max((h for h in headers if h and (h.score >= FEWEST or worth(h)[0])), key=worth, default=None)


def _header(table: Table, row: int, height: int, left: int, right: int | None) -> Header | None:
    texts = [_reaching_right(table, row + n, last=n == height - 1) for n in range(height)]
    width = max(map(len, texts), default=0)
    columns = [[line[at] if at < len(line) else "" for line in texts] for at in range(left, min(right or width, width))]
    cells = named_once([tuple(dict.fromkeys(word for word in words if word)) for words in columns], left)
    filled = [cell for cell in cells if cell.words]
    if not filled:
        return None
    titles = sum(len({word for word in line if word}) < LABELS for line in texts[:-1])
    return Header(row, height, left, tuple(cells), _score(filled) - HIGHER * titles)


def named_once(columns: Sequence[tuple[str, ...]], left: int) -> list[HeaderCell]:
    """Every header under a name of its own: one that stands twice, or not at all, goes by its column (備考（H列）)."""
    cells, taken = [], set[str]()
    for at, words in enumerate(columns, left):
        text = "/".join(words)
        if not text or text in taken:
            text = f"{text}（{letter(at)}列）"
        taken.add(text)
        cells.append(HeaderCell(text, words))
    return cells


def _score(cells: Sequence[HeaderCell]) -> float:
    """How much is known of a header: each field counted once, data and long sentences against it."""
    fields: dict[str, float] = {}
    for cell in cells:
        for field, certainty, _ in meanings_of(cell.words)[:1]:
            key = field or cell.text
            fields[key] = max(fields.get(key, 0), certainty if field else certainty / 3)
    strange = sum(is_data(word) or len(word) > LONGEST_LABEL for cell in cells for word in cell.words)
    return sum(fields.values()) + 0.3 * ("name" in fields) - 0.6 * strange


def _reaching_right(table: Table, row: int, *, last: bool) -> list[str]:
    """The words of a header row, those of merged cells over all their columns; without merged cells over the blanks below
    which something stands."""
    words = [one_line(cell) for cell in table.row(row)]
    spans = [span for span in table.merged if span[0] <= row - 1 <= span[2] and span[3] > span[1]]
    for _, start, _, end in spans:
        if start < len(words):
            words += [""] * (min(end + 1, len(table.row(row + 1))) - len(words))
            words[start + 1 : end + 1] = [words[start]] * len(words[start + 1 : end + 1])
    if last or table.merged:
        return words
    below = table.row(row + 1)
    words += [""] * (len(below) - len(words))
    for at in range(1, len(words)):
        if not words[at] and at < len(below) and below[at]:
            words[at] = words[at - 1]
    return words


def _continues(table: Table, row: int, height: int, left: int, right: int | None) -> bool:
    """True when the last of these rows goes on with the header: labels below a group, nothing below what stands alone."""
    upper, lower = _cut(table.row(row + height - 2), left, right), _cut(table.row(row + height - 1), left, right)
    if not any(lower) or row + height > len(table.rows):
        return False
    if height == 2 and _is_title(table, row, upper):
        return False
    upper += [""] * (len(lower) - len(upper))
    for at, word in enumerate(lower):
        group = at + 1 < len(lower) and not upper[at + 1] and bool(lower[at + 1])
        if word and (len(word) > LONGEST_LABEL or is_data(word) or (upper[at] and upper[at] != word and not group)):
            return False
    return any(word and word != above for word, above in zip(lower, upper, strict=False))


def _is_title(table: Table, row: int, words: Sequence[str]) -> bool:
    """True for a single text in the first column, unless merged cells make it a group of some of the columns."""
    filled = [at for at, word in enumerate(words) if word]
    spans = [right - left for top, left, _, right in table.merged if top == row - 1]
    return filled[:1] == [0] and len(filled) == 1 and not any(0 < span < len(words) - 2 for span in spans)


def _cut(words: Sequence[str], left: int, right: int | None) -> list[str]:
    return list(words[left:right])
