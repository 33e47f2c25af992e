"""下書き: the pieces of a text put together from left to right into groups, closures and what was not understood."""

from collections.abc import Callable, Sequence

from geodata.schedule.groups import Group
from geodata.schedule.read_periods import Periods
from geodata.schedule.read_times import Times
from geodata.schedule.state import DAY_KINDS, ENDS
from geodata.schedule.token import Token

STRANGE = {"word", "holiday_when", "suspended"}


class Draft(Times, Periods):
    """Reads tokens once; brackets and notes are taken as wholes."""

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
            if token.kind == "holiday_when":
                self.take(inner, at)
                break
            after = inner[at + 1] if at + 1 < len(inner) else None
            whole = not (after and after.kind in {"word", "particle"} and after.at == token.end)
            if (token.kind == "closure" and whole) or token.kind in {"suspended", "harmless"}:
                self.take([token], 0)
            else:
                rest.append(token)
        self.give_up(rest)


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
