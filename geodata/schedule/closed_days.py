"""休みの仕上げ: the closures of a draft, as closed months and dates, closed weekdays and breaks of the day."""

from collections.abc import Sequence
from datetime import date, timedelta

from geodata.schedule.clock import Slot
from geodata.schedule.closing import DOUBT, without_joints
from geodata.schedule.dates import resolve
from geodata.schedule.draft import Draft
from geodata.schedule.session import HOLIDAY_TOKEN, WEEKDAYS, Closure
from geodata.schedule.token import Token

MONTH = timedelta(days=31)
NEW_YEAR = ((12, 29), (1, 3))


class ClosedDays:
    """`closures` for the reading; `closed` weekdays and `breaks` are still to be taken out of the sessions."""

    def __init__(self, draft: Draft, today: date) -> None:
        self.draft, self.today = draft, today
        self.closures: list[Closure] = []
        self.closed: list[str] = []
        self.breaks: list[Slot] = []

    def take_closures(self) -> None:
        """What the closures of the draft say, sorted into closures, closed weekdays and breaks of the day."""
        for token in self.draft.closures:
            weeks: tuple[int, ...] = ()
            if DOUBT in token.names:
                self.draft.doubts.append(token.text)
                continue
            for part in token.parts:
                if part.kind == "nth":
                    weeks = part.numbers
                    self.take_weeks(token, part)
                elif part.kind == "days":
                    self.take_days(part, weeks, token)
                elif part.kind != "joint":
                    weeks = ()
                    self.take_part(part, token)

    def take_weeks(self, token: Token, part: Token) -> None:
        """第5は休み: on every weekday. Its weekday, when there is one, comes behind it."""
        parts = without_joints(token)
        behind = parts[parts.index(part) + 1 :]
        if not behind or behind[0].kind not in {"days", "nth"}:
            self.closed += [str(number) for number in part.numbers]

    def take_days(self, part: Token, weeks: Sequence[int], token: Token) -> None:
        """祝日, 月曜 or 第3月曜 closed."""
        names = [name for name in part.names if name in WEEKDAYS]
        if HOLIDAY_TOKEN in part.names:
            self.closures.append(Closure("holiday", text=token.text))
        self.closed += [f"{week}{name}" for week in weeks for name in names] if weeks else names

    def take_part(self, part: Token, token: Token) -> None:
        """A month, dates, 年末年始, お盆 or a break of the day."""
        if part.kind == "months":
            self.closures += [Closure("month", month=month, text=token.text) for month in part.numbers]
        elif part.kind in {"dates", "span"}:
            self.close_dates(part, token)
        elif part.kind == "slot" and part.slot:
            self.breaks.append(part.slot)
        elif part.kind == "new_year":
            self.closures.append(Closure("new_year", text=token.text))
        elif part.kind == "obon":
            self.closures.append(Closure("obon", text=token.text))
        if part.kind in {"new_year", "obon"} and part.numbers:
            self.draft.doubts.append(part.text)

    def close_dates(self, part: Token, token: Token) -> None:
        """8/13～16は休み as its days; 12/29～1/3 is 年末年始."""
        if part.kind == "span" and not part.numbers:
            first, last = part.dates
            if ((first.month, first.day), (last.month, last.day)) == NEW_YEAR and not first.year:
                self.closures.append(Closure("new_year", text=token.text))
                return
        days = resolve(part.dates, self.today)
        if days and part.kind == "span":
            count = (days[1] - days[0]).days + 1
            days = [days[0] + timedelta(days=step) for step in range(count)] if 0 < count <= MONTH.days else None
        if not days:
            self.draft.doubts.append(token.text)
            return
        self.closures += [Closure("date", on=on, text=token.text) for on in days]
