"""位置の確かさ and 照合結果: how precise a point is, and a reading of one address that cannot be half right."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Point = tuple[float, float]
"""(lng, lat) in degrees, EPSG:4326; JGD2011 is taken as equal."""


class MatchLevel(StrEnum):
    """位置の確かさ, worst to best. Levels compare by precision, not by spelling."""

    NONE = "none"  # 読み取れない
    PREFECTURE = "prefecture"  # 都道府県
    CITY = "city"  # 市区町村
    MACHIAZA = "machiaza"  # 町・丁目・字の代表点
    INTERPOLATED = "interpolated"  # 近くの番地からの推定
    BLOCK = "block"  # 街区
    RESIDENCE = "residence"  # 住居番号 (号)
    PARCEL = "parcel"  # 地番
    VENUE = "venue"  # 会場・施設そのもの

    @property
    def rank(self) -> int:
        """0 for none … 8 for venue."""
        return RANKS[self]

    def __lt__(self, other: str) -> bool:
        return self.rank < MatchLevel(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= MatchLevel(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > MatchLevel(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= MatchLevel(other).rank


RANKS = {level: rank for rank, level in enumerate(MatchLevel)}
NONE, MACHIAZA = MatchLevel.NONE, MatchLevel.MACHIAZA
POINTLESS = frozenset((MatchLevel.NONE, MatchLevel.PREFECTURE, MatchLevel.CITY))
ROUGH = POINTLESS | {MatchLevel.MACHIAZA}


class Source(NamedTuple):
    """出典: who says where a point lies, and of when: a date (2026-04-01), or the edition as the source calls it."""

    name: str = ""
    dated: str = ""


NO_SOURCE = Source()


@dataclass(frozen=True, slots=True)
class Candidate:
    """候補: a 町 that the text may also mean, for a person to choose from."""

    pref: str
    city: str
    city_code: str
    machiaza: str
    point: Point | None = None

    def __str__(self) -> str:
        return f"{self.pref}{self.city}{self.machiaza}"


@dataclass(frozen=True, slots=True)
class Match:
    """照合結果 of one address: what was found, how surely, and in Japanese why no better.

    `score` (0–1) says how surely the text names the place found, not how precise the point is (`level` says that):
    1.0 everything from 市区町村 down was written; each part that was supplied, inferred, renamed or left aside takes some
    of it away (docs/geocoding.md lists how much); 0.0 only when nothing was found. Below 0.5 another place is as likely.

    `rest` is 番地以下 in digits and hyphens (`14-8`), `building` what follows it at the same address, and `unread` what
    stands behind and was left aside: a 町 that nobody knows, a ※ note, a second address. `jukyo` says whether `rest` counts
    by 住居表示 (14番8号) or by 地番 (14番地8); None when the 町 is not known to be either, and both must be tried.
    `sure` is false when something was inferred, renamed, supplied or left aside, whatever the level. `origin` is the
    source of the point.
    """

    text: str
    level: MatchLevel = NONE
    point: Point | None = None
    score: float = 0.0
    pref: str = ""
    city: str = ""
    city_code: str = ""
    machiaza: str = ""
    rest: str = ""
    building: str = ""
    code: str = ""
    reason: str = ""
    unread: str = ""
    sure: bool = True
    jukyo: bool | None = None
    candidates: tuple[Candidate, ...] = ()
    origin: Source = NO_SOURCE

    def __post_init__(self) -> None:
        """Refuse a point that stands nowhere and a level that nothing bears out."""
        level, point = self.level, self.point
        if point is None:
            if level not in POINTLESS:
                raise ValueError(f"{level.value} does not go without a point")
        elif level in POINTLESS:
            raise ValueError(f"{level.value} does not go with the point {point}")
        elif not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            raise ValueError(f"{point} is not a longitude and a latitude")
        if level is NONE:
            if self.score or not self.reason:
                raise ValueError("a text that is not found has no score, and needs a reason")
        elif not 0 < self.score <= 1:
            raise ValueError(f"the score {self.score} does not go with {level.value}")

    @property
    def needs_review(self) -> bool:
        """要確認: whether a person should look at it: whatever is not sure, and whatever is no better than a 町 centre."""
        return not self.sure or self.level in ROUGH

    @property
    def matched(self) -> MatchLevel:
        """読み取れた細かさ: how far down a source knows what was written; `level` is that of the point, and may be less or more.

        A 町 that has no point is `machiaza` at level `city`; a 番地 guessed between two others `interpolated`, but the 町 is
        all that was found: `machiaza`.
        """
        if self.level is MatchLevel.INTERPOLATED or (self.level is MatchLevel.CITY and self.machiaza):
            return MatchLevel.MACHIAZA
        return self.level

    @property
    def source(self) -> str:
        """出典: whose the point is; "" without a point."""
        return self.origin.name

    @property
    def dated(self) -> str:
        """The date or edition of that source, as it gives it."""
        return self.origin.dated


class _Draft:
    """A match before it is one: the same fields, not yet frozen."""

    __slots__ = Match.__slots__


def at_town(
    text: str, point: Point, score: float, pref: str, city: str, city_code: str, machiaza: str, rest: str, building: str,
    code: str, reason: str, unread: str, sure: bool, jukyo: bool | None, origin: Source,
) -> Match:
    """A match of the level `machiaza`, as Match makes it but not looked at again: seven times as fast, for each text has one."""
    draft: Any = _Draft()
    draft.text, draft.level, draft.point = text, MACHIAZA, point
    draft.score, draft.pref, draft.city = score, pref, city
    draft.city_code, draft.machiaza, draft.rest = city_code, machiaza, rest
    draft.building, draft.code, draft.reason = building, code, reason
    draft.unread, draft.sure, draft.jukyo = unread, sure, jukyo
    draft.candidates, draft.origin, draft.__class__ = (), origin, Match
    match: Match = draft
    return match


def at_point(match: Match, level: MatchLevel, point: Point, reason: str, sure: bool, origin: Source) -> Match:
    """The match at a point and its level, as dataclasses.replace makes it but not looked at again: a list has one for each row."""
    draft: Any = _Draft()
    draft.text, draft.level, draft.point, draft.score = match.text, level, point, match.score
    draft.pref, draft.city, draft.city_code, draft.machiaza = match.pref, match.city, match.city_code, match.machiaza
    draft.rest, draft.building, draft.code, draft.reason = match.rest, match.building, match.code, reason
    draft.unread, draft.sure, draft.jukyo, draft.candidates, draft.origin = match.unread, sure, match.jukyo, match.candidates, origin
    draft.__class__ = Match
    made: Match = draft
    return made
