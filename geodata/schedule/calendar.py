"""開催日: the days on which a reading is held, one by one, and the tokens that find them in SQL."""

from collections.abc import Container, Iterator, Sequence
from datetime import date, time, timedelta

from geodata.schedule.session import HOLIDAY_TOKEN, WEEKDAY_TOKEN, WEEKDAYS, Closure, Reading, Session
from geodata.special_days import is_new_year, is_obon

Occurrence = tuple[date, time | None, time | None]


def day_tokens(on: date, holidays: Container[date] = ()) -> frozenset[str]:
    """Every token that names this day: {"WE", "3WE", "18", "2026-11-18"}, with "-1WE" and "-1" where it is the last,
    "PH" when it is one of `holidays`. A session is held on the day when its days meet these; its months, validity,
    interval and the closures are to be asked apart."""
    weekday = WEEKDAYS[on.weekday()]
    tokens = {weekday, f"{(on.day - 1) // 7 + 1}{weekday}", str(on.day), on.isoformat()}
    if (on + timedelta(days=7)).month != on.month:
        tokens.add(f"-1{weekday}")
    if (on + timedelta(days=1)).month != on.month:
        tokens.add("-1")
    if on in holidays:
        tokens.add(HOLIDAY_TOKEN)
    return frozenset(tokens)


def occurrences(
    reading: Reading, start: date, end: date, holidays: Container[date] = (), *, unsure: bool = False
) -> list[Occurrence]:
    """(day, starts, ends) from start to end, both included, in order. Closed days are left out; a session that names
    祝日 is held on them although others are not. What is held on unknown days among those named (月1回 土曜, 隔週 from
    an unknown week) is left out too, unless `unsure`."""
    found = {
        (on, session.starts, session.ends)
        for session in reading.sessions
        if unsure or certain(session)
        for on in days_between(start, end)
        if held(session, reading.closures, on, holidays)
    }
    return sorted(found, key=lambda one: (one[0], one[1] or time(0), one[2] or time(0)))


def days_between(start: date, end: date) -> Iterator[date]:
    """Each day from start to end."""
    for step in range((end - start).days + 1):
        yield start + timedelta(days=step)


def certain(session: Session) -> bool:
    """True when the days that are named are the days that it is held on."""
    return not session.often and (session.interval == 1 or first_day(session) is not None)


def first_day(session: Session) -> date | None:
    """The first day of a 隔週, from which its weeks are counted: valid_from, when it is one of the days itself."""
    since = session.valid_from
    return since if since and set(session.days) & day_tokens(since) else None


def held(session: Session, closures: Sequence[Closure], on: date, holidays: Container[date] = ()) -> bool:
    """True when the session takes place on the day."""
    if not set(session.days) & day_tokens(on, holidays):
        return False
    if (session.valid_from and on < session.valid_from) or (session.valid_until and on > session.valid_until):
        return False
    if session.months and on.month not in session.months:
        return False
    own = HOLIDAY_TOKEN in session.days and on in holidays
    return in_step(session, on) and not any(closed(one, on, () if own else holidays) for one in closures)


def in_step(session: Session, on: date) -> bool:
    """隔週 and 隔月: whether the week or month is one of its own; every one when its first is not known."""
    first = first_day(session)
    if session.interval == 1 or first is None:
        return True
    if all((found := WEEKDAY_TOKEN.fullmatch(token)) and not found[1] for token in session.days):
        weeks = (on - timedelta(days=on.weekday()) - first + timedelta(days=first.weekday())).days // 7
        return weeks % session.interval == 0
    return ((on.year - first.year) * 12 + on.month - first.month) % session.interval == 0


def closed(closure: Closure, on: date, holidays: Container[date] = ()) -> bool:
    """True when the closure covers the day: 年末年始 12/29–1/3, お盆 8/13–8/15."""
    if closure.kind == "holiday":
        return on in holidays
    if closure.kind == "month":
        return on.month == closure.month
    if closure.kind == "date":
        return on == closure.on
    return is_new_year(on) if closure.kind == "new_year" else is_obon(on)
