"""確認の期限: when a record must be confirmed again and when it leaves the public pages, as its 種類 rules it.

A record that nobody ever confirmed counts from the day it was made.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, func

from geodata.models import Category, Resource

JAPAN = timezone(timedelta(hours=9), "JST")  # no summer time; the machine may run on another clock


def today_in_japan() -> date:
    """The date on the wall of a Japanese office."""
    return datetime.now(JAPAN).date()


def counted_from() -> ColumnElement[Any]:
    """The day from which the months run."""
    return func.coalesce(Resource.last_confirmed_on, cast(func.timezone("Asia/Tokyo", Resource.made_at), Date))


def due_on() -> ColumnElement[Any]:
    """The last day on which a record is still good; the day after, it is shown grey. Needs Category joined."""
    return cast(counted_from() + func.make_interval(0, Category.confirm_months), Date)


def shown_until() -> ColumnElement[Any]:
    """The last day on which residents still see it; NULL where the 種類 never hides. Needs Category joined."""
    return cast(counted_from() + func.make_interval(0, Category.hide_months), Date)
