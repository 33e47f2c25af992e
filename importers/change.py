"""差分: what one edition of a list makes new, changes, leaves, and no longer has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.keeping.placing import Placed
from geodata.models import Resource, Status
from importers.drafts import Draft
from importers.presents import Present


@dataclass(frozen=True, slots=True)
class Known:
    """A record that the same source gave before."""

    id: int
    fingerprint: str
    status: Status
    revision: int
    moved_to: str = ""  # the department that keeps it now, where that is not the list's


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its 会場, None when it has none, and the ids of the 自治会 it comes to."""

    draft: Draft
    place: Placed | None
    served: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Revised:
    """A row that changes a record. The topics in `kept` stay as they are; `cells` tell of the others: old, new, staff's own."""

    row: Row
    known: Known
    present: Present
    kept: frozenset[str]
    cells: Mapping[str, tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Change:
    """The difference: what to make, what to rewrite, what to leave, what to take off the map."""

    new: list[Row] = field(default_factory=list)
    changed: list[Revised] = field(default_factory=list)
    unchanged: list[tuple[Row, Known]] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)

    @property
    def filled(self) -> list[Row]:
        """The rows that are to be written, the new ones first."""
        return [*self.new, *(one.row for one in self.changed)]


def known_records(session: Session, municipality: str, department: str, source: str) -> dict[str, Known]:
    """source_key → record of everything that a source gave, for a list of that department ("" for 全庁, whose every record is)."""
    columns = (Resource.source_key, Resource.id, Resource.fingerprint, Resource.status, Resource.revision, Resource.department)
    stmt = select(*columns).where(Resource.municipality_code == municipality, Resource.source == source)
    return {
        key: Known(id_, fingerprint, status, n, owner if department and owner != department else "")
        for key, id_, fingerprint, status, n, owner in session.execute(stmt)
    }


def met_by(rows: Sequence[Row], known: Mapping[str, Known]) -> dict[str, Known]:
    """source_key of a row → the record that it speaks of, where there is one."""
    met = {row.draft.key: known[row.draft.key] for row in rows if row.draft.key in known}
    left = {key: record for key, record in known.items() if key not in met}
    return met | _moved([row for row in rows if row.draft.key not in met], left)


def _moved(rows: Sequence[Row], left: Mapping[str, Known]) -> dict[str, Known]:
    """Records whose 会場 or address is written otherwise now: the only one left of its name, before and now."""
    before, now = (Counter(name_of(key) for key in keys) for keys in (left, [row.draft.key for row in rows]))
    by_name = {name_of(key): record for key, record in left.items()}
    return {
        row.draft.key: by_name[name] for row in rows if before[name := name_of(row.draft.key)] == 1 and now[name] == 1
    }


def name_of(key: str) -> str:
    """The name within a source_key, see importers.drafts."""
    return key.partition("|")[0]
