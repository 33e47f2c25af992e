"""区域と地区: municipalities, 自治会 and other areas, and the districts that a わがごとカイギ works on."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geodata.models.base import Base, Id, Made, MunicipalityCode, Name, Short, Text, lonlat, text_enum


class AreaKind(StrEnum):
    """区域の種類."""

    JICHIKAI = "jichikai"
    SCHOOL_ZONE = "school_zone"
    CARE_ZONE = "care_zone"
    MACHIAZA = "machiaza"
    MUNICIPALITY = "municipality"


class Municipality(Base):
    """市区町村: its six-digit 団体コード and the 平面直角座標系 (EPSG 6669–6687) it measures in."""

    __tablename__ = "municipality"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{6}$'", name="six_digits"),
        CheckConstraint("srid BETWEEN 6669 AND 6687", name="plane_rectangular"),
    )
    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[Name]
    prefecture: Mapped[Short]
    srid: Mapped[int]


class Area(Base):
    """区域 of a kind. `approximate` is true when no surveyed boundary stands behind it; `source` says what does."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("code ~ '^[0-9A-Za-z_-]{1,40}$'", name="code_for_addresses"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("ST_IsValid(boundary) AND NOT ST_IsEmpty(boundary)", name="valid"),
        Index("ix_area_boundary", "boundary", postgresql_using="gist"),
        Index("ix_area_municipality_code_kind", "municipality_code", "kind"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    kind: Mapped[AreaKind] = mapped_column(text_enum(AreaKind))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[Name]
    name_kana: Mapped[Short]
    boundary: Mapped[Any] = mapped_column(lonlat("MULTIPOLYGON"))
    approximate: Mapped[bool]
    source: Mapped[Text]
    members: Mapped[Text]  # the 町丁目 it was composed of, as the list wrote them, one a line


district_area = Table(
    "district_area",
    Base.metadata,
    Column("district_id", ForeignKey("district.id", ondelete="CASCADE"), primary_key=True),
    Column("area_id", ForeignKey("area.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class District(Base):
    """地区: one or more 自治会 that a わがごとカイギ works on."""

    __tablename__ = "district"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("slug ~ '^[a-z0-9-]{1,60}$'", name="slug_for_addresses"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[Name]
    description: Mapped[Text]
    model: Mapped[bool]  # モデル地区
    made_at: Mapped[Made]
    areas: Mapped[list[Area]] = relationship(secondary=district_area, order_by=Area.name_kana)
