"""図をかく: sheet, lines, pins and names put together into one SVG file without scripts or styles."""

from collections.abc import Sequence
from typing import Any

from geodata.queries.vocabulary import CategoryInfo
from mapapp.documents import render
from mapapp.figure.boxes import Room, Spot, text_width, wrapped
from mapapp.figure.pins import Pin, placed
from mapapp.figure.shapes import KINDS, borders, kind_of, lines_of, names, path, split
from mapapp.figure.sheet import PAPERS, Paper, Sheet
from mapapp.maps.description import MapDescription, features
from mapapp.maps.ink import INK, LEGEND

BARS = tuple(base * 10**power for power in range(6) for base in (10, 20, 50))  # metres
KEY_ROW = 2.2  # height of a row of the legend, in letters
SMALL = 0.75  # size of the credits, in letters


def figure(description: MapDescription, pins: Sequence[Pin] = (), paper: Paper = PAPERS["a4"]) -> str:
    """The description as SVG, in millimetres, at a round scale that stands on it; numbers are those of `pins`."""
    sheet = Sheet(description.bbox, description.srid, paper)
    room = Room(sheet.width, sheet.height, [Spot(8, 9, 14, 16)])  # the corner with the north arrow
    groups = placed(pins, sheet, room)
    written, stations = names(description, sheet, room)
    ground, edges = _ground(description, sheet), _borders(description, sheet)
    key = _key(pins, _lines_seen(ground, edges), sheet)
    sources = "出典: " + "、".join(description.credits) if description.credits else ""
    credits = wrapped(sources, sheet.letter * SMALL, sheet.width)
    below = 1.6 + KEY_ROW * (key[-1]["row"] + 1 if key else 0) + len(credits) + 0.6
    return render(
        "map/figure.svg",
        description=description, sheet=sheet, ink=INK, groups=groups, names=written, stations=stations,
        fills=_fills(description, sheet), ground=ground, borders=edges, bar=_bar(sheet), key=key, key_row=KEY_ROW,
        credits=credits, small=SMALL, height=sheet.height + below * sheet.letter,
    )  # fmt: skip


def _fills(description: MapDescription, sheet: Sheet) -> list[tuple[str, str]]:
    """(ink, path) of what is coloured in: the city, then model districts and what the map is about."""
    outline, areas = split(description)
    found = [("land", feature) for feature in outline or areas]
    for feature in areas:
        sort = kind_of(feature["properties"], description.highlighted).removesuffix("_rough")
        if sort != "real":
            found.append((f"{sort}_tint", feature))
    return [(ink, d) for ink, feature in found if (d := path(lines_of(feature["geometry"]), sheet, closed=True))]


def _ground(description: MapDescription, sheet: Sheet) -> dict[str, list[tuple[str, bool]]]:
    """kind → (path, whether it is a surface) of water, roads and rail."""
    found: dict[str, list[tuple[str, bool]]] = {"water": [], "road": [], "rail": []}
    for feature in features(description.ground):
        kind, geometry = feature["properties"]["kind"], feature["geometry"]
        surface = geometry["type"].endswith("Polygon")
        if kind in found and (d := path(lines_of(geometry), sheet, closed=surface)):
            found[kind].append((d, surface))
    return found


def _borders(description: MapDescription, sheet: Sheet) -> list[tuple[str, bool, str]]:
    """(chosen, model or real; dashed; path), the strongest last."""
    found = borders(split(description)[1], description.highlighted)
    drawn = [(kind, path(found[kind], sheet)) for kind in reversed(KINDS)]
    return [(kind.removesuffix("_rough"), kind.endswith("_rough"), d) for kind, d in drawn if d]


def _bar(sheet: Sheet) -> tuple[str, float]:
    """(what the scale bar says, its length in millimetres): the longest round one in a quarter of the width."""
    metres = max((bar for bar in BARS if sheet.millimetres(bar) <= sheet.width / 4), default=BARS[0])
    return (f"{metres // 1000}km" if metres >= 1000 else f"{metres}m"), sheet.millimetres(metres)


def _lines_seen(ground: dict[str, list[tuple[str, bool]]], edges: list[tuple[str, bool, str]]) -> list[str]:
    """The kinds of line that are on the paper, in LEGEND's order."""
    seen = {kind for kind, drawn in ground.items() if drawn} | {sort for sort, _, _ in edges if sort != "real"}
    seen |= {"rough" if rough else "real" for _, rough, _ in edges}
    return [kind for kind in LEGEND if kind in seen]


def _key(pins: Sequence[Pin], lines: Sequence[str], sheet: Sheet) -> list[dict[str, Any]]:
    """凡例: every 種類 and every line on the map, set in rows; x in millimetres, row from 0."""
    kinds: dict[str, CategoryInfo] = {pin.category.code: pin.category for pin in pins}
    entries: list[tuple[str, Any, str]] = [("pin", kind, kind.name) for kind in kinds.values()]
    if any(pin.coarse for pin in pins):
        entries.append(("coarse", None, "点線のしるしは町の中心（番地までは分かりません）"))
    entries += [("line", kind, LEGEND[kind]) for kind in lines]
    found: list[dict[str, Any]] = []
    x, row = 0.0, 0
    for sort, what, text in entries:
        width = sheet.letter * 4 + text_width(text, sheet.letter)
        if x and x + width > sheet.width:
            x, row = 0.0, row + 1
        found.append({"sort": sort, "what": what, "text": text, "x": x, "row": row})
        x += width
    return found
