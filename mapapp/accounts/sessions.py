"""ログイン中のしるし: the cookie's token is looked up by its hash; what is ended, too old or stopped is nobody."""

import hashlib

from flask import Flask, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import Account, AccountSession
from mapapp.access import Person
from mapapp.store import store

COOKIE = "__Host-wagagoto"


def watch(app: Flask) -> None:
    """Before each request that brings a token, find whose it is."""

    @app.before_request
    def find_person() -> None:
        token = request.cookies.get(COOKIE)
        if token and request.endpoint != "static":
            g.person = person_of(store().session(), token)


def person_of(session: Session, token: str) -> Person | None:
    """Whose token it is; None when it is nobody's."""
    stmt = select(Account).join(AccountSession, AccountSession.account_id == Account.id).where(
        AccountSession.token_hash == digest(token), AccountSession.ended_at.is_(None), Account.active
    )  # fmt: skip
    account = session.scalars(stmt).first()
    if account is None:
        return None
    return Person(account.id, account.email, account.role, account.department, account.municipality_code)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
