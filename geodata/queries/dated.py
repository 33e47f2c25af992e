"""日にちで書かれた開催: the dates of a resource all of whose sessions name theirs, for lists that tell the next one first."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from geodata.models import Resource, Schedule, ScheduleException
from geodata.schedule.calendar import Occurrence, held
from geodata.schedule.session import Closure, Session
from geodata.special_days import holidays_of

DATE = r"^\d{4}-"


def dated_sessions() -> ColumnElement[Any]:
    """Its sessions as JSON, for `dates_of`; null unless every one names dates. Correlated with resource."""
    closures = (
        select(func.json_agg(func.json_build_array(ScheduleException.kind, ScheduleException.month, ScheduleException.day)))
        .where(ScheduleException.schedule_id == Schedule.id)
        .scalar_subquery()
    )
    named = func.coalesce(Schedule.days[1].op("~")(DATE), False)
    parts = (Schedule.days, Schedule.starts, Schedule.ends, Schedule.months, Schedule.valid_from, Schedule.valid_until, closures)
    one = case((named, func.json_build_array(*parts)))
    every = case((func.bool_and(named), func.json_agg(one)))
    return select(every).where(Schedule.resource_id == Resource.id).scalar_subquery()


def dates_of(rows: Sequence[Sequence[Any]] | None) -> tuple[Occurrence, ...]:
    """(day, starts, ends) of every date that is no day of rest, in order; () where none are named."""
    found: set[Occurrence] = set()
    for days, starts, ends, months, since, until, closures in rows or ():
        session = Session(
            tuple(days), starts and time.fromisoformat(starts), ends and time.fromisoformat(ends), 1, tuple(months),
            since and date.fromisoformat(since), until and date.fromisoformat(until),
        )  # fmt: skip
        rests = [Closure(kind, month, day and date.fromisoformat(day)) for kind, month, day in closures or ()]
        for on in map(date.fromisoformat, days):
            if held(session, rests, on, holidays_of(on.year)):
                found.add((on, session.starts, session.ends))
    return tuple(sorted(found, key=lambda one: (one[0], one[1] or time(0), one[2] or time(0))))
