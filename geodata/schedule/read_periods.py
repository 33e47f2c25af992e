"""期間と頻度を読む: ①, 4～9月, 5月から, 月2回, 休み, 不定期."""

from collections.abc import Sequence
from copy import copy

from geodata.schedule.dates import PlainDate, last_of
from geodata.schedule.groups import Group, Scope
from geodata.schedule.session import HOLIDAY_TOKEN
from geodata.schedule.state import DAY_KINDS, State, content_after, following
from geodata.schedule.text import NUMBERED
from geodata.schedule.token import Token

RESTS = ("休", "お休", "中止", "実施しま", "開催しま", "行いま", "閉", "なし")


class Periods(State):
    """Each method takes one kind of token; it returns how many it used when that is not one."""

    def on_break(self, tokens: Sequence[Token], at: int) -> None:
        self.weeks, self.stale_weeks, self.step = (), False, 0

    def on_mark(self, tokens: Sequence[Token], at: int) -> None:
        self.on_break(tokens, at)
        if self.group.empty() and not self.fresh:
            self.outer = copy(self.group.scope)
        self.fresh, self.last = True, self.last if self.times_first else ""

    def on_months(self, tokens: Sequence[Token], at: int) -> int | None:
        token, after = tokens[at], following(tokens, at)
        self.renew()
        group, numbers = self.group, token.numbers
        content = content_after(tokens, at)
        days_follow = content is not None and content.kind in DAY_KINDS | {"every", "step"}
        other = group.has_days() and bool(group.months) and not self.inside and not set(group.months) & set(numbers)
        if group.has_days() and not other and after is not None and after.text == "は":
            return self.give_up_clause(tokens, at)
        if content is not None and content.kind == "closure" and tokens[at + 1].text == "の":
            return self.give_up_clause(tokens, at)  # 1月の第1土曜は休み: narrower than a closure can say
        if other and (group.slots or days_follow):
            self.begin(Group(Scope(numbers, group.scope.since, group.scope.until), months=numbers, carried=group))
        elif group.empty():
            before = tokens[at - 1] if at else None
            more = before is not None and before.kind == "joint" and bool(group.months)
            group.scope.months = group.months = (*group.months, *numbers) if more else numbers
        elif group.months or (
            group.has_days() and (days_follow or (after is not None and after.kind == "slot" and group.slots))
        ):
            return self.give_up_clause(tokens, at)
        else:
            group.months = numbers
        return None

    def on_from(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        known = token.dates[0] if token.dates else None
        first = known or PlainDate(token.numbers[0], 1)
        self.bound("since", PlainDate(first.month, first.day, first.year, first.weekday), token)

    def on_until(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        if token.numbers:
            self.bound("until", month_end(token.numbers[0], token.dates[0].year if token.dates else None), token)
        else:
            self.bound("until", token.dates[0], token)

    def on_span(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        first, last = token.dates
        if token.numbers:
            last = month_end(last.month, last.year)
        if last.year is None and first.year is not None:
            last = PlainDate(
                last.month, last.day, first.year + ((last.month, last.day) < (first.month, first.day)), last.weekday
            )
        self.bound("since", first, token)
        self.bound("until", last, token)

    def bound(self, side: str, on: PlainDate, token: Token) -> None:
        """A beginning or an end of the period; a second one contradicts."""
        self.renew()
        scope = self.group.scope
        if getattr(scope, side) is not None:
            self.doubts.append(token.text)
        setattr(scope, side, on)

    def on_often(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        self.renew()
        if self.group.often:
            self.unread.append(token.text)
            return
        self.group.often = token.text
        self.group.count = (token.names[0], token.numbers[0]) if token.numbers else None

    def on_closure(self, tokens: Sequence[Token], at: int) -> None:
        self.closures.append(tokens[at])

    def on_holiday_open(self, tokens: Sequence[Token], at: int) -> None:
        self.flags.add("holiday_open")

    def on_holiday_when(self, tokens: Sequence[Token], at: int) -> int:
        """祝日の場合は翌週: closed on 祝日; what happens instead is left unread."""
        token = tokens[at]
        day = Token("days", token.text, token.at, (HOLIDAY_TOKEN,))
        self.closures.append(Token("closure", token.text, token.at, parts=(day,)))
        return self.give_up_clause(tokens, at)

    def on_suspended(self, tokens: Sequence[Token], at: int) -> None:
        self.flags.add("suspended")
        self.unread.append(tokens[at].text)

    def on_irregular(self, tokens: Sequence[Token], at: int) -> None:
        before = tokens[at - 1] if at else None
        if before is not None and before.kind == "word" and before.end == tokens[at].at:
            self.unread.append(tokens[at].text)  # 詳しくは園へお問い合わせください
        else:
            self.irregular.append(tokens[at].text)

    def on_harmless(self, tokens: Sequence[Token], at: int) -> None:
        before = tokens[at - 1] if at else None
        if before is not None and before.kind in DAY_KINDS and before.end == tokens[at].at:
            self.unread.append(before.text + tokens[at].text)

    def on_word(self, tokens: Sequence[Token], at: int) -> None:
        self.unread.append(tokens[at].text.replace(NUMBERED, ""))

    on_new_year = on_word
    on_obon = on_word


def month_end(month: int, year: int | None) -> PlainDate:
    """9月末; 28 February when the year is not written."""
    return PlainDate(month, last_of(year or 2026, month).day, year)
