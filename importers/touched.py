"""あとで変わったもの: the records of an import that somebody changed since, so that an undo would lose what they did."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from geodata.models import AuditEntry, ImportBatch, ImportRow, Resource, RowAction, Status
from geodata.staff.wording import field_name
from importers.presents import BY_IMPORT

WRITTEN = (RowAction.NEW, RowAction.CHANGED, RowAction.GONE)
BY_RULE_ALONE = ("hidden_since",)  # what the daily rules do they do again


@dataclass(frozen=True, slots=True)
class Touched:
    """A record, what happened to it since, in words, and whether the public sees it now."""

    resource_id: int
    name: str
    what: tuple[str, ...]
    published: bool = False


def touched_since(session: Session, batch: ImportBatch) -> tuple[Touched, ...]:
    """The records that an import wrote and that were changed since, those that are published now first: by staff, at their
    会場, or by an import of another list.

    A record that was brought to another 段階 is changed as well: what somebody checked or published is not for an undo to take
    away. Brought back to the one that the import gave it, it goes with the import.
    """
    told = defaultdict[int, list[str]](list)
    for id_, table, field, how in [*_edits(session, batch), *_moves(session, batch)]:
        told[id_].append(f"{field_name(table, field)}（{how}）" if how else field_name(table, field))
    for id_, later in _later_imports(session, batch):
        told[id_].append(f"{BY_IMPORT} {later} 番")
    published = (Resource.status == Status.PUBLISHED).label("published")
    names = select(Resource.id, Resource.name, published).where(Resource.id.in_(told)).order_by(published.desc(), Resource.id)
    return tuple(Touched(id_, name, tuple(dict.fromkeys(told[id_])), seen) for id_, name, seen in session.execute(names))


def _edits(session: Session, batch: ImportBatch) -> Sequence[tuple[int, str, str, str]]:
    """Of the records themselves: entries beyond the revision that the import left."""
    stmt = (
        select(AuditEntry.row_id, AuditEntry.table_name, AuditEntry.field, AuditEntry.how, AuditEntry.old, Resource.status)
        .join(ImportRow, and_(ImportRow.resource_id == AuditEntry.row_id, AuditEntry.revision > ImportRow.revision))
        .join(Resource, Resource.id == AuditEntry.row_id)
        .where(*_written(batch), AuditEntry.table_name == "resource", _by_hand(), AuditEntry.field.not_in(BY_RULE_ALONE))
        .order_by(AuditEntry.id)
    )  # fmt: skip
    edits, given = list[tuple[int, str, str, str]](), dict[int, str]()  # the 段階 that the import gave each record
    for id_, table, field, how, old, status in session.execute(stmt):
        if field != "status" or given.setdefault(id_, old) != status:
            edits.append((id_, table, field, how))
    return edits


def _moves(session: Session, batch: ImportBatch) -> Sequence[tuple[int, str, str, str]]:
    """Of the 会場 where they are held: entries after the last one of the import itself."""
    last = select(func.coalesce(func.max(AuditEntry.id), 0)).where(
        AuditEntry.municipality_code == batch.municipality_code, AuditEntry.at == batch.made_at,
        AuditEntry.how == f"{BY_IMPORT} {batch.id}",
    )  # fmt: skip
    stmt = (
        select(Resource.id, AuditEntry.table_name, AuditEntry.field, AuditEntry.how)
        .join(Resource, Resource.place_id == AuditEntry.row_id)
        .join(ImportRow, ImportRow.resource_id == Resource.id)
        .where(*_written(batch), ImportRow.action != RowAction.GONE, AuditEntry.table_name == "place",
               AuditEntry.id > session.scalar(last), AuditEntry.field != "*", _by_hand())
        .order_by(AuditEntry.id)
    )  # fmt: skip
    return [(id_, table, field, how) for id_, table, field, how in session.execute(stmt)]


def _later_imports(session: Session, batch: ImportBatch) -> Sequence[tuple[int, int]]:
    """Records that an import of another list took over since."""
    later, made = aliased(ImportRow), aliased(ImportBatch)
    stmt = (
        select(later.resource_id, later.batch_id)
        .join(made, made.id == later.batch_id)
        .join(ImportRow, ImportRow.resource_id == later.resource_id)
        .where(*_written(batch), made.id > batch.id, made.undone_at.is_(None), later.action.in_(WRITTEN))
    )
    return [(id_, number) for id_, number in session.execute(stmt) if id_ is not None]


def _written(batch: ImportBatch) -> tuple[ColumnElement[bool], ...]:
    return ImportRow.batch_id == batch.id, ImportRow.action.in_(WRITTEN)


def _by_hand() -> ColumnElement[bool]:
    return AuditEntry.how.not_like(f"{BY_IMPORT}%")
