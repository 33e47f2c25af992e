"""月日の字句: 4/12・19, 令和8年5月から, 7・8月, 15日, 年末年始."""

import re
from dataclasses import replace

from geodata.schedule.dates import (
    DOTTED,
    MONTH_DAY,
    MORE_DAYS,
    YEAR_MONTH,
    YEAR_ONLY,
    PlainDate,
    months_between,
    weekday_of,
    year_of,
)
from geodata.schedule.token import Token

EVERY_OTHER_MONTH = re.compile("(奇数|偶数)月")
MONTH_LIST = re.compile(
    r"(?P<list>(?:\d{1,2}月?\s*(?:[・、/と~-]|から|及び|および|並びに)\s*(?:翌年?の?)?){0,11}\d{1,2})月(?![曜\d謝額末例]|間)(?:度|中)?"
)
MONTH_PIECE = re.compile(r"(?P<joint>[・、/と~-]|から|及び|および|並びに)?\s*(?:翌年?の?)?(?P<month>\d{1,2})月?")
FROM = re.compile(r"\s*(?:から|より|以降|~(?!\s*\d)|-(?!\s*\d)|(?:開始|スタート|開設|発足))(?:開始|スタート|実施|開催)?")
UNTIL = re.compile(r"\s*(?:末日?)?(?:まで|迄)")
BETWEEN = re.compile(r"\s*(?:[~-]\s*|から)(?:翌年?の?)?")
MONTHDAYS = re.compile(
    r"(?P<list>(?:\d{1,2}日?\s*(?:[・、/と]|及び|および)\s*){0,9}\d{1,2})日(?![前間目以後程回当おごのつ中頃付締本曜祝体\d])(?!に\d|の?うち|\([月火水木金土日]\))"
)
SPAN_OF_DAYS = re.compile(r"(\d{1,2})日?\s*(?:~|-|から)\s*(\d{1,2})日(?:まで)?(?![前間目])")
LAST_DAY_OF_SPAN = re.compile(r"(\d{1,2})(?:日|(?<=[~-]\d)(?=[\s、。)はを]|$)|(?<=[~-]\d\d)(?=[\s、。)はを]|$))(?![時:])")
TSUKU = re.compile(r"(?P<list>(?:[0-9]\s*[・、と]\s*){0,3}[0-9])の?(?:つく|付く)日")
LAST_DAY = re.compile(r"月?末日|月?みそか|晦日")
YEAR_END = re.compile(
    r"(?:年末年始|年末・年始|年末及び年始|(?P<vague>お?正月))(?:期間中?|の間|休み(?=[はをの(]))?(?P<span>\s*\(?\s*12[月/](?P<a>\d\d)日?\s*~\s*(?:翌年?)?1[月/](?P<b>\d)日?\s*\)?)?"
)
OBON = re.compile(
    r"お?盆(?:期間中?|休み(?=[はをの(])|の間)?(?P<span>\s*\(?\s*8[月/](?P<a>\d\d)日?\s*~\s*(?:8[月/])?(?P<b>\d\d)日?\s*\)?)?"
)


def months_after(text: str, at: int, before: Token | None) -> Token | None:
    """4～9月, 7・8月, 奇数月; 5月から and 9月末まで are a beginning and an end."""
    if half := EVERY_OTHER_MONTH.match(text, at):
        return Token("months", half[0], at, numbers=tuple(range(1 if half[1] == "奇数" else 2, 13, 2)))
    found = MONTH_LIST.match(text, at)
    if not found:
        return None
    numbers: list[int] = []
    for piece in MONTH_PIECE.finditer(found["list"]):
        if piece["joint"] in {"~", "-", "から"} and numbers:
            numbers += months_between(numbers.pop(), int(piece["month"]) or 1)
        else:
            numbers.append(int(piece["month"]))
    if not all(1 <= month <= 12 for month in numbers):
        return Token("word", found[0], at)
    token = Token("months", found[0], at, numbers=tuple(dict.fromkeys(numbers)))
    if len(numbers) == 1:
        return bounded(text, token)
    until = UNTIL.match(text, token.end)
    return replace(token, text=text[at : until.end()]) if until else token


def bounded(text: str, token: Token) -> Token:
    """The token as a beginning (から) or an end (まで), when one of these follows."""
    for kind, pattern in (("from", FROM), ("until", UNTIL)):
        if found := pattern.match(text, token.end):
            return replace(token, kind=kind, text=text[token.at : found.end()])
    return token


