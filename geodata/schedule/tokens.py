"""字句: the pieces that schedule texts are made of. What is none of them becomes a `word`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from geodata.schedule.clock import Slot, slot_at
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
from geodata.schedule.session import HOLIDAY_TOKEN, WEEKDAYS
from geodata.schedule.text import NUMBERED
from geodata.schedule.vocabulary import WORDS


@dataclass(frozen=True, slots=True)
class Token:
    """One piece. `kind` says which of the other fields carry it; `at`–`end` is where it stands in the normal text."""

    kind: str
    text: str
    at: int
    names: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    dates: tuple[PlainDate, ...] = ()
    slot: Slot | None = None
    parts: tuple["Token", ...] = ()

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.at + len(self.text)


Rule = Callable[[str, int, Token | None], Token | None]
SIGNS = "月火水木金土日"
DAY = r"(?:[月火水木金土日](?:曜日?|よう日?)?)"
DAY_RANGE = re.compile(rf"({DAY})\s*(?:~|-|から)\s*({DAY})(?:まで)?")
ONE_DAY = re.compile(DAY)
PUBLIC = re.compile(r"祝祭日|祝日|祝")
DAILY = re.compile(r"毎日(?!曜)|(?:全|各)曜日|曜日?を?問わず")
WORKDAY = re.compile(r"平日")
AFTER_BARE_DAY = re.compile(
    r"$|[\s、。・/()~:※+&\d-]|[のはも]\s*(?:\d|~|午|朝|夜|夕|昼|正午|み|第|隔|毎)|午|朝|夜|夕|昼|正午|第|毎|隔|休|除|以外|定休|祝|開|と\s*[月火水木金土日祝第]|及|や[月火水木金土日祝]|のみ|だけ|は(?:休|お休|除|\s*第)|を除|を休"
)
NTH = re.compile(
    r"(?:第\s*[1-5](?![\d期部回章集会小中大地町区条公])|最終|最後の|ラスト)(?:週目?)?"
    r"(?:\s*(?P<to>~|-|から)\s*第?\s*[1-5](?:週目?)?"
    r"|(?:\s*(?:[・、/とや&]|及び|および|並びに)?\s*(?:第\s*[1-5]|最終|最後の)"
    r"|\s*[・&.]\s*[1-5](?![\d:/時回~年-])|\s*[、/と]\s*[1-5](?![\d:/時回~年-]|[月日](?!曜)))(?:週目?)?){0,5}"
    r"の?・?(?=\s*(?:[月火水木金土日祝平、)/]|\(|の|は|も|が|を|のみ|だけ|休|除|以外|隔|$|\n|\d|と|曜))"
)
EVERY_OTHER_MONTH = re.compile("(奇数|偶数)月")
BARE_NTH = re.compile(r"[1-5](?:[・、][1-5])+(?=[月火水木金土日]曜)")
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
FORTNIGHT = re.compile(r"隔週|(?P<week>\d{1,2})週間?(?:に|毎に|ごとに?)\s*1\s*[回度](?!程|く|ほ|[~-])|隔月|(?P<month>\d{1,2})(?:[かヶケカヵ]月|箇月)(?:に|毎に|ごとに?)\s*1\s*[回度](?!程|く|ほ|[~-])")
OFTEN = re.compile(
    r"(?P<unit>毎月|月間?|毎週|週間?|年間?|毎年|(?:1|ひと)[かヶケカヵ箇]月|\d[~-]?\d?[かヶケカヵ箇]月|\d[~-]?\d?週間?)に?\s*"
    r"(?P<count>\d{1,3}|数)\s*(?P<more>[~-]\s*\d{1,3})?\s*(?P<sign>[回度]|(?<=週\d)日(?=$|[\s、。・/()程ほく]))(?P<vague>程度|ほど|くらい|ぐらい|位|前後|以上)?"
)
YEAR_END = re.compile(
    r"(?:年末年始|年末・年始|年末及び年始|(?P<vague>お?正月))(?:期間中?|の間|休み(?=[はをの(]))?(?P<span>\s*\(?\s*12[月/](?P<a>\d\d)日?\s*~\s*(?:翌年?)?1[月/](?P<b>\d)日?\s*\)?)?"
)
OBON = re.compile(r"お?盆(?:期間中?|休み(?=[はをの(])|の間)?(?P<span>\s*\(?\s*8[月/](?P<a>\d\d)日?\s*~\s*(?:8[月/])?(?P<b>\d\d)日?\s*\)?)?")
STRUCTURE = {"(": "open", ")": "close", "\n": "break", "。": "break", ";": "break", "※": "note", "*": "note", NUMBERED: "mark"}
JOINT = re.compile(r"[・、/&+]|及び|および|並びに|ならびに|または|又は|もしくは|と|や|か(?=[月火水木金土日第])")
ALL_DIGITS = re.compile(r"\d+(?:[-.,/:]\d+)*(?:日|月|時)?")


def days_after(text: str, at: int, before: Token | None) -> Token | None:
    """月曜日, 月～金, 月 where nothing suggests that it is part of another word."""
    if daily := DAILY.match(text, at):
        return Token("days", daily[0], at, WEEKDAYS)
    if work := WORKDAY.match(text, at):
        return Token("days", work[0], at, (*WEEKDAYS[:5], "平日"))
    if public := PUBLIC.match(text, at):
        return Token("days", public[0], at, (HOLIDAY_TOKEN,))
    found = DAY_RANGE.match(text, at) or ONE_DAY.match(text, at)
    if found and day_stands_alone(text, found, before):
        return Token("days", found[0], at, day_names_of(found))
    return None


def day_names_of(found: re.Match[str]) -> tuple[str, ...]:
    """月～金 as MO TU WE TH FR; 金～月 goes over the week's end."""
    first = SIGNS.index(found[0][0])
    if not found.re.groups:
        return (WEEKDAYS[first],)
    count = (SIGNS.index(found[2][0]) - first) % 7 + 1
    return tuple(WEEKDAYS[(first + step) % 7] for step in range(count))


