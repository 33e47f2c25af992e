"""その日に開くか: geodata.schedule.calendar.held as SQL over schedule and its exceptions. A test holds the two together."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, String, and_, case, cast, extract, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import array

from geodata.models import Schedule, ScheduleException
from geodata.schedule.calendar import day_tokens
from geodata.schedule.session import HOLIDAY_TOKEN, WEEKDAYS
from geodata.special_days import holidays_of, is_new_year, is_obon

Condition = ColumnElement[bool]
Days = ARRAY[str](String(10))


def held_on(day: date, unknown: bool) -> Condition:
    """A 開催 that is certainly held on the day; with `unknown` also one that may be: 月1回 of some week, 隔週 from an
    unknown one, or days that nobody has understood."""
    open_then: Condition = _in_season(day) & ~_left_out(day)
    named = Schedule.days.overlap(_tokens(sorted(day_tokens(day, holidays_of(day.year)))))
    in_step, first_known = _in_step(day), _first_known()
    if unknown:
        in_step = or_(Schedule.every == 1, ~first_known, in_step)
        return and_(open_then, or_(and_(named, in_step), func.cardinality(Schedule.days) == 0))
    return and_(open_then, named, Schedule.often == "", or_(Schedule.every == 1, and_(first_known, in_step)))


def _in_season(day: date) -> Condition:
    in_month = or_(func.cardinality(Schedule.months) == 0, Schedule.months.contains([day.month]))
    since, until = func.coalesce(Schedule.valid_from, day), func.coalesce(Schedule.valid_until, day)
    return in_month & (since <= day) & (until >= day)


def _left_out(day: date) -> Condition:
    """A closure covers the day. One that names 祝日 as its own days is held on them, whatever its 祝日休み says."""
    of_month = ScheduleException.month == day.month
    on_day = ScheduleException.day == day
    by_kind = [ScheduleException.kind == kind for kind, meets in (("new_year", is_new_year), ("obon", is_obon)) if meets(day)]
    on_holiday: Condition = false()
    if day in holidays_of(day.year):
        on_holiday = (ScheduleException.kind == "holiday") & ~Schedule.days.contains([HOLIDAY_TOKEN])
    closed = or_(of_month, on_day, on_holiday, *by_kind)
    return select(ScheduleException.id).where(ScheduleException.schedule_id == Schedule.id, closed).exists()


def _in_step(day: date) -> Condition:
    """隔週 counts weeks from that of valid_from, 隔月 its months."""
    since = Schedule.valid_from
    monday = day - timedelta(days=day.weekday())
    days = cast(literal(monday) - since, Integer) + cast(extract("isodow", since), Integer) - 1
    months = (day.year - cast(extract("year", since), Integer)) * 12 + day.month - cast(extract("month", since), Integer)
    weekly = Schedule.days.contained_by(_tokens(WEEKDAYS))
    return or_(and_(weekly, (days // 7) % Schedule.every == 0), and_(~weekly, months % Schedule.every == 0))


def _first_known() -> Condition:
    """valid_from is one of the days itself, so that weeks can be counted from it."""
    since = Schedule.valid_from
    number = cast(extract("day", since), Integer)
    weekday = func.substr("".join(WEEKDAYS), cast(extract("isodow", since), Integer) * 2 - 1, 2)
    nth = cast((number - 1) // 7 + 1, String) + weekday
    last = case((_month(since + 7) != _month(since), "-1" + weekday), else_=weekday)
    last_day = case((_month(since + 1) != _month(since), "-1"), else_=weekday)
    names = (weekday, nth, last, last_day, cast(number, String), func.to_char(since, "YYYY-MM-DD"))
    return and_(since.is_not(None), Schedule.days.overlap(_tokens(names)))


def _month(day: Any) -> Any:
    return func.to_char(day, "MM")


def _tokens(names: Iterable[Any]) -> Any:
    return cast(array(list(names)), Days)
