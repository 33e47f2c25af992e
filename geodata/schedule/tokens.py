"""字句: the pieces that schedule texts are made of. What is none of them becomes a `word`."""

import re
from collections.abc import Callable
from dataclasses import replace

from geodata.schedule.clock import slot_at
from geodata.schedule.date_tokens import dates_after, monthdays_after, months_after, season_after, year_month_after
from geodata.schedule.day_tokens import days_after, frequency_after, nth_after
from geodata.schedule.text import NUMBERED
from geodata.schedule.token import Token
from geodata.schedule.vocabulary import WORDS

Rule = Callable[[str, int, Token | None], Token | None]
STRUCTURE = {"(": "open", ")": "close", "\n": "break", "。": "break", ";": "break", "※": "note", "*": "note", NUMBERED: "mark"}
JOINT = re.compile(r"[・、/&+]|及び|および|並びに|ならびに|または|又は|もしくは|と|や|か(?=[月火水木金土日第])")
ALL_DIGITS = re.compile(r"\d+(?:[-.,/:]\d+)*(?:日|月|時)?")
GLUED = {"particle", "joint"}  # after an unknown word these belong to it: 雨の日, 講師と相談


def clock_after(text: str, at: int, before: Token | None) -> Token | None:
    """A time or a span of times."""
    found = slot_at(text, at)
    return Token("slot", text[at : found[1]], at, slot=found[0]) if found else None


def vocabulary_after(text: str, at: int, before: Token | None) -> Token | None:
    """Fixed words: 休み, 不定期, 要予約, 開催日 …"""
    for kind, pattern in WORDS:
        if found := pattern.match(text, at):
            return Token(kind, found[0], at)
    return None


def structure_after(text: str, at: int, before: Token | None) -> Token | None:
    """Brackets, line ends, ※, ① and what joins two days."""
    if kind := STRUCTURE.get(text[at]):
        return Token(kind, text[at], at)
    joint = JOINT.match(text, at)
    return Token("joint", joint[0], at) if joint else None


RULES: tuple[Rule, ...] = (
    year_month_after,
    dates_after,
    frequency_after,
    nth_after,
    clock_after,
    monthdays_after,
    months_after,
    season_after,
    vocabulary_after,
    days_after,
    structure_after,
)


def tokens_of(text: str) -> list[Token]:
    """Every piece of a normal text in order; blanks are left out, unknown characters joined into words."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        before = tokens[-1] if tokens else None
        token = next((token for rule in RULES if (token := rule(text, at, before))), None) or unknown(text, at)
        join(tokens, token)
        at = token.end
    return tokens


def unknown(text: str, at: int) -> Token:
    """A whole number with its unit, or one character."""
    number = ALL_DIGITS.match(text, at)
    return Token("word", number[0] if number else text[at], at)


def join(tokens: list[Token], token: Token) -> None:
    """Adds a token; an unknown word and what is glued to it become one word."""
    last = tokens[-1] if tokens else None
    glued = token.kind == "word" or (token.kind in GLUED and token.text not in "・、/")
    if last and last.kind == "word" and last.end == token.at and glued:
        tokens[-1] = replace(last, text=last.text + token.text)
    else:
        tokens.append(token)
