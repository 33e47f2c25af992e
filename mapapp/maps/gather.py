"""地図に何をのせるか: the scope of a map — city, 自治会 or 地区 — and its description from the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.errors import UnknownArea, UnknownDistrict
from geodata.models import AreaKind
from geodata.queries.ground import basemap_credits, boundaries, ground, plane_srid
from geodata.queries.vocabulary import Vocabulary
from mapapp.maps.description import Box, MapDescription, Tiles
from mapapp.store import Store

DRAWN = (AreaKind.JICHIKAI, AreaKind.MUNICIPALITY)
JAPAN: Box = (122.9, 24.0, 146.0, 45.6)  # where nothing is loaded yet


@dataclass(frozen=True, slots=True)
class Scope:
    """What a map is about. `key` goes into addresses: city, area-CODE or district-SLUG."""

    key: str
    title: str
    codes: tuple[str, ...] = ()


def city_scope(vocabulary: Vocabulary) -> Scope:
    """The whole city."""
    return Scope("city", f"{vocabulary.city_name}の地図")


def area_scope(vocabulary: Vocabulary, code: str) -> Scope:
    """One 区域. Raises UnknownArea."""
    area = vocabulary.areas.get(code)
    if area is None:
        raise UnknownArea("その区域は台帳にありません。自治会の一覧から選びなおしてください。")
    return Scope(f"area-{code}", f"{area.name}の地図", (code,))


def district_scope(vocabulary: Vocabulary, slug: str) -> Scope:
    """The 自治会 of one 地区. Raises UnknownDistrict."""
    district = vocabulary.districts.get(slug)
    if district is None:
        raise UnknownDistrict("その地区は台帳にありません。地区の一覧から選びなおしてください。")
    return Scope(f"district-{slug}", f"{district.name}の地図", district.area_codes)


def scope_of(vocabulary: Vocabulary, key: str) -> Scope:
    """The scope that a key names. Raises UnknownArea or UnknownDistrict."""
    kind, _, name = key.partition("-")
    if kind == "area":
        return area_scope(vocabulary, name)
    if kind == "district":
        return district_scope(vocabulary, name)
    if key == "city":
        return city_scope(vocabulary)
    raise UnknownArea("その地図はありません。")


def describe(store: Store, scope: Scope) -> MapDescription:
    """The description of a scope; the shapes are read once for each version of the data and shared by all scopes."""
    vocabulary, settings = store.vocabulary(), store.settings
    city, session = settings.municipality, store.session()
    credits = store.kept("map credits", lambda: basemap_credits(session, city))
    return MapDescription(
        title=scope.title,
        bbox=_box(vocabulary, scope.codes),
        areas=store.kept("map areas", lambda: boundaries(session, city, DRAWN)),
        ground=store.kept("map ground", lambda: ground(session, city)),
        srid=store.kept("map srid", lambda: plane_srid(session, city)),
        highlighted=scope.codes,
        credits=tuple(dict.fromkeys((*vocabulary.credits, *credits))),
        tiles=Tiles(settings.tiles_url, settings.tiles_attribution or "") if settings.tiles_url else None,
    )


def _box(vocabulary: Vocabulary, codes: tuple[str, ...]) -> Box:
    """Around the areas; else around the city, its 自治会, or at least its 町."""
    areas = vocabulary.areas
    chosen = [areas[code].bbox for code in codes]
    city = [area.bbox for area in areas.values() if area.kind is AreaKind.MUNICIPALITY]
    towns = [(town.lng - 0.01, town.lat - 0.01, town.lng + 0.01, town.lat + 0.01) for town in vocabulary.towns.values()]
    return _around(chosen or city or [area.bbox for area in areas.values()] or towns or [JAPAN])


def _around(boxes: Iterable[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
