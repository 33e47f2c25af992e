"""取り込みを元に戻す: what an import made is taken away, what it changed is put back as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, Table, column, delete, func, insert, literal_column, select, true, union, update
from sqlalchemy.orm import Session

from geodata.assignment import assign_places
from geodata.bulk import index_later
from geodata.keeping.children import noting_children
from geodata.keeping.locking import lock_imports, lock_records
from geodata.keeping.places import LEARNT
from geodata.keeping.placing import left_to_staff
from geodata.models import (
    ImportBatch,
    ImportRow,
    Organization,
    Place,
    Resource,
    RowAction,
    Schedule,
    ScheduleException,
    resource_target,
    served_area,
)
from geodata.staff.audit import acting
from importers.errors import UnknownBatch
from importers.presents import BY_IMPORT
from importers.touched import Touched, touched_since


@dataclass(frozen=True, slots=True)
class UndoReport:
    """How many records were taken away and how many put back; `touched` were changed since and stay as they are.

    `done` is False when there are such records and nobody said to leave them: then nothing at all was changed.
    """

    removed: int
    restored: int
    touched: tuple[Touched, ...] = ()
    done: bool = True


def undo_import(
    session: Session, batch_id: int, *, leave_touched: bool = False, account_id: int | None = None
) -> UndoReport:
    """Undo one import: what it made goes, what it changed is as it was.

    Raises UnknownBatch when there is none, it is undone already, or a later import built on it.
    """
    batch = _open(session, batch_id)
    lock_records(session, Resource.id.in_(select(ImportRow.resource_id).where(ImportRow.batch_id == batch.id)))
    touched = touched_since(session, batch)
    if touched and not leave_touched:
        return UndoReport(0, 0, touched, done=False)
    left = [one.resource_id for one in touched]
    acting(session, account_id, f"{BY_IMPORT} {batch.id} を元に戻す")
    index_later(session)
    removed, organizations = _remove(session, batch, left)
    restored = _restore(session, batch, left)
    batch.undone_at = func.now()
    session.flush()
    pointed = _restore_places(session, batch, left)
    _sweep(session, batch, organizations)
    assign_places(session, batch.municipality_code, place_ids=pointed)
    return UndoReport(removed, restored, touched)


def _open(session: Session, batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise UnknownBatch(f"取り込み {batch_id} 番はありません。")
    lock_imports(session, batch.municipality_code)
    session.refresh(batch)
    if batch.undone_at is not None:
        raise UnknownBatch(f"取り込み {batch_id} 番はすでに元に戻してあります。")
    later = select(ImportBatch.id).where(
        ImportBatch.municipality_code == batch.municipality_code, ImportBatch.source == batch.source,
        ImportBatch.id > batch.id, ImportBatch.undone_at.is_(None),
    )  # fmt: skip
    newer = session.scalars(later.order_by(ImportBatch.id.desc())).first()
    if newer is not None:
        raise UnknownBatch(f"同じ一覧の新しい取り込み {newer} 番があります。先にそちらを元に戻してください。")
    return batch


def _remove(session: Session, batch: ImportBatch, left: Sequence[int]) -> tuple[int, set[int]]:
    """Take away what the batch made. How many, and the 運営団体 that its records name."""
    written = select(ImportRow.resource_id).where(ImportRow.batch_id == batch.id, ImportRow.resource_id.is_not(None))
    named = select(Resource.organization_id).distinct().where(Resource.id.in_(written))
    organizations = {id_ for id_ in session.scalars(named) if id_ is not None}
    mine = written.where(ImportRow.action == RowAction.NEW, ImportRow.resource_id != func.all(list(left)))
    made = session.scalars(mine).all()
    session.execute(update(ImportRow).where(ImportRow.resource_id == func.any(list(made))).values(resource_id=None))
    session.execute(delete(Resource).where(Resource.id == func.any(list(made))))
    return len(made), organizations


def _restore(session: Session, batch: ImportBatch, left: Sequence[int]) -> int:
    """Put back what the batch changed or withdrew: each row as PostgreSQL itself reads it from the JSON it wrote."""
    kept = (ImportRow.batch_id == batch.id, ImportRow.before.has_key("row"), ImportRow.resource_id != func.all(list(left)))
    ids = [id_ for id_ in session.scalars(select(ImportRow.resource_id).where(*kept)) if id_ is not None]
    if not ids:
        return 0
    with noting_children(session, batch.municipality_code, ids):
        _put_records_back(session, kept, ids)
    return len(ids)


def _put_records_back(session: Session, kept: Sequence[Any], ids: Sequence[int]) -> None:
    for table in (Schedule.__table__, resource_target, served_area):
        assert isinstance(table, Table)
        session.execute(delete(table).where(table.c.resource_id == func.any(list(ids))))
    _put_back(session, Resource, _records(Resource, ImportRow.before["row"], select(ImportRow.id).where(*kept)),
              [one.name for one in Resource.__table__.c if one.name != "id"])  # fmt: skip
    held = func.jsonb_array_elements(_listed(ImportRow.before["schedules"])).table_valued("value", name="held")
    each = select(ImportRow.id).select_from(ImportRow).join(held, true()).where(*kept)
    _insert(session, Schedule, _records(Schedule, held.c.value.op("->")("row"), each))
    closed = func.jsonb_array_elements(_listed(held.c.value.op("->")("exceptions"))).table_valued("value", name="closed")
    _insert(session, ScheduleException, _records(ScheduleException, closed.c.value, each.join(closed, true())))
    for table, name, key in ((resource_target, "target_code", "targets"), (served_area, "area_id", "served")):
        one = func.jsonb_array_elements_text(_listed(ImportRow.before[key])).table_valued("value", name="one")
        values = select(ImportRow.resource_id, one.c.value.cast(table.c[name].type)).join(one, true()).where(*kept)
        session.execute(insert(table).from_select(["resource_id", name], values))


def _restore_places(session: Session, batch: ImportBatch, left: Sequence[int]) -> list[int]:
    """The 会場 whose point or answers the batch bettered, unless staff or a later import did so since, or a record that is
    left is held there. Their ids."""
    place = ImportRow.before["place"]
    id_ = place["id"].astext.cast(BigInteger)
    later = select(id_).join(ImportBatch, ImportBatch.id == ImportRow.batch_id).where(
        ImportBatch.id > batch.id, ImportBatch.undone_at.is_(None), ImportRow.before.has_key("place")
    )  # fmt: skip
    confirmed = select(Place.id).where(left_to_staff())
    used = select(Resource.place_id).where(Resource.id == func.any(list(left)), Resource.place_id.is_not(None))
    mine = select(ImportRow.id).where(
        ImportRow.batch_id == batch.id, ImportRow.before.has_key("place"), id_.not_in(later), id_.not_in(confirmed),
        id_.not_in(used),
    )
    ids = list(session.scalars(mine.with_only_columns(id_)))
    if ids:
        _put_back(session, Place, _records(Place, place, mine), LEARNT)
    return ids


def _listed(values: Any) -> Any:
    """A JSON list, empty for null."""
    return func.coalesce(func.nullif(values, literal_column("'null'::jsonb")), literal_column("'[]'::jsonb"))


def _records(model: Any, json: Any, rows: Select[Any]) -> Any:
    """The JSON of each row as a row of the model's table."""
    table = model.__table__
    read = func.jsonb_populate_record(literal_column(f"NULL::{table.name}"), json)
    was = read.table_valued(*(column(c.name, c.type) for c in table.c), name="was")
    return rows.join(was, true()).with_only_columns(*was.c).cte("past")


