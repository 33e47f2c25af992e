"""時刻: 10時半, 午後1:30, 正午, and the spans between two of them, as minutes since midnight."""

import re
from dataclasses import dataclass
from datetime import time

from geodata.schedule.session import MIDNIGHT

DAY = 24 * 60
HALF = r"午前|午后|午後|[AP]\.?M\.?|早朝|朝|お昼|昼|夕方|夕|夜|晩|あさ|ひる|よる"
CLOCK = re.compile(
    rf"(?:(?P<half>{HALF})(?:の部)?[の:\s(]*)?"
    r"(?:(?P<noon>正午)|(?P<hour>\d{1,2})(?!\d)"
    r"(?:(?P<sign>[:.])(?P<minute>[0-5]\d)(?!\d)(?::00)?"
    r"|(?P<ji>時)(?!間)(?:(?P<fun>[0-5]?\d)(?:分|(?=[\s~、)\n-]|$|か))|(?P<han>半))?)?)"
    r"(?:\s*(?P<after>[AP]\.?M\.?)(?!\s*[a-z\d]))?"
    r"(?P<about>\s*(?:頃|ごろ|ころ|くらい|ぐらい|位|程度|前後|過ぎ|すぎ))?",
    re.IGNORECASE,
)
TO = re.compile(r"\s*(?:~|-|から|より)\s*(?P<next>翌日|翌朝|翌)?の?\s*")
ONWARD = re.compile(r"\s*(?:~|から|より|以降|-(?=\s|$|\n|\)))(?:開始|スタート)?|\s*(?:開始|スタート|始まり|開演)")
UNTIL = re.compile(r"\s*(?:まで|終了|迄)")
WAVE = re.compile(r"~\s*")
LAST = re.compile(r"(?=$|[\s、。・/()※])")
MORNING, AFTERNOON = {"午前", "AM", "早朝", "朝", "あさ"}, {"午後", "午后", "PM"}
LOOSE_HALVES = {  # the hours of the dial that mean the afternoon, and from which hour on they mean themselves
    **dict.fromkeys(("昼", "お昼", "ひる"), (1, 4, 11)),
    **dict.fromkeys(("夕", "夕方"), (3, 8, 15)),
    **dict.fromkeys(("夜", "晩", "よる"), (5, 12, 17)),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """時間帯 in minutes, None when not given; `doubt` is the part that could be read two ways or only roughly."""

    starts: int | None
    ends: int | None
    doubt: str = ""


def time_of(minutes: int | None) -> time | None:
    """Minutes since midnight as a time; 1440 is MIDNIGHT."""
    if minutes is None:
        return None
    return MIDNIGHT if minutes == DAY else time(*divmod(minutes, 60))


def half_of(found: re.Match[str]) -> str:
    """午前, 午後, 夕方 … of a clock, in one spelling; "" when it has none."""
    return (found["half"] or found["after"] or "").upper().replace(".", "")


def has_unit(found: re.Match[str]) -> bool:
    """True for 10時, 10:00, 正午; False for a bare 10 and for 10.30, which may be a date."""
    return bool(found["noon"] or found["ji"] or found["sign"] == ":")


def dial(found: re.Match[str]) -> int:
    """What the dial shows, in minutes, before 午前 or 午後 is thought of."""
    if found["noon"]:
        return 12 * 60
    return int(found["hour"]) * 60 + (30 if found["han"] else int(found["minute"] or found["fun"] or 0))


def by_half(shown: int, half: str) -> int | None:
    """The dial read with 午前, 夜 …; None when they contradict."""
    hour = shown // 60
    if half in MORNING:
        return shown if hour < 12 else None
    if half in AFTERNOON:
        return shown + 12 * 60 if hour < 12 else shown
    first, last, itself = LOOSE_HALVES[half]
    if first <= hour < last:
        return shown + 12 * 60
    return shown if itself <= hour <= 24 else None


def early(found: re.Match[str]) -> bool:
    """1時 to 5時 without 午前 or 午後 may mean either; so may a bare 6時. 05:00 says what it means."""
    hour = found["hour"] or ""
    return hour in {"1", "2", "3", "4", "5"} or (hour == "6" and not found["sign"])


def first_time(found: re.Match[str]) -> int | None:
    """The minutes of a clock that stands first or alone; None when it could mean two things."""
    half, shown = half_of(found), dial(found)
    if half:
        return by_half(shown, half)
    return None if early(found) or shown > DAY else shown


def last_time(found: re.Match[str], starts: int | None, first: re.Match[str] | None) -> int | None:
    """The minutes of the clock that ends a span; 午後1時～3時 hands its 午後 on. None when it could mean two things."""
    half, shown = half_of(found), dial(found)
    if half in MORNING and shown == 12 * 60 and starts is not None and starts < shown:
        return shown
    if half in AFTERNOON and shown == 12 * 60 and starts is not None and starts >= shown:
        return DAY
    if half:
        return by_half(shown, half)
    handed = half_of(first) if first else ""
    if handed and handed not in MORNING and shown < 12 * 60:
        shown += 12 * 60
    if shown > DAY or (starts is None and early(found)):
        return None
    return shown if starts is None or shown > starts else None


def span(first: re.Match[str], last: re.Match[str], text: str, overnight: bool) -> Slot:
    """From one clock to another. 1:00-3:00PM lends its PM to the first."""
    if not half_of(first) and last["after"] and dial(first) < dial(last) < 12 * 60 and half_of(last) == "PM":
        return Slot(dial(first) + 12 * 60, dial(last) + 12 * 60)
    starts = first_time(first)
    if starts is None or overnight:
        return Slot(starts, None, text)
    ends = last_time(last, starts, first)
    if ends is None or ends <= starts:
        return Slot(starts, None, text)
    return Slot(starts, ends, text if first["about"] or last["about"] else "")


def both_bare(first: re.Match[str], last: re.Match[str]) -> bool:
    """10-12 and 10.00-11.30: a span only within a day's waking hours."""
    if first["sign"] != last["sign"]:
        return False
    return bool(half_of(first)) or 6 * 60 <= dial(first) < dial(last) <= 23 * 60


def slot_at(text: str, at: int) -> tuple[Slot, int] | None:
    """The time or span of times that starts here, and where it ends; None when there is none."""
    if wave := WAVE.match(text, at):
        last = CLOCK.match(text, wave.end())
        if last and has_unit(last):
            end = (UNTIL.match(text, last.end()) or last).end()
            return ending(last, text[at:end]), end
        return None
    first = CLOCK.match(text, at)
    return from_first(text, at, first) if first else None


def ending(last: re.Match[str], text: str) -> Slot:
    """～12時: only the end is known."""
    ends = first_time(last)
    return Slot(None, ends or None, text if not ends or last["about"] else "")


def from_first(text: str, at: int, first: re.Match[str]) -> tuple[Slot, int] | None:
    """A span, an open end, an end alone or one time, whichever follows the first clock."""
    to = TO.match(text, first.end())
    last = CLOCK.match(text, to.end()) if to else None
    if to and last and (has_unit(last) or LAST.match(text, last.end())) and is_span(first, last):
        end = (UNTIL.match(text, last.end()) or last).end()
        return span(first, last, text[at:end], bool(to["next"])), end
    if not has_unit(first):
        return None
    if until := UNTIL.match(text, first.end()):
        return ending(first, text[at : until.end()]), until.end()
    end = (ONWARD.match(text, first.end()) or first).end()
    starts = first_time(first)
    return Slot(starts, None, text[at:end] if starts is None or first["about"] else ""), end


def is_span(first: re.Match[str], last: re.Match[str]) -> bool:
    """Two clocks of which at least one looks like a clock."""
    if has_unit(last):
        return has_unit(first) or not first["sign"]
    return (has_unit(first) and not last["sign"]) or both_bare(first, last)
