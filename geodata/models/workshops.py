"""わがごとカイギ: a meeting of a district, the notes put up at it and what was proposed. Kept apart from real resources."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Id, Made, MunicipalityCode, Name, Text, lonlat


class Workshop(Base):
    """わがごとカイギの一回."""

    __tablename__ = "workshop"
    __table_args__ = (UniqueConstraint("slug"),)
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[Name]
    held_on: Mapped[date | None]


class Note(Base):
    """付せん: what somebody said, with or without a point."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_location", "location", postgresql_using="gist"),)
    id: Mapped[Id]
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    text: Mapped[Text]
    location: Mapped[Any | None] = mapped_column(lonlat("POINT"))
    made_at: Mapped[Made]


class Proposal(Base):
    """提案: an activity that a district thinks of starting."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_location", "location", postgresql_using="gist"),)
    id: Mapped[Id]
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    name: Mapped[Name]
    text: Mapped[Text]
    location: Mapped[Any | None] = mapped_column(lonlat("POINT"))
    made_at: Mapped[Made]
