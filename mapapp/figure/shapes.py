"""紙の線と文字: the areas and the ground of a description as paths and names on a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mapapp.figure.boxes import Room, Spot, around, text_width
from mapapp.figure.sheet import Dot, Sheet
from mapapp.maps.description import MapDescription, features

Line = Sequence[Sequence[float]]
KINDS = ("chosen", "chosen_rough", "model", "model_rough", "real", "real_rough")  # the first wins a common border


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the map. `kind` chooses its ink, `size` is in millimetres."""

    text: str
    kind: str
    x: float
    y: float
    size: float


def kind_of(properties: dict[str, Any], highlighted: tuple[str, ...]) -> str:
    """Which border an area is drawn with."""
    sort = "chosen" if properties["code"] in highlighted else "model" if properties["model"] else "real"
    return f"{sort}_rough" if properties["approximate"] else sort


def split(description: MapDescription) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(the city's outline, the 区域)."""
    outline: list[dict[str, Any]] = []
    areas: list[dict[str, Any]] = []
    for feature in features(description.areas):
        (outline if feature["properties"]["kind"] == "municipality" else areas).append(feature)
    return outline, areas


def lines_of(geometry: dict[str, Any]) -> list[Line]:
    """The rings of polygons, the lines of lines; points have none."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        return [coordinates]
    if kind in ("Polygon", "MultiLineString"):
        return list(coordinates)
    return [ring for part in coordinates for ring in part] if kind == "MultiPolygon" else []


def path(lines: Sequence[Line], sheet: Sheet, closed: bool = False) -> str:
    """SVG path data of the lines that can be seen, or an empty text."""
    drawn = [sheet.dots(line) for line in lines if len(line) > 1]
    end = "z" if closed else ""
    return "".join(f"M{'L'.join(f'{x:.2f} {y:.2f}' for x, y in dots)}{end}" for dots in drawn if sheet.holds(dots))


def borders(areas: list[dict[str, Any]], highlighted: tuple[str, ...]) -> dict[str, list[Line]]:
    """Each border once, by kind: dashes drawn twice over each other would run together into a solid line."""
    found: dict[str, list[Line]] = {kind: [] for kind in KINDS}
    drawn: set[tuple[tuple[float, ...], ...]] = set()
    for kind, feature in sorted(
        ((kind_of(f["properties"], highlighted), f) for f in areas), key=lambda pair: KINDS.index(pair[0])
    ):
        for ring in lines_of(feature["geometry"]):
            found[kind].extend(_undrawn(ring, drawn))
    return found


def _undrawn(ring: Line, drawn: set[tuple[tuple[float, ...], ...]]) -> Iterator[Line]:
    line: list[Sequence[float]] = []
    for a, b in pairwise(ring):
        key = tuple(sorted((tuple(a), tuple(b))))
        if key in drawn:
            if line:
                yield line
            line = []
            continue
        drawn.add(key)
        line = [*line, b] if line else [a, b]
    if line:
        yield line


def names(description: MapDescription, sheet: Sheet, room: Room) -> tuple[list[Name], list[Dot]]:
    """(names that found room, the most important first; the marks of the stations)."""
    _, areas = split(description)
    ground = features(description.ground)
    stations = [f for f in ground if f["properties"]["kind"] == "station"]
    places = [f for f in ground if f["properties"]["kind"] == "place"]
    dots = [dot for f in stations for dot in sheet.dots([f["geometry"]["coordinates"]]) if sheet.holds([dot])]
    room.taken += [Spot(*dot, sheet.letter, sheet.letter) for dot in dots]
    found: list[Name] = []
    for feature in sorted(areas, key=lambda f: _rank(f["properties"], description)):
        found += _area_name(feature["properties"], description, sheet, room)
    for feature in stations:
        found += _named(feature, "station", sheet, room, ((0.5, 0), (-0.5, 0), (0, -1), (0, 1)), 1.0)
    for feature in sorted(places, key=lambda f: f["properties"]["name"].endswith("丁目")):
        found += _named(feature, "place", sheet, room, ((0, 0), (0, -1), (0, 1)), 0.0)
    return found, dots


def _rank(properties: dict[str, Any], description: MapDescription) -> tuple[bool, float]:
    """What the map is about first, then the roomiest."""
    return properties["code"] not in description.highlighted, -properties["room_m"]


def _area_name(properties: dict[str, Any], description: MapDescription, sheet: Sheet, room: Room) -> list[Name]:
    chosen = properties["code"] in description.highlighted
    size = sheet.letter * (1.25 if chosen else 1.0)
    width = text_width(properties["name"], size)
    if not chosen and width > 3 * sheet.millimetres(properties["room_m"]):
        return []
    kind = "chosen" if chosen or properties["model"] else "area"
    at = sheet.dots([properties["at"]])[0]
    spots = around(at, width, size * 1.3, ((0, 0), (0, -1), (0, 1), (0, -2), (0, 2)))
    return _placed(properties["name"], kind, spots, size, room)


def _named(
    feature: dict[str, Any], kind: str, sheet: Sheet, room: Room, offsets: Sequence[Dot], beside: float
) -> list[Name]:
    """A name at a point; `beside` letters away from it where a mark stands there."""
    text = feature["properties"]["name"]
    size = sheet.letter * (0.95 if kind == "station" else 0.88)
    width = text_width(text, size) + beside * sheet.letter
    at = sheet.dots([feature["geometry"]["coordinates"]])[0]
    return _placed(text, kind, around(at, width, size * 1.3, offsets), size, room)


def _placed(text: str, kind: str, spots: list[Spot], size: float, room: Room) -> list[Name]:
    spot = room.first_free(spots) if text else None
    return [Name(text, kind, spot.x, spot.y, size)] if spot else []
