"""位置の確かさ and 照合結果: how precise a point is, and a reading of one address that cannot be half right."""

from dataclasses import dataclass
from enum import StrEnum

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
    1.0 everything from 市区町村 down was written; less for each part that was supplied, inferred or written unusually;
    0.0 only when nothing was found. `rest` is 番地以下 in digits and hyphens (`14-8`), `building` what follows it.
    `needs_review` is true for whatever a person should look at, a mere 町 centre included.
    """

    text: str
    level: MatchLevel = MatchLevel.NONE
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
    needs_review: bool = True
    candidates: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a point that stands nowhere and a level that nothing bears out."""
        level, point = self.level, self.point
        if (point is None) != (level is MatchLevel.NONE or level is MatchLevel.PREFECTURE or level is MatchLevel.CITY):
            raise ValueError(f"{level.value} does not go with the point {point}")
        if point is not None and not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            raise ValueError(f"{point} is not a longitude and a latitude")
        if not (self.score == 0 if level is MatchLevel.NONE else 0 < self.score <= 1):
            raise ValueError(f"the score {self.score} does not go with {level.value}")
        if level is MatchLevel.NONE and not self.reason:
            raise ValueError("a text that is not found needs a reason")
