"""控え: a record as it was before an import touched it, so that the import can be undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, Table, func, insert, select, text
from sqlalchemy.orm import Session

from geodata.bulk import table_beside
from geodata.models import Base, ImportRow, Resource, Schedule, ScheduleException, resource_target, served_area


@contextmanager
def snapshots(session: Session, ids: Sequence[int]) -> Iterator[Table]:
    """A table of id and `before`: the record's row, its 開催 with their exceptions, its 対象 and 回る区域, as JSON.

    It stays in the database: ten thousand records would take longer to come here and go back than to be written.
    """
    with table_beside(session, "import_before", (Resource.__table__.c.id, ImportRow.__table__.c.before)) as table:
        if ids:
            session.execute(insert(table).from_select(["id", "before"], _snapshots(ids)))
            session.execute(text("ANALYZE import_before"))
        yield table


def _snapshots(ids: Sequence[int]) -> Select[Any]:
    exceptions = (
        select(func.json_agg(_row(ScheduleException)))
        .where(ScheduleException.schedule_id == Schedule.id)
        .scalar_subquery()
    )
    schedules = select(
        func.json_agg(func.json_build_object("row", _row(Schedule), "exceptions", exceptions))
    )
    stmt = select(
        Resource.id,
        func.jsonb_build_object(
            "row", _row(Resource),
            "schedules", schedules.where(Schedule.resource_id == Resource.id).scalar_subquery(),
            "targets", _listed(resource_target, "target_code"),
            "served", _listed(served_area, "area_id"),
        ),
    )  # fmt: skip
    return stmt.where(Resource.id == func.any(list(ids)))


def _listed(table: Any, column: str) -> Any:
    return select(func.json_agg(table.c[column])).where(table.c.resource_id == Resource.id).scalar_subquery()


def _row(model: type[Base]) -> Any:
    """A whole row as JSON."""
    table = model.__table__
    assert isinstance(table, Table)
    return func.to_json(table.table_valued())
