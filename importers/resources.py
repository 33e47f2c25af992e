"""社会資源を取り込む: a list is compared with what its last edition gave, and the difference is written in one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.assignment import assign_places
from geodata.keeping.placing import Placed, known_places
from geodata.models import Category, ImportBatch, Status
from geodata.staff.audit import acting
from importers.change import Change, Row, known_records
from importers.drafts import Draft, drafts
from importers.errors import BadColumn
from importers.files import measure
from importers.layout import Layout, declared_layout, told_layout
from importers.locking import lock_imports
from importers.placing import place_all
from importers.presents import BY_IMPORT
from importers.problems import Problem
from importers.serving import areas_served, names_of_areas
from importers.settling import compared
from importers.sheets.base import Sheet
from importers.tables import Table, read_tables
from importers.writing import write


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
    today: date = field(default_factory=date.today)
    status: Status = Status.PUBLISHED  # of what is new, and of what was taken off the map and is back


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file: rows counted by what became of them, levels of place, and every problem by its row."""

    sheet: str
    header_row: int
    columns: dict[str, str]
    rows: int
    new: int
    changed: int
    unchanged: int
    gone: int
    levels: dict[str, int]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...] = ()
    batch_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As `--report` writes it."""
        names = ("sheet", "header_row", "columns", "rows", "new", "changed", "unchanged", "gone", "levels")
        return {name: getattr(self, name) for name in names} | {"problems": [p.as_json() for p in self.problems]}


def import_resources(session: Session, path: Path, geocoder: Geocoder, options: ImportOptions) -> ImportReport:
    """Read a list and write what is new, changed and gone; the caller's transaction keeps it whole. Raises ImportProblem."""
    file = measure(path)
    layout = _layout(read_tables(file), options)
    _check_category(session, options.category)
    read, refused = drafts(layout, category=options.category, today=options.today)
    lock_imports(session, options.municipality)
    there = known_places(session, options.municipality)
    placed = place_all(read, geocoder, options.within or options.municipality, there)
    source = (options.source or layout.declared.source or _source(layout.table, path))[:200]
    areas = names_of_areas(session, options.municipality)
    rows = [Row(draft, place, areas_served(draft, areas)) for draft, place in zip(read, placed, strict=True)]
    change = compared(session, rows, known_records(session, options.municipality, source), layout.columns, options.status)
    problems = tuple(sorted([*refused, *(p for d in read for p in d.problems)], key=lambda p: p.row or 0))
    report = _report(layout, read, placed, change, problems)
    batch = ImportBatch(
        municipality_code=options.municipality, source=source, file_name=path.name[:200], sha256=file.digest,
        sheet=layout.table.name[:300], report=report.as_json(),
    )  # fmt: skip
    session.add(batch)
    session.flush()
    acting(session, None, f"{BY_IMPORT} {batch.id}")
    made = write(session, batch, change, refused, options.status)
    assign_places(session, options.municipality, place_ids=made)
    return replace(report, batch_id=batch.id)


def _source(table: Table, path: Path) -> str:
    """What a list is called when nobody says: its file, and the sheet where it has sheets."""
    return f"{path.stem}／{table.name}" if table.file else path.stem


def _layout(tables: Sequence[Table], options: ImportOptions) -> Layout:
    if options.declared:
        return declared_layout(tables, options.declared)
    return told_layout(tables, sheet=options.sheet, header_row=options.header_row, columns=options.columns)


def _check_category(session: Session, category: str) -> None:
    codes = session.scalars(select(Category.code).order_by(Category.position)).all()
    if category and category not in codes:
        raise BadColumn(f"種類「{category}」はありません。使えるのは {'、'.join(codes)} です。")


def _report(
    layout: Layout, read: Sequence[Draft], placed: Sequence[Placed | None], change: Change, problems: tuple[Problem, ...]
) -> ImportReport:
    levels = Counter(place.level.value if place else "none" for place in placed)
    return ImportReport(
        layout.table.name, layout.header_row, dict(layout.columns), len(read), len(change.new), len(change.changed),
        len(change.unchanged), len(change.gone), dict(levels), problems, layout.unused,
    )  # fmt: skip
