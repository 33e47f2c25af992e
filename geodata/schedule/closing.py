"""休みの読み取り: 祝日・年末年始は休み, 定休日：月曜, 8月を除く. Finds which days a word of rest belongs to."""

import re
from collections.abc import Sequence
from itertools import pairwise

from geodata.schedule.session import HOLIDAY_TOKEN
from geodata.schedule.token import Token

CLOSABLE = {"days", "nth", "months", "dates", "span", "new_year", "obon", "slot", "monthdays"}
OPENING = {"days", "nth", "dates", "monthdays"}
LABEL = re.compile(r"(?:休館|定休|休業|休所|休室|休園|休会|閉館|閉所|閉室)日?$|除く$|除外$")
DOUBT = "doubt"


def with_closures(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each word of rest and its days folded into one `closure`; a rest of nothing is a `word`."""
    done: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind not in {"rest", "lunch"}:
            done.append(token)
            at += 1
            continue
        if done and done[-1].kind == "holiday_when" and done[-1].end == token.at:
            done[-1] = on_holidays(done[-1], token)
            at += 1
            continue
        first = first_closed(done, token)
        touches_word = bool(done) and done[-1].kind == "word" and done[-1].end == token.at
        last = at + 1 if first < len(done) or touches_word else last_closed(tokens, at)
        done = folded(done, first, tokens[at:last])
        at = last
    return done


def folded(done: list[Token], first: int, rest: Sequence[Token]) -> list[Token]:
    """done[first:] and the word of rest, with what follows it, as one token."""
    taken = [*done[first:], *rest]
    parts = tuple(token for token in taken if token.kind in CLOSABLE or token.kind == "joint")
    text = "".join(token.text for token in taken)
    kind = "closure" if any(token.kind in CLOSABLE for token in parts) else "word"
    behind = first < len(done)
    doubt = (DOUBT,) if kind == "closure" and doubtful(done[:first], taken, behind) else ()
    return [*done[:first], Token(kind, text, taken[0].at, names=doubt, parts=parts)]


def on_holidays(when: Token, rest: Token) -> Token:
    """祝日の場合は休み: 祝日 closed."""
    day = Token("days", when.text, when.at, names=(HOLIDAY_TOKEN,))
    return Token("closure", when.text + rest.text, when.at, parts=(day,))


def first_closed(done: Sequence[Token], rest: Token) -> int:
    """Where the days begin that a word of rest behind them closes; len(done) when there are none."""
    first = len(done)
    if done and done[-1].kind == "slot" and done[-1].end < rest.at:
        return first
    if (inner := bracketed(done)) < first:
        return inner
    while first and belongs(done, first):
        first -= 1
    while first < len(done) and done[first].kind == "joint":
        first += 1
    return first


def bracketed(done: Sequence[Token]) -> int:
    """【月曜】休み, 月：休み: where the bracket or the day before the colon begins; len(done) when there is none."""
    if done and done[-1].kind == "particle" and done[-1].text == ":" and len(done) > 1 and done[-2].kind in CLOSABLE:
        return len(done) - 2
    if not done or done[-1].kind != "close":
        return len(done)
    first = len(done) - 1
    while first and done[first - 1].kind in CLOSABLE | {"joint"}:
        first -= 1
    return first - 1 if 0 < first < len(done) - 1 and done[first - 1].kind == "open" else len(done)


def belongs(done: Sequence[Token], first: int) -> bool:
    """True when done[first - 1] is closed together with what stands behind it."""
    token = done[first - 1]
    after = done[first] if first < len(done) else None
    if after is None:
        return token.kind in CLOSABLE
    if token.kind == "every":
        return after.kind in {"days", "nth"}
    if token.kind == "joint":
        return first >= 2 and done[first - 2].kind in CLOSABLE and not parts_company(done, first)
    if token.kind not in CLOSABLE or ("slot" in {token.kind, after.kind} and token.kind != after.kind != "joint"):
        return False
    return after.kind == "joint" or token.end == after.at or token.kind == "nth"


def sort_of(token: Token) -> str:
    """weekday, slot, or something else: what may stand in one row of closed days."""
    if token.kind in {"days", "nth"}:
        return "other" if token.names == (HOLIDAY_TOKEN,) else "weekday"
    return token.kind if token.kind in {"dates", "monthdays", "slot"} else "other"


def parts_company(done: Sequence[Token], first: int) -> bool:
    """水曜、祝日は休み: with no other day before it, 水曜 is when it is held and only 祝日 is closed."""
    before, joint, after = done[first - 2], done[first - 1], done[first]
    if sort_of(before) == sort_of(after) or sort_of(before) == "other":
        return False
    return sort_of(before) == "slot" or sort_of(after) == "slot" or (joint.text == "、" and not opened(done[: first - 2]))


def opened(tokens: Sequence[Token]) -> bool:
    """True when days of opening were named already."""
    return any(token.kind in OPENING for token in tokens)


def last_closed(tokens: Sequence[Token], at: int) -> int:
    """One past the days that follow a word of rest: 定休日：月曜・祝日, 除く8月. at + 1 when there are none."""
    rest = tokens[at]
    colon = at + 1 < len(tokens) and tokens[at + 1].text == ":"
    if not (colon or LABEL.search(rest.text) or rest.kind == "lunch"):
        return at + 1
    skip = {"particle", "open"}
    if at and tokens[at - 1].kind in {"open", "break"}:
        skip |= {"close", "break"}
    closable = {"slot"} if rest.kind == "lunch" else CLOSABLE - {"slot"}
    start = at + 1
    while start < len(tokens) and start < at + 4 and tokens[start].kind in skip:
        start += 1
    end = start
    while end < len(tokens) and (tokens[end].kind in closable or tokens[end].kind in {"joint", "every"}):
        if end > start and tokens[end].kind in CLOSABLE and tokens[end - 1].end < tokens[end].at:
            break
        end += 1
    while end > start and tokens[end - 1].kind == "joint":
        end -= 1
    return end if end > start and any(token.kind in CLOSABLE for token in tokens[start:end]) else at + 1


def doubtful(before: Sequence[Token], taken: Sequence[Token], behind: bool) -> bool:
    """True when the row can be read two ways, or is narrower than a closure can say (8月の第2水曜は休み)."""
    kinds = {token.kind for token in taken}
    sorts = {sort_of(token) for token in taken if token.kind in CLOSABLE}
    if ("slot" in kinds and kinds & (CLOSABLE - {"slot"})) or "monthdays" in kinds:
        return True
    if any(one.kind == "months" and sort_of(other) == "weekday" for one, other in pairwise(taken)):
        return True  # 8月の第2水曜は休み
    mixed = "weekday" in sorts and len(sorts) > 1
    return mixed and behind and not opened(before) and "every" in kinds


def without_joints(token: Token) -> list[Token]:
    """The closed days of a closure."""
    return [part for part in token.parts if part.kind != "joint"]
