"""開催の値: what a schedule text was understood to say, in RFC 5545 rule parts that cannot be half right."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Literal

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOLIDAY_TOKEN = "PH"  # 祝日にも開く: a day of its own beside the weekdays, as OpenStreetMap writes it
MIDNIGHT = time.max  # 24:00, which Python's time cannot hold; the last microsecond keeps ends > starts true

WEEKDAY_TOKEN = re.compile(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
MONTHDAY_TOKEN = re.compile(r"-1|[1-9]|[12]\d|3[01]")
DATE_TOKEN = re.compile(r"\d{4}-\d\d-\d\d")

ClosureKind = Literal["holiday", "month", "date", "new_year", "obon"]


class Understood(StrEnum):
    """読み取りの程度: FULL says exactly what was written; PARTIAL leaves something out; NONE says nothing."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


def class_of(token: str) -> str:
    """Which kind of day a token names: "week", "nth", "monthday" or "date". ValueError when none."""
    if token == HOLIDAY_TOKEN:
        return "week"
    if named := WEEKDAY_TOKEN.fullmatch(token):
        return "nth" if named[1] else "week"
    if MONTHDAY_TOKEN.fullmatch(token):
        return "monthday"
    if DATE_TOKEN.fullmatch(token):
        date.fromisoformat(token)
        return "date"
    raise ValueError(f"{token!r} is no day")


def day_order(token: str) -> tuple[int, str | int, int]:
    """Sort key: 毎週 first, then 第1月 … 最終日, the days of the month (末日 last), dates."""
    if token == HOLIDAY_TOKEN:
        return (0, 0, 7)
    if named := WEEKDAY_TOKEN.fullmatch(token):
        return (0, (int(named[1]) if named[1] else 0) % 7, WEEKDAYS.index(named[2]))
    if class_of(token) == "monthday":
        return (1, int(token) % 33, 0)
    return (2, token, 0)


@dataclass(frozen=True, slots=True)
class Session:
    """一つの開催. `days` holds tokens of one class, sorted: every week "MO".."SU" (and "PH": also on 祝日), "2WE" the
    second Wednesday of a month, "-1FR" the last Friday; or "15", "-1" days of the month; or dates "2026-04-12";
    () when unknown. `ends` is MIDNIGHT for 24:00. `interval` 2 is 隔週 (隔月 for days of a month). `often` holds
    月1回 and the like where nothing says which of the days it is: then the session is held on some of them only."""

    days: tuple[str, ...] = ()
    starts: time | None = None
    ends: time | None = None
    interval: int = 1
    months: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    often: str = ""

    def __post_init__(self) -> None:
        classes = {class_of(token) for token in self.days}
        if len(classes) > 1 and classes != {"week", "nth"}:
            raise ValueError(f"{self.days} mixes kinds of days")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError(f"{self.ends} is not after {self.starts}")
        if not 1 <= self.interval <= 53 or (self.interval > 1 and (len(classes) != 1 or classes == {"date"})):
            raise ValueError(f"interval {self.interval} does not go with {self.days}")
        if any(not 1 <= month <= 12 for month in self.months):
            raise ValueError(f"{self.months} are no months")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"{self.valid_until} is before {self.valid_from}")
        object.__setattr__(self, "days", tuple(sorted(set(self.days), key=day_order)))
        object.__setattr__(self, "months", tuple(sorted(set(self.months))))

    def weekday_mask(self) -> int:
        """Monday = 1 … Sunday = 64. 第2水曜 counts as Wednesday, a date as its weekday, 15日 and 祝日 as none."""
        mask = 0
        for token in self.days:
            if named := WEEKDAY_TOKEN.fullmatch(token):
                mask |= 1 << WEEKDAYS.index(named[2])
            elif DATE_TOKEN.fullmatch(token):
                mask |= 1 << date.fromisoformat(token).weekday()
        return mask

    def rrule(self) -> str | None:
        """RFC 5545 RRULE text without DTSTART and UNTIL (they are valid_from and valid_until). None when no rule says
        it: days unknown, dates, `often`, 祝日 alone. 祝日 beside weekdays is left out of the rule."""
        named = [token for token in self.days if token != HOLIDAY_TOKEN]
        classes = {class_of(token) for token in named}
        if not named or self.often or "date" in classes:
            return None
        parts = ["FREQ=WEEKLY" if classes == {"week"} else "FREQ=MONTHLY"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={','.join(map(str, self.months))}"] if self.months else []
        by = "BYMONTHDAY" if "monthday" in classes else "BYDAY"
        if classes == {"week", "nth"}:  # all five Mondays by number: not every reader of rules takes MO beside 2TU
            weekly = [f"{week}{token}" for token in named if class_of(token) == "week" for week in range(1, 6)]
            named = sorted({*weekly, *(token for token in named if class_of(token) == "nth")}, key=day_order)
        return ";".join([*parts, f"{by}={','.join(named)}"])


@dataclass(frozen=True, slots=True)
class Closure:
    """休み: 祝日, a month, a date, 年末年始 or お盆; `text` as written."""

    kind: ClosureKind
    month: int | None = None
    on: date | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if (self.kind == "month") != (self.month is not None) or (self.kind == "date") != (self.on is not None):
            raise ValueError(f"a closure of kind {self.kind} with month {self.month}, date {self.on}")


@dataclass(frozen=True, slots=True)
class Reading:
    """読み取り: the text as written and what was understood. `unread` is what was not, as written after NFKC;
    `irregular` 不定期・随時・要問合せ; `always_open` every day round the clock, or 年中無休 without hours."""

    text: str
    sessions: tuple[Session, ...] = ()
    closures: tuple[Closure, ...] = ()
    understood: Understood = Understood.NONE
    unread: str = ""
    irregular: bool = False
    always_open: bool = False
