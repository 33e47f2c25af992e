"""曜日と時間帯: the weekdays and the spans of a day that a filter may name."""

import re
from dataclasses import dataclass

from geodata.errors import BadFilter

WEEKDAYS = {"mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日"}
SLOTS = {"06:00-12:00": "午前", "12:00-17:00": "午後", "17:00-22:00": "夜"}
FORM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?:-([01]\d|2[0-4]):([0-5]\d))?")
MINUTES_WHEN_NO_END_IS_WRITTEN = 60


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Minutes since midnight. `end` is None for a single moment; a span takes what overlaps it."""

    start: int
    end: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < 1440 or (self.end is not None and not self.start < self.end <= 1440):
            raise BadFilter("time は 00:00 から 24:00 の間で、はじめを終わりより前にしてください。")

    @classmethod
    def parse(cls, text: str) -> "TimeSpan":
        """`14:00` or `12:00-17:00`. Raises BadFilter."""
        found = FORM.fullmatch(text)
        if not found:
            raise BadFilter(f"time は 14:00 または 12:00-17:00 の形で指定してください: {text[:40]}")
        hour, minute, end_hour, end_minute = found.groups()
        end = int(end_hour) * 60 + int(end_minute) if end_hour else None
        return cls(int(hour) * 60 + int(minute), end)

    def __str__(self) -> str:
        return _clock(self.start) if self.end is None else f"{_clock(self.start)}-{_clock(self.end)}"

    def describe(self) -> str:
        """午後, 14:00, 13:30–15:00."""
        if self.end is None:
            return _clock(self.start)
        return SLOTS.get(str(self), f"{_clock(self.start)}–{_clock(self.end)}")


def weekday_mask(weekdays: tuple[str, ...]) -> int:
    """Monday = 1 … Sunday = 64."""
    return sum(1 << list(WEEKDAYS).index(day) for day in set(weekdays))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
