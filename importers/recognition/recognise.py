"""見分ける: a file's tables become one layout, with every guess, what is not sure of it, and what else could be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from geodata.japanese import search_form
from importers.errors import BadColumn, BadSheet
from importers.layout import Layout, table_named
from importers.recognition.columns import columns_of, guessed
from importers.recognition.doubts import doubts
from importers.recognition.entries import filled_down, headings, left_out
from importers.recognition.guess import Guess, Part, Recognised, SheetFit, letter
from importers.recognition.parts import Block, blocks_of
from importers.recognition.worth import fit_of
from importers.rows import HEADING
from importers.sheets.base import FIELDS, Sheet
from importers.standards import Standard, standard_of
from importers.tables import Table

NEARLY = 0.7
Hidden = Literal["ask", "skip", "take"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One table of a file as it would be read."""

    table: Table
    block: Block
    guesses: tuple[Guess, ...]
    standard: Standard | None
    signature: str
    fit: float

    @property
    def named(self) -> bool:
        """True when a column holds the names."""
        return any(guess.field == "name" for guess in self.guesses)


def recognise(
    tables: Sequence[Table], *, remembered: Mapping[str, Mapping[str, str]] | None = None, sheet: str = "",
    header_row: int | None = None, columns: Mapping[str, str] | None = None, hidden: Hidden = "ask", part: int | None = None,
) -> Recognised:  # fmt: skip
    """How a file is read. `columns` (header → field, "" for none) wins over all, then `remembered` (signature → columns).

    `hidden` says what becomes of hidden rows: taken ("ask" and "take") or left out. Raises BadSheet, BadColumn.
    """
    said = _told(columns or {})
    candidates = [table_named(tables, sheet)] if sheet else list(tables)
    readings = [
        _read(table, block, said, remembered or {}) for table in candidates for block in blocks_of(table, header_row, tuple(said))
    ]
    chosen = _chosen(readings, candidates, said, part)
    return _recognised(readings, readings[chosen], tables, candidates, said, hidden)


def signature_of(headers: Sequence[str]) -> str:
    """What a mapping is remembered under: equal for the same headers, however wide their letters and blanks."""
    return sha256("\n".join(search_form(header) for header in headers).encode()).hexdigest()


def _read(table: Table, block: Block, said: Mapping[str, str], remembered: Mapping[str, Mapping[str, str]]) -> Reading:
    columns = columns_of(table, block.header, block.last_row)
    texts = [column.cell.text for column in columns]
    signature = signature_of(texts)
    standard = standard_of(texts)
    known, why = (standard.fields(texts), f"国の様式「{standard.name}」の項目のため") if standard else ({}, "")
    if signature in remembered:
        known, why = dict(remembered[signature]), "前に決めた対応から"
    guesses = tuple(guessed(columns, said, known, why))
    return Reading(table, block, guesses, standard, signature, fit_of(table, block, guesses))


def _told(columns: Mapping[str, str]) -> dict[str, str]:
    for header, name in columns.items():
        if name and name not in FIELDS:
            raise BadColumn(f"--column {header}={name} の「{name}」は使えません。使えるのは {'、'.join(sorted(FIELDS))} です。")
    return dict(columns)


def _chosen(readings: Sequence[Reading], tables: Sequence[Table], said: Mapping[str, str], part: int | None) -> int:
    """The number of the reading to use. Raises BadSheet where no table has names, BadColumn for a header that is not there."""
    if part is not None and not 0 <= part < len(readings):
        raise BadSheet(f"表の番号 {part} はありません。このファイルの表は{len(readings)}個です。")
    usable = [at for at, reading in enumerate(readings) if reading.named or said]
    if not usable:
        raise BadSheet(_no_list(tables))
    best = part if part is not None else _first_of_its_sheet(readings, max(usable, key=lambda at: (readings[at].fit, -at)), usable)
    _check_told(readings[best], said)
    return best


