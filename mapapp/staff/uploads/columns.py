"""列の見せ方: what was recognised of each column, with some of its cells, for the page that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geodata.staff.uploads import UploadInfo
from importers import SURE

SAMPLES = 3
OWN_PLACE = ("sheet", "header", "columns", "category")  # questions that the page asks in places of their own
PREVIEW_ROWS, PREVIEW_COLUMNS = 15, 12


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its letter as Excel shows it, its header, some cells, and the field it was taken for."""

    place: int
    header: str
    field: str
    sure: bool
    why: str
    samples: tuple[str, ...]

    @property
    def letter(self) -> str:
        """A, B … Z, AA."""
        number, letters = self.place + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True, slots=True)
class Other:
    """A question with choices: hidden rows, which of two tables … ; `choices` are (value, words)."""

    kind: str
    message: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


def columns_of(info: UploadInfo, said: Mapping[str, str]) -> list[Column]:
    """Every column with a header, in order; `said` is what staff just chose."""
    guesses = info.result.get("guesses") or _guesses(info.result)
    return [
        Column(g["column"], g["header"], said.get(g["header"], g["field"] or ""), g["sure"] >= SURE, g["why"],
               tuple(g["samples"])[:SAMPLES])
        for g in guesses
    ]  # fmt: skip


def samples_rows(info: UploadInfo) -> list[tuple[int, list[str]]]:
    """(number, cells) of the first rows of the sheet, for choosing the header."""
    rows = info.result.get("preview", [])[:PREVIEW_ROWS]
    width = min(max((len(row) for row in rows), default=0), PREVIEW_COLUMNS)
    return [(number, [*row[:width], *[""] * (width - len(row))]) for number, row in enumerate(rows, 1)]


def others(info: UploadInfo) -> list[Other]:
    """The questions that have choices."""
    found = [q for q in info.result.get("questions", []) if q.get("choices") and q["kind"] not in OWN_PLACE]
    return [Other(q["kind"], q["message"], _choices(q["choices"]), _chosen(info, q["kind"])) for q in found]


def _chosen(info: UploadInfo, kind: str) -> str:
    """What was said of it, and of the tables the one that is shown."""
    return str(info.result.get("part", "") if kind == "part" else info.options.get(kind, ""))


def unsure(info: UploadInfo) -> list[str]:
    """What the reading was not sure of and asks nowhere else on the page."""
    asked = {other.kind for other in others(info)}
    return [q["message"] for q in info.result.get("questions", []) if q.get("message") and q["kind"] not in asked]


def place_unsure(info: UploadInfo) -> bool:
    """True when the sheet or the header may be another: then the first rows are laid open."""
    return not columns_of(info, {}) or any("見出し" in words or "シート" in words for words in unsure(info))


def _choices(choices: Any) -> tuple[tuple[str, str], ...]:
    """(value, words) of each: said as an object, as a pair, or as words alone."""
    pairs = []
    for one in choices:
        value, words = (
            (one["value"], one["label"]) if isinstance(one, Mapping) else one if isinstance(one, list) else (one, one)
        )
        pairs.append((str(value), str(words)))
    return tuple(pairs)


def _guesses(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """From the columns alone, when a reading came without its reasons."""
    rows, row, columns = result.get("preview", []), result.get("header_row") or 1, result.get("columns", {})
    headers = ["".join(cell.split("\n")).strip() for cell in (rows[row - 1] if row <= len(rows) else [])]
    if not any(headers):
        headers = [*columns, *result.get("unused", [])]
    return [
        {"column": place, "header": header, "field": columns.get(header, ""), "sure": float(header in columns), "why": "",
         "samples": [line[place] for line in rows[row:] if place < len(line) and line[place]]}
        for place, header in enumerate(headers) if header
    ]  # fmt: skip
