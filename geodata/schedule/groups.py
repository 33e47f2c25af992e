"""組: days and times that belong together while a text is read, and the sessions that come of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from geodata.schedule.clock import Slot, time_of
from geodata.schedule.dates import PlainDate, day_names, resolve
from geodata.schedule.session import WEEKDAY_TOKEN, WEEKDAYS, Session, class_of


@dataclass(slots=True)
class Scope:
    """期間: what ① … says about its own groups, or the text about all of them."""

    months: tuple[int, ...] = ()
    since: PlainDate | None = None
    until: PlainDate | None = None


@dataclass(slots=True)
class Group:
    """Days with their steps (2 for 隔週), dates still without years, and the times that go with all of them."""

    scope: Scope
    days: list[tuple[str, int]] = field(default_factory=list)
    run: list[str] = field(default_factory=list)  # the days named last, which （第1・3） behind them narrows
    dates: list[PlainDate] = field(default_factory=list)
    checked: set[str] = field(default_factory=set)  # the weekdays that the dates are said to be
    slots: list[Slot] = field(default_factory=list)
    months: tuple[int, ...] = ()
    often: str = ""
    count: tuple[str, int] | None = None  # 月2回 as ("month", 2)
    carried: "Group | None" = None  # the group whose days these times are for, when no other days follow
    overrides: bool = False  # 土曜は13時まで: takes its days out of the groups before

    def has_days(self) -> bool:
        """True when any day is known."""
        return bool(self.days or self.dates)

    def empty(self) -> bool:
        """True when nothing has been said yet."""
        return not (self.has_days() or self.slots)

    def names(self) -> list[str]:
        """The day tokens, without their steps."""
        return [name for name, _ in self.days]


def without(names: Iterable[str], closed: str) -> list[str] | None:
    """Days of the week less one: MO takes all Mondays, 5MO leaves the other four. None when no rule can say it."""
    found = WEEKDAY_TOKEN.fullmatch(closed)
    if not found:
        return [name for name in names if name != closed]
    kept: list[str] = []
    for name in names:
        match = WEEKDAY_TOKEN.fullmatch(name)
        if not match or match[2] != found[2]:
            kept.append(name)
        elif found[1] and not match[1]:
            if found[1] == "-1":
                return None
            kept += [f"{week}{match[2]}" for week in range(1, 6) if str(week) != found[1]]
        elif found[1] and match[1] != found[1]:
            if "-1" in {found[1], match[1]}:
                return None
            kept.append(name)
    return kept


def closed_names(names: Sequence[str], closed: str) -> list[str]:
    """第5 closed on every weekday that is named: "5" becomes 5MO, 5TH …"""
    if class_of(closed) != "monthday":
        return [closed]
    weekdays = {found[2] for name in names if (found := WEEKDAY_TOKEN.fullmatch(name))}
    return [f"{closed}{weekday}" for weekday in WEEKDAYS if weekday in weekdays]


def close(group: Group, closed: Sequence[str]) -> bool:
    """Takes closed weekdays out of a group. False when that cannot be said, or nothing would be left."""
    if not group.days:
        return True
    for one in closed:
        for exact in closed_names(group.names(), one):
            kept = without(group.names(), exact)
            if kept is None or not kept:
                return False
            steps = {step for _, step in group.days}
            if kept != group.names() and steps != {1}:
                return False
            group.days = (
                [(name, step) for name, step in group.days if name in kept]
                if kept == group.names()
                else [(name, 1) for name in kept]
            )
    return True


def override(groups: Sequence[Group]) -> bool:
    """土曜は13時まで: the narrower group takes its days from the wider one, and its beginning when it has none.

    False when an end is missing (金曜のみ10時～): is it that of the others?"""
    clear = True
    for narrow in [group for group in groups if group.overrides]:
        for wide in [group for group in groups if group is not narrow and not group.overrides]:
            rest: list[str] | None = wide.names()
            for name in narrow.names():
                rest = without(rest, name) if rest else None
            if not rest or rest == wide.names() or any(step > 1 for _, step in wide.days):
                continue
            wide.days = [(name, 1) for name in rest]
            if len(wide.slots) == len(narrow.slots) == 1:
                narrow.slots = [with_start(narrow.slots[0], wide.slots[0].starts)]
                clear = clear and (narrow.slots[0].ends is not None or wide.slots[0].ends is None)
    return clear


def with_start(slot: Slot, starts: int | None) -> Slot:
    """13時まで with the beginning of the others, when it lies before its end."""
    if slot.starts is not None or starts is None or slot.ends is None or starts >= slot.ends:
        return slot
    return Slot(starts, slot.ends, slot.doubt)


def counts_agree(group: Group) -> bool:
    """月2回 beside 第1・3: True when the count says no more than the days do."""
    unit, count = group.count or ("", 0)
    names = group.names()
    weekly = [name for name in names if class_of(name) == "week"]
    if group.dates:
        return unit == "year" and count == len(group.dates)
    if unit == "week":
        return len(weekly) == len(names) == count
    monthly = len(names) - len(weekly)
    if weekly or not monthly:
        return unit == "month" and bool(weekly) and {step for _, step in group.days} == {2} and count == 2
    return monthly * (len(group.months) if unit == "year" else 1) == count


def sessions_of(group: Group, today: date) -> list[Session] | None:
    """A group as sessions, one for each kind of day and time. None when its dates or times contradict."""
    scope = group.scope
    bounds = [resolve([one], today) if one else None for one in (scope.since, scope.until)]
    since, until = (bound[0] if bound else None for bound in bounds)
    if since and until and until < since:
        return None
    days = buckets(group, today)
    if days is None:
        return None
    found = []
    for slot in group.slots or [Slot(None, None)]:
        for names, step in days or [((), 1)]:
            explicit = bool(names) and class_of(names[0]) == "date"
            found.append(
                Session(
                    days=names,
                    starts=time_of(slot.starts),
                    ends=time_of(slot.ends),
                    interval=step,
                    months=() if len(group.months) == 12 or explicit else group.months,
                    valid_from=since,
                    valid_until=until,
                    often=group.often,
                )
            )
    return found


def buckets(group: Group, today: date) -> list[tuple[tuple[str, ...], int]] | None:
    """The group's days as rows that one rule can say: by kind and step. None when the dates contradict."""
    rows: dict[tuple[str, int], list[str]] = {}
    for name, step in group.days:
        kind = class_of(name)
        rows.setdefault((kind if kind == "monthday" or step > 1 else "weekday", step), []).append(name)
    found = [(tuple(names), step) for (_, step), names in rows.items()]
    if group.dates:
        dates = resolve(group.dates, today)
        if dates is None or not (group.checked or set(day_names(dates))) >= set(day_names(dates)):
            return None
        found.append((tuple(on.isoformat() for on in dates), 1))
    return found


def overlap(sessions: Sequence[Session]) -> bool:
    """True when two sessions stand on the same day at the same hour, which no group can mean."""
    for index, one in enumerate(sessions):
        for other in sessions[index + 1 :]:
            months = not (one.months and other.months) or bool(set(one.months) & set(other.months))
            if months and set(one.days) & set(other.days) and hours_meet(one, other) and spans_meet(one, other):
                return True
    return False


def hours_meet(one: Session, other: Session) -> bool:
    """True when the two times overlap, or either is not known."""
    if not (one.starts and other.starts):
        return True
    early, late = sorted((one, other), key=lambda session: session.starts or session.ends)  # type: ignore[arg-type,return-value]
    return early.starts == late.starts or (early.ends is not None and late.starts is not None and early.ends > late.starts)


def spans_meet(one: Session, other: Session) -> bool:
    """True when the two are valid at the same time."""
    return not (
        (one.valid_until and other.valid_from and one.valid_until < other.valid_from)
        or (other.valid_until and one.valid_from and other.valid_until < one.valid_from)
    )
