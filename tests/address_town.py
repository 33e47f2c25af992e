"""A small 住所: towns of a dictionary and rows of the gazetteer, for tests that look up 番地, 会場 and points."""

from collections.abc import Iterable
from typing import Any

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy.orm import Session

from geodata.address import Dictionary, Town
from geodata.address.located import AddressBook
from geodata.address.town_key import town_key, venue_key
from geodata.models import GazetteerEntry, GazetteerSource, StreetPoint, VenueName

IKOMA = "292095"
Position = tuple[float, float]


def town(name: str, at: Position | None = (135.70, 34.69), **changes: Any) -> Town:
    """A 町 of 生駒市."""
    lng, lat = at or (None, None)
    return Town(IKOMA, "奈良県", "生駒市", name, lng=lng, lat=lat, **changes)


def book(db: Session, *towns: Town) -> AddressBook:
    """An address book of some 町 over the test's own transaction."""
    return AddressBook.over(Dictionary.build(towns), db)


def source(db: Session, slug: str = "test") -> int:
    """A source to hang rows on."""
    row = GazetteerSource(slug=slug, name="試験")
    db.add(row)
    db.flush()
    return row.id


def streets(db: Session, rows: Iterable[tuple[str, str, str, Position]], *, far: bool = False, slug: str = "test") -> None:
    """Rows of (町, 番地, level, point)."""
    number = source(db, slug)
    for name, rest, level, at in rows:
        db.add(StreetPoint(city_code=IKOMA, town_key=town_key(name), number=rest, level=level, source_id=number, far=far,
                           location=pin(at)))
    db.flush()


def venue(db: Session, name: str, at: Position, *, city: str | None = IKOMA, address: str = "", slug: str = "") -> None:
    """A venue of a public list."""
    db.add(VenueName(source_id=source(db, slug or f"venue {name} {at}"), name=name, name_key=venue_key(name), city_code=city,
                     address=address, location=pin(at)))
    db.flush()


def entry(db: Session, number: int, town: Town) -> None:
    """A 町 as the database keeps it."""
    db.add(GazetteerEntry(source_id=number, level="machiaza", city_code=town.city_code, pref=town.pref, city=town.city,
                          machiaza=town.name, koaza=town.koaza, kana=town.kana, town_key=town_key(town.label),
                          location=pin(town.point) if town.point else None))
    db.flush()


def pin(at: Position) -> Any:
    """A point as the models take it."""
    return from_shape(Point(at), srid=4326)
