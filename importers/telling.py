"""確認の行を書く: what a checked file would do, row by row, as geodata.staff.upload_rows shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geodata.bulk import copy_rows
from geodata.models import Place, Resource, RowAction, UploadRow
from importers import twins as likeness
from importers.change import Change, Known, Row
from importers.presents import category_names, presents
from importers.problems import Problem
from importers.settling import first_cells, merged

COLUMNS = ("upload_id", "number", "action", "resource_id", "name", "address", "cells", "problems", "duplicates", "decision",
           "level", "lng", "lat")  # fmt: skip
Line = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How many rows have a twin, or words of staff's against the file's."""

    twins: int
    edited: int


def tell_rows(
    session: Session, upload_id: int, change: Change, refused: Sequence[Problem], *, municipality: str, department: str, source: str
) -> Told:
    """Write upload_row anew; what staff chose for a row stays when it still goes with it."""
    chosen = _chosen(session, upload_id)
    twins = twins_of(session, change, municipality=municipality, department=department, source=source)
    names = category_names(session)
    gone = _named(session, [known.id for known in change.gone])
    lines: list[Line] = [
        *(_line(upload_id, RowAction.NEW, row, None, first_cells(row, names), twins.get(row.draft.number, []), chosen) for row in change.new),
        *(_line(upload_id, RowAction.CHANGED, one.row, one.known.id, one.cells, [], chosen) for one in change.changed),
        *(_line(upload_id, RowAction.UNCHANGED, row, known.id, {}, [], {}) for row, known in change.unchanged),
        *((upload_id, None, RowAction.GONE.value, known.id, *gone[known.id], _json({}), _json([]), _json([]),
           _json(_still(chosen.get(known.id), {"skip"})), None, None, None) for known in change.gone if known.id in gone),
        *((upload_id, one.row, RowAction.REFUSED.value, None, "", "", _json({}), _json([one.as_json()]), _json([]), _json({}),
           None, None, None) for one in refused),
    ]  # fmt: skip
    session.execute(delete(UploadRow).where(UploadRow.upload_id == upload_id))
    copy_rows(session, UploadRow.__table__, COLUMNS, lines)
    return Told(len(twins), sum(any(edited for *_, edited in one.cells.values()) for one in change.changed))


def twins_of(session: Session, change: Change, *, municipality: str, department: str, source: str) -> dict[int, list[dict[str, Any]]]:
    """Excel's row number → upload_row.duplicates."""
    others = likeness.records(session, municipality, department, source=source, gone=[known.id for known in change.gone])
    met = [*(one.row for one in change.changed), *(row for row, _ in change.unchanged)]
    found = likeness.twins(change.new, others, met)
    rows = {row.draft.number: row for row in change.new}
    there = presents(session, [id_ for alike in found.values() for one in alike if (id_ := one.other.resource_id)])
    names = category_names(session) if there else {}

    def cells(row: Row, id_: int | None) -> Mapping[str, Any]:
        if id_ is None or id_ not in there:
            return {}
        known = Known(id_, "", there[id_].status, there[id_].revision)
        return merged(row, known, there[id_], names).cells

    def revision(id_: int | None) -> int | None:
        return there[id_].revision if id_ in there else None

    return {
        number: [
            {"resource_id": one.other.resource_id, "number": one.other.number, "name": one.other.name,
             "place": one.other.place, "source": one.other.source, "score": one.score, "why": one.why,
             "mergeable": one.other.mergeable, "revision": revision(one.other.resource_id), "cells": cells(rows[number], one.other.resource_id)}
            for one in alike
        ] for number, alike in found.items()
    }  # fmt: skip


def _line(
    upload_id: int, action: RowAction, row: Row, resource_id: int | None, cells: Mapping[str, Any],
    twins: Sequence[Mapping[str, Any]], chosen: Mapping[Any, Mapping[str, Any]],
) -> Line:  # fmt: skip
    draft, place = row.draft, row.place
    offered = {"skip", "keep"} | ({"merge"} if twins else set())
    point = place.point if place and place.point else (None, None)
    return (
        upload_id, draft.number, action.value, resource_id, draft.values["name"], draft.place.address[:4000] if draft.place else "",
        _json(cells), _json([problem.as_json() for problem in draft.problems]), _json(twins),
        _json(_still(chosen.get((draft.number, action.value)), offered)), place.level.value if place else None, *point,
    )  # fmt: skip


def _chosen(session: Session, upload_id: int) -> dict[Any, Mapping[str, Any]]:
    """What staff chose: (row number, action) → decision, and for what is gone its record → decision."""
    stmt = select(UploadRow.number, UploadRow.action, UploadRow.resource_id, UploadRow.decision).where(
        UploadRow.upload_id == upload_id, UploadRow.decision != {}
    )
    return {
        id_ if number is None else (number, action.value): decision for number, action, id_, decision in session.execute(stmt)
    }


def _still(decision: Mapping[str, Any] | None, offered: set[str]) -> Mapping[str, Any]:
    return {name: value for name, value in (decision or {}).items() if name in offered}


def _named(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    stmt = select(Resource.id, Resource.name, func.coalesce(Place.address, "")).outerjoin(Place, Place.id == Resource.place_id)
    return {id_: (name, address) for id_, name, address in session.execute(stmt.where(Resource.id == func.any(list(ids))))}


def _json(value: Any) -> Jsonb:
    return Jsonb(value, orjson.dumps)
