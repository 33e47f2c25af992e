"""日付と月: 4月12日(日), R8.4.12, 4/12・19, 令和8年度; the years that are not written are found here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.schedule.session import WEEKDAYS

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
STALE = timedelta(days=270)  # a list of dates all further back than this is next year's
YEAR = r"(?:(?P<era>令和|平成|[RH])\s*(?P<nengo>\d{1,2}|元)\s*[年./-]|(?P<year>20\d\d)\s*[年./-])\s*"
DOW = r"(?:\s*(?:\((?P<dow>[月火水木金土日])(?:曜日?)?(?:[・、/]?祝日?)?\)|(?P<dow2>[月火水木金土日])曜日?))?"
MONTH_DAY = re.compile(
    rf"(?:{YEAR})?(?P<month>\d{{1,2}})\s*(?:月\s*(?P<day>\d{{1,2}})(?:\s*日|(?=\s*[・、~-]\s*\d{{1,2}}\s*日))|[/](?P<day2>\d{{1,2}})日?)(?!\d|[/.:月年時人名]){DOW}",
    re.IGNORECASE,
)
DOTTED = re.compile(rf"{YEAR}(?P<month>\d{{1,2}})[.-](?P<day>\d{{1,2}})(?!\d){DOW}(?P<day2>)(?P<x>)", re.IGNORECASE)
MORE_DAYS = re.compile(rf"\s*[・、]\s*(?P<day>\d{{1,2}})(?!\d)(?P<sun>日?)(?![/:月年時分~人名回歳%-]|日[前間目]){DOW}")
YEAR_MONTH = re.compile(rf"{YEAR}(?P<month>\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)", re.IGNORECASE)
YEAR_ONLY = re.compile(r"(?:(?P<era>令和|平成)\s*(?P<nengo>\d{1,2}|元)|(?P<year>20\d\d))\s*年度?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainDate:
    """A date as written: the year and the weekday (0 Monday) are there or not."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None

    def possible(self) -> bool:
        """False for 4月31日 and 13/40; 29 February may be."""
        try:
            return bool(date(self.year or 2024, self.month, self.day))
        except ValueError:
            return False


def year_of(found: re.Match[str]) -> int | None:
    """The western year of 令和8年 or 2026年, None when not written."""
    if found["year"]:
        return int(found["year"])
    if not found["era"]:
        return None
    return ERAS[found["era"].upper()] + (1 if found["nengo"] == "元" else int(found["nengo"]))


def weekday_of(found: re.Match[str]) -> int | None:
    """The weekday written behind a date."""
    sign = found["dow"] or found["dow2"]
    return "月火水木金土日".index(sign) if sign else None


def fiscal_year(on: date) -> int:
    """年度: April to March."""
    return on.year if on.month >= 4 else on.year - 1


def in_fiscal_year(year: int, plain: PlainDate) -> date | None:
    """The day within a 年度 April–March; None for a 29 February that it lacks, or a weekday that it is not."""
    try:
        on = date(plain.year or (year if plain.month >= 4 else year + 1), plain.month, plain.day)
    except ValueError:
        return None
    return on if plain.weekday in (None, on.weekday()) else None


def after_the_first(first: date, dates: Sequence[PlainDate]) -> list[date] | None:
    """12月5日、1月16日: each date the next such day after the one before it. None when one is not what it says."""
    found = [first]
    for plain in dates[1:]:
        later = (plain.month, plain.day) >= (found[-1].month, found[-1].day)
        if not (later or plain.year or plain.month < 4):
            return None  # 5/10、4/12: no order that a 年度 knows
        year = plain.year or found[-1].year + (not later)
        try:
            found.append(date(year, plain.month, plain.day))
        except ValueError:
            return None
    right = all(one.weekday in (None, on.weekday()) for one, on in zip(dates, found, strict=True))
    return found if right and found == sorted(found) else None


def candidates(dates: Sequence[PlainDate], today: date) -> list[list[date]]:
    """The dates with their years, as they may be meant: within today's 年度, the one after it, the one before it."""
    first = dates[0]
    if first.year is None:
        this = fiscal_year(today)
        starts = [in_fiscal_year(year, first) for year in (this, this + 1, this - 1)]
    else:
        starts = [in_fiscal_year(first.year, first)]
    return [found for start in starts if start and (found := after_the_first(start, dates))]


def resolve(dates: Sequence[PlainDate], today: date) -> list[date] | None:
    """The dates with their years, one after the other as written: in today's 年度 (April–March); in the next when all
    would lie over 270 days back, in the one before when only there the weekdays are right; a list that goes over the
    end of a 年度 is the one nearest to today. None when they contradict, or stand in no order."""
    found = candidates(dates, today)
    if not found:
        return None
    if fiscal_year(found[0][0]) != fiscal_year(found[0][-1]):
        return min(found, key=lambda days: min(abs(on - today) for on in days))
    unsaid = all(one.weekday is None and one.year is None for one in dates)
    stale = found[0][-1] < today - STALE and len(found) > 1
    return found[1] if stale and unsaid else found[0]


def day_names(dates: Sequence[date]) -> tuple[str, ...]:
    """MO … SU of the dates."""
    return tuple(WEEKDAYS[on.weekday()] for on in dates)


def last_of(year: int, month: int) -> date:
    """月末."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def months_between(first: int, last: int) -> tuple[int, ...]:
    """4–9, or over the new year: 11–3."""
    count = (last - first) % 12 + 1
    return tuple((first - 1 + step) % 12 + 1 for step in range(count))
