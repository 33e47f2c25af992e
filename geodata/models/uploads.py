"""検査: a file that staff sent in, as it is read, checked row by row, and at last taken in or thrown away."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, String, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.address.match import MatchLevel
from geodata.models.base import Base, Id, Made, MunicipalityCode, Name, Short, Text, text_enum
from geodata.models.imports import RowAction


class UploadState(StrEnum):
    """検査の段階. `waiting`, `committing` and `undoing` are work for the worker."""

    WAITING = "waiting"
    ASKING = "asking"  # sheet, header or columns are not sure: staff are asked
    READY = "ready"
    COMMITTING = "committing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"
    DISCARDED = "discarded"


class Upload(Base):
    """検査中のファイル. `kept` holds the checked rows as importers write them, so that nothing is read twice."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        Index("ix_upload_state", "state", "id"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    department: Mapped[Short]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[UploadState] = mapped_column(text_enum(UploadState))
    progress: Mapped[int] = mapped_column(server_default="0")
    message: Mapped[Text]  # what it is doing, or why it cannot
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # what staff said: sheet, columns, 種類 …
    result: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # counts, columns, what was unsure
    tries: Mapped[int] = mapped_column(server_default="0")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # who asked for what it is doing now
    made_at: Mapped[Made]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class UploadRow(Base):
    """検査した行: what it would do, cell by cell, before anything is done. `number` is null for a record that is gone."""

    __tablename__ = "upload_row"
    __table_args__ = (Index("ix_upload_row_upload_id", "upload_id", "action", "number"),)
    id: Mapped[Id]
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    action: Mapped[RowAction] = mapped_column(text_enum(RowAction))
    resource_id: Mapped[int | None]
    name: Mapped[Short]
    address: Mapped[Text]
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # topic → [old, new, edited by staff]
    problems: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    duplicates: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")  # of this file and of other sources, with why
    decision: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # what staff chose for this row
    level: Mapped[MatchLevel | None] = mapped_column(text_enum(MatchLevel))
    lng: Mapped[float | None]
    lat: Mapped[float | None]


class SourceLayout(Base):
    """覚えた列: how staff said a list is to be read, found again by the signature of its headers."""

    __tablename__ = "source_layout"
    __table_args__ = (UniqueConstraint("municipality_code", "department", "signature"),)
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    department: Mapped[Short]
    signature: Mapped[str] = mapped_column(String(64))
    source: Mapped[Name]
    columns: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Made]
