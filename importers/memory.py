"""覚えた列: how staff said a list is to be read, found again for its next edition by the signature of its headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.models import SourceLayout


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
    """From now on a list with these headers is read so; what was said before is forgotten."""
    said = {"source": source, "columns": dict(columns), "options": dict(options), "account_id": account_id}
    key = {"municipality_code": municipality, "department": department, "signature": signature}
    stmt = insert(SourceLayout).values(**key, **said)
    session.execute(stmt.on_conflict_do_update(index_elements=list(key), set_=said))
