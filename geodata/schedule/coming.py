"""つぎの開催: what a list says of a schedule that names its dates: the coming ones first, those of the past left out.

mapapp/static/js/coming.mjs says the same in the browser, on the day that it is there.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from geodata.schedule.calendar import Occurrence
from geodata.schedule.session import WEEKDAYS
from geodata.schedule.words import ASK, SIGNS, full_date, time_words

OVER = "予定の日は過ぎています"
CALL = "※くわしくはお問い合わせください"
MOST_AFTER = 3


def said_in_a_list(words: str) -> str:
    """The words of a reading where the text as written is not at hand."""
    return words.replace(ASK, CALL)


def coming_words(dates: Sequence[Occurrence], today: date) -> str:
    """次は12月13日（日）10:00–12:00、その後は2027年1月10日（日）; OVER when all have been. `dates` are in order."""
    days = [(on, list(held)) for on, held in groupby((one for one in dates if one[0] >= today), key=lambda one: one[0])]
    if not days:
        return OVER
    (first, held), *after = days
    times = "・".join(words for _, starts, ends in held if (words := time_words(starts, ends)))
    told = f"次は{_day(first, today)}{times}"
    if after:
        told += f"、その後は{'・'.join(_day(on, today) for on, _ in after[:MOST_AFTER])}"
    return told + ("ほか" if len(after) > MOST_AFTER else "")


def _day(on: date, today: date) -> str:
    named = f"{on.month}月{on.day}日" if on.year == today.year else full_date(on)
    return f"{named}（{SIGNS[WEEKDAYS[on.weekday()]]}）"
