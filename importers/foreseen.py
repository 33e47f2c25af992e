"""元に戻すと: what an undo would do to the records of an import as they are now, told before anybody asks for it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import ImportBatch, ImportRow, RowAction
from importers.touched import Touched, touched_since


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many records would go, be as they were before they changed, and be as they were before they were taken off the map;
    `touched` would stay as they are."""

    goes: int = 0
    changes_back: int = 0
    comes_back: int = 0
    touched: tuple[Touched, ...] = ()

    @property
    def anything(self) -> bool:
        """False where only what stays is left of the import."""
        return bool(self.goes or self.changes_back or self.comes_back)


def foresee_undo(session: Session, batch_id: int) -> Foreseen:
    """What undo_import would do now, with what was touched since left as it is. Nothing for an import that is not there."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        return Foreseen()
    touched = touched_since(session, batch)
    stmt = select(ImportRow.action, func.count()).where(
        ImportRow.batch_id == batch.id, ImportRow.resource_id != func.all([one.resource_id for one in touched])
    )
    count = {action: n for action, n in session.execute(stmt.group_by(ImportRow.action))}
    goes, changes_back, comes_back = (count.get(action, 0) for action in (RowAction.NEW, RowAction.CHANGED, RowAction.GONE))
    return Foreseen(goes, changes_back, comes_back, touched)
