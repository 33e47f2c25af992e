"""たずねる: what staff must say before a file can be read, and what a page shows of how it was recognised."""

from collections.abc import Mapping, Sequence
from typing import Any

from importers.errors import BadColumn, BadSheet
from importers.layout import Layout, one_line
from importers.memory import Remembered
from importers.recognition import Guess, Recognised, recognise
from importers.recognition.doubts import ALSO
from importers.recognition.guess import Part
from importers.tables import Table

ROWS, CELLS, LETTERS = 30, 40, 60  # of a sheet that are shown
SAMPLES, WITHIN = 3, 200  # cells of a column that are shown, and how far down they are looked for
HIDDEN_ROWS, OTHER_TABLES = "非表示の行が", "ほかにも表があります"  # how importers.recognition.doubts begins to say so
HEADER_WITHIN = 30  # rows of a sheet among which a remembered header may stand
HIDDEN = {"read": "take", "skip": "skip"}


def recognised(tables: Sequence[Table], options: Mapping[str, Any], memory: Mapping[str, Remembered]) -> Recognised:
    """As staff said (geodata.staff.uploads.UploadInfo.options), as is remembered, and else as it looks.

    Raises BadSheet, BadColumn.
    """
    try:
        found = _recognised(tables, options, memory)
    except (BadSheet, BadColumn):
        known = _known(tables, options, memory)
        if known is None:
            raise
        return known
    return found if found.signature in memory else _known(tables, options, memory) or found


def _known(tables: Sequence[Table], options: Mapping[str, Any], memory: Mapping[str, Remembered]) -> Recognised | None:
    """By a header that staff once told us of, however odd its words; unless they say otherwise now."""
    if any(options.get(name) not in (None, "", {}) for name in ("sheet", "header_row", "columns", "part")):
        return None
    headers = [one.columns.keys() for one in memory.values()]
    for table in tables:
        for number, row in enumerate(table.rows[:HEADER_WITHIN], 1):
            words = {one_line(cell) for cell in row}
            if any(header <= words for header in headers):
                found = _recognised(tables, {**options, "sheet": table.name, "header_row": number}, memory)
                if found.signature in memory:
                    return found
    return None


def _recognised(tables: Sequence[Table], options: Mapping[str, Any], memory: Mapping[str, Remembered]) -> Recognised:
    part = options.get("part")
    return recognise(
        tables, remembered={signature: one.columns for signature, one in memory.items()}, sheet=options.get("sheet", ""),
        header_row=options.get("header_row"), columns=options.get("columns"), part=None if part is None else int(part),
        hidden=HIDDEN.get(options.get("hidden", ""), "ask"),  # type: ignore[arg-type]
    )  # fmt: skip


def doubtful(found: Recognised, options: Mapping[str, Any], *, known: bool) -> list[dict[str, Any]]:
    """The questions, {"kind", "message", "choices"}; about hidden rows always, about the rest unless it is said or `known`."""
    asked = []
    for message in found.unsure:
        if message.startswith(HIDDEN_ROWS):
            choices = [["skip", "取り込まない"], ["read", "ほかの行と同じように取り込む"]]
            asked.append({"kind": "hidden", "message": message, "choices": choices})
        elif known or options.get("columns"):
            continue
        elif message.startswith(OTHER_TABLES):
            asked.append({"kind": "part", "message": message, "choices": _tables(found)})
        else:
            asked.append({"kind": "columns", "message": message, "choices": []})
    return asked


def _tables(found: Recognised) -> list[list[str]]:
    """The tables that may have been meant."""
    least = ALSO * found.parts[found.part].fit
    return [
        [str(at), _called(part)] for at, part in enumerate(found.parts) if at == found.part or (part.fit >= least and part.rows)
    ]


def _called(part: Part) -> str:
    title = f"「{part.title[:30]}」" if part.title else ""
    return f"{title}シート「{part.sheet}」の{part.header_row}行目から、{part.columns}列、{part.rows:,}行"


def lost(tables: Sequence[Table], options: Mapping[str, Any], message: str) -> dict[str, Any]:
    """What is asked where no list was found: the first rows to look at, and a sentence without the command line's words."""
    sheet = options.get("sheet") or max(tables, key=lambda table: len(table.rows)).name
    table = next((one for one in tables if one.name == sheet), tables[0])
    told = (
        "名称の列が見つかりません。見出しの行を選び、名前の入った列に「名称」を選んでください。" if "--" in message else message
    )
    return {
        "questions": [{"kind": "columns", "message": told, "choices": []}], "sheet": table.name,
        "header_row": options.get("header_row"), "columns": dict(options.get("columns") or {}),
        "sheets": [one.name for one in tables], "preview": preview(table),
    }  # fmt: skip


def shown(tables: Sequence[Table], found: Recognised) -> dict[str, Any]:
    """How the file was recognised: its sheets, the first rows, every column with its guess, and rows that are no entries."""
    layout = found.layout
    return {
        "sheet": layout.table.name, "header_row": layout.header_row, "columns": dict(layout.columns),
        "sheets": [one.name for one in tables], "preview": preview(layout.table), "part": found.part,
        "guesses": [_guess(one, layout) for one in found.guesses], "signature": found.signature, "standard": found.standard,
        "left_out": [[row, text[:LETTERS]] for row, text in list(found.left_out.items())[:ROWS]],
    }  # fmt: skip


def _guess(guess: Guess, layout: Layout) -> dict[str, Any]:
    return {"column": guess.column, "header": guess.header, "field": guess.field, "sure": guess.sure, "why": guess.why,
            "samples": _samples(layout, guess.column)}  # fmt: skip


def _samples(layout: Layout, column: int) -> list[str]:
    found: dict[str, None] = {}
    for number in layout.rows[:WITHIN]:
        row = layout.table.row(number)
        if column < len(row) and row[column]:
            found[row[column][:LETTERS]] = None
        if len(found) == SAMPLES:
            break
    return list(found)


def preview(table: Table) -> list[list[str]]:
    """The first rows of a sheet, cut to what a page can show."""
    return [[cell[:LETTERS] for cell in row[:CELLS]] for row in table.rows[:ROWS]]
