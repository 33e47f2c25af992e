"""控え: a record as it was before an import touched it, so that the import can be undone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Resource, Schedule, ScheduleException, resource_target, served_area


def snapshots(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """resource id → its row, its 開催 with their exceptions, its 対象 and 回る区域, as JSON."""
    if not ids:
        return {}
    exceptions = (
        select(func.json_agg(func.to_json(ScheduleException.__table__.table_valued())))
        .where(ScheduleException.schedule_id == Schedule.id)
        .scalar_subquery()
    )
    schedules = select(
        func.json_agg(func.json_build_object("row", func.to_json(Schedule.__table__.table_valued()), "exceptions", exceptions))
    )
    stmt = select(
        Resource.id,
        func.json_build_object(
            "row", func.to_json(Resource.__table__.table_valued()),
            "schedules", schedules.where(Schedule.resource_id == Resource.id).scalar_subquery(),
            "targets", _listed(resource_target, "target_code"),
            "served", _listed(served_area, "area_id"),
        ),
    )  # fmt: skip
    return dict(session.execute(stmt.where(Resource.id.in_(ids))).tuples().all())


def _listed(table: Any, column: str) -> Any:
    return select(func.json_agg(table.c[column])).where(table.c.resource_id == Resource.id).scalar_subquery()
