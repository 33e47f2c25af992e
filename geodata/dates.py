"""日付の書き方: days and moments as the clock and calendar of a Japanese office show them."""

from datetime import date, datetime

from geodata.due import JAPAN


def day(on: date | datetime) -> str:
    """2026年7月13日."""
    return f"{_local(on):%Y年%-m月%-d日}"


def month_day(on: date | datetime) -> str:
    """7月13日: of what is near."""
    return f"{_local(on):%-m月%-d日}"


def moment(at: datetime) -> str:
    """2026年7月13日 9:05."""
    return f"{_local(at):%Y年%-m月%-d日 %-H:%M}"


def near_moment(at: datetime) -> str:
    """7月13日 9:05: of what is near."""
    return f"{_local(at):%-m月%-d日 %-H:%M}"


def _local(on: date | datetime) -> date | datetime:
    return on.astimezone(JAPAN) if isinstance(on, datetime) else on


FILTERS = {"day": day, "month_day": month_day, "moment": moment, "near_moment": near_moment}
