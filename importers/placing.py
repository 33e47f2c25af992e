"""会場を決める: each draft's 会場 is found again or made, with its point, its level, and what residents may see of it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.address.match import Match, MatchLevel, Point
from geodata.japanese import search_form
from geodata.models import Place
from importers.drafts import Draft
from importers.venue import PlaceDraft

FROM_ADDRESS, FROM_FILE = "住所から", "ファイルの座標"
ROOM = re.compile(r"\s+\S*(階|室|広間|ホール|号|ロビー)\S*$")  # 見本・会館　1階 is held at 見本・会館
FAR_FROM_ITS_TOWN_M = 5_000


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


def place_all(drafts: Sequence[Draft], geocoder: Geocoder, within: str | None) -> list[Placed | None]:
    """The 会場 of each draft, None for one without (online, visiting, moving); problems are added to the drafts."""
    matches = iter(geocoder.locate_many([d.place.address for d in drafts if d.place], within=within))
    return [_placed(draft, draft.place, next(matches)) if draft.place else None for draft in drafts]


def known_places(session: Session, municipality: str) -> dict[str, tuple[int, MatchLevel, bool]]:
    """address_key → id, level and whether staff confirmed the point, of every 会場 of the municipality."""
    columns = (Place.address_key, Place.id, Place.level, Place.confirmed_on.is_not(None))
    stmt = select(*columns).where(Place.municipality_code == municipality)
    return {key: (id_, level, confirmed) for key, id_, level, confirmed in session.execute(stmt)}


def _placed(draft: Draft, place: PlaceDraft, match: Match) -> Placed:
    point, level, source = match.point, match.level, FROM_ADDRESS
    review = match.needs_review
    if place.point:
        far = match.point is not None and _metres(place.point, match.point) > FAR_FROM_ITS_TOWN_M
        if far:
            draft.say("緯度・経度が住所の町から5km以上はなれています。どちらが正しいか確かめてください。")
        point, level, source, review = place.point, MatchLevel.VENUE, FROM_FILE, far
    elif place.address and (point is None or not match.rest):
        draft.say(f"住所「{place.address[:40]}」: {match.reason}")
    published, published_level, address = point, level, place.address
    if place.private_home:
        published = match.point if match.level is MatchLevel.MACHIAZA else None
        published_level = MatchLevel.MACHIAZA if published else MatchLevel.NONE
        town = f"{match.pref}{match.city}{match.machiaza}"
        address = f"{town}（個人宅のため町名まで）" if match.machiaza else "（個人宅のため非公開）"
    name = place.name or ("" if match.rest else draft.values["name"])
    return Placed(
        _key(place, name, match), name, place, match, point, level, source, review, published, published_level, address
    )


def _key(place: PlaceDraft, said: str, match: Match) -> str:
    """The number in its 町 and the 会場's name without its room; without a number, name and address as they are written."""
    name = search_form(ROOM.sub("", unicodedata.normalize("NFKC", said)))
    home = "h:" if place.private_home else ""
    if match.machiaza and match.rest:
        return f"{home}a:{match.city_code}:{match.machiaza}:{match.rest}:{name}"[:300]
    return f"{home}n:{name}:{search_form(place.address + place.building)}"[:300]


def _metres(a: Point, b: Point) -> float:
    """Close enough for telling 5 km: degrees on a sphere."""
    return hypot((a[0] - b[0]) * cos(radians(a[1])), a[1] - b[1]) * 111_195
