"""変更の記録: who acts in a transaction, and what the record tells of a row. The entries themselves are written by triggers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Account, AuditEntry

DERIVED = {
    "resource": frozenset({
        "id", "municipality_code", "batch_id", "schedule_words", "fingerprint", "raw", "search_text", "bigrams", "made_at",
        "changed_at", "revision",
    }),
    "place": frozenset({
        "id", "municipality_code", "address_key", "address_read", "level_reason", "published_location", "published_level",
        "published_address", "jichikai_id", "made_at", "revision",
    }),
}  # fmt: skip
"""Columns that follow from others and have no entries of their own; every other one stands in 0003_triggers.sql."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field that was changed; `field` is "*" for a row that was made (`old` None) or taken away (`new` None)."""

    at: datetime
    email: str  # "" for the command line and the daily rules
    field: str
    old: Any
    new: Any
    revision: int | None
    how: str


def acting(session: Session, account_id: int | None, how: str) -> None:
    """Say who changes what follows in this transaction, and by what: 編集, 取り込み 34, 公開 …"""
    who = "" if account_id is None else str(account_id)
    session.execute(select(func.set_config("wagagoto.account", who, True), func.set_config("wagagoto.how", how[:300], True)))


def note(
    session: Session, table: str, row_id: int, field: str, old: Any, new: Any, *, municipality: str, revision: int | None = None
) -> None:
    """Write down a change that no trigger sees (対象, 回る区域, an account), in the name of whoever is acting."""
    session.add(AuditEntry(
        municipality_code=municipality, account_id=func.acting_account(), table_name=table, row_id=row_id, field=field,
        old=old, new=new, revision=revision, how=func.acting_how(),
    ))  # fmt: skip


def history(session: Session, table: str, row_id: int, *, since: int = 0) -> list[Entry]:
    """What happened to a row after revision `since`, newest first."""
    stmt = (
        select(AuditEntry.at, func.coalesce(Account.email, ""), AuditEntry.field, AuditEntry.old, AuditEntry.new,
               AuditEntry.revision, AuditEntry.how)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.table_name == table, AuditEntry.row_id == row_id)
        .where(func.coalesce(AuditEntry.revision, since + 1) > since)
        .order_by(AuditEntry.id.desc())
    )  # fmt: skip
    return [Entry(*row) for row in session.execute(stmt)]
