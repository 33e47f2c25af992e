"""運営団体と会場: who runs an activity, and the geocoded point where it is held."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geodata.address.match import MatchLevel
from geodata.models.areas import Area
from geodata.models.base import Answer, Base, Id, Made, MunicipalityCode, Name, Short, Text, lonlat, text_enum


class Organization(Base):
    """運営団体."""

    __tablename__ = "organization"
    __table_args__ = (Index("uq_organization_name", "municipality_code", "name", unique=True),)
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    name: Mapped[Name]


place_area = Table(
    "place_area",
    Base.metadata,
    Column("place_id", ForeignKey("place.id", ondelete="CASCADE"), primary_key=True),
    Column("area_id", ForeignKey("area.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="every 区域 that covers a 会場, border included; filled by geodata.assignment",
)


class Place(Base):
    """会場: one geocoded point, many activities.

    `location` is lon-lat; residents only ever see the `published_…` columns. Distances are measured on geography, which
    is right across 平面直角座標系 when cities share the table and costs 0.4 ms more than plane coordinates for the
    nearest 50 of 200,000.
    """

    __tablename__ = "place"
    __table_args__ = (
        Index("ix_place_location", "location", postgresql_using="gist"),
        Index("ix_place_published_location", "published_location", postgresql_using="gist"),
        Index("ix_place_published_geography", text("(published_location::geography)"), postgresql_using="gist"),
        UniqueConstraint("municipality_code", "address_key"),
        CheckConstraint("(location IS NULL) = (level IN ('none', 'prefecture', 'city'))", name="level_goes_with_point"),
        CheckConstraint(
            "(published_location IS NULL) = (published_level IN ('none', 'prefecture', 'city'))",
            name="published_level_goes_with_point",
        ),
        CheckConstraint(
            "NOT private_home OR published_level IN ('none', 'prefecture', 'city', 'machiaza')", name="home_kept_private"
        ),
        CheckConstraint(
            "location IS NULL OR (ST_X(location) BETWEEN 122 AND 154 AND ST_Y(location) BETWEEN 20 AND 46)",
            name="in_japan",
        ),
        CheckConstraint("name <> '' OR address <> ''", name="told_apart"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    name: Mapped[Short]
    address: Mapped[Text]  # as the sheet wrote it
    address_key: Mapped[str] = mapped_column(String(300))  # finds the same 会場 again, however it is written
    address_read: Mapped[Short]  # as the geocoder understood it
    building: Mapped[Short]
    location: Mapped[Any | None] = mapped_column(lonlat("POINT"))
    level: Mapped[MatchLevel] = mapped_column(text_enum(MatchLevel))
    level_reason: Mapped[Text]
    point_source: Mapped[Short]  # 住所から / ファイルの座標 / 職員が確認
    needs_review: Mapped[bool]
    private_home: Mapped[bool]  # 個人宅: published as its 町 centre
    published_location: Mapped[Any | None] = mapped_column(lonlat("POINT"))  # what may leave: see geodata.publication
    published_level: Mapped[MatchLevel] = mapped_column(text_enum(MatchLevel, "published_level"))
    published_address: Mapped[Text]
    barrier_free: Mapped[Answer] = mapped_column(text_enum(Answer, "barrier_free"))
    parking: Mapped[Answer] = mapped_column(text_enum(Answer, "parking"))
    jichikai_id: Mapped[int | None] = mapped_column(ForeignKey("area.id", ondelete="SET NULL"), index=True)
    confirmed_on: Mapped[date | None]
    made_at: Mapped[Made]
    jichikai: Mapped[Area | None] = relationship(foreign_keys=[jichikai_id])
    areas: Mapped[list[Area]] = relationship(secondary=place_area, viewonly=True)
    postal_code: Mapped[str] = mapped_column(String(8), server_default="")
    revision: Mapped[int] = mapped_column(server_default="1")  # raised by a trigger at every change
