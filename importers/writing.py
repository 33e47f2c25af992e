"""取り込みを書く: the difference that an edition makes, by COPY and a few set statements, all within one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import chain
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.bulk import array_text, copy_rows, next_ids, table_beside
from geodata.japanese import bigrams
from geodata.keeping.children import Children, forget_children, noting_children, write_children
from geodata.keeping.places import write_places
from geodata.keeping.searching import search_text
from geodata.models import (
    Answer,
    ImportBatch,
    Organization,
    Resource,
    Status,
    Visibility,
)
from geodata.schedule.session import Reading
from importers.change import Change, Revised, Row
from importers.drafts import Draft
from importers.ledger import keep_rows
from importers.problems import Problem
from importers.snapshots import snapshots
from importers.topics import TOPICS

PLAIN = {str, int, type(None)}
NUMBERS = {"phone": "phone_visibility", "fax": "fax_visibility"}
# what a new record begins with, and no later edition of its list changes
AT_FIRST = {
    "consent": Answer.UNKNOWN,
    "phone_visibility": Visibility.PUBLIC,
    "fax_visibility": Visibility.PUBLIC,
    "email_visibility": Visibility.PROFESSIONAL,
}


def write(session: Session, batch: ImportBatch, change: Change, refused: Sequence[Problem], status: Status) -> list[int]:
    """Write the difference of a batch; what is new or back has `status`. Returns the ids of the 会場 whose point is new."""
    with snapshots(session, [one.known.id for one in change.changed] + [known.id for known in change.gone]) as before:
        return _write(session, batch, change, refused, status, before)


def _write(
    session: Session, batch: ImportBatch, change: Change, refused: Sequence[Problem], status: Status, before: Table
) -> list[int]:
    placed = [row.place for row in change.new] + [one.row.place for one in change.changed if "place" not in one.kept]
    places = write_places(session, batch.municipality_code, placed)
    named = {row.draft.organization for row in change.filled}
    organizations = _organizations(session, batch.municipality_code, named)

    def record(id_: int, row: Row) -> dict[str, Any]:
        draft = row.draft
        place_id = places.ids[row.place.key] if row.place else None
        return _record(id_, draft, batch) | {"place_id": place_id, "organization_id": organizations.get(draft.organization)}

    fresh = next_ids(session, Resource.__table__, len(change.new))
    first = AT_FIRST | {"status": status, "department": batch.department}
    _insert(session, (_findable(record(id_, row) | first | _own(row), row) for id_, row in zip(fresh, change.new, strict=True)))
    write_children(session, [Children(id_, row.draft.reading, row.draft.targets, row.served)
                             for id_, row in zip(fresh, change.new, strict=True)])  # fmt: skip
    with noting_children(session, batch.municipality_code, [one.known.id for one in change.changed]):
        _rewrite(session, batch, (
            _kept(one, record(one.known.id, one.row if "place" not in one.kept else replace(one.row, place=None)), status)
            for one in change.changed
        ))  # fmt: skip
        _renew_children(session, change.changed)
    _withdraw(session, [known.id for known in change.gone])
    keep_rows(session, batch, change, fresh, before, places, refused)
    return places.pointed


def _kept(one: Revised, record: dict[str, Any], status: Status) -> dict[str, Any]:
    """A record with what stays as it is. One that was taken off the map because its list had it no more is back."""
    for topic in TOPICS:
        if topic.code in one.kept:
            record |= {column: one.present.values[column] for column in topic.columns}
    back = status if one.known.status is Status.WITHDRAWN else one.known.status
    return _findable(record | {"status": back} | _ranges(one, record), one.row, one)


def _own(row: Row) -> dict[str, Any]:
    """Somebody's own numbers are for staff alone."""
    return dict.fromkeys(NUMBERS.values(), Visibility.STAFF) if row.draft.personal else {}


def _ranges(one: Revised, record: dict[str, Any]) -> dict[str, Any]:
    """Who sees the numbers of a record: as before, but for one that is new in it and somebody's own."""
    stands = zip(NUMBERS.items(), one.present.ranges, strict=True)
    return {
        seen: Visibility.STAFF if one.row.draft.personal and record[name] != one.present.values[name] else before
        for (name, seen), before in stands
    }


def _renew_children(session: Session, changed: Sequence[Revised]) -> None:
    topics = {topic.child: topic.code for topic in TOPICS if topic.child}
    for child, topic in topics.items():
        forget_children(session, [one.known.id for one in changed if topic not in one.kept], [child])
    nothing = Reading("")
    write_children(session, [
        Children(
            one.known.id, nothing if "schedule" in one.kept else one.row.draft.reading,
            () if "target" in one.kept else one.row.draft.targets, () if "served" in one.kept else one.row.served,
        ) for one in changed
    ])  # fmt: skip


def _organizations(session: Session, municipality: str, names: set[str]) -> dict[str, int]:
    wanted = [{"municipality_code": municipality, "name": name} for name in sorted(names) if name]
    if not wanted:
        return {}
    session.execute(insert(Organization).on_conflict_do_nothing(), wanted)
    stmt = select(Organization.name, Organization.id).where(Organization.municipality_code == municipality)
    return {name: id_ for name, id_ in session.execute(stmt.where(Organization.name == func.any(list(names))))}


def _record(id_: int, draft: Draft, batch: ImportBatch) -> dict[str, Any]:
    return dict(draft.values) | {
        "id": id_, "municipality_code": batch.municipality_code, "source": batch.source, "source_key": draft.key,
        "batch_id": batch.id, "fingerprint": draft.fingerprint, "raw": dict(draft.raw),
        "confirmed_by": "所管課" if draft.values["last_confirmed_on"] else "",
        "confirmed_how": "一覧表" if draft.values["last_confirmed_on"] else "",
    }  # fmt: skip


def _findable(record: dict[str, Any], row: Row, revised: Revised | None = None) -> dict[str, Any]:
    """The record with what a free word is looked for in."""
    organization, place = row.draft.organization, row.draft.place
    where = (place.name, place.address, place.private_home) if place else ("", "", False)
    if revised and "organization" in revised.kept:
        organization = revised.present.organization
    if revised and "organization" in revised.present.withheld:
        organization = ""
    if revised and "place" in revised.kept:
        there = revised.present.place
        where = there.name, there.address, there.private_home
    text = search_text(
        record["name"], record["name_kana"], organization, *where[:2], record["schedule_words"], record["served_text"],
        private_home=where[2],
    )
    return record | {"search_text": text, "bigrams": bigrams(text)}


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
    return value._value_ if isinstance(value, Enum) else value


def _rewrite(session: Session, batch: ImportBatch, records: Iterator[dict[str, Any]]) -> None:
    """COPY records beside the table and let one statement take them over: one by one, ten thousand take half a minute."""
    first = next(records, None)
    if first is None:
        return
    table = Resource.__table__
    assert isinstance(table, Table)
    names = tuple(first)
    with table_beside(session, "resource_rewritten", (table.c[name] for name in names)) as beside:
        copy_rows(session, beside, names, ([_cell(record[name]) for name in names] for record in chain([first], records)))
        told = {name: beside.c[name] for name in names if name != "id"}
        stmt = update(table).where(table.c.id == beside.c.id).values(told | {"changed_at": batch.made_at})
        session.connection().execute(stmt)


def _withdraw(session: Session, ids: Sequence[int]) -> None:
    stmt = update(Resource).where(Resource.id == func.any(list(ids)))
    session.execute(stmt.values(status=Status.WITHDRAWN, changed_at=func.now()))
