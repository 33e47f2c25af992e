"""控え: a record as it was before an import touched it, so that the import can be undone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from geodata.models import Base, Resource, Schedule, ScheduleException, resource_target, served_area


def snapshots(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """resource id → its row, its 開催 with their exceptions, its 対象 and 回る区域, as JSON."""
    if not ids:
        return {}
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
        func.json_build_object(
            "row", _row(Resource),
            "schedules", schedules.where(Schedule.resource_id == Resource.id).scalar_subquery(),
            "targets", _listed(resource_target, "target_code"),
            "served", _listed(served_area, "area_id"),
        ),
    )  # fmt: skip
    return {id_: snapshot for id_, snapshot in session.execute(stmt.where(Resource.id == func.any(list(ids))))}


def _listed(table: Any, column: str) -> Any:
    return select(func.json_agg(table.c[column])).where(table.c.resource_id == Resource.id).scalar_subquery()


def _row(model: type[Base]) -> Any:
    """A whole row as JSON."""
    table = model.__table__
    assert isinstance(table, Table)
    return func.to_json(table.table_valued())
