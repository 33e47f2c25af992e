"""仕上げ: a draft as a reading; what contradicts, or says less than a day and a rule, lowers the understanding."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from geodata.schedule.clock import Slot
from geodata.schedule.closed_days import ClosedDays
from geodata.schedule.dates import PlainDate, resolve
from geodata.schedule.draft import Draft
from geodata.schedule.groups import Group, close, counts_agree, overlap, override, sessions_of
from geodata.schedule.session import HOLIDAY_TOKEN, MIDNIGHT, WEEKDAYS, Closure, Reading, Session, Understood, class_of

WEEK = timedelta(days=7)


def reading_of(text: str, draft: Draft, today: date) -> Reading:
    """The reading of a text from its draft."""
    finish = Finish(draft, today)
    finish.take_closures()
    sessions = [] if "suspended" in draft.flags else finish.sessions()
    stated = [*finish.closures, *finish.holidays(sessions)]
    closures = tuple({(one.kind, one.month, one.on): one for one in reversed(stated)}.values())[::-1]
    unread = [*draft.unread, draft.weeks_text, *draft.doubts, *(draft.irregular if sessions else [])]
    unread += [session.often for session in sessions]
    level = finish.level(sessions, closures, any(unread))
    return Reading(
        text,
        tuple(sessions),
        closures,
        level,
        " ".join(dict.fromkeys(part for part in unread if part)) or (text.strip() if level is Understood.NONE else ""),
        bool(draft.irregular),
        level is Understood.FULL and always_open(sessions, closures, "no_rest" in draft.flags),
    )


class Finish(ClosedDays):
    """One draft being finished; `unsure` is set when something contradicts."""

    def __init__(self, draft: Draft, today: date) -> None:
        super().__init__(draft, today)
        self.unsure = False

    def level(self, sessions: Sequence[Session], closures: Sequence[Closure], left: bool) -> Understood:
        """FULL only when nothing is left over and every session has its day."""
        draft = self.draft
        if not (sessions or closures or draft.irregular or "suspended" in draft.flags):
            return Understood.NONE
        known = bool(sessions) and all(session.days for session in sessions)
        known = known or (bool(draft.irregular) and not sessions and not closures)
        return Understood.FULL if known and not left and not self.unsure else Understood.PARTIAL

    def sessions(self) -> list[Session]:
        """The sessions of all groups, less what is closed."""
        groups = [group for group in self.draft.groups if not group.empty() or group.often]
        groups = self.groups_without_days(groups)
        self.unsure = not override(groups) or self.unsure
        self.take_out_closed(groups)
        found: list[Session] = []
        for group in groups:
            self.settle_count(group, groups)
            made = sessions_of(group, self.today)
            if made is None:
                self.unsure = True
                self.draft.doubts += [f"{one.month}/{one.day}" for one in group.dates]
                made = sessions_of(replace(group, dates=[], scope=type(group.scope)()), self.today) or []
            found += [session for session in made if session not in found]
        self.unsure = self.unsure or overlap(found)
        return [session for session in found if session != Session()]

    def groups_without_days(self, groups: list[Group]) -> list[Group]:
        """年中無休 and 月曜休館 name the other days; 8/1～8/5 names its own; a day without its time is in doubt."""
        draft = self.draft
        if draft.step_text:
            self.unstepped(groups)
        if not groups and (draft.group.scope.since or draft.group.scope.until):
            groups = [draft.group]
        weekdays = [name for name in self.closed if class_of(name) == "week"]
        implied = "round_clock" in draft.flags or bool(weekdays)
        if not any(group.has_days() for group in groups):
            if len(groups) == 1 and (dates := self.short_period(groups[0])):
                groups[0].dates, groups[0].scope = dates, type(groups[0].scope)()
            elif implied and not any(group.often for group in groups):
                groups = groups or [draft.group]
                for group in groups:
                    group.days = [(name, 1) for name in WEEKDAYS]
        elif len(groups) > 1:
            timed = [bool(group.slots) for group in groups]
            self.unsure = self.unsure or not all(group.has_days() for group in groups) or (any(timed) and not all(timed))
        if "every_month" in draft.flags:
            for group in groups:
                group.often = group.often or ("毎月" if any(class_of(name) == "week" for name in group.names()) else "")
        return groups

    def unstepped(self, groups: list[Group]) -> None:
        """隔週 without a day."""
        self.unsure = True
        if len(groups) == 1 and not groups[0].has_days():
            groups[0].often = self.draft.step_text
        elif not groups:
            self.draft.group.often = self.draft.step_text
            groups.append(self.draft.group)
        else:
            self.draft.doubts.append(self.draft.step_text)

    def short_period(self, group: Group) -> list[PlainDate]:
        """8/1～8/5 without weekdays: each of its days; of more than a week, only a period."""
        since, until = group.scope.since, group.scope.until
        days = resolve([since, until], self.today) if since and until else None
        if not days or not timedelta(0) <= days[1] - days[0] < WEEK:
            return []
        count = (days[1] - days[0]).days + 1
        return [plain(days[0] + timedelta(days=step)) for step in range(count)]

    def settle_count(self, group: Group, groups: Sequence[Group]) -> None:
        """月2回（第1・第3月曜）says it twice; 月1回 土曜 leaves open which; 月1回 第1・3土曜 contradicts."""
        if not group.often or not group.has_days():
            return
        total = Group(group.scope, count=group.count, months=group.months)
        total.days = [day for one in groups for day in one.days]
        if group.count and (counts_agree(group) or counts_agree(total)):
            group.often = ""
        elif group.dates or not all(class_of(name) == "week" for name in group.names()):
            self.draft.doubts.append(group.often)
            group.often = ""

    def take_out_closed(self, groups: Sequence[Group]) -> None:
        """Closed weekdays and breaks out of the groups."""
        if self.closed and not any(group.has_days() for group in groups):
            self.draft.doubts += [token.text for token in self.draft.closures]
        for group in groups:
            if not close(group, self.closed):
                self.draft.doubts += [token.text for token in self.draft.closures]
        for pause in self.breaks:
            split = [split_at(group, pause) for group in groups]
            if not any(split):
                self.draft.doubts += [token.text for token in self.draft.closures]

    def holidays(self, sessions: Sequence[Session]) -> list[Closure]:
        """平日 leaves 祝日 out; so do weekdays beside 土日祝 with hours of their own."""
        flags = self.draft.flags
        public = [session for session in sessions if HOLIDAY_TOKEN in session.days]
        weekly = [session for session in sessions if session.weekday_mask() and HOLIDAY_TOKEN not in session.days]
        if "workdays" in flags and "holiday_open" not in flags and weekly:
            return [Closure("holiday", text="平日")]
        return [Closure("holiday", text="祝日は別")] if public and weekly else []


def plain(on: date) -> PlainDate:
    """A date as if written in full."""
    return PlainDate(on.month, on.day, on.year)


def split_at(group: Group, pause: Slot) -> bool:
    """8:30–17:15 less 12:00–13:00 is two times. False when the pause lies in none of the group's."""
    if pause.starts is None or pause.ends is None:
        return False
    for index, slot in enumerate(group.slots):
        if slot.starts is not None and slot.ends is not None and slot.starts < pause.starts and pause.ends < slot.ends:
            group.slots[index : index + 1] = [Slot(slot.starts, pause.starts), Slot(pause.ends, slot.ends)]
            return True
    return False


def always_open(sessions: Sequence[Session], closures: Sequence[Closure], no_rest: bool) -> bool:
    """24時間 every day, or 年中無休 without hours."""
    return not closures and any(
        set(session.days) >= set(WEEKDAYS)
        and session.interval == 1
        and not (session.months or session.valid_from or session.valid_until or session.often)
        and ((session.starts, session.ends) == (time(0), MIDNIGHT) or (no_rest and session.starts is None))
        for session in sessions
    )