def year_month_after(text: str, at: int, before: Token | None) -> Token | None:
    """令和8年5月から, 2026年5月～2027年3月, 令和8年度."""
    if found := YEAR_MONTH.match(text, at):
        first = PlainDate(int(found["month"]), 1, year_of(found))
        if not first.possible():
            return Token("word", found[0], at)
        token = Token("months", found[0], at, numbers=(first.month,), dates=(first,))
        between = BETWEEN.match(text, token.end)
        last = (YEAR_MONTH.match(text, between.end()) or MONTH_LIST.match(text, between.end())) if between else None
        if last and between:
            return year_month_span(text, token, last)
        return bounded(text, token)
    if (year := YEAR_ONLY.match(text, at)) and year[0].endswith("年度"):
        number = year_of(year) or 0
        return Token("span", year[0], at, dates=(PlainDate(4, 1, number), PlainDate(3, 31, number + 1)))
    return None


def year_month_span(text: str, token: Token, last: re.Match[str]) -> Token:
    """From the first month's first day; the last month is kept as its first day, with number 0 for 月末."""
    named = last.groupdict()
    if "list" in named and not named["list"].isdigit():
        return Token("word", text[token.at : last.end()], token.at)
    month = int(named["month"] if "month" in named else named["list"])
    year = year_of(last) if "year" in named else None
    if not PlainDate(month, 1, year).possible():
        return Token("word", text[token.at : last.end()], token.at)
    until = UNTIL.match(text, last.end()) or last
    dates = (*token.dates, PlainDate(month, 1, year))
    return Token("span", text[token.at : until.end()], token.at, numbers=(0,), dates=dates)


def dates_after(text: str, at: int, before: Token | None) -> Token | None:
    """4/12・19, 令和8年4月12日(日); 10月1日～3月31日 is a span; 5月1日から a beginning."""
    found = MONTH_DAY.match(text, at) or DOTTED.match(text, at)
    if not found:
        return None
    first = plain_of(found)
    if between := BETWEEN.match(text, found.end()):
        last = MONTH_DAY.match(text, between.end()) or DOTTED.match(text, between.end())
        last_day = None if last else LAST_DAY_OF_SPAN.match(text, between.end())
        if end := last or last_day:
            until = UNTIL.match(text, end.end()) or end
            second = plain_of(last) if last else PlainDate(first.month, int(end[1]), first.year)
            kind = "span" if first.possible() and second.possible() else "word"
            return Token(kind, text[at : until.end()], at, dates=(first, second))
    dates, end_at = [first], found.end()
    while more := MORE_DAYS.match(text, end_at):
        dates.append(PlainDate(first.month, int(more["day"]), None, weekday_of(more)))
        end_at = more.end()
    if not all(one.possible() for one in dates):
        return Token("word", text[at:end_at], at)
    token = Token("dates", text[at:end_at], at, dates=tuple(dates))
    return bounded(text, token) if len(dates) == 1 else token


def plain_of(found: re.Match[str]) -> PlainDate:
    """The date that a pattern of dates.py found."""
    return PlainDate(int(found["month"]), int(found["day"] or found["day2"]), year_of(found), weekday_of(found))


def monthdays_after(text: str, at: int, before: Token | None) -> Token | None:
    """15日, 10・20日, 5のつく日, 末日."""
    if last := LAST_DAY.match(text, at):
        return Token("monthdays", last[0], at, numbers=(-1,))
    if tsuku := TSUKU.match(text, at):
        digits = [int(digit) for digit in re.findall(r"\d", tsuku["list"])]
        days = sorted(day for day in range(1, 31) if day % 10 in digits)
        return Token("monthdays", tsuku[0], at, numbers=tuple(days))
    found = MONTHDAYS.match(text, at)
    if not found:
        return None
    numbers = tuple(int(number) for number in re.findall(r"\d+", found["list"]))
    if span := SPAN_OF_DAYS.match(text, at):
        found, numbers = span, tuple(range(int(span[1]), int(span[2]) + 1))
    of_a_word = before is not None and before.kind == "word" and before.end == at  # そのうち2日
    if of_a_word or not all(1 <= number <= 31 for number in numbers):
        return Token("word", found[0], at)
    return Token("monthdays", found[0], at, numbers=numbers)


def season_after(text: str, at: int, before: Token | None) -> Token | None:
    """年末年始 and お盆, with the usual days or others (then `numbers` holds them)."""
    for kind, pattern, usual in (("new_year", YEAR_END, ("29", "3")), ("obon", OBON, ("13", "15"))):
        if found := pattern.match(text, at):
            odd = bool(found["span"]) and (found["a"], found["b"]) != usual
            odd = odd or bool(found.groupdict().get("vague"))
            return Token(kind, found[0], at, numbers=(1,) if odd else ())
    return None
