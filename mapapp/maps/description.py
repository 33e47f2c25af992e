"""地図の説明書: what a map shows, said once and rendered three ways (live, standalone, printed)."""

from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup

from mapapp.maps.ink import LEGEND

Box = tuple[float, float, float, float]
"""(west, south, east, north) in degrees, EPSG:4326."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """背景タイル, only where an administrator has set them."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class MapDescription:
    """What is seen: `areas` and `ground` are GeoJSON FeatureCollections in lon-lat (geodata.queries.ground).

    `highlighted` are the codes of the areas the map is about, `srid` the plane CRS it is printed in, `credits` the
    sources to name.
    """

    title: str
    bbox: Box
    areas: bytes
    ground: bytes
    srid: int
    highlighted: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    tiles: Tiles | None = None

    def __post_init__(self) -> None:
        west, south, east, north = self.bbox
        if not (-180 <= west < east <= 180 and -90 < south < north < 90):
            raise ValueError(f"{self.bbox} is no box of lon-lat")

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """(kind of line, its name) for the kinds of line that are on this map, in LEGEND's order."""
        seen = {feature["properties"]["kind"] for feature in features(self.ground)}
        for feature in features(self.areas):
            seen |= lines(feature["properties"], self.highlighted)
        return tuple((kind, name) for kind, name in LEGEND.items() if kind in seen)


def lines(properties: dict[str, Any], highlighted: tuple[str, ...]) -> set[str]:
    """The lines an area is drawn with: chosen or model, and real or rough where its border is only about there."""
    if properties["kind"] == "municipality":
        return set()
    found = {"rough"} if properties["approximate"] else {"real"}
    if properties["code"] in highlighted:
        found.add("chosen")
    elif properties["model"]:
        found.add("model")
    return found


def features(geojson: bytes) -> list[dict[str, Any]]:
    """The features of a FeatureCollection."""
    found: list[dict[str, Any]] = orjson.loads(geojson)["features"]
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """A live map in parts for a Jinja page: links for the head, the element, and the address of its script."""

    header: Markup
    html: Markup
    script_url: str
    tiles_url: str | None = None
    tiles_attribution: str | None = None
