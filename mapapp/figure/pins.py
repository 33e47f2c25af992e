"""紙のピン: marks with the number that the list beside the map gives them, moved apart where they would cover each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from geodata.address.match import MatchLevel
from geodata.queries.cards import Card
from geodata.queries.vocabulary import CategoryInfo
from mapapp.figure.boxes import Room, Spot, text_width
from mapapp.figure.sheet import Dot, Sheet

COLUMNS = 3  # activities of one 会場 beside each other
RINGS = (1.0, 1.6, 2.3, 3.2, 4.4)  # how far a mark may be moved, in its own size
DIRECTIONS = 12


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered mark. `coarse`: its point is only the centre of a 町. `stale`: not confirmed in time."""

    number: int
    lng: float
    lat: float
    name: str
    category: CategoryInfo
    coarse: bool
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A pin drawn: the upper left corner of its shape, its size, and where the number begins."""

    pin: Pin
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Group:
    """The pins of one point, and the line to it where they had to move."""

    at: Dot
    marks: tuple[Mark, ...]
    leader: Dot | None


def pins_of(cards: Iterable[Card], first: int = 1) -> tuple[Pin, ...]:
    """Pins numbered as the list is; what has no point keeps its number and gets no pin."""
    numbered = enumerate(cards, first)
    return tuple(
        Pin(number, card.lng, card.lat, card.name, card.category, card.level <= MatchLevel.MACHIAZA, card.stale)
        for number, card in numbered
        if card.lng is not None and card.lat is not None
    )


def placed(pins: Sequence[Pin], sheet: Sheet, room: Room) -> list[Group]:
    """Every pin on the paper. Points are kept free of other points' marks as far as there is room."""
    points: dict[tuple[float, float], list[Pin]] = {}
    for pin in pins:
        points.setdefault((round(pin.lng, 6), round(pin.lat, 6)), []).append(pin)
    dots = dict(zip(points, sheet.dots(list(points)), strict=True)) if points else {}
    seen = sorted((point for point in points if sheet.holds([dots[point]])), key=lambda point: dots[point][::-1])
    for point in seen:
        room.taken.append(Spot(*dots[point], 1, 1))
    return [_group(points[point], dots[point], sheet.letter, room) for point in seen]


def _group(pins: list[Pin], at: Dot, letter: float, room: Room) -> Group:
    size = letter * 1.65
    unit = size + text_width(str(max(pin.number for pin in pins)), letter) + letter * 0.35
    columns = min(COLUMNS, len(pins))
    rows = -(-len(pins) // columns)
    wide, high = unit * columns, size * 1.1 * rows
    whole = Spot(at[0] + (wide - size) / 2, at[1] + (high - size) / 2, wide, high)  # the first shape stands on the point
    room.taken.remove(Spot(*at, 1, 1))
    spot = room.first_free(_spots(whole, size))
    if spot is None:
        spot = whole
        room.taken.append(whole)
    corner = (spot.x - spot.width / 2, spot.y - spot.height / 2)
    marks = tuple(
        Mark(pin, corner[0] + (i % columns) * unit, corner[1] + (i // columns) * size * 1.1, size)
        for i, pin in enumerate(pins)
    )
    if spot.x == whole.x and spot.y == whole.y:
        return Group(at, marks, None)
    leader = _nearest(at, spot)
    room.taken += _along(at, leader)
    return Group(at, marks, leader)


def _nearest(at: Dot, spot: Spot) -> Dot:
    """The point of a box that is nearest to a dot."""
    half, tall = spot.width / 2, spot.height / 2
    return min(max(at[0], spot.x - half), spot.x + half), min(max(at[1], spot.y - tall), spot.y + tall)


def _along(start: Dot, end: Dot) -> list[Spot]:
    """Small boxes over a line, a millimetre apart, so that no name is written across it."""
    steps = max(1, round(hypot(end[0] - start[0], end[1] - start[1])))
    return [
        Spot(start[0] + (end[0] - start[0]) * i / steps, start[1] + (end[1] - start[1]) * i / steps, 0.6, 0.6)
        for i in range(steps)
    ]


def _spots(box: Spot, size: float) -> Iterator[Spot]:
    """Here, then further and further around."""
    yield box
    for ring in RINGS:
        for step in range(DIRECTIONS):
            turn = 2 * pi * step / DIRECTIONS
            dx, dy = cos(turn) * (box.width / 2 + ring * size), sin(turn) * (box.height / 2 + ring * size)
            yield Spot(box.x + dx, box.y + dy, box.width, box.height)
