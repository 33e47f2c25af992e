"""自治会と町丁目の対応表: a city's list of which 町丁目 make up which 自治会, one 町丁目 a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from importers.errors import BadColumn
from importers.files import measure
from importers.problems import Problem
from importers.tables import read_tables

HEADERS = {
    "jichikai": ("自治会名", "自治会", "町内会名", "町内会"),
    "town": ("町丁目", "町丁目名", "町名", "町字"),
    "kana": ("かな", "自治会名かな", "ふりがな", "フリガナ", "カナ"),
    "district": ("地区", "地区名"),
    "code": ("自治会コード", "コード"),
}
NEEDED = ("jichikai", "town")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One row; `number` is the one Excel shows."""

    number: int
    jichikai: str
    town: str
    kana: str
    district: str
    code: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """The rows that can be used, and what is wrong with the others."""

    rows: tuple[MappingRow, ...]
    problems: tuple[Problem, ...]


def read_mapping(file: Path) -> Mapping:
    """Read a CSV (UTF-8 or CP932) or the first sheet of a workbook. Raises BadFile, BadColumn."""
    table = read_tables(measure(file))[0]
    columns = _columns(table.row(1), file)
    rows, problems = [], []
    for number, cells in enumerate(table.rows[1:], start=2):
        found = {field: " ".join(cells[at].split()) if at < len(cells) else "" for field, at in columns.items()}
        if not any(found.values()):
            continue
        wrong = [field for field in NEEDED if not 0 < len(found[field]) <= LONGEST]
        for field in wrong:
            header = HEADERS[field][0]
            problems.append(Problem(number, header, f"{number}行目: {header}は1字から{LONGEST}字で書いてください。"))
        if not wrong:
            rows.append(MappingRow(number, **{field: found.get(field, "") for field in HEADERS}))
    if not rows and not problems:
        problems.append(Problem(None, "", f"{file.name} に行がありません。"))
    return Mapping(tuple(rows), tuple(problems))


def _columns(header: Sequence[str], file: Path) -> dict[str, int]:
    """Where each field stands. Raises BadColumn listing the headers that exist."""
    there = ["".join(cell.split()) for cell in header]
    found = {
        field: there.index(name) for field, names in HEADERS.items() for name in reversed(names) if name in there
    }  # the first of `names` wins, being read last
    for field in NEEDED:
        if field not in found:
            listed = "、".join(cell for cell in there if cell) or "なし"
            raise BadColumn(f"{file.name} に「{HEADERS[field][0]}」という列がありません。1行目にあるのは: {listed}")
    return found
