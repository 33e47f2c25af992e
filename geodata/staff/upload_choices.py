"""取り込みの選択肢: names that a form offers, the page on which a row stands, what a commit would do, and what it did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from geodata.models import Account, ImportBatch, Resource, RowAction, Upload, UploadRow
from geodata.staff.scope import Scope
from geodata.staff.uploads import PAGE

MOST = 200


def sources(session: Session, scope: Scope) -> list[str]:
    """出典 of the records that one sees, by name: a new edition is sent under the name of the last."""
    stmt = select(Resource.source).where(scope.sees(Resource), Resource.source != "").distinct()
    return list(session.scalars(stmt.order_by(Resource.source).limit(MOST)))


def departments(session: Session, municipality: str) -> list[str]:
    """課 that somebody works for or that sent something, by name."""
    named = (select(model.department).where(model.municipality_code == municipality, model.department != "")
             for model in (Account, Upload))  # fmt: skip
    found = {name for stmt in named for name in session.scalars(stmt.distinct().limit(MOST))}
    return sorted(found)


def page_of(session: Session, upload_id: int, row_id: int) -> int | None:
    """The page of the whole check, unnarrowed, that shows a row; None when the upload has no such row."""
    of = UploadRow.upload_id == upload_id
    last = func.coalesce(UploadRow.number, 2**31 - 1)
    place = session.execute(select(last, UploadRow.id).where(of, UploadRow.id == row_id)).one_or_none()
    if place is None:
        return None
    before = select(func.count()).where(of, tuple_(last, UploadRow.id) < tuple_(*place))
    return int(session.scalar(before) or 0) // PAGE + 1


@dataclass(frozen=True, slots=True)
class Taken:
    """What a commit would do, decisions heeded: records made, changed, merged into others, taken off the map; rows left out."""

    new: int
    changed: int
    merged: int
    gone: int
    left: int


def taken(session: Session, upload_id: int) -> Taken:
    """Counted now, so that the button says exactly what it does."""
    skip, merge = UploadRow.decision.has_key("skip"), UploadRow.decision.has_key("merge")
    does = UploadRow.action.in_((RowAction.NEW, RowAction.CHANGED, RowAction.GONE))
    parts = (
        func.count().filter(UploadRow.action == RowAction.NEW, ~skip, ~merge),
        func.count().filter(UploadRow.action == RowAction.CHANGED, ~skip),
        func.count().filter(UploadRow.action == RowAction.NEW, ~skip, merge),
        func.count().filter(UploadRow.action == RowAction.GONE, ~skip),
        func.count().filter(does, skip),
    )
    return Taken(*session.execute(select(*parts).where(UploadRow.upload_id == upload_id)).one())


def done_by(session: Session, batches: Collection[int]) -> dict[int, Mapping[str, int]]:
    """Batch → how many records it made, changed, left as they were and took off the map, decisions heeded."""
    stmt = select(ImportBatch.id, ImportBatch.report).where(ImportBatch.id.in_(batches))
    names = ("new", "changed", "unchanged", "gone")
    return {id_: {name: int(report.get(name, 0)) for name in names} for id_, report in session.execute(stmt)}
