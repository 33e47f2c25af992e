"""ログイン中のしるし: the browser holds a random token, the database its hash. Until every step is passed it opens nothing else."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TypeVar

from flask import Flask, Response, g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.staff import logins
from geodata.staff.accounts import only_samples
from geodata.staff.logins import Limits, Login
from mapapp.access import Person
from mapapp.store import store

Answer = TypeVar("Answer", bound=AnyResponse)
COOKIE = "__Host-wagagoto"
SEEN_EVERY = timedelta(minutes=1)
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"), ("Linux", "Linux"))


def watch(app: Flask) -> None:
    """Before each request that brings a token, find whose it is; afterwards let nobody keep what it was answered."""

    @app.before_request
    def find_person() -> None:
        token = request.cookies.get(COOKIE)
        if token and request.endpoint != "static":
            _recognise(token)

    @app.after_request
    def keep_nothing(response: Response) -> Response:
        page = response.mimetype == "text/html"
        if request.path.startswith(("/staff", "/login", "/logout", "/account")) or (page and login() is not None):
            response.headers["Cache-Control"] = "no-store"
        return response


def login() -> Login | None:
    """This browser's login, finished or not."""
    return g.get("login")  # type: ignore[no-any-return]


def step_left(login: Login) -> str | None:
    """The endpoint of the step that is still to be passed, None when all are."""
    if login.has_factor and not login.passed_factor:
        return "accounts.code"
    if login.temporary:
        return "accounts.password"
    if not login.has_factor and two_factor():
        return "accounts.second_factor"
    return None


def two_factor() -> bool:
    """True when everybody needs a second factor."""
    chosen = store().settings.two_factor
    if chosen == "auto":
        return not store().kept("only samples", lambda: only_samples(store().session()))
    return chosen == "on"


def limits() -> Limits:
    """When logins end here."""
    settings = store().settings
    return Limits(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


def new_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def give(response: Answer, token: str) -> Answer:
    """Hand the token to the browser, until it is closed."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def take_back(response: Answer) -> Answer:
    """Nobody from now on."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def device() -> str:
    """What this browser calls itself, in words that its owner knows again."""
    said = request.user_agent.string
    browser = next((words for sign, words in BROWSERS if re.search(rf"{sign}\w*/", said)), "ブラウザー")
    system = next((words for sign, words in SYSTEMS if sign in said), "")
    return f"{browser}（{system}）" if system else browser


def landing() -> str:
    """Where somebody starts."""
    return url_for("staff_overview.index") if g.person.at_work_here else url_for("resident.index")


def _recognise(token: str) -> None:
    found = logins.find(store().session(), digest(token), limits())
    if found is None:
        return
    step = step_left(found)
    if step and found.age > logins.UNFINISHED:
        return
    g.login = found
    if step is None:
        g.person = Person(found.account_id, found.email, found.role, found.department, found.municipality)
    if found.idle > SEEN_EVERY:
        with store().writing("") as session:
            logins.touch(session, found.id)
