"""取り込みの控え: what became of each row of a file, and what stood there before it."""

from collections.abc import Sequence
from typing import Any

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import Table, case, func, insert, literal_column, select
from sqlalchemy.orm import Session

from geodata.bulk import copy_rows, table_beside
from geodata.keeping.places import WrittenPlaces
from geodata.models import ImportBatch, ImportRow, RowAction
from importers.change import Change, Row
from importers.problems import Problem

COLUMNS = ("batch_id", "number", "action", "resource_id", "before", "problems", "revision")
FIRST = 1  # revision of a record that was made; any other has risen by one


def keep_rows(
    session: Session, batch: ImportBatch, change: Change, fresh: Sequence[int], before: Table, places: WrittenPlaces,
    refused: Sequence[Problem],
) -> None:  # fmt: skip
    """Write import_row. Its `before` is what undo puts back: the record as it stands in the table of importers.snapshots,
    and, by the first row of each, the 会場 that it changed."""
    places_before = dict(places.before)

    def place_of(row: Row | None) -> Jsonb | None:
        place = places_before.pop(places.ids[row.place.key], None) if row and row.place else None
        return Jsonb({"place": place}) if place else None

    def line(row: Row, action: RowAction, id_: int, place: Jsonb | None, revision: int | None) -> tuple[Any, ...]:
        return (batch.id, row.draft.number, action.value, id_, place, _problems(row.draft.problems), revision)

    lines = [line(row, RowAction.NEW, id_, place_of(row), FIRST) for id_, row in zip(fresh, change.new, strict=True)]
    for one in change.changed:
        place = place_of(None if "place" in one.kept else one.row)
        lines.append(line(one.row, RowAction.CHANGED, one.known.id, place, one.known.revision + 1))
    lines += [line(row, RowAction.UNCHANGED, known.id, None, None) for row, known in change.unchanged]
    lines += [(batch.id, None, RowAction.GONE.value, k.id, None, _problems(()), k.revision + 1) for k in change.gone]
    lines += [(batch.id, p.row, RowAction.REFUSED.value, None, None, _problems([p]), None) for p in refused]
    _write(session, lines, before)


def _write(session: Session, lines: Sequence[tuple[Any, ...]], before: Table) -> None:
    """Put together in the database what the lines say and what stands in `before`."""
    rows = ImportRow.__table__
    with table_beside(session, "import_lines", (rows.c[name] for name in COLUMNS)) as beside:
        copy_rows(session, beside, COLUMNS, lines)
        both = case(
            (before.c.before.is_not(None), before.c.before.op("||")(func.coalesce(beside.c.before, literal_column("'{}'::jsonb")))),
            else_=beside.c.before,
        )
        columns = [both if name == "before" else beside.c[name] for name in COLUMNS]
        joined = select(*columns).outerjoin(before, before.c.id == beside.c.resource_id)
        session.execute(insert(ImportRow).from_select(COLUMNS, joined))


def _problems(problems: Sequence[Problem]) -> Jsonb:
    return Jsonb([problem.as_json() for problem in problems], orjson.dumps)
