"""地図の下地: rail, stations, water, roads and place names that the map draws when there are no tiles."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Id, MunicipalityCode, Short, Text, lonlat


class BasemapFeature(Base):
    """下地の一つの形: `kind` is rail, station, water, road or place."""

    __tablename__ = "basemap_feature"
    __table_args__ = (
        CheckConstraint("kind IN ('rail', 'station', 'water', 'road', 'place')", name="kind"),
        CheckConstraint("NOT ST_IsEmpty(shape)", name="not_empty"),
        Index("ix_basemap_feature_shape", "shape", postgresql_using="gist"),
        Index("ix_basemap_feature_municipality_code_kind", "municipality_code", "kind"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[Short]
    shape: Mapped[Any] = mapped_column(lonlat("GEOMETRY"))
    source: Mapped[Text]
