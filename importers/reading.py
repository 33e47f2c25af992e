"""一覧表を読む: a file as rows with their 会場, before anybody compares them with what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.due import today_in_japan
from geodata.keeping.placing import known_places
from geodata.models import Category, Status
from importers.change import Row
from importers.drafts import drafts
from importers.elsewhere import tell_elsewhere
from importers.errors import BadColumn
from importers.files import MeasuredFile
from importers.layout import Layout, declared_layout, told_layout
from importers.placing import place_all
from importers.problems import Problem
from importers.serving import areas_served, names_of_areas
from importers.sheets.base import Sheet
from importers.tables import Table, read_tables

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller says about a file; whatever is left out is recognised. `within` places bare 町名."""

    municipality: str
    sheet: str = ""
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    source: str = ""
    within: str | None = None
    declared: type[Sheet] | None = None
    today: date = field(default_factory=today_in_japan)
    status: Status = Status.PUBLISHED  # of what is new, and of what was taken off the map and is back


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read: how it was laid out, its rows, and those that were refused. `source` when nobody says another."""

    sheet: str
    header_row: int
    columns: dict[str, str]
    unused: tuple[str, ...]
    source: str
    rows: list[Row]
    refused: list[Problem]
    shown: dict[str, Any] = field(default_factory=dict)  # of the file, for a page: see importers.asking

    @property
    def levels(self) -> list[str]:
        """The level of each row's point."""
        return [row.place.level.value if row.place else "none" for row in self.rows]

    @property
    def problems(self) -> list[Problem]:
        """Every problem, by row."""
        told = [*self.refused, *(problem for row in self.rows for problem in row.draft.problems)]
        return sorted(told, key=lambda problem: problem.row or 0)


def silent(percent: int, message: str) -> None:
    """For those who do not wait."""


def read_list(session: Session, file: MeasuredFile, geocoder: Geocoder, options: ImportOptions) -> ReadList:
    """Read and geocode; nothing is written. Raises ImportProblem."""
    return read_rows(session, layout_of(read_tables(file), options), geocoder, options, file.path.stem)


def read_rows(
    session: Session, layout: Layout, geocoder: Geocoder, options: ImportOptions, stem: str, progress: Progress = silent
) -> ReadList:
    """The rows of a sheet whose layout is known; `stem` is its file's name. Raises BadColumn for a 種類 that there is not."""
    check_category(session, options.category)
    progress(20, "行を読み取っています")
    read, refused = drafts(layout, category=options.category, today=options.today)
    progress(45, f"{len(read):,}行の住所から位置を求めています")
    there = known_places(session, options.municipality)
    placed = place_all(read, geocoder, options.within or options.municipality, there)
    tell_elsewhere(read, placed, geocoder, options.municipality)
    areas = names_of_areas(session, options.municipality)
    rows = [Row(draft, place, areas_served(draft, areas)) for draft, place in zip(read, placed, strict=True)]
    source = (options.source or layout.declared.source or _source(layout.table, stem))[:200]
    return ReadList(layout.table.name, layout.header_row, dict(layout.columns), layout.unused, source, rows, refused)


def with_areas_of_now(session: Session, municipality: str, rows: Sequence[Row]) -> list[Row]:
    """The rows with the 自治会 that they come to as these are now; what is not known was told when they were read."""
    areas = names_of_areas(session, municipality)
    return [
        replace(row, served=areas_served(replace(row.draft, problems=[]), areas)) if row.draft.served_text else row
        for row in rows
    ]


def layout_of(tables: Sequence[Table], options: ImportOptions) -> Layout:
    """As it is declared, told, or recognised. Raises BadSheet, BadColumn."""
    if options.declared:
        return declared_layout(tables, options.declared)
    return told_layout(tables, sheet=options.sheet, header_row=options.header_row, columns=options.columns)


def check_category(session: Session, category: str) -> None:
    """Raises BadColumn for a 種類 that there is not."""
    codes = session.scalars(select(Category.code).order_by(Category.position)).all()
    if category and category not in codes:
        raise BadColumn(f"種類「{category}」はありません。使えるのは {'、'.join(codes)} です。")


def _source(table: Table, stem: str) -> str:
    """What a list is called when nobody says: its file, and the sheet where it has sheets."""
    return f"{stem}／{table.name}" if table.file else stem
