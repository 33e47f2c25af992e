"""町字 and 市区町村 as the dictionary keeps them."""

from dataclasses import dataclass
from typing import NamedTuple

from geodata.address.match import NO_SOURCE, Point, Source

NO_OAZA = "（大字なし）"


def label(name: str, koaza: str) -> str:
    """The two parts of a 町字's name as one; 「（大字なし）」 is not said."""
    return koaza if name == NO_OAZA else name + koaza


@dataclass(frozen=True, slots=True)
class Municipality:
    """市区町村: six-digit code, 都道府県, and the name with 郡 or 政令市 in front (生駒郡平群町, 札幌市中央区)."""

    code: str
    pref: str
    city: str


class Entry(NamedTuple):
    """What an answer needs of a 町字: its name to show, 町字ID or "", its point, whether 住居表示 holds there, and who says so.

    `inherited` tells that the point is that of its 大字, or of what lies in it.
    """

    label: str
    code: str
    point: Point | None
    jukyo: bool | None
    origin: Source
    inherited: bool


@dataclass(frozen=True, slots=True)
class Town:
    """町字: one entry of the dictionary. `lng`, `lat` in EPSG:4326, both or neither; `code` is the 町字ID if known.

    `jukyo` is true where 住居表示 is in force, false where 地番 are used, None where the source does not say. `origin` is
    the source of it all; a point that is `inherited` is not its own, but that of its 大字 or of what lies in it.
    """

    city_code: str
    pref: str
    city: str
    name: str
    koaza: str = ""
    kana: str = ""
    code: str = ""
    lng: float | None = None
    lat: float | None = None
    jukyo: bool | None = None
    origin: Source = NO_SOURCE
    inherited: bool = False

    def __post_init__(self) -> None:
        """Refuse half a point and letters that would break a record."""
        if (self.lng is None) != (self.lat is None):
            raise ValueError(f"{self.label} has half a point")
        written = self.name + self.koaza + self.kana + self.code
        if "\t" in written or "\n" in written:
            raise ValueError(f"{self.label!r} holds a tab or a line break")

    @property
    def label(self) -> str:
        """The name to show: 元町一丁目, 前芝町加藤."""
        return label(self.name, self.koaza)

    @property
    def point(self) -> Point | None:
        """(lng, lat), if the source has one."""
        return None if self.lng is None or self.lat is None else (self.lng, self.lat)

    @property
    def municipality(self) -> Municipality:
        """The 市区町村 it lies in."""
        return Municipality(self.city_code, self.pref, self.city)
