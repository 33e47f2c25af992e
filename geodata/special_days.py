"""祝日・年末年始・お盆: the days that a 開催 is often closed on. 祝日 come from the `holidays` library, offline."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=16)
def holidays_of(year: int) -> frozenset[date]:
    """国民の祝日・休日 of a year."""
    return frozenset(holidays.country_holidays("JP", years=year))


def is_holiday(day: date) -> bool:
    """国民の祝日・休日."""
    return day in holidays_of(day.year)


def is_new_year(day: date) -> bool:
    """年末年始: 12月29日 to 1月3日, as public offices close."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def is_obon(day: date) -> bool:
    """お盆: 8月13日 to 15日 in Nara."""
    return day.month == 8 and 13 <= day.day <= 15
