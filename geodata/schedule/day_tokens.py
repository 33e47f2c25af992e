"""曜日の字句: 月～金, 第2・4, 平日, 隔週, 月2回, told apart from 火災, 料金 and 雨の日."""

import re

from geodata.schedule.session import HOLIDAY_TOKEN, WEEKDAYS
from geodata.schedule.token import Token

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
BARE_NTH = re.compile(r"[1-5](?:[・、][1-5])+(?=[月火水木金土日]曜)")
FORTNIGHT = re.compile(
    r"隔週|(?P<week>\d{1,2})週間?(?:に|毎に|ごとに?)\s*1\s*[回度](?!程|く|ほ|[~-])|隔月|(?P<month>\d{1,2})(?:[かヶケカヵ]月|箇月)(?:に|毎に|ごとに?)\s*1\s*[回度](?!程|く|ほ|[~-])"
)
OFTEN = re.compile(
    r"(?P<unit>毎月|月間?|毎週|週間?|年間?|毎年|(?:1|ひと)[かヶケカヵ箇]月|\d[~-]?\d?[かヶケカヵ箇]月|\d[~-]?\d?週間?)に?\s*"
    r"(?P<count>\d{1,3}|数)\s*(?P<more>[~-]\s*\d{1,3})?\s*(?P<sign>[回度]|(?<=週\d)日(?=$|[\s、。・/()程ほく]))(?P<vague>程度|ほど|くらい|ぐらい|位|前後|以上)?"
)


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
