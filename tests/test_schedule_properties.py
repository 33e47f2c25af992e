"""Schedules for any text: the reader never raises, is quick, and reads back what it says."""

from datetime import date, datetime, time, timedelta
from functools import partial
from time import process_time
from timeit import repeat

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from schedule_notation import TODAY, rows

from geodata.schedule.calendar import day_tokens, occurrences
from geodata.schedule.grammar import read, read_parts
from geodata.schedule.session import MIDNIGHT, WEEKDAYS, Closure, Reading, Session, Understood
from geodata.schedule.words import describe

PIECES = [word for row in rows("schedule_tuned.csv") for word in row["text"].split()]
SIGNS = (
    "月火水木金土日曜祝平毎週隔第1234567890年時分半・、～-:/.（）()※①②\n はのをにとかまでから午前後休み除く開催末盆不定期回約頃"
)
dates = st.dates(date(2025, 1, 1), date(2028, 12, 31))
quarters = st.integers(0, 96).map(lambda count: MIDNIGHT if count == 96 else time(count // 4, count % 4 * 15))
weekly = st.sets(st.sampled_from(WEEKDAYS), min_size=1)
nth = st.sets(
    st.builds("{}{}".format, st.sampled_from(["1", "2", "3", "4", "5", "-1"]), st.sampled_from(WEEKDAYS)),
    min_size=1,
    max_size=5,
)
monthdays = st.sets(st.sampled_from(["-1", *map(str, range(1, 32))]), min_size=1, max_size=4)
explicit = st.sets(dates.map(date.isoformat), min_size=1, max_size=6)
months = st.sets(st.integers(1, 12), max_size=11)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """A session that people could hold."""
    kind = draw(st.sampled_from(["week", "public", "nth", "both", "monthday", "date"]))
    days = draw({"week": weekly, "public": weekly, "nth": nth, "both": nth, "monthday": monthdays, "date": explicit}[kind])
    if kind == "both":
        plain = draw(weekly)
        days = plain | {token for token in days if token[-2:] not in plain}
    if kind == "public":
        days = days | {"PH"}
    starts, ends = sorted(draw(st.tuples(quarters, quarters)))
    hours = [(None, None), (starts, None)] + ([(starts, ends)] if starts < ends else [])
    times = draw(st.sampled_from(hours)) if starts != MIDNIGHT else (None, None)
    since, until = sorted(draw(st.tuples(dates, dates)))
    bounds = draw(st.sampled_from([(None, None), (since, None), (None, until), (since, until)]))
    often = draw(st.sampled_from(["", "", "月1回"])) if kind == "week" else ""
    return Session(
        tuple(days),
        *times,
        interval=draw(st.sampled_from([1, 2, 3])) if kind in {"week", "nth", "monthday"} and not often else 1,
        months=tuple(draw(months)) if kind != "date" else (),
        valid_from=bounds[0],
        valid_until=bounds[1],
        often=often,
    )


@given(sessions())
def test_what_is_told_is_read_back(session: Session) -> None:
    told = describe(Reading("", (session,), understood=Understood.FULL))
    again = read(told, today=TODAY)
    assert again.sessions == (session,), told
    assert again.understood == (Understood.PARTIAL if session.often else Understood.FULL)


@given(st.lists(sessions(), min_size=2, max_size=3, unique_by=lambda session: session.days))
def test_several_sessions_are_read_back(held: list[Session]) -> None:
    told = describe(Reading("", tuple(held), understood=Understood.FULL))
    assert set(read(told, today=TODAY).sessions) == set(held), told


@given(sessions(), months, st.sets(st.sampled_from(["holiday", "new_year", "obon"])))
def test_closures_are_read_back(session: Session, closed: set[int], kinds: set[str]) -> None:
    closures = tuple(Closure("month", month=month) for month in closed)
    closures += tuple(Closure(kind) for kind in kinds)  # type: ignore[arg-type]
    again = read(describe(Reading("", (session,), closures, Understood.FULL)), today=TODAY)
    expected = {(one.kind, one.month) for one in closures}
    assert {(one.kind, one.month) for one in again.closures} == expected


@given(
    st.one_of(st.text(max_size=500), st.text(SIGNS, max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)),
    dates,
)
def test_any_text_is_read(text: str, today: date) -> None:
    got = read(text[:500], today=today)
    assert got.text == text[:500]
    assert got.understood != Understood.FULL or got.sessions or got.irregular
    describe(got)
    occurrences(got, today, today + timedelta(days=40))


@given(st.lists(st.sampled_from([*PIECES, "1", "9", "月", "火", "第", "～"]), min_size=1, max_size=6).map(" ".join))
def test_any_columns_are_read(text: str) -> None:
    read_parts(frequency=text[:2], weekdays=text[2:5], days=text[5:9], starts=text[3:8], note=text, today=TODAY)


@pytest.mark.parametrize(
    "piece", ["第1・", "月～", "10:00～", "4/12、", "（", "毎週月曜10時～12時（8月を除く）", "休み・", "1", " "]
)
def test_long_texts_are_quick(piece: str) -> None:
    for length in (600, 10_000):
        text = (piece * length)[:length]
        assert min(repeat(partial(read, text, today=TODAY), timer=process_time, number=1, repeat=5)) < 0.05, length


@given(sessions(), dates)
def test_occurrences_are_those_of_the_rule(session: Session, start: date) -> None:
    """dateutil is the judge of RFC 5545."""
    rule = session.rrule()
    if rule is None or session.interval > 1 or "PH" in session.days:
        return
    end = start + timedelta(days=100)
    judged = {
        on.date()
        for on in rrulestr(rule, dtstart=datetime.combine(start, time()), ignoretz=True).between(
            datetime.combine(start, time()), datetime.combine(end, time()), inc=True
        )
    }
    judged = {on for on in judged if (session.valid_from or on) <= on <= (session.valid_until or on)}
    got = occurrences(Reading("", (session,)), start, end)
    assert {on for on, _, _ in got} == judged


@given(dates, st.sampled_from(WEEKDAYS), st.integers(1, 4))
def test_every_other_week_counts_from_its_first_day(start: date, weekday: str, interval: int) -> None:
    first = start + timedelta(days=(WEEKDAYS.index(weekday) - start.weekday()) % 7)
    session = Session((weekday,), interval=interval, valid_from=first)
    got = [on for on, _, _ in occurrences(Reading("", (session,)), start, start + timedelta(days=99))]
    assert got == [first + timedelta(weeks=interval * step) for step in range(len(got))]
    assert len(got) >= 99 // (7 * interval)


@given(dates)
def test_day_tokens_hold_what_sql_asks_for(on: date) -> None:
    tokens = day_tokens(on)
    assert {WEEKDAYS[on.weekday()], str(on.day), on.isoformat()} <= tokens
    assert ("-1" in tokens) == ((on + timedelta(days=1)).day == 1)
    assert all(Session((token,)).weekday_mask() in {0, 1 << on.weekday()} for token in tokens)