def _put_back(session: Session, model: Any, past: Any, names: Any) -> None:
    table = model.__table__
    session.execute(update(table).where(table.c.id == past.c.id).values({name: past.c[name] for name in names}))


def _insert(session: Session, model: Any, past: Any) -> None:
    session.execute(insert(model.__table__).from_select(past.c.keys(), select(past)))


def _sweep(session: Session, batch: ImportBatch, organizations: set[int]) -> None:
    """会場 and 運営団体 that came with the batch go, unless somebody uses them or another undo would."""
    kept = select(ImportRow.before["row"]).join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
    kept = kept.where(ImportBatch.undone_at.is_(None), ImportRow.before.has_key("row"))

    def used(name: str) -> Any:
        wanted = kept.with_only_columns(ImportRow.before["row"][name].astext.cast(BigInteger))
        return union(select(Resource.__table__.c[name]), wanted).subquery()

    places, named = used("place_id"), used("organization_id")
    session.execute(delete(Place).where(
        Place.municipality_code == batch.municipality_code, Place.made_at == batch.made_at, Place.confirmed_on.is_(None),
        ~select(places).where(places.c[0] == Place.id).exists(),
    ))  # fmt: skip
    session.execute(delete(Organization).where(
        Organization.id == func.any(list(organizations)), ~select(named).where(named.c[0] == Organization.id).exists()
    ))  # fmt: skip
