"""データの版: one number that every committed change of public data raises, by triggers, so that nobody can forget it."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base


class DataVersion(Base):
    """The one row of data_version."""

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
