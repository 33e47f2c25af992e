"""住所辞書: towns, venues and street points, each with the source that it came from."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.address.match import MatchLevel
from geodata.models.base import Base, Id, Made, Name, Short, Text, lonlat, text_enum


class GazetteerSource(Base):
    """出典: licence, edition and date. A reload replaces one source in one transaction."""

    __tablename__ = "gazetteer_source"
    __table_args__ = (UniqueConstraint("slug"),)
    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[Name]
    licence: Mapped[Short]
    edition: Mapped[Short]
    attribution: Mapped[Text]
    loaded_at: Mapped[Made]


class GazetteerEntry(Base):
    """住所辞書の一項目: a prefecture, city, 町字 or finer, with its point in lon-lat when there is one."""

    __tablename__ = "gazetteer_entry"
    __table_args__ = (
        Index("ix_gazetteer_entry_city_code_level", "city_code", "level"),
        Index("ix_gazetteer_entry_location", "location", postgresql_using="gist"),
        CheckConstraint("city_code IS NULL OR city_code ~ '^[0-9]{6}$'", name="city_code"),
    )
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("gazetteer_source.id", ondelete="CASCADE"), index=True)
    level: Mapped[MatchLevel] = mapped_column(text_enum(MatchLevel))
    city_code: Mapped[str | None] = mapped_column(String(6))
    code: Mapped[str | None] = mapped_column(String(20))
    pref: Mapped[Short]
    city: Mapped[Short]
    machiaza: Mapped[Short]
    koaza: Mapped[Short]
    kana: Mapped[Short]
    location: Mapped[Any | None] = mapped_column(lonlat("POINT"))


