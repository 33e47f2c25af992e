"""社会資源: an activity that a person can be pointed to, with its 種類, 対象 and 困りごと."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geodata.models.areas import Area
from geodata.models.base import Answer, Base, Code, Id, Made, MunicipalityCode, Name, Short, Text, Visibility, text_enum
from geodata.models.places import Organization, Place
from geodata.models.schedules import Schedule


class Mode(StrEnum):
    """どのように: at a 会場, online, both, visiting a home, or moving about a served area."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"
    VISITING = "visiting"
    MOVING = "moving"


class Status(StrEnum):
    """公開の段階."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Category(Base):
    """種類: editable by staff. `shape` and `mark` tell a pin apart without colour."""

    __tablename__ = "category"
    __table_args__ = (
        CheckConstraint("color ~ '^#[0-9a-f]{6}$'", name="color"),
        CheckConstraint("shape IN ('circle', 'square', 'diamond', 'triangle', 'pentagon', 'hexagon', 'star', 'flag')",
                        name="shape"),
        CheckConstraint("char_length(mark) BETWEEN 1 AND 2", name="mark"),
        CheckConstraint("confirm_months BETWEEN 1 AND 120 AND hide_months >= confirm_months", name="rule_of_freshness"),
    )
    code: Mapped[Code]
    name: Mapped[Name]
    mark: Mapped[str] = mapped_column(String(2))  # the word on the pin: 食, 認, 居 …
    color: Mapped[str] = mapped_column(String(7))
    shape: Mapped[str] = mapped_column(String(16))
    description: Mapped[Text]
    consultation: Mapped[bool]  # いこまる相談: takes any trouble, shown with a sign of its own
    position: Mapped[int]
    confirm_months: Mapped[int] = mapped_column(server_default="12")  # after these a record is due, and shown grey
    hide_months: Mapped[int | None] = mapped_column(server_default="24")  # after these it is hidden; null never


class Target(Base):
    """対象."""

    __tablename__ = "target"
    code: Mapped[Code]
    name: Mapped[Name]
    position: Mapped[int]


class Need(Base):
    """困りごと, in the words of the person who has it."""

    __tablename__ = "need"
    code: Mapped[Code]
    name: Mapped[Name]
    position: Mapped[int]


category_need = Table(
    "category_need",
    Base.metadata,
    Column("category_code", ForeignKey("category.code", ondelete="CASCADE"), primary_key=True),
    Column("need_code", ForeignKey("need.code", ondelete="CASCADE"), primary_key=True, index=True),
)
resource_target = Table(
    "resource_target",
    Base.metadata,
    Column("resource_id", ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True),
    Column("target_code", ForeignKey("target.code"), primary_key=True, index=True),
)
served_area = Table(
    "served_area",
    Base.metadata,
    Column("resource_id", ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True),
    Column("area_id", ForeignKey("area.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="移動販売・配食: where it comes to",
)


class Resource(Base):
    """社会資源: one activity at one place, online, visiting, or moving.

    A new column is private until geodata.publication lists it.
    """

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("municipality_code", "source", "source_key"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("mode <> 'in_person' OR place_id IS NOT NULL", name="held_somewhere"),
        CheckConstraint("(consent = 'yes') OR consented_on IS NULL", name="consent_has_a_date"),
        Index("ix_resource_municipality_code_status_visibility", "municipality_code", "status", "visibility"),
        CheckConstraint(
            "withheld <@ ARRAY['organization','description','reservation','capacity','languages','url']::varchar[]", name="withheld"
        ),
        Index("ix_resource_bigrams", "bigrams", postgresql_using="gin"),
    )
    id: Mapped[Id]
    municipality_code: Mapped[MunicipalityCode]
    source: Mapped[Name]  # which list it comes from: a re-import of the same source finds it again
    source_key: Mapped[Name]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    status: Mapped[Status] = mapped_column(text_enum(Status))
    visibility: Mapped[Visibility] = mapped_column(text_enum(Visibility, "visibility"))

    name: Mapped[Name]
    name_kana: Mapped[Short]
    description: Mapped[Text]
    schedule_text: Mapped[Text]  # as the group wrote it
    schedule_words: Mapped[Text]  # as it was understood, in plain words
    target_text: Mapped[Text]
    fee_text: Mapped[Text]
    free: Mapped[Answer] = mapped_column(text_enum(Answer, "free"))
    reservation: Mapped[Text]
    capacity: Mapped[Short]
    languages: Mapped[Short]
    served_text: Mapped[Text]
    url: Mapped[Short]
    remarks: Mapped[Text]

    phone: Mapped[Short]
    phone_visibility: Mapped[Visibility] = mapped_column(text_enum(Visibility, "phone_visibility"))
    fax: Mapped[Short]
    fax_visibility: Mapped[Visibility] = mapped_column(text_enum(Visibility, "fax_visibility"))
    email: Mapped[Short]
    email_visibility: Mapped[Visibility] = mapped_column(text_enum(Visibility, "email_visibility"))
    consent: Mapped[Answer] = mapped_column(text_enum(Answer, "consent"))
    consented_on: Mapped[date | None]
    consented_how: Mapped[Short]
    last_confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[Short]  # a role, never a person
    confirmed_how: Mapped[Short]
    withheld: Mapped[list[str]] = mapped_column(ARRAY(String(16)), server_default="{}")  # fields that residents do not see

    fingerprint: Mapped[Short]  # of the row as it was read, to tell changed from unchanged
    raw: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")  # the row as the sheet wrote it
    search_text: Mapped[Text]  # normalised; see geodata.japanese
    bigrams: Mapped[list[str]] = mapped_column(ARRAY(String(2)), server_default="{}")
    made_at: Mapped[Made]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    department: Mapped[Short]  # 所管課; "" belongs to all of the city hall
    revision: Mapped[int] = mapped_column(server_default="1")  # raised by a trigger at every change
    hidden_since: Mapped[date | None]  # taken off the public pages because nobody confirmed it in time

    category: Mapped[Category] = relationship()
    organization: Mapped[Organization | None] = relationship()
    place: Mapped[Place | None] = relationship()
    targets: Mapped[list[Target]] = relationship(secondary=resource_target, order_by=Target.position)
    served: Mapped[list[Area]] = relationship(secondary=served_area)
    schedules: Mapped[list[Schedule]] = relationship(order_by=Schedule.position, cascade="all, delete-orphan")
