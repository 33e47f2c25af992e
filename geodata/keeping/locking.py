"""順番: one who writes 会場 of a municipality at a time — an import, an undo, an officer — for each compares with what is there.

Who takes both takes the turn first and records after it, in the order of their ids: nobody then waits for each other.
"""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geodata.models import Resource

IMPORTS = 2  # the class of our advisory locks


def lock_imports(session: Session, municipality: str) -> None:
    """Wait for one's turn; it lasts until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(IMPORTS, int(municipality))))


def lock_records(session: Session, *which: ColumnElement[bool]) -> None:
    """Keep these records as they are for everybody else until the transaction ends: what is compared is what is written over."""
    held = select(Resource.id).where(*which).order_by(Resource.id).with_for_update(key_share=True).subquery()
    session.execute(select(func.count()).select_from(held))
