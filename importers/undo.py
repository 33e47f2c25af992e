"""取り込みを元に戻す: what an import made is taken away, what it changed is put back as it was, unless touched since."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, cast, column, delete, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from geodata.bulk import next_ids
from geodata.models import (
    ImportBatch,
    ImportRow,
    Place,
    Resource,
    RowAction,
    Schedule,
    ScheduleException,
    resource_target,
    served_area,
)
from importers.errors import UnknownBatch


@dataclass(frozen=True, slots=True)
class UndoReport:
    """How many records were taken away and how many put back."""

    removed: int
    restored: int


def undo_import(session: Session, batch_id: int) -> UndoReport:
    """Undo one import. Raises UnknownBatch when there is none, it is undone already, or a later import built on it."""
    batch = session.get(ImportBatch, batch_id, with_for_update=True)
    if batch is None:
        raise UnknownBatch(f"取り込み {batch_id} 番はありません。")
    if batch.undone_at is not None:
        raise UnknownBatch(f"取り込み {batch_id} 番はすでに元に戻してあります。")
    later = select(ImportBatch.id).where(
        ImportBatch.municipality_code == batch.municipality_code, ImportBatch.source == batch.source,
        ImportBatch.id > batch.id, ImportBatch.undone_at.is_(None),
    )  # fmt: skip
    newer = session.scalars(later.order_by(ImportBatch.id.desc())).first()
    if newer is not None:
        raise UnknownBatch(f"同じ一覧の新しい取り込み {newer} 番があります。先にそちらを元に戻してください。")
    rows = session.execute(
        select(ImportRow.action, ImportRow.resource_id, ImportRow.before).where(
            ImportRow.batch_id == batch_id, ImportRow.resource_id.is_not(None)
        )
    ).all()
    removed = [id_ for action, id_, _ in rows if action is RowAction.NEW]
    restored = [before for _, _, before in rows if before is not None]
    _remove(session, removed)
    _restore(session, restored)
    _sweep(session, batch.municipality_code)
    batch.undone_at = func.now()
    session.flush()
    return UndoReport(len(removed), len(restored))


def _remove(session: Session, ids: Sequence[int]) -> None:
    session.execute(update(ImportRow).where(ImportRow.resource_id.in_(ids)).values(resource_id=None))
    session.execute(delete(Resource).where(Resource.id.in_(ids)))


def _restore(session: Session, snapshots: Sequence[dict[str, Any]]) -> None:
    ids = [snapshot["row"]["id"] for snapshot in snapshots]
    for table in (Schedule.__table__, resource_target, served_area):
        assert isinstance(table, Table)
        session.execute(delete(table).where(table.c.resource_id.in_(ids)))
    for snapshot in snapshots:
        _put_back(session, Resource, snapshot["row"])
    schedules = [one for snapshot in snapshots for one in snapshot["schedules"] or ()]
    numbers = next_ids(session, Schedule.__table__, len(schedules))
    for number, one in zip(numbers, schedules, strict=True):
        _insert(session, Schedule, [one["row"] | {"id": number}])
        _insert(session, ScheduleException, [_without_id(e) | {"schedule_id": number} for e in one["exceptions"] or ()])
    _link(session, resource_target, "target_code", ((s["row"]["id"], s["targets"]) for s in snapshots))
    _link(session, served_area, "area_id", ((s["row"]["id"], s["served"]) for s in snapshots))


def _put_back(session: Session, model: type[Resource], row: dict[str, Any]) -> None:
    """Every column as it was, each read by PostgreSQL itself from the row's JSON."""
    columns = [column for column in model.__table__.c if column.name != "id"]
    record = _record(model, row)
    session.execute(
        update(model).where(model.id == row["id"]).values({c.name: record.c[c.name] for c in columns})
    )


def _insert(session: Session, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    names = [column.name for column in model.__table__.c if model is Schedule or column.name != "id"]
    for row in rows:
        record = _record(model, row)
        session.execute(insert(model).from_select(names, select(*(record.c[name] for name in names))))


def _record(model: Any, row: dict[str, Any]) -> Any:
    given = func.jsonb_populate_record(literal_column(f"NULL::{model.__tablename__}"), cast(json.dumps(row), JSONB))
    return given.table_valued(*(column(c.name, c.type) for c in model.__table__.c), name="was")


def _link(session: Session, table: Table, name: str, pairs: Iterable[tuple[int, list[Any] | None]]) -> None:
    rows = [{"resource_id": id_, name: value} for id_, values in pairs for value in values or ()]
    if rows:
        session.execute(insert(table), rows)


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "id"}


def _sweep(session: Session, municipality: str) -> None:
    """会場 that no record uses any more, and that staff have not confirmed, go."""
    used = select(Resource.id).where(Resource.place_id == Place.id).exists()
    session.execute(delete(Place).where(Place.municipality_code == municipality, ~used, Place.confirmed_on.is_(None)))
