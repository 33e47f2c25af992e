"""会場を決める: a 会場 is found again or made, with its point, its level, and what residents may see of it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from math import cos, hypot, radians

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.address.match import Match, MatchLevel, Point
from geodata.address.reasons import INFERRED_CHOME, TOWN_CENTRE
from geodata.japanese import search_form
from geodata.keeping.halls import Halls
from geodata.keeping.venue import PlaceDraft
from geodata.models import Place

Say = Callable[[str], None]
FROM_ADDRESS, FROM_FILE = "住所から", "ファイルの座標"
ROOM = re.compile(r"\s+\S*(階|室|広間|ホール|号|ロビー)\S*$")  # 見本・会館　1階 is held at 見本・会館
FAR_FROM_ITS_TOWN_M = 5_000
ORDINARY = (INFERRED_CHOME, TOWN_CENTRE)  # what holds for every address without a point of its own
HOME, HOMES = "個人宅", "h:"  # all that a private home is called, and how the key of one begins that its list calls so


@dataclass(frozen=True, slots=True)
class Placed:
    """A 会場 ready to be written. `key` is place.address_key; `published` is what residents see of it."""

    key: str
    name: str
    draft: PlaceDraft
    match: Match
    point: Point | None
    level: MatchLevel
    source: str
    needs_review: bool
    published: Point | None
    published_level: MatchLevel
    published_address: str


def known_places(session: Session, municipality: str) -> dict[str, tuple[int, MatchLevel, bool]]:
    """address_key → id, level and whether its point is for staff alone to change, of every 会場 of the municipality."""
    columns = (Place.address_key, Place.id, Place.level, left_to_staff())
    stmt = select(*columns).where(Place.municipality_code == municipality)
    return {key: (id_, level, confirmed) for key, id_, level, confirmed in session.execute(stmt)}


def left_to_staff() -> ColumnElement[bool]:
    """会場 whose point no list changes: staff confirmed it, or made it a private home of what the list calls a hall."""
    return or_(Place.confirmed_on.is_not(None), and_(Place.private_home, ~Place.address_key.startswith(HOMES)))


def placed_at(place: PlaceDraft, match: Match, geocoder: Geocoder, *, called: str, say: Say) -> Placed:
    """The 会場 with its point. `called`: the activity, whose name a 会場 without one and without a number bears."""
    point, level, source, review = match.point, match.level, FROM_ADDRESS, match.needs_review
    if place.point:
        far = match.point is not None and _metres(place.point, match.point) > FAR_FROM_ITS_TOWN_M
        if far:
            say("緯度・経度が住所の町から5km以上はなれています。どちらが正しいか確かめてください。")
        point, level, source, review = place.point, place.level, FROM_FILE, far or place.level < MatchLevel.BLOCK
    name = place.name or ("" if match.rest else called)
    placed = Placed(key_of(place, name, match), name, place, match, point, level, source, review, point, level, place.address)
    return only_its_town(placed, geocoder) if place.private_home else placed


def only_its_town(home: Placed, geocoder: Geocoder) -> Placed:
    """A private home as residents may know it: the middle of its 町, and nobody's name."""
    match = home.match
    town = f"{match.pref}{match.city}{match.machiaza}"
    centre = match if match.level is MatchLevel.MACHIAZA else geocoder.locate(town) if match.machiaza else None
    known = centre is not None and centre.level is MatchLevel.MACHIAZA
    return replace(
        home, name=HOME, published=centre.point if centre and known else None,
        published_level=MatchLevel.MACHIAZA if known else MatchLevel.NONE,
        published_address=f"{town}（個人宅のため町名まで）" if match.machiaza else "（個人宅のため非公開）",
    )  # fmt: skip


def found_among(halls: Halls, placed: Placed, say: Say) -> Placed:
    """The 会場 by its name where no number was given; what its address could not give is told."""
    place, match = placed.draft, placed.match
    if not place.point and not place.private_home and place.name and not match.rest:
        key = halls.find(_plain_name(place.name), match.city_code, match.machiaza)
        if key:
            return replace(placed, key=key)
    reason = match.reason
    if match.point is not None and match.rest:
        reason = reduce(lambda text, usual: text.replace(usual, ""), ORDINARY, reason)
    if place.address and not place.point and reason:
        one_line = "".join(place.address.split("\n")).strip()
        say(f"住所「{one_line[:40]}」: {reason}")
    return placed


def key_of(place: PlaceDraft, said: str, match: Match) -> str:
    """The number in its 町 and the 会場's name without its room; without a number, name and address as they are written."""
    name = _plain_name(said)
    home = HOMES if place.private_home else ""
    if match.machiaza and match.rest:
        return f"{home}a:{match.city_code}:{match.machiaza}:{match.rest}:{name}"[:300]
    return f"{home}n:{name}:{search_form(place.address + place.building)}"[:300]


def _plain_name(name: str) -> str:
    return search_form(ROOM.sub("", unicodedata.normalize("NFKC", name)))


def _metres(a: Point, b: Point) -> float:
    """Close enough for telling 5 km: degrees on a sphere."""
    return hypot((a[0] - b[0]) * cos(radians(a[1])), a[1] - b[1]) * 111_195
