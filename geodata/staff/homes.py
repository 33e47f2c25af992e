"""個人宅: a 会場 that is somebody's home is published as its 町 only; staff say so, or take it back."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.address.geocoder import Geocoder
from geodata.errors import Overtaken
from geodata.keeping.placing import HOME, placed_at
from geodata.keeping.searching import renew_search_text
from geodata.keeping.venue import PlaceDraft
from geodata.models import Answer, Place, Resource
from geodata.staff.placing import Waiting, waiting_place
from geodata.staff.scope import Scope

LONGEST_NAME = 300


def keep_private(session: Session, scope: Scope, place_id: int, *, revision: int, geocoder: Geocoder) -> Waiting:
    """From now on residents see its 町, and neither its name nor its number; nobody finds it by them.

    The next edition of a list finds it all the same, and does not make it public again. Raises UnknownPlace, Overtaken.
    """
    was = _as_seen(session, scope, place_id, revision)
    draft = PlaceDraft(was.name, was.address, was.building, "", None, True, Answer.UNKNOWN, Answer.UNKNOWN)
    match = geocoder.locate(was.address, within=scope.municipality)
    home = placed_at(draft, match, geocoder, called="", say=lambda _: None)
    point = None if home.published is None else func.ST_SetSRID(func.ST_MakePoint(*home.published), 4326)
    return _write(session, scope, place_id, {
        "private_home": True, "name": HOME, "published_location": point, "published_level": home.published_level,
        "published_address": home.published_address,
    })  # fmt: skip


def publish_again(session: Session, scope: Scope, place_id: int, *, revision: int, name: str) -> Waiting:
    """It is no private home: residents see its name, its address and its point. Raises UnknownPlace, Overtaken."""
    _as_seen(session, scope, place_id, revision)
    columns = Place.__table__.c
    return _write(session, scope, place_id, {
        "private_home": False, "name": " ".join(name.split())[:LONGEST_NAME], "published_location": columns.location,
        "published_level": columns.level, "published_address": columns.address,
    })  # fmt: skip


def _as_seen(session: Session, scope: Scope, place_id: int, revision: int) -> Waiting:
    was = waiting_place(session, scope, place_id)
    if session.execute(select(Place.revision).where(Place.id == place_id).with_for_update()).scalar_one() != revision:
        raise Overtaken("この会場は、開いているあいだにほかの人が変えました。いまの内容を見てからもう一度決めてください。")
    return was


def _write(session: Session, scope: Scope, place_id: int, values: dict[str, object]) -> Waiting:
    session.execute(update(Place).where(Place.id == place_id).values(values))
    renew_search_text(session, session.scalars(select(Resource.id).where(Resource.place_id == place_id)).all())
    return waiting_place(session, scope, place_id)
