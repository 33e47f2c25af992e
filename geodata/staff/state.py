"""記録の中身: all that staff can change of a record, as plain JSON values — now, and as it was at any revision."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.keeping.children import FIELDS, children_of
from geodata.models import AuditEntry, Resource

State = dict[str, Any]
"""Column → value as PostgreSQL's JSON has it (days as 2026-04-01, ids as numbers); `targets`, `served`: codes; `schedules`."""

CONTENT = (
    "name", "name_kana", "category_code", "organization_id", "description", "schedule_text", "mode", "place_id", "served_text",
    "target_text", "fee_text", "free", "reservation", "capacity", "languages", "url", "phone", "phone_visibility", "fax",
    "fax_visibility", "email", "email_visibility", "consent", "consented_on", "consented_how", "visibility", "withheld",
    "last_confirmed_on", "confirmed_by", "confirmed_how", "remarks", "department",
)  # fmt: skip
"""The columns of a record that an editor writes, in the order of the page. Stages are another matter: see publishing."""
LISTED = (*CONTENT, *FIELDS)


def state_of(session: Session, resource_id: int) -> State:
    """The record as it is."""
    row: dict[str, Any] = session.execute(
        select(func.to_jsonb(Resource.__table__.table_valued())).where(Resource.id == resource_id)  # type: ignore[attr-defined]
    ).scalar_one()
    return {name: row[name] for name in CONTENT} | children_of(session, [resource_id])[resource_id]


def state_at(session: Session, resource_id: int, revision: int) -> State:
    """The record as it was right after `revision`: what was changed since is taken back, newest first."""
    since = (
        select(AuditEntry.field, AuditEntry.old)
        .where(AuditEntry.table_name == "resource", AuditEntry.row_id == resource_id, AuditEntry.revision > revision)
        .order_by(AuditEntry.revision.desc(), AuditEntry.id.desc())
    )
    state = state_of(session, resource_id)
    return state | {field: old for field, old in session.execute(since) if field in LISTED}


def changes(old: Mapping[str, Any], new: Mapping[str, Any], among: Iterable[str] = LISTED) -> dict[str, tuple[Any, Any]]:
    """field → (old, new) of what differs."""
    return {name: (old[name], new[name]) for name in among if old[name] != new[name]}
