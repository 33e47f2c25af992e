"""取り込みの控え: what became of each row of a file, and what stood there before it."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from geodata.bulk import copy_rows
from geodata.keeping.places import WrittenPlaces
from geodata.models import ImportBatch, ImportRow, RowAction
from importers.change import Change, Row
from importers.problems import Problem

COLUMNS = ("batch_id", "number", "action", "resource_id", "before", "problems", "revision")
FIRST = 1  # revision of a record that was made; any other has risen by one


def keep_rows(
    session: Session, batch: ImportBatch, change: Change, fresh: Sequence[int], before: Mapping[int, dict[str, Any]],
    places: WrittenPlaces, refused: Sequence[Problem],
) -> None:  # fmt: skip
    """Write import_row. `before` is what undo puts back: the record, and by the first row of each the 会場 that it changed."""
    places_before = dict(places.before)

    def was(row: Row | None, id_: int | None) -> Jsonb | None:
        kept = dict(before.get(id_, {})) if id_ else {}
        place = places_before.pop(places.ids[row.place.key], None) if row and row.place else None
        kept |= {"place": place} if place else {}
        return Jsonb(kept) if kept else None

    def line(row: Row, action: RowAction, id_: int, kept: Jsonb | None, revision: int | None) -> tuple[Any, ...]:
        return (batch.id, row.draft.number, action.value, id_, kept, _problems(row.draft.problems), revision)

    lines = [line(row, RowAction.NEW, id_, was(row, None), FIRST) for id_, row in zip(fresh, change.new, strict=True)]
    for one in change.changed:
        id_, after = one.known.id, one.known.revision + 1
        lines.append(line(one.row, RowAction.CHANGED, id_, was(None if "place" in one.kept else one.row, id_), after))
    lines += [line(row, RowAction.UNCHANGED, known.id, None, None) for row, known in change.unchanged]
    lines += [(batch.id, None, RowAction.GONE.value, k.id, was(None, k.id), _problems(()), k.revision + 1) for k in change.gone]
    lines += [(batch.id, p.row, RowAction.REFUSED.value, None, None, _problems([p]), None) for p in refused]
    copy_rows(session, ImportRow.__table__, COLUMNS, lines)


def _problems(problems: Sequence[Problem]) -> Jsonb:
    return Jsonb([problem.as_json() for problem in problems], orjson.dumps)
