"""利用者と記録: who may change what, and the append-only record of what was changed. Never a client's data."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String, UniqueConstraint, func
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
    """職員・専門職の利用者. Residents need none. An account is stopped, never deleted: the record of changes names it.

    A department of "" is 全庁: it sees every department of its municipality.
    """

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
    password_set_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    password_expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))  # of one that somebody else gave
    totp_secret: Mapped[Short]  # encrypted; "" until the second factor is set up
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)  # a code is good once
    last_login_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class RecoveryCode(Base):
    """予備のコード: for when the second factor is lost; each is good once and gone then. Kept as passwords are."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "number"),)
    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    number: Mapped[int]  # stands in front of the code, and says which hash to try
    code_hash: Mapped[Short]


class AccountSession(Base):
    """ログイン中: ended by logout, by stopping the account, and by time. The browser holds the token, we its hash.

    The password makes it; staff pages open when the second factor was passed too, where one is asked for.
    """

    __tablename__ = "account_session"
    __table_args__ = (UniqueConstraint("token_hash"),)
    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[Made]
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    factor_passed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    totp_pending: Mapped[Short]  # encrypted; being set up, and not yet confirmed by a code
    device: Mapped[Short]  # what the browser calls itself: "Edge（Windows）"


class LoginFailure(Base):
    """ログインの失敗: counted by a keyed hash of what was typed, whether or not such an account exists."""

    __tablename__ = "login_failure"
    __table_args__ = (Index("ix_login_failure_key_hash", "key_hash", "at"),)
    id: Mapped[Id]
    key_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[Made]


class AuditEntry(Base):
    """変更の記録: who, when, field, old, new. Written by triggers for the tables of geodata.staff.audit, and append-only.

    `field` is "*" for a row that was made or taken away. `revision` is that of the row after the change.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "table_name", "row_id"),
        # the list of changes, newest first: of the municipality, of one person, of one field
        Index("ix_audit_entry_at", "municipality_code", "at", "id"),
        Index("ix_audit_entry_account_id", "account_id", "at", "id"),
        Index("ix_audit_entry_field", "municipality_code", "field", "at", "id"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[Any | None] = mapped_column(JSONB)
    new: Mapped[Any | None] = mapped_column(JSONB)
    revision: Mapped[int | None]
    how: Mapped[Short]  # 編集 / 取り込み 34 / 公開 …
