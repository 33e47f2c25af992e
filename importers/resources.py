"""社会資源を取り込む: a list is compared with what its last edition gave, and the difference is written in one transaction."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.assignment import assign_places
from geodata.bulk import index_later
from geodata.garbage import collected_later
from geodata.keeping.locking import lock_imports, lock_records
from geodata.models import ImportBatch, Resource, Status
from geodata.staff.audit import acting
from importers.change import Change, known_records
from importers.files import measure
from importers.presents import BY_IMPORT
from importers.problems import Problem
from importers.reading import ImportOptions, ReadList, read_list
from importers.settling import compared
from importers.writing import write


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


@collected_later()
def import_resources(session: Session, path: Path, geocoder: Geocoder, options: ImportOptions) -> ImportReport:
    """Read a list and write what is new, changed and gone; the caller's transaction keeps it whole. Raises ImportProblem."""
    file = measure(path)
    lock_imports(session, options.municipality)
    read = read_list(session, file, geocoder, options)
    lock_records(session, Resource.municipality_code == options.municipality, Resource.source == read.source)
    known = known_records(session, options.municipality, "", read.source)
    change = compared(session, read.rows, known, read.columns, options.status)
    report = reported(read, change)
    batch = ImportBatch(
        municipality_code=options.municipality, source=read.source, file_name=path.name[:200], sha256=file.digest,
        sheet=read.sheet[:300], report=report.as_json(), department="",
    )  # fmt: skip
    take_in(session, batch, read, change, options.status)
    return replace(report, batch_id=batch.id)


def take_in(session: Session, batch: ImportBatch, read: ReadList, change: Change, status: Status) -> None:
    """Write a difference as a batch of its own, in the name of the batch's account."""
    session.add(batch)
    session.flush()
    index_later(session)
    acting(session, batch.account_id, f"{BY_IMPORT} {batch.id}")
    made = write(session, batch, change, read.refused, status)
    assign_places(session, batch.municipality_code, place_ids=made)


def reported(read: ReadList, change: Change) -> ImportReport:
    """What a difference comes to."""
    return ImportReport(
        read.sheet, read.header_row, read.columns, len(read.rows), len(change.new), len(change.changed),
        len(change.unchanged), len(change.gone), dict(Counter(read.levels)), tuple(read.problems), read.unused,
    )  # fmt: skip
