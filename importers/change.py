"""差分: what one edition of a list makes new, changes, leaves, and no longer has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.keeping.placing import Placed
from geodata.models import Resource, Status
from importers.drafts import Draft


@dataclass(frozen=True, slots=True)
class Known:
    """A record that the same source gave before."""

    id: int
    fingerprint: str
    status: Status


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its 会場, None when it has none, and the ids of the 自治会 it comes to."""

    draft: Draft
    place: Placed | None
    served: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The difference: what to make, what to rewrite, what to leave, what to take off the map."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Known]] = field(default_factory=list)
    unchanged: list[tuple[Row, Known]] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)

    @property
    def filled(self) -> list[Row]:
        """The rows that are to be written, the new ones first."""
        return [*self.new, *(row for row, _ in self.changed)]


def known_records(session: Session, municipality: str, source: str) -> dict[str, Known]:
    """source_key → record of everything that a source gave."""
    stmt = select(Resource.source_key, Resource.id, Resource.fingerprint, Resource.status).where(
        Resource.municipality_code == municipality, Resource.source == source
    )
    return {key: Known(id_, fingerprint, status) for key, id_, fingerprint, status in session.execute(stmt)}


def compared(rows: Sequence[Row], known: Mapping[str, Known]) -> Change:
    """The difference between what is read and what is known. A record that was withdrawn and is back counts as changed."""
    change = Change()
    met = {row.draft.key: known[row.draft.key] for row in rows if row.draft.key in known}
    met |= _moved([row for row in rows if row.draft.key not in met], {k: v for k, v in known.items() if k not in met})
    for row in rows:
        before = met.get(row.draft.key)
        if before is None:
            change.new.append(row)
        elif before.fingerprint == row.draft.fingerprint and before.status is not Status.WITHDRAWN:
            change.unchanged.append((row, before))
        else:
            change.changed.append((row, before))
    kept = {before.id for before in met.values()}
    change.gone.extend(k for k in known.values() if k.id not in kept and k.status is not Status.WITHDRAWN)
    return change


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
