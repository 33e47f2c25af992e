"""What every table shares: the declarative base, names of constraints, and the small enumerations."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from geoalchemy2 import Geometry
from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Answer(StrEnum):
    """はい・いいえ・不明. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Visibility(StrEnum):
    """だれに見せるか: listed, never subtracted."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"
    STAFF = "staff"


def text_enum(kind: type[StrEnum], name: str = "") -> Enum:
    """A column that holds one of the values of `kind` as text, with a CHECK of its own name."""
    return Enum(kind, native_enum=False, length=16, values_callable=lambda e: [m.value for m in e],
                create_constraint=True, name=name or kind.__name__.lower())


class Base(DeclarativeBase):
    """Tables are named in the singular, as the words of the design are."""

    metadata = MetaData(naming_convention=NAMES)


Id = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(40), primary_key=True)]
MunicipalityCode = Annotated[str, mapped_column(String(6), ForeignKey("municipality.code"), index=True)]
Name = Annotated[str, mapped_column(String(200))]
Text = Annotated[str, mapped_column(String(4000), server_default="")]
Short = Annotated[str, mapped_column(String(300), server_default="")]
Made = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]


def lonlat(kind: str) -> Any:
    """A geometry column of `kind` in lon-lat (EPSG:4326, JGD2011 taken as equal); its index is declared with its table."""
    return Geometry(kind, srid=4326, spatial_index=False)
