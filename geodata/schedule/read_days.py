"""曜日と日にちを読む: 毎週, 隔週, 第2・4, 水曜, 15日 and 4/12 as they come."""

from collections.abc import Sequence

from geodata.schedule.groups import Group
from geodata.schedule.session import HOLIDAY_TOKEN, WEEKDAYS, class_of
from geodata.schedule.state import DAY_KINDS, State, content_after, following, is_particle
from geodata.schedule.token import Token
from geodata.schedule.vocabulary import EITHER


class Days(State):
    """Each method takes one kind of token; it returns how many it used when that is not one."""

    def on_every(self, tokens: Sequence[Token], at: int) -> None:
        after = following(tokens, at)
        weekly = tokens[at].text.startswith(("毎週", "各週")) or tokens[at].text == "毎"
        if weekly and after and after.kind == "nth":
            self.doubts.append(tokens[at].text + after.text)
        if tokens[at].text.startswith(("毎月", "各月")) and after and after.kind == "days" and len(after.names) < 7:
            self.flags.add("every_month")
        self.weeks, self.stale_weeks = (), False
        self.drop_step(tokens, at)

    def drop_step(self, tokens: Sequence[Token], at: int) -> None:
        """隔週水曜、第3土曜: the 隔週 ends at the comma; 隔月 goes on."""
        if at and tokens[at - 1].kind == "joint" and (self.step_unit == "week" or tokens[at].kind == "every"):
            self.step = 0

    def on_step(self, tokens: Sequence[Token], at: int) -> None:
        token, after = tokens[at], following(tokens, at)
        self.renew()
        self.weeks, self.stale_weeks = (), False
        self.step_unit = token.names[0]
        ahead = after is not None and after.kind in DAY_KINDS | {"open", "every"} and not self.inside
        if ahead or not self.group.days:
            self.step, self.step_text = token.numbers[0], token.text
        elif self.step_fits(self.group.names()):
            self.group.days = [(name, token.numbers[0]) for name, _ in self.group.days]

    def on_nth(self, tokens: Sequence[Token], at: int) -> int | None:
        token, after = tokens[at], following(tokens, at)
        self.drop_step(tokens, at)
        if after is not None and after.kind == "days":
            self.weeks = token.numbers
            before = tokens[at - 1] if at else None
            if before is not None and before.kind == "days" and before.end < token.at and token.end < after.at:
                self.doubts.append(token.text)  # 水 第2・4 金
            return None
        ahead = after is not None and after.kind == "open"
        if ahead or (after is None and self.inside and not self.group.has_days()):
            self.weeks, self.weeks_text = token.numbers, token.text
            return None
        joint = after is not None and after.kind == "joint"
        behind = following(tokens, at + 1) if joint else None
        if after is not None and joint and behind is not None and behind.kind == "nth":
            self.doubts += [after.text] if EITHER.match(after.text) else []
            self.unread.append(token.text)
            return None
        content = content_after(tokens, at)
        if content is not None and content.kind in DAY_KINDS:
            return self.give_up_clause(tokens, at)  # 第1週のみ木曜
        self.narrow(token)
        return None

    def narrow(self, token: Token) -> None:
        """水曜（第1・3）: the weekday named last is only these of each month."""
        run = self.group.run
        if len(run) != 1 or class_of(run[0]) != "week" or run[0] == HOLIDAY_TOKEN:
            self.unread.append(token.text)
            return
        kept = [(name, step) for name, step in self.group.days if name != run[0]]
        self.group.days = [*kept, *((f"{number}{run[0]}", 1) for number in token.numbers)]
        self.group.run = []
        self.flags.discard("every_month")

    def on_days(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        names = [name for name in token.names if name in WEEKDAYS or name == HOLIDAY_TOKEN]
        if "平日" in token.names:
            self.flags.add("workdays")
        self.weeks_text = ""
        if self.weeks:
            names = self.named_weeks(tokens, at, names)
        elif self.stale_weeks:
            self.doubts.append(token.text)
        joined_by = tokens[at - 1] if at and tokens[at - 1].kind == "joint" else None
        if joined_by and EITHER.match(joined_by.text):
            self.doubts.append(joined_by.text + token.text)
        before = tokens[at - 1] if at else None
        if at > 1 and before is not None and before.text == "の" and tokens[at - 2].kind == "days":
            self.doubts.append(tokens[at - 2].text + before.text + token.text)  # 平日の水曜
        of_dates = before is None or before.kind in {"dates", "filler"}  # 4/26、5/24（いずれも日曜）
        if self.group.dates and not self.weeks and self.last == "day" and of_dates:
            self.group.checked |= set(names)
            return
        after = following(tokens, at)
        topic = bool(after and after.kind == "particle" and after.text == "は")
        self.add_days(names, topic)

    def named_weeks(self, tokens: Sequence[Token], at: int, names: list[str]) -> list[str]:
        """第1・3 with the weekdays behind it; 第2水・木曜 hands its number on, 第2水曜、木曜 leaves it open."""
        token, before = tokens[at], tokens[at - 1] if at else None
        if before is not None and before.kind not in {"nth", "every", "open", "close"} and not is_particle(before):
            earlier = tokens[at - 2] if before.kind == "joint" and at > 1 else before
            handed = "曜" not in earlier.text and (before.kind != "joint" or before.text in "・/")
            if not handed or before.end < token.at:
                self.doubts.append(token.text)
        if len(token.names) > 1 or HOLIDAY_TOKEN in names:
            self.doubts.append(token.text)
            return names
        return [f"{number}{name}" for number in self.weeks for name in names]

    def add_days(self, names: Sequence[str], topic: bool = False) -> None:
        """Days of the week or month go to the group being read, or open the next."""
        if self.inside and self.group.days and not self.fresh and self.repeats(names):
            return
        group = self.group_for_days()
        if self.last != "day":
            group.run = []
        step = self.step if self.step and self.step_fits(names) else 1
        self.step_text = ""
        group.overrides = group.overrides or (topic and len(self.groups) > 1 and not group.has_days())
        group.days += [(name, step) for name in names if (name, step) not in group.days]
        group.run = [*group.run, *names]
        self.last = "day"

    def step_fits(self, names: Sequence[str]) -> bool:
        """隔週 goes with weekdays, 隔月 with 第2水曜 or 15日; 隔週（第2・4）says the same twice."""
        weekly = all(class_of(name) == "week" for name in names)
        if (self.step_unit == "week") == weekly:
            return True
        weeks = sorted(name[:-2] for name in names)
        if weekly or weeks not in (["1", "3"], ["2", "4"]):
            self.doubts.append("隔週" if self.step_unit == "week" else "隔月")
        return False

    def repeats(self, names: Sequence[str]) -> bool:
        """土曜（第1・第3土曜）: an aside that says the group's own days again, or more exactly."""
        own = self.group.names()
        if {name[-2:] for name in own} != {name[-2:] for name in names} or not all(class_of(name) == "week" for name in own):
            return False
        self.group.days = [(name, 1) for name in names] if list(names) != own else self.group.days
        self.group.run = list(names)
        self.flags.discard("every_month")
        return True

    def group_for_days(self) -> Group:
        """The group that the next days belong to."""
        self.renew()
        if self.last == "time" and self.group.has_days():
            self.begin(Group(self.group.scope, months=self.group.scope.months))
        return self.group

    def on_monthdays(self, tokens: Sequence[Token], at: int) -> None:
        self.add_days([str(number) for number in tokens[at].numbers])

    def on_dates(self, tokens: Sequence[Token], at: int) -> None:
        group = self.group_for_days()
        group.dates += tokens[at].dates
        self.last = "day"

    def on_joint(self, tokens: Sequence[Token], at: int) -> None:
        if EITHER.match(tokens[at].text) and at and tokens[at - 1].kind in DAY_KINDS | {"slot"}:
            self.doubts.append(tokens[at].text)
