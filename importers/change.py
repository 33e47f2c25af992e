"""差分: what one edition of a list makes new, changes, leaves, and no longer has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import Resource, Status
from importers.drafts import Draft
from importers.placing import Placed


@dataclass(frozen=True, slots=True)
class Known:
    """A record that the same source gave before."""

    id: int
    fingerprint: str
    status: Status


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its 会場, None when it has none."""

    draft: Draft
    place: Placed | None


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


def compared(read: Sequence[Draft], placed: Sequence[Placed | None], known: Mapping[str, Known]) -> Change:
    """The difference between what is read and what is known. A record that was withdrawn and is back counts as changed."""
    change = Change()
    for draft, place in zip(read, placed, strict=True):
        row, before = Row(draft, place), known.get(draft.key)
        if before is None:
            change.new.append(row)
        elif before.fingerprint == draft.fingerprint and before.status is not Status.WITHDRAWN:
            change.unchanged.append((row, before))
        else:
            change.changed.append((row, before))
    keys = {draft.key for draft in read}
    change.gone.extend(k for key, k in known.items() if key not in keys and k.status is not Status.WITHDRAWN)
    return change
