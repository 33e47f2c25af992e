"""取り込み: each file that came in, and what became of each of its rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Id, Made, MunicipalityCode, Name, Short, text_enum


class RowAction(StrEnum):
    """行の扱い."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REFUSED = "refused"


class ImportBatch(Base):
    """取り込み: one file, one transaction."""

    __tablename__ = "import_batch"
    __table_args__ = (CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),)
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    source: Mapped[Name]
    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[Short]
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    made_at: Mapped[Made]
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    department: Mapped[Short]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ImportRow(Base):
    """行: `number` is the number Excel shows; null for a record that the new file no longer has."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        Index("ix_import_row_resource_id", "resource_id"),
        CheckConstraint("(number IS NULL) = (action = 'gone')", name="gone_has_no_row"),
    )
    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    action: Mapped[RowAction] = mapped_column(text_enum(RowAction))
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id", ondelete="SET NULL"))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    problems: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    revision: Mapped[int | None]  # of the record right after this import: a greater one was touched since
