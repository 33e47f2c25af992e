"""開催: RFC 5545 rule parts beside the text as the group wrote it, and what is excepted from them."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geodata.models.base import Base, Id, Short, Text, text_enum
from geodata.schedule.session import ClosureKind, Understood


class Schedule(Base):
    """One 開催. `days` are tokens of geodata.schedule: MO, 2WE, -1FR, 15, 2026-04-12; `weekday_mask` has Monday = 1."""

    __tablename__ = "schedule"
    __table_args__ = (
        CheckConstraint("weekday_mask BETWEEN 0 AND 127", name="weekday_mask"),
        CheckConstraint("ends IS NULL OR starts IS NULL OR ends > starts", name="ends_after_start"),
        CheckConstraint("valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name="valid_span"),
        CheckConstraint("every BETWEEN 1 AND 53", name="interval"),
        Index("ix_schedule_days", "days", postgresql_using="gin"),
    )
    id: Mapped[Id]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Text]
    understood: Mapped[Understood] = mapped_column(text_enum(Understood))
    days: Mapped[list[str]] = mapped_column(ARRAY(String(10)), server_default="{}")
    weekday_mask: Mapped[int]
    every: Mapped[int] = mapped_column(server_default="1")  # INTERVAL
    months: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")  # BYMONTH
    often: Mapped[Short]  # 月1回 and the like, where nothing says which of the days it is
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    exceptions: Mapped[list["ScheduleException"]] = relationship(cascade="all, delete-orphan")


class ScheduleException(Base):
    """祝日休み, 8月休み, a day left out."""

    __tablename__ = "schedule_exception"
    __table_args__ = (
        CheckConstraint("kind IN ('holiday', 'month', 'date', 'new_year', 'obon')", name="kind"),
        CheckConstraint("(kind = 'month') = (month IS NOT NULL)", name="month"),
        CheckConstraint("(kind = 'date') = (day IS NOT NULL)", name="day"),
        CheckConstraint("month BETWEEN 1 AND 12", name="twelve_months"),
    )
    id: Mapped[Id]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ClosureKind] = mapped_column(String(16))
    month: Mapped[int | None]
    day: Mapped[date | None]
    text: Mapped[Short]
