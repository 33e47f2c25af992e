"""覚えた列: how staff said a list is to be read, found again for its next edition by the signature of its headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.models import SourceLayout
from geodata.staff.audit import acting, note
from importers.recognition.doubts import LABELS

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """header → field ("" for a column that is not read), and what else was said: category. Hidden rows are asked about each time."""

    columns: Mapping[str, str]
    options: Mapping[str, Any]


def remembered(session: Session, municipality: str, department: str) -> dict[str, Remembered]:
    """signature → what was said, by one's own department or by 全庁; one's own wins."""
    columns = (SourceLayout.signature, SourceLayout.columns, SourceLayout.options)
    stmt = select(*columns).where(SourceLayout.municipality_code == municipality, SourceLayout.department.in_(("", department)))
    rows = session.execute(stmt.order_by(SourceLayout.department))
    return {signature: Remembered(said, options) for signature, said, options in rows}


def remember(
    session: Session, municipality: str, department: str, signature: str, *, source: str, columns: Mapping[str, str],
    options: Mapping[str, Any], account_id: int | None,
) -> None:  # fmt: skip
    """From now on a list with these headers is read so; what was said before is forgotten, but for the record of changes."""
    said = {"source": source, "columns": dict(columns), "options": dict(options), "account_id": account_id}
    key = {"municipality_code": municipality, "department": department, "signature": signature}
    mine = (getattr(SourceLayout, name) == value for name, value in key.items())
    before = session.scalars(select(SourceLayout.columns).where(*mine)).first()
    stmt = insert(SourceLayout).values(**key, **said).on_conflict_do_update(index_elements=list(key), set_=said)
    kept = session.scalars(stmt.returning(SourceLayout.id)).one()
    if before != dict(columns):
        acting(session, account_id, "列の読み方を覚える")
        old = None if before is None else {"words": _words(before)}
        note(session, "source_layout", kept, "columns", old, {"words": f"{source}: {_words(columns)}"}, municipality=municipality)


def _words(columns: Mapping[str, str]) -> str:
    return "、".join(f"{header}→{LABELS.get(field, field) or '読まない'}" for header, field in columns.items())[:LONGEST]
