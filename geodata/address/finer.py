"""より細かい位置: what a better point changes in a reading, and the sentences that are said of it."""

from functools import lru_cache
from math import cos, hypot, radians

from geodata.address import reasons
from geodata.address.match import Match, MatchLevel, Point, Source, at_point
from geodata.address.town_key import town_key

BLOCK = "住居番号の位置データがないため、街区の位置を示しています。"
SAME_NUMBER = "枝番の位置データがないため、{number}番地の位置から推定しました。"
READ_AS_PARCEL = "住居表示にこの番号がないため、地番として読みました。"
FAR = "位置データが町からはなれています。地図で確かめてください。"
SAME_ADDRESS = "確認済みの会場「{name}」と同じ住所です。"
SAME_ADDRESSES = "同じ住所に、位置のちがう確認済みの会場が{count}つあります。地図で確かめてください。"
BETWEEN = "近くの確認済みの位置（{near}番地）から推定しました。地図で確かめてください。"
VENUE = "会場名「{name}」の位置です。"
VENUE_ANYWHERE = "市区町村名がないため、登録されている同じ名前の会場から判断しました。"
VENUE_OF_NO_CITY = "登録されている会場の市区町村が分からないため、名前だけで判断しました。地図で確かめてください。"
VENUE_COMMON = "どこにでもある名前のため、この会場でよいか地図で確かめてください。"
HOMONYMS = "「{name}」という会場が{count}か所あります。住所を入力してください。"
VENUE_FAR = "住所の町から{km}kmはなれた同名の会場があります。"
CENTRES = (reasons.TOWN_CENTRE, reasons.NO_NUMBER, *reasons.MISSING, reasons.WHOLE_CENTRE)
OPEN = (MatchLevel.MACHIAZA, MatchLevel.CITY)  # a 町 is placed at its centre, or not at all
METRES_A_DEGREE = 111_195


def finer(match: Match, level: MatchLevel, point: Point, origin: Source, said: str = "", *, sure: bool = True) -> Match:
    """The match at a better point of `origin`; that it shows a 町 centre is no longer said. What was inferred stays unsure."""
    reason = "" if match.reason in CENTRES else match.reason
    for sentence in CENTRES if reason else ():
        reason = reason.replace(sentence, "")
    return at_point(match, level, point, reason + said, match.sure and sure, origin)


@lru_cache(maxsize=20_000)
def key_of(machiaza: str) -> str:
    """The key under which other sources know the 町 of a match."""
    return town_key(machiaza)


def metres(a: Point, b: Point) -> float:
    """The distance of two points of one neighbourhood, on a sphere; right to 1 in 300."""
    return hypot((a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2)), a[1] - b[1]) * METRES_A_DEGREE
