"""日付の書き方: what is stored in the world's time is told in Japan's."""

from datetime import UTC, date, datetime

import pytest

from geodata.dates import day, moment, month_day, near_moment

LATE = datetime(2026, 7, 12, 15, 5, tzinfo=UTC)  # 0:05 of the next day in Japan


@pytest.mark.parametrize(("on", "told"), [(date(2026, 7, 3), "2026年7月3日"), (LATE, "2026年7月13日")])
def test_a_day(on: date, told: str) -> None:
    assert day(on) == told
    assert month_day(on) == told.removeprefix("2026年")


def test_a_moment() -> None:
    assert (moment(LATE), near_moment(LATE)) == ("2026年7月13日 0:05", "7月13日 0:05")
