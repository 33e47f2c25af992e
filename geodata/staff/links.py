"""確認リンク: the number on a letter by which an organiser sees, confirms or corrects one record. Only its hash is kept."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from geodata.models import ConfirmLink, Resource, Status
from geodata.staff.audit import note

LETTERS = "346789abcdefghjkmnpqrtwxy"  # none that is read as another on paper: 0 o, 1 i l, 2 z, 5 s, u v
LENGTH, GROUP = 18, 6  # 25 letters: 83 bits
DAYS_GOOD = 60


def new_token() -> str:
    """A number to be printed: abc346-…-…; whoever types it may leave out the hyphens, and write as large or wide as they like."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def read_token(text: str) -> str | None:
    """The number as it was printed, however it was typed; None when it cannot be one."""
    letters = "".join(one for one in unicodedata.normalize("NFKC", text[:100]).lower() if one.isalnum())
    if len(letters) != LENGTH or set(letters) - set(LETTERS):
        return None
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def digest(token: str) -> str:
    """What is kept of a number."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_links(session: Session, resource_ids: Sequence[int], account_id: int | None, today: date) -> dict[int, str]:
    """A new number for each record. Numbers made before stay good until they expire or are ended."""
    tokens = {id_: new_token() for id_ in resource_ids}
    links = [
        ConfirmLink(resource_id=id_, token_hash=digest(token), account_id=account_id, expires_on=today + timedelta(DAYS_GOOD))
        for id_, token in tokens.items()
    ]
    session.add_all(links)
    session.flush()
    of = select(Resource.id, Resource.municipality_code, Resource.name).where(Resource.id.in_(tokens))
    records = {id_: (municipality, name) for id_, municipality, name in session.execute(of)}
    for link in links:
        municipality, name = records[link.resource_id]
        note(session, "confirm_link", link.id, "*", None, name, municipality=municipality)
    return tokens


def link_of(session: Session, token: str, today: date) -> ConfirmLink | None:
    """The link that a number opens; None when it is wrong, old, ended, or of a record that is published no more."""
    written = read_token(token)
    if written is None:
        return None
    stmt = (
        select(ConfirmLink)
        .join(Resource, Resource.id == ConfirmLink.resource_id)
        .where(ConfirmLink.token_hash == digest(written), *_good(today), Resource.status == Status.PUBLISHED)
    )
    return session.scalars(stmt).first()


def end_links(session: Session, resource: Resource, today: date) -> int:
    """Make every number of a record useless from now on; how many there were."""
    ended = session.scalars(
        update(ConfirmLink)
        .where(ConfirmLink.resource_id == resource.id, *_good(today))
        .values(ended_at=func.now())
        .returning(ConfirmLink.id)
    ).all()
    for link_id in ended:
        note(session, "confirm_link", link_id, "ended_at", None, today.isoformat(), municipality=resource.municipality_code)
    return len(ended)


def _good(today: date) -> tuple[ColumnElement[bool], ...]:
    return ConfirmLink.ended_at.is_(None), ConfirmLink.expires_on >= today
