"""順番: one who writes 会場 of a municipality at a time — an import, an undo, an officer — for each compares with what is there."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

IMPORTS = 2  # the class of our advisory locks


def lock_imports(session: Session, municipality: str) -> None:
    """Wait for one's turn; it lasts until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(IMPORTS, int(municipality))))
