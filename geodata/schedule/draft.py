"""下書き: the pieces of a text put together from left to right into groups, closures and what was not understood."""

from collections.abc import Callable, Sequence
from copy import copy

from geodata.schedule.clock import DAY, Slot
from geodata.schedule.closing import as_word
from geodata.schedule.dates import PlainDate, last_of
from geodata.schedule.groups import Group, Scope, with_start
from geodata.schedule.session import WEEKDAYS, class_of
from geodata.schedule.text import NUMBERED
from geodata.schedule.tokens import Token
from geodata.schedule.vocabulary import EITHER, MINUTES, QUALIFIER

ENDS = {"break", "note", "mark", "aside"}
DAY_KINDS = {"days", "nth", "dates", "monthdays"}


class Draft:
    """Reads tokens once. `unread` gathers what was not understood, `doubts` what could mean two things."""

    def __init__(self) -> None:
        self.group = Group(Scope())
        self.groups = [self.group]
        self.outer = Scope()  # what was said of the period before the first ①
        self.closures: list[Token] = []
        self.unread: list[str] = []
        self.doubts: list[str] = []
        self.irregular: list[str] = []
        self.flags: set[str] = set()
        self.fresh = False  # the next day begins a group of its own
        self.times_first = False
        self.last = ""  # "day" or "time": what came last
        self.weeks: tuple[int, ...] = ()  # 第1・3, waiting for its weekday
        self.weeks_text = ""  # （第2・第4）, until its day is found
        self.stale_weeks = False  # 第2水曜 10時～ 木曜 …: is that the second Thursday?
        self.inside = False
        self.depth = 0  # of brackets within brackets
        self.step = 0
        self.step_unit = ""
        self.step_text = ""  # 隔週, until its day is found

    def read(self, tokens: Sequence[Token]) -> None:
        """All tokens in order; brackets and ※ notes are read as wholes."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind in {"open", "note", "aside"}:
                end = closing_of(tokens, at)
                self.read_aside(tokens[at + 1 : end])
                at = end + 1 if token.kind == "open" else end
                continue
            at += max(1, self.take(tokens, at))

    def take(self, tokens: Sequence[Token], at: int) -> int:
        """One token; returns how many were used."""
        token = tokens[at]
        handler: Callable[[Sequence[Token], int], int | None] | None = getattr(self, f"on_{token.kind}", None)
        return (handler(tokens, at) if handler else None) or 1

    def read_aside(self, inner: Sequence[Token]) -> None:
        """（…） and ※ …: one that holds unknown words gives its closures only; one with days and times stands apart."""
        if self.depth or any(token.kind in {"word", "holiday_when", "suspended"} for token in inner):
            self.read_strange(inner)
            return
        kinds = {token.kind for token in inner}
        apart = "slot" in kinds and bool(kinds & DAY_KINDS) and self.group.has_days()
        main, times_first, last = self.group, self.times_first, self.last
        if apart:
            self.begin(Group(main.scope, overrides=True))
            self.times_first = False
        self.inside, self.depth = not apart, self.depth + 1
        self.read(inner)
        self.inside, self.depth = False, self.depth - 1
        if apart:
            self.group, self.times_first, self.last = main, times_first, last

    def read_strange(self, inner: Sequence[Token]) -> None:
        """An aside with unknown words: closures and 休止 are kept, all else is unread."""
        rest: list[Token] = []
        for at, token in enumerate(inner):
            after = inner[at + 1] if at + 1 < len(inner) else None
            whole = not (after and after.kind in {"word", "particle"} and after.at == token.end)
            if (token.kind == "closure" and whole) or token.kind in {"suspended", "holiday_when", "harmless"}:
                self.take(inner if token.kind == "holiday_when" else [token], at if token.kind == "holiday_when" else 0)
                if token.kind == "holiday_when":
                    break
            else:
                rest.append(token)
        self.give_up(rest)

    def give_up(self, tokens: Sequence[Token]) -> int:
        """Leaves these tokens unread; returns how many."""
        text = "".join(token.text for token in tokens if token.kind != "mark").strip(" 、・:")
        if text:
            self.unread.append(text)
        return len(tokens)

    def give_up_clause(self, tokens: Sequence[Token], at: int) -> int:
        """Leaves everything up to the end of the clause unread."""
        end = at
        while end < len(tokens) and tokens[end].kind not in ENDS | {"open", "close"}:
            end += 1
        return self.give_up(tokens[at:end])

    # days

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
        content = next((one for one in tokens[at + 1 :] if not is_particle(one)), None)
        if content is not None and content.kind in DAY_KINDS:
            return self.give_up_clause(tokens, at)  # 第1週のみ木曜
        self.narrow(token)
        return None

    def narrow(self, token: Token) -> None:
        """水曜（第1・3）: the weekday named last is only these of each month."""
        run = self.group.run
        if len(run) != 1 or class_of(run[0]) != "week" or run[0] == "PH":
            self.unread.append(token.text)
            return
        kept = [(name, step) for name, step in self.group.days if name != run[0]]
        self.group.days = [*kept, *((f"{number}{run[0]}", 1) for number in token.numbers)]
        self.group.run = []
        self.flags.discard("every_month")

    def on_days(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        names = [name for name in token.names if name in WEEKDAYS or name == "PH"]
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
        if self.group.dates and not self.weeks and self.last == "day" and (before is None or before.kind == "dates"):
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
        if len(token.names) > 1 or "PH" in names:
            self.doubts.append(token.text)
            return names
        return [f"{number}{name}" for number in self.weeks for name in names]

    def add_days(self, names: Sequence[str], topic: bool = False) -> None:
        """Days of the week or month go to the group being read, or open the next."""
        if self.inside and self.group.days and not self.fresh:
            if self.repeats(names):
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

    def begin(self, group: Group) -> None:
        """A new group is read from here on."""
        self.groups.append(group)
        self.group = group
        self.last = ""

    def renew(self) -> None:
        """Behind ①, ② … a group of its own begins, in a period of its own."""
        if self.fresh and (self.group.has_days() or self.group.often):
            self.begin(Group(copy(self.outer), months=self.outer.months))
        self.fresh = False

    def on_monthdays(self, tokens: Sequence[Token], at: int) -> None:
        self.add_days([str(number) for number in tokens[at].numbers])

    def on_dates(self, tokens: Sequence[Token], at: int) -> None:
        group = self.group_for_days()
        group.dates += tokens[at].dates
        self.last = "day"

    def on_joint(self, tokens: Sequence[Token], at: int) -> None:
        if EITHER.match(tokens[at].text) and at and tokens[at - 1].kind in DAY_KINDS | {"slot"}:
            self.doubts.append(tokens[at].text)

    # times

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

    def on_break(self, tokens: Sequence[Token], at: int) -> None:
        self.weeks, self.stale_weeks, self.step = (), False, 0

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

    # periods

    def on_mark(self, tokens: Sequence[Token], at: int) -> None:
        self.on_break(tokens, at)
        if self.group.empty() and not self.fresh:
            self.outer = copy(self.group.scope)
        self.fresh, self.last = True, self.last if self.times_first else ""

    def on_months(self, tokens: Sequence[Token], at: int) -> int | None:
        token, after = tokens[at], following(tokens, at)
        self.renew()
        group, numbers = self.group, token.numbers
        content = next((one for one in tokens[at + 1 :] if not is_particle(one)), None)
        days_follow = content is not None and content.kind in DAY_KINDS | {"every", "step"}
        other = group.has_days() and bool(group.months) and not self.inside and not set(group.months) & set(numbers)
        if group.has_days() and not other and after is not None and after.text == "は":
            return self.give_up_clause(tokens, at)
        if other and (group.slots or days_follow):
            self.begin(Group(Scope(numbers, group.scope.since, group.scope.until), months=numbers, carried=group))
        elif group.empty():
            before = tokens[at - 1] if at else None
            more = before is not None and before.kind == "joint" and bool(group.months)
            group.scope.months = group.months = (*group.months, *numbers) if more else numbers
        elif group.months or (group.has_days() and (days_follow or (after is not None and after.kind == "slot" and group.slots))):
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
            last = PlainDate(last.month, last.day, first.year + ((last.month, last.day) < (first.month, first.day)), last.weekday)
        self.bound("since", first, token)
        self.bound("until", last, token)

    def bound(self, side: str, on: PlainDate, token: Token) -> None:
        """A beginning or an end of the period; a second one contradicts."""
        self.renew()
        scope = self.group.scope
        if getattr(scope, side) is not None:
            self.doubts.append(token.text)
        setattr(scope, side, on)

    # the rest

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
        """祝日の場合は休み closes; 祝日の場合は翌週 closes too, and what happens instead is left unread."""
        token = tokens[at]
        holiday = Token("closure", token.text, token.at, parts=(Token("days", token.text, token.at, ("PH",)),))
        self.closures.append(holiday)
        rest = tokens[at + 1] if at + 1 < len(tokens) else None
        if rest is not None and rest.text.lstrip("は、").startswith(("休", "お休", "中止", "実施しま", "開催しま", "行いま", "閉", "なし")):
            return 2
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
        self.unread.append(as_word(tokens[at]).text.replace(NUMBERED, ""))

    on_new_year = on_word
    on_obon = on_word


def is_particle(token: Token) -> bool:
    """の, は, : and their like."""
    return token.kind == "particle"


def following(tokens: Sequence[Token], at: int) -> Token | None:
    """The next token, の and : looked over."""
    for token in tokens[at + 1 :]:
        if not (token.kind == "particle" and token.text in {"の", ":", "に"}):
            return token
    return None


def closing_of(tokens: Sequence[Token], at: int) -> int:
    """Where an aside ends: at its bracket, or for ※ and ただし at the end of the line."""
    ends = {"close"} if tokens[at].kind == "open" else ENDS
    depth = 0
    for index in range(at + 1, len(tokens)):
        kind = tokens[index].kind
        if kind == "open" and "close" in ends:
            depth += 1
        if kind in ends:
            if kind != "close" or not depth:
                return index
            depth -= 1
    return len(tokens)


def month_end(month: int, year: int | None) -> PlainDate:
    """9月末; 28 February when the year is not written."""
    return PlainDate(month, last_of(year or 2026, month).day, year)
