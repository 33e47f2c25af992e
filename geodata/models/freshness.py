"""情報の新しさ: the link by which an organiser confirms a record, and the corrections that wait for staff."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Id, Made, MunicipalityCode, Short, Text, text_enum


class Origin(StrEnum):
    """だれからの申し出か: a role, never a person."""

    ORGANIZER = "organizer"
    RESIDENT = "resident"
    PROFESSIONAL = "professional"


class CorrectionState(StrEnum):
    """申し出の扱い."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ConfirmLink(Base):
    """確認のおねがいの番号: whoever holds it may confirm or correct one record. We keep its hash only."""

    __tablename__ = "confirm_link"
    __table_args__ = (UniqueConstraint("token_hash"),)
    id: Mapped[Id]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Made]
    expires_on: Mapped[date]
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Correction(Base):
    """訂正の申し出: 「このまま」 or field by field, waiting for staff. `revision` is the record's when it was made."""

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
        Index("ix_correction_municipality_code_state", "municipality_code", "state"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("confirm_link.id", ondelete="SET NULL"))
    origin: Mapped[Origin] = mapped_column(text_enum(Origin))
    as_is: Mapped[bool]
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # field → [published, corrected]
    message: Mapped[Text]
    revision: Mapped[int]
    state: Mapped[CorrectionState] = mapped_column(text_enum(CorrectionState))
    made_at: Mapped[Made]
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # who decided
    answer: Mapped[Short]
