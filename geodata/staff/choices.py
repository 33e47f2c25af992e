"""位置の候補: where a 会場 may stand, as the geocoder reads its address, its name and whatever staff look for."""

from dataclasses import dataclass

from geodata.address.geocoder import Geocoder
from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import Match, MatchLevel
from geodata.staff.placing import Waiting

MOST = 9
SAME_POINT = 5  # decimals of a degree, a metre


@dataclass(frozen=True, slots=True)
class Choice:
    """One point to choose, lon-lat, with what it is, how sure it is, and whose it is."""

    words: str
    level: MatchLevel
    source: str
    lng: float
    lat: float

    @property
    def level_words(self) -> str:
        """How sure it is, in words."""
        return LEVEL_WORDS[self.level]


def choices(geocoder: Geocoder, place: Waiting, within: str, looked_for: str = "") -> list[Choice]:
    """Points for a 会場, the surest first: of the words looked for, its address, its name, and the 町 that may be meant."""
    asked = [text for text in (looked_for, place.address, place.name, place.building) if text]
    found = [one for match in geocoder.locate_many(asked, within) for one in _of(match)]
    own = {_at(place.lng, place.lat)} if place.lng is not None and place.lat is not None else set()
    kept: dict[tuple[float, float], Choice] = {}
    for one in sorted(found, key=lambda one: -one.level.rank):
        at = _at(one.lng, one.lat)
        if at not in own:
            kept.setdefault(at, one)
    return list(kept.values())[:MOST]


def _of(match: Match) -> list[Choice]:
    made = []
    if match.point is not None:
        words = f"{match.city}{match.machiaza}{match.rest}" if match.level is not MatchLevel.VENUE else match.text.split("\n")[0]
        made.append(Choice(words[:100], match.level, match.origin.name, *match.point))
    for one in match.candidates:
        if one.point is not None:
            made.append(Choice(str(one)[:100], MatchLevel.MACHIAZA, "", *one.point))
    return made


def _at(lng: float, lat: float) -> tuple[float, float]:
    return round(lng, SAME_POINT), round(lat, SAME_POINT)
