"""だれかとして: accounts of every role, and browsers that are logged in as one of them."""

import hashlib
import secrets
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import Engine, func
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from geodata.database import transaction
from geodata.models import Account, AccountSession, Role
from mapapp.accounts.sessions import COOKIE

IKOMA = "292095"


def account(session: Session, role: Role, department: str = "", municipality: str = IKOMA) -> Account:
    """A new account of that role; its address says which, and that it is made up."""
    one = Account(municipality_code=municipality, department=department, role=role,
                  email=f"{role.value}-{secrets.token_hex(4)}@example.jp", totp_secret="-")  # fmt: skip
    session.add(one)
    session.flush()
    return one


def token_for(engine: Engine, role: Role, department: str = "", municipality: str = IKOMA) -> str:
    """A logged-in session of a new account, every step passed, as the cookie's value."""
    token = secrets.token_urlsafe(32)
    with transaction(engine) as session:
        one = account(session, role, department, municipality)
        hashed = hashlib.sha256(token.encode()).hexdigest()
        session.add(AccountSession(account_id=one.id, token_hash=hashed, factor_passed_at=func.now()))
    return token


def signed_in(app: Flask, engine: Engine, role: Role, department: str = "", municipality: str = IKOMA) -> FlaskClient:
    """A browser without scripts that is logged in."""
    client = app.test_client()
    client.set_cookie(COOKIE, token_for(engine, role, department, municipality), secure=True)
    return client


def post(client: FlaskClient, url: str, data: dict[str, Any] | None = None, **named: Any) -> TestResponse:
    """Send a form as a page of ours would, with the page's token; `json=` as a script of ours would."""
    token = form_token(client)
    if "json" in named:
        return client.post(url, headers={"X-CSRFToken": token, **named.pop("headers", {})}, **named)
    return client.post(url, data={"csrf_token": token, **(data or {})}, **named)


def form_token(client: FlaskClient) -> str:
    """The token of a form that this browser is shown."""
    page = client.get("/account", follow_redirects=True)
    found = BeautifulSoup(page.get_data(), "html.parser").select_one("input[name=csrf_token]")
    assert found is not None, page.get_data(as_text=True)
    return str(found["value"])


def browser_of(
    chromium: Browser, home: str, engine: Engine, role: Role, *, width: int = 1440, department: str = "", scripts: bool = True
) -> BrowserContext:
    """A real browser that is logged in, `width` pixels wide. The caller closes it."""
    context = chromium.new_context(
        base_url=home, locale="ja-JP", viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    token = token_for(engine, role, department)
    context.add_cookies([{"name": COOKIE, "value": token, "url": home.replace("http:", "https:"), "secure": True, "httpOnly": True}])
    return context
