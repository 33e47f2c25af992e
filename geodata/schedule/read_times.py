"""時刻を読む: 10時～12時, 90分, 24時間, and which group they belong to."""

from collections.abc import Sequence

from geodata.schedule.clock import DAY, Slot
from geodata.schedule.groups import Group, with_start
from geodata.schedule.read_days import Days
from geodata.schedule.session import WEEKDAYS
from geodata.schedule.state import is_particle
from geodata.schedule.token import Token
from geodata.schedule.vocabulary import MINUTES, QUALIFIER


class Times(Days):
    """Each method takes one kind of token; it returns how many it used when that is not one."""

    def on_slot(self, tokens: Sequence[Token], at: int) -> int:
        token, slot = tokens[at], tokens[at].slot
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if before and is_particle(before) and at > 1 and tokens[at - 2].kind == "word":
            before = tokens[at - 2]
        if before and before.kind == "word" and (QUALIFIER.search(before.text) or self.group.slots):
            return self.give_up([token])
        if after and after.kind == "word" and after.at == token.end and QUALIFIER.match(after.text):
            return self.give_up([token])
        if slot and slot.doubt:
            self.doubts.append(slot.doubt)
        if slot and not self.says_again(slot, token):
            self.add_slot(slot)
        return 1

    def says_again(self, slot: Slot, token: Token) -> bool:
        """～12時（正午） names an end twice; 10時開始 12時終了 is one span. A lone time in brackets leaves doubt."""
        slots = self.group.slots
        if self.last != "time" or not slots:
            return False
        before = slots[-1]
        if slot.starts is None and slot.ends is not None and before.ends is None and before.starts is not None:
            slots[-1] = with_start(slot, before.starts)
            return True
        if not self.inside or slot.ends is not None:
            return False
        self.doubts += [] if slot.starts in {before.starts, before.ends} else [token.text]
        return True

    def add_slot(self, slot: Slot) -> None:
        """A time goes to the group being read; in a text that names times first, it may open the next."""
        group = self.group
        if group.empty() and len(self.groups) == 1:
            self.times_first = True
        elif self.times_first and self.last == "day" and group.slots and not self.inside:
            self.begin(Group(group.scope, months=group.scope.months))
        elif group.empty() and group.carried:
            group.days = list(group.carried.days)
        self.group.slots.append(slot)
        self.last, self.step = "time", 0
        self.weeks, self.stale_weeks = (), bool(self.weeks) or self.stale_weeks

    def on_duration(self, tokens: Sequence[Token], at: int) -> None:
        token, before = tokens[at], tokens[at - 1] if at else None
        slots = self.group.slots
        length = MINUTES.fullmatch(token.text)
        if before and before.kind == "slot" and slots and length and slots[-1].ends is None and slots[-1].starts:
            minutes = int(length["hours"] or 0) * 60 + int(length["minutes"] or 0) + (30 if length["half"] else 0)
            if slots[-1].starts + minutes <= DAY:
                slots[-1] = Slot(slots[-1].starts, slots[-1].starts + minutes, slots[-1].doubt)
                return
        self.unread.append(token.text)

    def on_round_clock(self, tokens: Sequence[Token], at: int) -> None:
        self.flags.add("round_clock")
        if "365" in tokens[at].text or "無休" in tokens[at].text:
            self.flags.add("no_rest")
        self.add_slot(Slot(0, DAY))

    def on_no_rest(self, tokens: Sequence[Token], at: int) -> None:
        self.flags.add("no_rest")
        self.add_days(WEEKDAYS)
