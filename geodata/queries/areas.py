"""自治会と地区のページ: what is here, and what is a walk away in the neighbour's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geodata.errors import UnknownArea, UnknownDistrict
from geodata.filters.apply import in_areas
from geodata.models import Area, Place
from geodata.publication import is_public
from geodata.queries.cards import DETOUR, METRES_A_MINUTE, Card, card_rows, cards, in_order, on_earth

if TYPE_CHECKING:
    from geodata.queries.vocabulary import AreaInfo, DistrictInfo, Vocabulary

WALK_AWAY_MINUTES = 10
WALK_AWAY_M = WALK_AWAY_MINUTES * METRES_A_MINUTE / DETOUR


@dataclass(frozen=True, slots=True)
class AreaPage:
    """What a 区域 has and what is near its border; `counts` by category code over `here`."""

    area: "AreaInfo"
    here: tuple[Card, ...]
    near: tuple[Card, ...]
    counts: dict[str, int]
    districts: tuple["DistrictInfo", ...]


@dataclass(frozen=True, slots=True)
class DistrictPage:
    """The same for the 自治会 of a 地区 taken together."""

    district: "DistrictInfo"
    areas: tuple["AreaInfo", ...]
    here: tuple[Card, ...]
    near: tuple[Card, ...]
    counts: dict[str, int]


def area_page(session: Session, code: str, vocabulary: "Vocabulary") -> AreaPage:
    """One 区域. Raises UnknownArea."""
    area = vocabulary.areas.get(code)
    if area is None:
        raise UnknownArea("その区域は台帳にありません。自治会の一覧から選びなおしてください。")
    here, near = _here_and_near(session, (code,), vocabulary)
    districts = tuple(d for d in vocabulary.districts.values() if code in d.area_codes)
    return AreaPage(area, here, near, _counts(here), districts)


def district_page(session: Session, slug: str, vocabulary: "Vocabulary") -> DistrictPage:
    """One 地区. Raises UnknownDistrict."""
    district = vocabulary.districts.get(slug)
    if district is None:
        raise UnknownDistrict("その地区は台帳にありません。地区の一覧から選びなおしてください。")
    here, near = _here_and_near(session, district.area_codes, vocabulary)
    areas = tuple(vocabulary.areas[code] for code in district.area_codes)
    return DistrictPage(district, areas, here, near, _counts(here))


def _here_and_near(
    session: Session, codes: tuple[str, ...], vocabulary: "Vocabulary"
) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    public = is_public(vocabulary.municipality)
    inside = card_rows().where(*public, in_areas(codes)).order_by(*in_order())
    here = cards(session, inside, vocabulary)
    near = cards(session, _near(codes).where(*public), vocabulary)
    return here, near


def _near(codes: tuple[str, ...]) -> Select[Any]:
    """Outside, but within a walk of the border; nearest first."""
    border = select(func.ST_Union(Area.boundary)).where(Area.code.in_(codes)).scalar_subquery()
    there = on_earth(Place.published_location)
    distance = func.ST_Distance(there, on_earth(border))
    return (
        card_rows(distance)
        .where(func.ST_DWithin(there, on_earth(border), WALK_AWAY_M))
        .where(~in_areas(codes))
        .order_by(distance, *in_order())
    )


def _counts(here: tuple[Card, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for card in here:
        counts[card.category.code] = counts.get(card.category.code, 0) + 1
    return counts
