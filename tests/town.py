"""A town drawn in letters, after Nominatim's tests: a test shows its map, and things stand where it says.

    town = Town('''
        a . b . c
        . . 1 . .
        d . e . f
    ''')
    west = jichikai(db, "西町", town.area("abed"))
    hall = resource(db, "公民館の会", at=town["1"])

Two letters side by side are STEP degrees apart, some 90 m from west to east. All is in lon-lat (EPSG:4326).
"""

import itertools
from typing import Any, TypeVar

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.japanese import bigrams, search_form
from geodata.models import Answer, Area, AreaKind, Mode, Place, Resource, Status, Visibility

IKOMA = "292095"
STEP = 0.001
SOUTH_WEST = (135.70, 34.69)  # where the last line of a drawing begins
numbers = itertools.count(1)

Position = tuple[float, float]
Row = TypeVar("Row", Area, Place, Resource)


class Town:
    """A drawing: letters and digits are points, dots are ground."""

    def __init__(self, drawing: str, *, at: Position = SOUTH_WEST, step: float = STEP) -> None:
        rows = [line.split() for line in drawing.strip().splitlines()]
        self.points = {
            letter: (round(at[0] + x * step, 6), round(at[1] + y * step, 6))
            for y, row in enumerate(reversed(rows))
            for x, letter in enumerate(row)
            if letter != "."
        }

    def __getitem__(self, letter: str) -> Position:
        """(lng, lat) of a letter."""
        return self.points[letter]

    def ring(self, letters: str) -> list[Position]:
        """The letters as a closed ring, also one that crosses itself."""
        return [self[letter] for letter in letters + letters[0]]

    def area(self, letters: str) -> MultiPolygon:
        """The ground within the letters, taken in order."""
        return MultiPolygon([Polygon(self.ring(letters))])


def area(db: Session, kind: AreaKind, name: str, shape: BaseGeometry, **changes: Any) -> Area:
    """An area of 生駒市."""
    boundary = from_shape(MultiPolygon([shape]) if isinstance(shape, Polygon) else shape, srid=4326)
    given = {
        "municipality_code": IKOMA,
        "code": f"{IKOMA}-test-{next(numbers)}",
        "name_kana": "",
        "approximate": False,
        "source": "",
        "members": "",
    }
    return _kept(db, Area(kind=kind, name=name, boundary=boundary, **given | changes))


def jichikai(db: Session, name: str, shape: BaseGeometry, **changes: Any) -> Area:
    """A 自治会 of 生駒市."""
    return area(db, AreaKind.JICHIKAI, name, shape, **changes)


def place(db: Session, name: str, at: Position | None, **changes: Any) -> Place:
    """A 会場, published as it is; without `at` it has no pin. Not yet assigned: see geodata.assignment."""
    level = changes.pop("level", MatchLevel.VENUE if at else MatchLevel.NONE)
    point = from_shape(Point(at), srid=4326) if at else None
    given = {
        "municipality_code": IKOMA,
        "address": "",
        "address_key": f"drawn {next(numbers)}",
        "location": point,
        "level": level,
        "published_location": point,
        "published_level": level,
        "needs_review": False,
        "private_home": False,
        "barrier_free": Answer.UNKNOWN,
        "parking": Answer.UNKNOWN,
    }
    return _kept(db, Place(name=name, **given | changes))


def resource(db: Session, name: str, at: Position | Place | None = None, **changes: Any) -> Resource:
    """A published 社会資源, an 居場所 unless said otherwise; online when it is nowhere."""
    stands = at if isinstance(at, Place) else place(db, f"{name}の会場", at) if at else None
    words = search_form(name) + "\n" + search_form(stands.name if stands else "")
    given = {
        "municipality_code": IKOMA,
        "source": "絵地図",
        "source_key": f"drawn {next(numbers)}",
        "category_code": "ibasho",
        "place_id": stands.id if stands else None,
        "mode": Mode.IN_PERSON if stands else Mode.ONLINE,
        "status": Status.PUBLISHED,
        "visibility": Visibility.PUBLIC,
        "free": Answer.UNKNOWN,
        "consent": Answer.UNKNOWN,
        "phone_visibility": Visibility.PUBLIC,
        "fax_visibility": Visibility.PUBLIC,
        "email_visibility": Visibility.PUBLIC,
        "search_text": words,
        "bigrams": bigrams(words),
    }
    return _kept(db, Resource(name=name, **given | changes))


def _kept(db: Session, row: Row) -> Row:
    db.add(row)
    db.flush()
    return row
