"""さがす文字: what a free word is looked for in, made of what residents may see of a record, and of nothing else."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.japanese import bigrams, search_form
from geodata.models import Organization, Place, Resource
from geodata.publication import organization_told

LONGEST = 4_000


def search_text(
    name: str, name_kana: str, organization: str, venue: str, address: str, schedule_words: str, served_text: str, *,
    private_home: bool,
) -> str:  # fmt: skip
    """One part a line, each in search form; a private home is found neither by its name nor by its address."""
    where = ("", "") if private_home else (venue, address)
    parts = (name, name_kana, organization, *where, schedule_words, served_text)
    return "\n".join(search_form(part) for part in parts)[:LONGEST]


def renew_search_text(session: Session, ids: Iterable[int]) -> int:
    """Make it anew for these records, after a name, a 会場 or a 開催日時 of theirs was changed. Returns how many differed."""
    wanted = list(ids)
    stmt = (
        select(Resource.id, Resource.search_text, Resource.name, Resource.name_kana, func.coalesce(organization_told(), ""),
               func.coalesce(Place.name, ""), func.coalesce(Place.address, ""), Resource.schedule_words, Resource.served_text,
               func.coalesce(Place.private_home, False))
        .outerjoin(Place, Place.id == Resource.place_id)
        .outerjoin(Organization, Organization.id == Resource.organization_id)
        .where(Resource.id == func.any(wanted))
    )  # fmt: skip
    fresh = [(id_, was, search_text(*parts, private_home=home)) for id_, was, *parts, home in session.execute(stmt)]
    rows = [{"id": id_, "search_text": now, "bigrams": bigrams(now)} for id_, was, now in fresh if now != was]
    if rows:
        session.execute(update(Resource), rows)
    return len(rows)
