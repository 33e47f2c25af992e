"""住所辞書: towns, street points, postal codes and venues, each with the source that it came from."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
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
    family: Mapped[str] = mapped_column(String(40), server_default="")  # importers.gazetteer.families: abr-town, isj-block …
    published_on: Mapped[date | None]  # as the publisher dated the file
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, server_default="{}")  # rows of each municipality, by its code


class GazetteerEntry(Base):
    """住所辞書の一項目: a prefecture, city or 町字, with its point in lon-lat when there is one.

    Of several sources that name the same 町 one is `preferred`; the others wait until that source is replaced.
    """

    __tablename__ = "gazetteer_entry"
    __table_args__ = (
        Index("ix_gazetteer_entry_city_code_level", "city_code", "level"),
        Index("ix_gazetteer_entry_city_code_town_key", "city_code", "town_key"),
        Index("ix_gazetteer_entry_location", "location", postgresql_using="gist"),
        CheckConstraint("city_code IS NULL OR city_code ~ '^[0-9]{6}$'", name="city_code"),
        CheckConstraint("NOT inherited OR location IS NOT NULL", name="inherited_goes_with_point"),
    )
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("gazetteer_source.id", ondelete="CASCADE"), index=True)
    level: Mapped[MatchLevel] = mapped_column(text_enum(MatchLevel))
    city_code: Mapped[str | None] = mapped_column(String(6))
    code: Mapped[str | None] = mapped_column(String(20))  # 全国地方公共団体コード, for a 町 with its 町字ID behind
    pref: Mapped[Short]
    city: Mapped[Short]
    machiaza: Mapped[Short]
    koaza: Mapped[Short]
    kana: Mapped[Short]
    location: Mapped[Any | None] = mapped_column(lonlat("POINT"))
    town_key: Mapped[Short]  # geodata.address.town_key
    inherited: Mapped[bool] = mapped_column(server_default="false")  # the point is that of its 大字, or of its 丁目 together
    preferred: Mapped[bool] = mapped_column(server_default="true")
    jukyo: Mapped[bool | None]  # 住居表示が実施されている (or, in part of it, is); NULL where the source does not say


class StreetPoint(Base):
    """住居番号・街区・地番の点: looked up in batches by (city_code, town_key, number), tens of millions of rows.

    No foreign key: its trigger would queue an event for each of them. `number` is 番地以下 as the geocoder writes it (14-8).
    """

    __tablename__ = "street_point"
    city_code: Mapped[str] = mapped_column(String(6), primary_key=True)
    town_key: Mapped[str] = mapped_column(String(300), primary_key=True)
    number: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[MatchLevel] = mapped_column(text_enum(MatchLevel), primary_key=True)
    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    far: Mapped[bool]  # far from its 町: not to be believed unseen
    location: Mapped[Any] = mapped_column(lonlat("POINT"))


class PostalCode(Base):
    """郵便番号: the 町 that a code stands for, or the one 事業所 that has a code of its own (`office`)."""

    __tablename__ = "postal_code"
    __table_args__ = (
        Index("ix_postal_code_code", "code"),
        Index("ix_postal_code_city_code_town_key", "city_code", "town_key"),
        CheckConstraint("code ~ '^[0-9]{7}$'", name="seven_digits"),
    )
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("gazetteer_source.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(7))
    city_code: Mapped[str] = mapped_column(String(6))
    pref: Mapped[Short]
    city: Mapped[Short]
    town: Mapped[Short]  # "" where the code stands for the whole municipality
    town_key: Mapped[Short]
    kana: Mapped[Short]
    rest: Mapped[Short]  # 番地以下 of an office
    office: Mapped[Short]


class VenueName(Base):
    """地名としての施設・会場: a name that stands for a point, because many 住所 cells say no more than 鹿ノ台集会所."""

    __tablename__ = "venue_name"
    __table_args__ = (
        Index("ix_venue_name_name_key", "name_key"),
        Index("ix_venue_name_city_code", "city_code"),
        Index("ix_venue_name_location", "location", postgresql_using="gist"),
    )
    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("gazetteer_source.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    name_key: Mapped[Name]  # geodata.address.town_key.venue_key
    kana: Mapped[Short]
    city_code: Mapped[str | None] = mapped_column(String(6))
    address: Mapped[Short]
    location: Mapped[Any] = mapped_column(lonlat("POINT"))
