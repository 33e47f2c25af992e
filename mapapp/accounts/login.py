"""ログイン: password, then code. What is wrong is never told apart: not who exists, not who is stopped, not who waits."""

import hashlib
import hmac
import logging
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func
from werkzeug.wrappers import Response

from geodata.errors import BadAccount
from geodata.models import Account
from geodata.staff import accounts, attempts, logins
from geodata.staff.accounts import tidy
from mapapp.access import person
from mapapp.accounts import passwords, sessions
from mapapp.store import store

bp = Blueprint("accounts", __name__)
log = logging.getLogger(__name__)
KNOWN = "__Host-wagagoto-known"  # a browser in which somebody logged in before: others' failures do not make it wait
YEAR = 31_536_000
SORRY = (
    "ログインできませんでした。メールアドレスとパスワードを確かめてください。"
    "何度も続けてまちがえると、正しいパスワードでもしばらく（最長15分）ログインできません。"
)


@bp.get("/login")
def login() -> str | Response:
    """The form; whoever is logged in goes on."""
    if person() is not None:
        return redirect(own_path(request.args.get("next", "")) or sessions.landing())
    found = sessions.login()
    if found is not None:
        return redirect(url_for(sessions.step_left(found) or "accounts.own"))
    return _form()


@bp.post("/login")
def enter() -> str | tuple[str, int] | Response:
    """Try a password."""
    try:
        email = tidy(request.form.get("email", ""))
    except BadAccount:
        email = ""
    found = _looked_at(email, request.form.get("password", ""))
    if found is None:
        return _form(SORRY), 401
    account_id, account_key = found
    token = sessions.new_token()
    before = sessions.login()
    with store().writing("ログイン") as db:
        account = db.get_one(Account, account_id)
        attempts.forgive(db, account_key, _address_key())
        if before is not None:
            logins.end(db, before.id)
        logins.begin(db, account, sessions.digest(token), sessions.device())
        account.last_login_at = func.now()
        if passwords.outdated(account.password_hash):
            account.password_hash = passwords.hashed(request.form["password"])
    session.clear()
    session["next"] = own_path(request.form.get("next", ""))
    answer = sessions.give(redirect(url_for("accounts.onward"), 303), token)
    answer.set_cookie(KNOWN, _signer().dumps(email), max_age=YEAR, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


@bp.get("/login/next")
def onward() -> Response:
    """To the step that is left, or to work."""
    found = sessions.login()
    if found is None:
        return redirect(url_for("accounts.login"))
    step = sessions.step_left(found)
    if step:
        return redirect(url_for(step))
    return redirect(own_path(session.pop("next", "")) or sessions.landing())


@bp.post("/logout")
def logout() -> Response:
    """End this login."""
    found = sessions.login()
    if found is not None:
        with store().writing("ログアウト") as db:
            logins.end(db, found.id)
    session.clear()
    g.pop("person", None)
    flash("ログアウトしました。")
    return sessions.take_back(redirect(url_for("accounts.login"), 303))


def own_path(path: str) -> str:
    """The path if it leads to a page of ours, "" if it does not."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if ours and len(path) < 2000 else ""


def key(kind: str, words: str) -> str:
    """What is counted in place of an address or a name: nobody without our key can tell whose it is."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{kind}:{words}".encode(), hashlib.sha256).hexdigest()


def _looked_at(email: str, password: str) -> tuple[int, str] | None:
    """The account that may come in and the key its tries are counted by. Everybody else costs the same time."""
    account_key = key("known" if email and _is_known(email) else "account", email)
    with store().writing("ログイン") as db:
        admitted = attempts.admitted(db, {account_key: attempts.ACCOUNT, _address_key(): attempts.ADDRESS})
        account = accounts.find(db, email)
    right = passwords.matches(account.password_hash if account else "", password)
    if account is not None and right and admitted and account.active and not _expired(account):
        return account.id, account_key
    log.warning("login refused (%s)%s", account_key[:12], "" if admitted else ", waiting")
    return None


def _expired(account: Account) -> bool:
    return account.password_expires_at is not None and account.password_expires_at < datetime.now(UTC)


def _is_known(email: str) -> bool:
    try:
        return bool(_signer().loads(request.cookies.get(KNOWN, "")) == email)
    except BadSignature:
        return False


def _address_key() -> str:
    return key("address", request.remote_addr or "")


def _signer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]  # the newest signs
    return URLSafeSerializer(keys, salt="known browser")


def _form(problem: str = "") -> str:
    host = urlsplit(f"//{request.host}").hostname or ""
    safe = request.is_secure or host == "localhost" or host.startswith("127.") or host == "::1"
    return render_template(
        "accounts/login.html", problem=problem, safe=safe, email=request.form.get("email", ""),
        next=own_path(request.values.get("next", "")),
    )  # fmt: skip
