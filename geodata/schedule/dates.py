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


def with_year_handed_on(dates: Sequence[PlainDate]) -> list[PlainDate]:
    """令和8年12月5日、1月16日: what follows a written year is the next such day after it."""
    known: list[PlainDate] = []
    for plain in dates:
        if plain.year is None and known and (before := known[-1]).year:
            wraps = (plain.month, plain.day) < (before.month, before.day)
            plain = PlainDate(plain.month, plain.day, before.year + wraps, plain.weekday)
        known.append(plain)
    return known


def resolve(dates: Sequence[PlainDate], today: date) -> list[date] | None:
    """The dates with their years: all in one 年度, today's; the next when all lie over 270 days back; the year
    before or after when only there the weekdays written are right. None when they contradict."""
    handed = with_year_handed_on(dates)
    this = fiscal_year(today)
    nearest = [year for year in (this, this + 1, this - 1) if all(in_fiscal_year(year, one) for one in handed)]
    if not nearest:
        return None
    chosen = [[on for one in handed if (on := in_fiscal_year(year, one))] for year in nearest]
    stale = max(chosen[0]) < today - STALE and len(chosen) > 1 and nearest[0] == this
    unsaid = all(one.weekday is None and one.year is None for one in dates)
    return chosen[1] if stale and unsaid else chosen[0]


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
