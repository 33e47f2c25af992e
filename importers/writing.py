"""取り込みを書く: the difference that an edition makes, by COPY and a few set statements, all within one transaction."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import chain
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.bulk import array_text, copy_rows, next_ids
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
from importers.change import Change, Known, Row
from importers.drafts import Draft
from importers.ledger import keep_rows
from importers.problems import Problem
from importers.snapshots import snapshots

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
    met = [known.id for _, known in change.changed]
    hanging = [*zip(fresh, change.new, strict=True), *((known.id, row) for row, known in change.changed)]
    with noting_children(session, batch.municipality_code, met):
        _rewrite(session, [one | {"changed_at": batch.made_at} for one in rewritten])
        forget_children(session, met)
        write_children(session, [Children(id_, row.draft.reading, row.draft.targets, row.served) for id_, row in hanging])
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
    text = search_text_of(draft)
    return dict(draft.values) | {
        "id": id_, "municipality_code": batch.municipality_code, "source": batch.source, "source_key": draft.key,
        "batch_id": batch.id, "organization_id": organization_id, "place_id": place_id,
        "fingerprint": draft.fingerprint, "raw": dict(draft.raw), "search_text": text, "bigrams": bigrams(text),
        "confirmed_by": "所管課" if draft.values["last_confirmed_on"] else "",
        "confirmed_how": "一覧表" if draft.values["last_confirmed_on"] else "",
    }  # fmt: skip


def search_text_of(draft: Draft) -> str:
    """What a free word is looked for in."""
    place, values = draft.place, draft.values
    where = (place.name, place.address) if place else ("", "")
    return search_text(
        values["name"], values["name_kana"], draft.organization, *where, values["schedule_words"], draft.served_text,
        private_home=bool(place and place.private_home),
    )


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


def _withdraw(session: Session, ids: Sequence[int]) -> None:
    stmt = update(Resource).where(Resource.id == func.any(list(ids)))
    session.execute(stmt.values(status=Status.WITHDRAWN, changed_at=func.now()))
