"""利用者と記録: who may change what, and the append-only record of what was changed. Never a client's data."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Id, Made, MunicipalityCode, Short, text_enum


class Role(StrEnum):
    """役割."""

    PROFESSIONAL = "professional"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Account(Base):
    """職員・専門職の利用者. Residents need none."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("email"),)
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    department: Mapped[Short]
    email: Mapped[str] = mapped_column(String(254))
    password_hash: Mapped[Short]
    role: Mapped[Role] = mapped_column(text_enum(Role))
    active: Mapped[bool] = mapped_column(server_default="true")
    made_at: Mapped[Made]


class AuditEntry(Base):
    """変更の記録: who, when, field, old, new."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "table_name", "row_id"),)
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[Any | None] = mapped_column(JSONB)
    new: Mapped[Any | None] = mapped_column(JSONB)
