"""開催日時の読み取り: a text, or the columns of the national layout, as a Reading."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from functools import lru_cache

from geodata.schedule.closing import with_closures
from geodata.schedule.draft import Draft
from geodata.schedule.finish import reading_of
from geodata.schedule.frequency import agrees_with_code, code_of, comes_less, words_of_code
from geodata.schedule.session import Reading, Session, Understood, class_of
from geodata.schedule.text import LONGEST, normal
from geodata.schedule.tokens import tokens_of

KEPT = 20_000  # readings remembered: a long list says the same few things again and again


@lru_cache(maxsize=KEPT)
def read(text: str, *, today: date) -> Reading:
    """The reading of a text. Dates without a year are taken in today's 年度 (April–March), see dates.resolve.

    Never raises. A text longer than LONGEST characters is not read at all."""
    if len(text) > LONGEST or not text.strip():
        return Reading(text, unread=text.strip()[:LONGEST])
    draft = Draft()
    draft.read(with_closures(tokens_of(normal(text))))
    return reading_of(text, draft, today)


def read_parts(
    *,
    frequency: str = "",
    weekdays: str = "",
    days: str = "",
    starts: str | time | None = None,
    ends: str | time | None = None,
    note: str = "",
    today: date,
) -> Reading:
    """The columns 開催頻度, 開催曜日, 開催日, 開始時間, 終了時間 and 開催日時特記事項 as one reading. A note that names the
    weekdays of the column more exactly (第2金曜日) takes their place; a column that contradicts is left unread."""
    code = code_of(frequency)
    often = "" if code else frequency.strip()
    column = re.sub(r"[;,，；\s]+", "・", weekdays.strip())
    hours = hours_text(starts, ends)
    said = " ".join(part.strip() for part in (days, note) if part.strip())
    written = " / ".join(part.strip() for part in (frequency, weekdays, days, hours, note) if part.strip())
    exact = read(f"{often} {said}", today=today) if said else None
    if exact is not None and names_same_days(exact, column, today):
        found = with_hours(exact, read(hours, today=today).sessions, hours)
        said_so = True
    else:
        aside = f"※{note.strip()}" if note.strip() else ""
        found = read(f"{often} {column} {days.strip()} {hours}{aside}", today=today)
        said_so = False
    return with_code(replace(found, text=written), code, said_so)


def hours_text(starts: str | time | None, ends: str | time | None) -> str:
    """Two cells as one span: 午前10時～正午まで. A time that a spreadsheet holds is written 09:05."""
    first, last = (cell.strftime("%H:%M") if isinstance(cell, time) else (cell or "").strip() for cell in (starts, ends))
    first = re.sub(r"(?:[~〜～]|から|より)$", "", first)
    last = re.sub(r"^[~〜～]", "", last)
    return f"{first}～{last}" if first or last else ""


def weekdays_of(sessions: Sequence[Session]) -> int:
    """The weekdays of all sessions as one mask."""
    mask = 0
    for session in sessions:
        mask |= session.weekday_mask()
    return mask


def names_same_days(exact: Reading, column: str, today: date) -> bool:
    """True when a note names days of its own, and no weekdays but those of the column; 第3金 is no 第4金, and what holds
    in some months only takes the place of nothing."""
    if not any(session.days for session in exact.sessions):
        return False
    told = read(column, today=today).sessions if column else ()
    weeks = {token for session in told for token in session.days if class_of(token) == "nth"}
    exactly = {token for session in exact.sessions for token in session.days}
    if weeks and (weeks != exactly or any(session.months for session in exact.sessions)):
        return False
    return not column or weekdays_of(exact.sessions) == weekdays_of(told)


def with_hours(exact: Reading, hours: Sequence[Session], text: str) -> Reading:
    """The sessions of a note at the hours of the columns; other hours of its own are kept, and the columns' unread."""
    if not hours:
        return exact if not text else partly(exact, text)
    own = {(session.starts, session.ends) for session in exact.sessions}
    times = [(session.starts, session.ends) for session in hours]
    if own == {(None, None)} or (len(times) == 1 and own == {(times[0][0], None)}):
        filled = [replace(one, starts=starts, ends=ends) for one in exact.sessions for starts, ends in times]
        return replace(exact, sessions=tuple(filled))
    return exact if own == set(times) else partly(exact, text)


def with_code(reading: Reading, code: str, said_so: bool) -> Reading:
    """A frequency code that says less than the weekdays of its column becomes their `often`; one that contradicts
    what is said in words stays unread."""
    if code == "8":
        return irregular(reading)
    if not code or reading.irregular or agrees_with_code(reading.sessions, code):
        return reading
    if said_so or comes_less(reading.sessions, code) or any(session.often for session in reading.sessions):
        return partly(reading, f"開催頻度{code}")
    words = words_of_code(code)
    sessions = tuple(replace(session, interval=1, often=words) for session in reading.sessions if words)
    return partly(replace(reading, sessions=sessions or (Session(often=words),)), words or f"開催頻度{code}")


def irregular(reading: Reading) -> Reading:
    """不定期 by its code: in full only when nothing else is said."""
    alone = not reading.sessions and not reading.closures and not (reading.unread and not reading.irregular)
    return replace(reading, irregular=True, understood=Understood.FULL if alone else Understood.PARTIAL)


def partly(reading: Reading, unread: str) -> Reading:
    """The reading with something left unread."""
    return replace(reading, understood=Understood.PARTIAL, unread=f"{reading.unread} {unread}".strip())