def day_stands_alone(text: str, found: re.Match[str], before: Token | None) -> bool:
    """True for 火曜, and for a bare 火 with a boundary or another day on both sides (no 火災, no 料金, no 雨の日)."""
    touching = before if before is not None and before.end == found.start() else None
    if all("曜" in day or "よう" in day for day in ONE_DAY.findall(found[0])):
        named = text[found.end() : found.end() + 1] in tuple("会塾市校班組館")
        return not named and not (touching and touching.kind == "word" and touching.text[-1] in "毎同翌前次")
    told = touching is not None and found.re is DAY_RANGE and touching.text.endswith("は")  # 来所は月～金
    if touching and not told and (touching.kind == "word" or touching.text == "の"):
        return False
    return bool(AFTER_BARE_DAY.match(text, found.end()) or bare_run(text, found.end()))


def bare_run(text: str, at: int) -> bool:
    """True when what follows is a row of bare days that itself ends at a boundary: 月水金 10時."""
    end = at
    while end < len(text) and end < at + 7 and text[end] in SIGNS + "祝":
        end += 1
    return end > at and bool(text[end - 1] == "祝" or text[end : end + 1] == "曜" or AFTER_BARE_DAY.match(text, end))


def nth_after(text: str, at: int, before: Token | None) -> Token | None:
    """第1・3, 第2～4, 最終: which of a month's weekdays."""
    found = NTH.match(text, at) or BARE_NTH.match(text, at)
    if not found:
        return None
    numbers = [int(digit) for digit in re.findall(r"[1-5]", found[0])]
    if found.groupdict().get("to") and len(numbers) == 2:
        numbers = list(range(numbers[0], numbers[1] + 1))
    if re.search("最終|最後|ラスト", found[0]):
        numbers.append(-1)
    return Token("nth", found[0], at, numbers=tuple(dict.fromkeys(numbers)))


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


def frequency_after(text: str, at: int, before: Token | None) -> Token | None:
    """隔週, 隔月, 3週間に1回 as a step; 月2回, 年4回, 週1回程度 as a count."""
    if step := FORTNIGHT.match(text, at):
        by_month = "月" in step[0]
        return Token("step", step[0], at, ("month" if by_month else "week",), (int(step["month"] or step["week"] or 2),))
    found = OFTEN.match(text, at)
    if not found:
        return None
    unit = next(name for sign, name in (("月", "month"), ("週", "week"), ("年", "year")) if sign in found["unit"])
    vague = found["count"] == "数" or found["more"] or found["vague"] or re.search(r"[2-9]", found["unit"])
    return Token("often", found[0], at, (unit,), () if vague else (int(found["count"]),))


def season_after(text: str, at: int, before: Token | None) -> Token | None:
    """年末年始 and お盆, with the usual days or others (then `numbers` holds them)."""
    for kind, pattern, usual in (("new_year", YEAR_END, ("29", "3")), ("obon", OBON, ("13", "15"))):
        if found := pattern.match(text, at):
            odd = bool(found["span"]) and (found["a"], found["b"]) != usual
            odd = odd or bool(found.groupdict().get("vague"))
            return Token(kind, found[0], at, numbers=(1,) if odd else ())
    return None


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
GLUED = {"particle", "joint"}  # after an unknown word these belong to it: 雨の日, 講師と相談


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