def _first_of_its_sheet(readings: Sequence[Reading], best: int, usable: Sequence[int]) -> int:
    """The uppermost table of the sheet of the best that fits nearly as well: people begin at the top."""
    near = (at for at in usable if readings[at].table is readings[best].table and readings[at].fit >= NEARLY * readings[best].fit)
    return next(near, best)


def _check_told(reading: Reading, said: Mapping[str, str]) -> None:
    there = [guess.header for guess in reading.guesses]
    missing = next((header for header in said if header not in there), None)
    if missing is not None:
        listed = "、".join(f"「{header}」" for header in there) or "空の行"
        where = f"{reading.table.called} の{reading.block.header.row}行目"
        raise BadColumn(f"{where}に列「{missing}」がありません。あるのは {listed} です。")
    if not reading.named:
        raise BadColumn(f"{reading.table.called} に名称の列がありません。--column 見出し=name で指定してください。")


def _no_list(tables: Sequence[Table]) -> str:
    tried = "、".join(table.called for table in tables)
    turned = next((table for table in tables if _stands_upright(table)), None)
    if turned:
        return f"{tried} に名称の列が見つかりません。見出しが縦に並んでいるようです。行と列を入れかえて（1行に1件にして）ください。"
    return f"{tried} に名称の列が見つかりません。--header-row で見出しの行を、--column 名称=name のように列を指定してください。"


def _stands_upright(table: Table) -> bool:
    from importers.recognition.names import known

    return sum(known(row[0]) for row in table.rows[:30] if row and row[0]) >= 4


def _recognised(
    readings: Sequence[Reading], chosen: Reading, tables: Sequence[Table], candidates: Sequence[Table], said: Mapping[str, str],
    hidden: Hidden,
) -> Recognised:  # fmt: skip
    table, block = chosen.table, chosen.block
    out = left_out(table, block, chosen.guesses)
    hidden_rows = tuple(n for n in sorted(table.hidden_rows) if block.header.first_row <= n <= block.last_row and any(table.row(n)))
    layout = _layout(chosen, out, hidden_rows if hidden == "skip" else ())
    parts = tuple(_part(reading) for reading in readings)
    at = next(n for n, reading in enumerate(readings) if reading is chosen)
    fits = tuple(_sheet_fit(one, readings) for one in tables)
    unsure = doubts(chosen.guesses, layout, parts, at, hidden_rows if hidden == "ask" else (), chosen.block, told=bool(said))
    name = chosen.standard.name if chosen.standard else ""
    return Recognised(layout, chosen.guesses, tuple(unsure), parts, at, fits, chosen.signature, name, hidden_rows, out)


def _layout(reading: Reading, out: Mapping[int, str], hidden_rows: Sequence[int]) -> Layout:
    block, guesses = reading.block, reading.guesses
    columns = {guess.header: guess.field for guess in guesses if guess.field}
    kinds = {} if "category" in columns.values() else headings(out)
    return Layout(
        reading.table, block.header.row, block.header.first_row,
        columns | ({HEADING: "category"} if kinds else {}), {guess.header: guess.column for guess in guesses},
        tuple(guess.header for guess in guesses if not guess.field), Sheet, block.last_row, block.header.left, block.right,
        tuple(filled_down(reading.table, block, guesses, out)), frozenset(out) | frozenset(hidden_rows), kinds,
        reading.standard.name if reading.standard else "", reading.standard.category if reading.standard else "",
    )  # fmt: skip


def _part(reading: Reading) -> Part:
    block = reading.block
    columns = f"{letter(block.header.left)}～{letter(block.right - 1)}"
    rows = max(0, block.last_row - block.header.first_row + 1)
    return Part(reading.table.name, block.header.row, columns, rows, round(reading.fit, 2), block.title, reading.table.hidden)


def _sheet_fit(table: Table, readings: Sequence[Reading]) -> SheetFit:
    mine = [reading for reading in readings if reading.table is table]
    rows = sum(max(0, r.block.last_row - r.block.header.first_row + 1) for r in mine)
    return SheetFit(table.name, rows, round(max((r.fit for r in mine if r.named), default=0.0), 2), table.hidden)
