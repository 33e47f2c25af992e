"""取り込みを書く: the difference that an edition makes, by COPY and a few set statements, all within one transaction."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import chain
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.bulk import array_text, copy_rows, next_ids
from geodata.japanese import bigrams, search_form
from geodata.models import (
    Answer,
    ImportBatch,
    Organization,
    Resource,
    Schedule,
    ScheduleException,
    Status,
    Visibility,
    resource_target,
    served_area,
)
from importers.change import Change, Known, Row
from importers.drafts import Draft
from importers.ledger import keep_rows
from importers.places import write_places
from importers.problems import Problem
from importers.snapshots import snapshots

SCHEDULE = (
    "id", "resource_id", "position", "text", "understood", "days", "weekday_mask", "every", "months", "often", "starts",
    "ends", "valid_from", "valid_until",
)  # fmt: skip
PLAIN = {str, int, type(None)}
# what a new record begins with, and no later edition of its list changes
AT_FIRST = {
    "status": Status.PUBLISHED,
    "consent": Answer.UNKNOWN,
    "phone_visibility": Visibility.PUBLIC,
    "fax_visibility": Visibility.PUBLIC,
    "email_visibility": Visibility.PROFESSIONAL,
}


def write(session: Session, batch: ImportBatch, change: Change, refused: Sequence[Problem]) -> list[int]:
    """Write the difference of a batch. Returns the ids of the 会場 whose point is new."""
    before = snapshots(session, [known.id for _, known in change.changed] + [known.id for known in change.gone])
    places = write_places(session, batch.municipality_code, [row.place for row in change.filled])
    organizations = _organizations(session, batch.municipality_code, {row.draft.organization for row in change.filled})

    def record(id_: int, row: Row) -> dict[str, Any]:
        place_id = places.ids[row.place.key] if row.place else None
        return _record(id_, row.draft, batch, place_id, organizations.get(row.draft.organization))

    fresh = next_ids(session, Resource.__table__, len(change.new))
    _insert(session, (record(id_, row) | AT_FIRST for id_, row in zip(fresh, change.new, strict=True)))
    rewritten = [record(known.id, row) | {"status": _status(known)} for row, known in change.changed]
    _rewrite(session, [one | {"changed_at": batch.made_at} for one in rewritten])
    _forget_children(session, [known.id for _, known in change.changed])
    _children(session, [*zip(fresh, change.new, strict=True), *((known.id, row) for row, known in change.changed)])
    _withdraw(session, [known.id for known in change.gone])
    keep_rows(session, batch, change, fresh, before, places, refused)
    return places.pointed


def _status(known: Known) -> Status:
    """A record that was taken off the map because its list had it no more is back; else staff decide."""
    return Status.PUBLISHED if known.status is Status.WITHDRAWN else known.status


def _organizations(session: Session, municipality: str, names: set[str]) -> dict[str, int]:
    wanted = [{"municipality_code": municipality, "name": name} for name in sorted(names) if name]
    if not wanted:
        return {}
    session.execute(insert(Organization).on_conflict_do_nothing(), wanted)
    stmt = select(Organization.name, Organization.id).where(Organization.municipality_code == municipality)
    return {name: id_ for name, id_ in session.execute(stmt.where(Organization.name == func.any(list(names))))}


def _record(id_: int, draft: Draft, batch: ImportBatch, place_id: int | None, organization_id: int | None) -> dict[str, Any]:
    text = search_text(draft)
    return dict(draft.values) | {
        "id": id_, "municipality_code": batch.municipality_code, "source": batch.source, "source_key": draft.key,
        "batch_id": batch.id, "organization_id": organization_id, "place_id": place_id,
        "fingerprint": draft.fingerprint, "raw": dict(draft.raw), "search_text": text, "bigrams": bigrams(text),
        "confirmed_by": "所管課" if draft.values["last_confirmed_on"] else "",
        "confirmed_how": "一覧表" if draft.values["last_confirmed_on"] else "",
    }  # fmt: skip


def search_text(draft: Draft) -> str:
    """What a free word is looked for in, line by line; a private home gives only its 町."""
    place = draft.place
    address = "" if place is None or place.private_home else place.address
    values = draft.values
    venue = "" if place is None or place.private_home else place.name
    parts = (values["name"], values["name_kana"], draft.organization, venue, address,
             values["schedule_words"], draft.served_text)  # fmt: skip
    return "\n".join(search_form(part) for part in parts)[:4000]


def _insert(session: Session, records: Iterator[dict[str, Any]]) -> None:
    """COPY records as they are made: ten thousand of them with their bigrams would fill 200 MB."""
    first = next(records, None)
    if first is not None:
        columns = tuple(first)
        rows = ([_cell(record[name]) for name in columns] for record in chain([first], records))
        copy_rows(session, Resource.__table__, columns, rows)


def _cell(value: Any) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, dict):
        return Jsonb(value, orjson.dumps)
    if isinstance(value, list):
        return array_text(value)
    return value.value if isinstance(value, Enum) else value


def _rewrite(session: Session, records: Sequence[dict[str, Any]]) -> None:
    if records:
        session.execute(update(Resource), records)


def _forget_children(session: Session, ids: Sequence[int]) -> None:
    for column in (Schedule.resource_id, resource_target.c.resource_id, served_area.c.resource_id):
        session.execute(delete(column.table).where(column == func.any(list(ids))))


def _children(session: Session, written: Sequence[tuple[int, Row]]) -> None:
    held = [(id_, row.draft, position, session_) for id_, row in written
            for position, session_ in enumerate(row.draft.reading.sessions)]  # fmt: skip
    numbers = next_ids(session, Schedule.__table__, len(held))
    copy_rows(session, Schedule.__table__, SCHEDULE, (
        (number, id_, position, draft.reading.text[:4000], draft.reading.understood.value, array_text(s.days), s.weekday_mask(),
         s.interval, array_text(s.months), s.often, s.starts, s.ends, s.valid_from, s.valid_until)
        for number, (id_, draft, position, s) in zip(numbers, held, strict=True)
    ))  # fmt: skip
    copy_rows(session, ScheduleException.__table__, ("schedule_id", "kind", "month", "day", "text"), (
        (number, closure.kind, closure.month, closure.on, closure.text[:300])
        for number, (_, draft, _, _) in zip(numbers, held, strict=True) for closure in draft.reading.closures
    ))  # fmt: skip
    targets = ((id_, code) for id_, row in written for code in row.draft.targets)
    copy_rows(session, resource_target, ("resource_id", "target_code"), targets)
    served = ((id_, area) for id_, row in written for area in row.served)
    copy_rows(session, served_area, ("resource_id", "area_id"), served)


def _withdraw(session: Session, ids: Sequence[int]) -> None:
    stmt = update(Resource).where(Resource.id == func.any(list(ids)))
    session.execute(stmt.values(status=Status.WITHDRAWN, changed_at=func.now()))
