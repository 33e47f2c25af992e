"""読み取りの途中: what has been read of a text so far, and what every kind of piece may do to it."""

from collections.abc import Sequence
from copy import copy

from geodata.schedule.groups import Group, Scope
from geodata.schedule.token import Token

ENDS = {"break", "note", "mark", "aside"}
DAY_KINDS = {"days", "nth", "dates", "monthdays"}


class State:
    """`unread` gathers what was not understood, `doubts` what could mean two things."""

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


def is_particle(token: Token) -> bool:
    """の, は, : and their like."""
    return token.kind == "particle"


def following(tokens: Sequence[Token], at: int) -> Token | None:
    """The next token, の and : looked over."""
    for token in tokens[at + 1 :]:
        if not (token.kind == "particle" and token.text in {"の", ":", "に"}):
            return token
    return None


def content_after(tokens: Sequence[Token], at: int) -> Token | None:
    """The next token that is no particle."""
    return next((token for token in tokens[at + 1 :] if not is_particle(token)), None)
