"""会場を区域に割り当てる: which areas a place lies in is stored, not joined each time it is asked."""

from collections.abc import Sequence
from importlib.resources import files

from sqlalchemy import text
from sqlalchemy.orm import Session

from geodata.models import Place

MANY = 1_000  # places; so many new ones, and the planner would still take the table for empty: minutes instead of a second
ASSIGN_PLACES = text((files("geodata") / "sql" / "assign_places.sql").read_text(encoding="utf-8"))


def assign_places(session: Session, municipality: str, *, place_ids: Sequence[int] | None = None) -> int:
    """Fill place_area and place.jichikai_id of a municipality's places (of `place_ids` only, when given).

    A place lies in every area of its municipality that covers its `location`, border included; the
    smallest 自治会 is the one named. To be run in the transaction that changed places or boundaries.
    Returns how many of these places have a 自治会 now.
    """
    session.flush()
    if place_ids is None or len(place_ids) >= MANY:
        session.execute(text("ANALYZE place (municipality_code, location), area (municipality_code, boundary)"))
    chosen = {"municipality": municipality, "place_ids": None if place_ids is None else list(place_ids)}
    assigned: int = session.execute(ASSIGN_PLACES, chosen).scalar_one()
    for place in [kept for kept in session if isinstance(kept, Place)]:
        session.expire(place, ["jichikai_id", "jichikai", "areas"])
    return assigned
