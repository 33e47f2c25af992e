"""登録済みの会場: our own places, where a person confirmed the point or the sheet gave it, as names for the geocoder.

Where the geocoder gave it, the place would only repeat what a list said once.
"""


from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town_key import venue_key
from geodata.bulk import copy_rows
from geodata.due import today_in_japan
from geodata.keeping.placing import FROM_ADDRESS
from geodata.models import Place
from geodata.models.gazetteer import GazetteerSource, VenueName
from importers.gazetteer.families import OWN_VENUES
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import JAPAN, renew
from importers.gazetteer.venues import COLUMNS, finish

EXACT = (MatchLevel.BLOCK, MatchLevel.RESIDENCE, MatchLevel.PARCEL, MatchLevel.VENUE)  # as confirmed_places.sql has it


def load_own_venues(session: Session) -> Loaded:
    """Replace them by what the table of 会場 holds now. What is no better than a guess, or a private home, is left out."""
    place = Place
    stmt = (
        select(place.name, place.municipality_code, place.address, func.ST_AsEWKT(place.published_location))
        .where(
            place.name != "", place.private_home.is_(False), place.published_level == place.level, place.location.is_not(None),
            or_(and_(place.level == MatchLevel.VENUE, place.point_source != FROM_ADDRESS),
                and_(place.level.in_(EXACT), place.confirmed_on.is_not(None))),
        )
        .order_by(place.id)
    )  # fmt: skip
    rows = [(name[:200], venue_key(name)[:200], "", code, address[:300], point)
            for name, code, address, point in session.execute(stmt) if venue_key(name)]  # fmt: skip
    own, known = OWN_VENUES, select(GazetteerSource).where(GazetteerSource.slug == OWN_VENUES.code)
    if not rows and session.scalar(known) is None:
        return Loaded(own.name)
    source = renew(session, own, JAPAN, VenueName, {}, edition="", dated=today_in_japan(), name=own.name, slug=own.code)
    copy_rows(session, VenueName.__table__, COLUMNS, ((source, *row) for row in rows))
    return Loaded(own.name, rows=len(rows), kept=len(rows), codes=finish(session, source))
