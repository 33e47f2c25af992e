"""表のまとまり: the tables of a sheet, side by side and one below the other, each with the header of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.layout import one_line
from importers.recognition.combined import meanings_of
from importers.recognition.contents import is_data
from importers.recognition.headers import LONGEST_LABEL, Header, best_header, header_at
from importers.recognition.names import known, meanings
from importers.tables import Table

LABELS = 0.6  # the share of known words that makes a row below a header another header
SPACE_BEFORE = 3  # rows above a second header that may be its title


@dataclass(frozen=True, slots=True)
class Block:
    """A table within a sheet: its header, its last row, and the title that stands above it."""

    header: Header
    last_row: int
    right: int
    title: str = ""


def blocks_of(table: Table, header_row: int | None = None, told: Sequence[str] = ()) -> list[Block]:
    """The tables of a sheet from the top; [] when it holds none."""
    header = header_at(table, header_row) if header_row else best_header(table, told)
    if header is None:
        return []
    if not header_row and not told:
        header = _above(table, header) or header
    found = []
    while header is not None:
        below = None if header_row else _next_header(table, header)
        last = _end(table, header, below.row) if below else len(table.rows)
        found += [Block(part, last, part.left + len(part.cells), _title(table, part)) for part in _side_by_side(table, header, last)]
        header = below
    return found


def _above(table: Table, best: Header) -> Header | None:
    """The header of a table that stands above the best one of the sheet, with a name and rows of its own."""
    for row in range(1, best.row - 1):
        header = header_at(table, row)
        if header and header.first_row < best.row and _has_name(header):
            words = sum(bool(cell.words) for cell in header.cells)
            if words > 2 and header.score >= max(2, LABELS * words) and header.cells != best.cells:
                return header
    return None


def _next_header(table: Table, header: Header) -> Header | None:
    """The next row that is another header; the same header again goes on with its table."""
    same = {cell.text for cell in header.cells}
    for row in range(header.first_row + 1, len(table.rows) + 1):
        if sum(map(bool, table.row(row - 1))) > 1:
            continue  # no blank row and no title above it
        filled = [one_line(cell) for cell in table.row(row) if cell]
        if len(filled) > 1 and not same.issuperset(filled) and _labels(filled):
            found = header_at(table, row)
            if found and found.score >= 2:
                return found
    return None


def _labels(words: Sequence[str]) -> bool:
    """True for words that stand above columns: two of them well known, most of them likely, none of them data."""
    likely = [word for word in words if len(word) <= LONGEST_LABEL and meanings(word)]
    return sum(map(known, words)) >= 2 and len(likely) >= LABELS * len(words) and not any(map(is_data, words))


def _end(table: Table, header: Header, next_row: int) -> int:
    """The last row before another header and its title: rows of a single cell, and blank ones."""
    last = next_row - 1
    for row in range(next_row - 1, max(header.first_row, next_row - 1 - SPACE_BEFORE), -1):
        if sum(bool(cell) for cell in table.row(row)) > 1:
            break
        last = row - 1
    return last


def _side_by_side(table: Table, header: Header, last: int) -> list[Header]:
    """The headers of tables that stand beside each other: parted by an empty column, or the same words over again."""
    cuts = _repeats(header) or _gaps(table, header, last)
    parts = [_between(header, start, end) for start, end in cuts]
    listed = [part for part in parts if _has_name(part)]
    return listed if len(listed) > 1 else [header]


def _repeats(header: Header) -> list[tuple[int, int]]:
    words = [cell.words for cell in header.cells]
    filled = [at for at, word in enumerate(words) if word]
    for period in range(2, len(words) // 2 + 1):
        starts = [at for at in range(filled[0], len(words), period) if words[at : at + period] == words[filled[0] : filled[0] + period]]
        if len(starts) > 1 and starts[-1] + period >= filled[-1] + 1:
            return [(at, at + period) for at in starts]
    return []


def _gaps(table: Table, header: Header, last: int) -> list[tuple[int, int]]:
    """Runs of columns between columns that are wholly empty."""
    runs: list[tuple[int, int]] = []
    start = None
    for at, cell in enumerate(header.cells):
        empty = not cell.words and not _filled(table, header, last, header.left + at)
        if empty and start is not None:
            runs.append((start, at))
            start = None
        elif not empty and start is None:
            start = at
    return runs if start is None else [*runs, (start, len(header.cells))]


def _filled(table: Table, header: Header, last: int, column: int) -> bool:
    return any(column < len(table.row(row)) and table.row(row)[column] for row in range(header.first_row, last + 1))


def _between(header: Header, start: int, end: int) -> Header:
    cells = header.cells[start:end]
    bare = tuple(replace(cell, text="/".join(cell.words)) if cell.words else cell for cell in cells)
    texts = [cell.text for cell in bare]
    return replace(header, left=header.left + start, cells=bare if len(set(texts)) == len(texts) else cells)


def _has_name(header: Header) -> bool:
    return any(field == "name" for cell in header.cells for field, _, _ in meanings_of(cell.words)[:1])


def _title(table: Table, header: Header) -> str:
    """The nearest words above a header, within its columns first."""
    for row in range(header.row - 1, max(0, header.row - 1 - SPACE_BEFORE), -1):
        cells = table.row(row)
        words = next((cell for cell in cells[header.left : header.left + len(header.cells)] if cell), "")
        if words:
            return one_line(words)[:80]
    return ""
