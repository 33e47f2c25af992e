"""開催・対象・回る区域を書く: the rows that hang off a record, for one as for ten thousand, and the record of their changes."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlalchemy import Column, Integer, delete, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from geodata.bulk import array_text, copy_rows, next_ids, table_beside
from geodata.models import Schedule, ScheduleException, resource_target, served_area
from geodata.schedule.session import Reading

SCHEDULE = (
    "id", "resource_id", "position", "text", "understood", "days", "weekday_mask", "every", "months", "often", "starts",
    "ends", "valid_from", "valid_until",
)  # fmt: skip
CHILDREN = text((files("geodata") / "sql" / "children.sql").read_text(encoding="utf-8"))
NOTE_CHILDREN = (files("geodata") / "sql" / "note_children.sql").read_text(encoding="utf-8")
FIELDS = ("targets", "served", "schedules")
TOO_LONG_TO_READ = 4_000  # as schedule.text holds


@dataclass(frozen=True, slots=True)
class Children:
    """What hangs off one record: its 開催 as they were read, codes of 対象, ids of the 区域 that it comes to."""

    resource_id: int
    reading: Reading
    targets: tuple[str, ...]
    served: tuple[int, ...]


def write_children(session: Session, written: Sequence[Children]) -> None:
    """COPY the rows of records that have none."""
    held = [(one, position, session_) for one in written for position, session_ in enumerate(one.reading.sessions)]
    numbers = next_ids(session, Schedule.__table__, len(held))
    copy_rows(session, Schedule.__table__, SCHEDULE, (
        (number, one.resource_id, position, one.reading.text[:TOO_LONG_TO_READ], one.reading.understood.value, array_text(s.days),
         s.weekday_mask(), s.interval, array_text(s.months), s.often, s.starts, s.ends, s.valid_from, s.valid_until)
        for number, (one, position, s) in zip(numbers, held, strict=True)
    ))  # fmt: skip
    copy_rows(session, ScheduleException.__table__, ("schedule_id", "kind", "month", "day", "text"), (
        (number, closure.kind, closure.month, closure.on, closure.text[:300])
        for number, (one, _, _) in zip(numbers, held, strict=True) for closure in one.reading.closures
    ))  # fmt: skip
    targets = ((one.resource_id, code) for one in written for code in one.targets)
    copy_rows(session, resource_target, ("resource_id", "target_code"), targets)
    served = ((one.resource_id, area) for one in written for area in one.served)
    copy_rows(session, served_area, ("resource_id", "area_id"), served)


def forget_children(session: Session, ids: Sequence[int], fields: Collection[str] = FIELDS) -> None:
    """Take the rows of these records away (those of some FIELDS only), so that they can be written anew."""
    tables = {"targets": resource_target.c, "served": served_area.c, "schedules": Schedule.__table__.c}
    for field in fields:
        column = tables[field].resource_id
        session.execute(delete(column.table).where(column == func.any(list(ids))))


def children_of(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """resource id → what its rows say now, as the record of changes keeps it: `targets`, `served` (codes), `schedules`."""
    found = session.execute(CHILDREN, {"ids": list(ids)}) if ids else ()
    return {row.id: {name: getattr(row, name) for name in FIELDS} for row in found}


@contextmanager
def noting_children(session: Session, municipality: str, ids: Sequence[int]) -> Iterator[None]:
    """Write down what happens to the rows of these records meanwhile, in the name of whoever is acting: no trigger does.

    What they said before waits in the database: of ten thousand records it would take seconds to come here.
    """
    columns = [Column("id", Integer), *(Column(name, JSONB) for name in FIELDS)]
    with table_beside(session, "children_before", columns) as beside:
        session.flush()
        _note(session, f"INSERT INTO {beside.name} (id, {', '.join(FIELDS)}) {CHILDREN}", ids)
        yield
        session.flush()
        _note(session, NOTE_CHILDREN.replace("/* children */", str(CHILDREN).rstrip("; \n")), ids)


def _note(session: Session, sql: str, ids: Sequence[int]) -> None:
    if ids:
        session.execute(text(sql), {"ids": list(ids)})
