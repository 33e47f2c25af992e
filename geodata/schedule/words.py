"""開催の言い方: a reading told again in plain Japanese, in words that the grammar reads back as the same sessions."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import groupby

from geodata.schedule.session import (
    HOLIDAY_TOKEN,
    MIDNIGHT,
    WEEKDAY_TOKEN,
    WEEKDAYS,
    Closure,
    Reading,
    Session,
    Understood,
    class_of,
)

SIGNS = dict(zip(WEEKDAYS, "月火水木金土日", strict=True)) | {HOLIDAY_TOKEN: "祝日"}
ORDINALS = {"-1": "最終"} | {str(week): f"第{week}" for week in range(1, 6)}
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ASK = "※原文もご確認ください"


def describe(reading: Reading) -> str:
    """「毎月 第2・第4水曜 10:00–12:00（祝日休み）」; the text as written when nothing was understood. A reading that
    is not full ends in a request to look at the original."""
    if not reading.sessions and not reading.irregular:
        return reading.text
    parts = [session_words(reading)]
    if reading.irregular:
        parts.append("（不定期）" if reading.sessions else "不定期（お問い合わせください）")
    if closed := closure_words(reading.closures):
        parts.append(f"（{closed}）")
    told = "".join(part for part in parts if part)
    return told if reading.understood is Understood.FULL else f"{told} {ASK}".strip()


def session_words(reading: Reading) -> str:
    """All sessions; numbered when their periods differ."""
    if reading.always_open and any(session.ends == MIDNIGHT for session in reading.sessions):
        return "24時間 年中無休"
    rows = [list(rows) for _, rows in groupby(reading.sessions, key=without_times)]
    told = [row_words(row) for row in rows]
    if len(told) == 1:
        return told[0]
    plain = all(period(row[0]) == "" and not row[0].often and row[0].interval == 1 for row in rows)
    timed = all(row[0].starts or row[0].ends for row in rows) and all(row[0].days for row in rows)
    if plain and timed:
        return "、".join(told)
    return " ".join(f"{number}{words}" for number, words in zip(NUMBERS, told, strict=False))


def without_times(session: Session) -> tuple[object, ...]:
    """All of a session but its times: sessions that share this are one row."""
    return (session.days, session.interval, session.months, session.valid_from, session.valid_until, session.often)


def row_words(row: Sequence[Session]) -> str:
    """Sessions that differ in their times only."""
    first = row[0]
    often = f"（{first.often}）" if first.often and first.days else first.often
    times = "・".join(words for session in row if (words := time_words(session.starts, session.ends)))
    return " ".join(part for part in (period(first), day_words(first) + often, times) if part)


def period(session: Session) -> str:
    """2026年5月1日から 2027年3月31日まで 4・6月の."""
    since = f"{full_date(session.valid_from)}から" if session.valid_from else ""
    until = f"{full_date(session.valid_until)}まで" if session.valid_until else ""
    months = month_words(session.months) if session.months else ""
    return " ".join(part for part in (since, until, months) if part)


def month_words(months: Sequence[int]) -> str:
    """偶数月, 4～9月, 11～3月 over the new year, else 4・7・10月."""
    if len(months) == 6 and len({month % 2 for month in months}) == 1:
        return "奇数月" if months[0] % 2 else "偶数月"
    for first in months:
        row = [(first - 1 + step) % 12 + 1 for step in range(len(months))]
        if len(months) > 2 and sorted(row) == list(months):
            return f"{row[0]}～{row[-1]}月"
    return "・".join(map(str, months)) + "月"


def full_date(on: date) -> str:
    """2026年5月1日."""
    return f"{on.year}年{on.month}月{on.day}日"


def day_words(session: Session) -> str:
    """毎週 月・木曜, 毎月 第2・第4水曜, 隔月 15日・末日, 2026年4月12日（日）."""
    if not session.days:
        return ""
    kinds = {class_of(token) for token in session.days}
    if kinds == {"date"}:
        return "、".join(date_words(date.fromisoformat(token)) for token in session.days)
    if kinds == {"monthday"}:
        days = "・".join("末日" if token == "-1" else f"{token}日" for token in session.days)
        return f"{step_words(session.interval, '月')} {days}"
    return weekday_words(session)


def weekday_words(session: Session) -> str:
    """毎日, 毎週 火～木曜, 毎月 第1・第3水・金曜、第2土曜."""
    weekly = [token for token in session.days if class_of(token) == "week"]
    named = weekly_words(weekly) if weekly else ""
    if named.startswith("毎日") and session.interval == 1:
        every = ""
    else:
        every = step_words(session.interval, "週") + " " if weekly and session.often == "" else ""
    monthly = nth_words([token for token in session.days if token not in weekly])
    month = f"{month_step(session)}{monthly}" if monthly else ""
    return "、".join(part for part in (every + named if named else "", month) if part)


def weekly_words(weekly: Sequence[str]) -> str:
    """月・水曜, 月～金曜, 毎日, 土・日曜・祝日."""
    public = HOLIDAY_TOKEN in weekly
    days = [token for token in weekly if token != HOLIDAY_TOKEN]
    if len(days) == 7:
        return "毎日" + ("・祝日" if public else "")
    indexes = [WEEKDAYS.index(token) for token in days]
    if len(indexes) > 2 and indexes == list(range(indexes[0], indexes[-1] + 1)):
        named = f"{SIGNS[days[0]]}～{SIGNS[days[-1]]}曜"
    else:
        named = "・".join(SIGNS[token] for token in days) + ("曜" if days else "")
    return "・".join(part for part in (named, "祝日" if public else "") if part)


def nth_words(tokens: Iterable[str]) -> str:
    """第1・第3水曜、第2土曜: weekdays that share their weeks are named together."""
    weeks: dict[str, list[str]] = {}
    for token in tokens:
        if found := WEEKDAY_TOKEN.fullmatch(token):
            weeks.setdefault(found[2], []).append(ORDINALS[found[1]])
    return "、".join("・".join(weeks[day]) + SIGNS[day] + "曜" for day in sorted(weeks, key=WEEKDAYS.index))


def month_step(session: Session) -> str:
    """毎月, 隔月; nothing where the months are named already (偶数月 第2土曜)."""
    return "" if session.months and session.interval == 1 else f"{step_words(session.interval, '月')} "


def step_words(interval: int, unit: str) -> str:
    """毎週, 隔週, 3週間に1回; 毎月, 隔月, 3か月に1回."""
    if interval <= 2:
        return ("毎" if interval == 1 else "隔") + unit
    return f"{interval}{'週間' if unit == '週' else 'か月'}に1回"


def date_words(on: date) -> str:
    """2026年4月12日（日）."""
    return f"{full_date(on)}（{SIGNS[WEEKDAYS[on.weekday()]]}）"


def time_words(starts: time | None, ends: time | None) -> str:
    """10:00–12:00, 10:00～, ～12:00."""
    if starts and ends:
        return f"{clock(starts)}–{clock(ends)}"
    if starts:
        return f"{clock(starts)}～"
    return f"～{clock(ends)}" if ends else ""


def clock(on: time) -> str:
    """9:05; hours below seven with their zero, so that they are not taken for the afternoon; 24:00."""
    if on == MIDNIGHT:
        return "24:00"
    return f"{on.hour:02}:{on.minute:02}" if 0 < on.hour < 7 else f"{on.hour}:{on.minute:02}"


def closure_words(closures: Sequence[Closure]) -> str:
    """祝日・年末年始・8月・8月12日休み."""
    kinds = {closure.kind for closure in closures}
    months = sorted({closure.month for closure in closures if closure.month})
    dates = sorted({closure.on for closure in closures if closure.on})
    words = [name for kind, name in (("holiday", "祝日"), ("new_year", "年末年始"), ("obon", "お盆")) if kind in kinds]
    words += [f"{month}月" for month in months] + [full_date(on) for on in dates]
    return "・".join(words) + "休み" if words else ""
