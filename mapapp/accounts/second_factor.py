"""二段階認証の設定: an authenticator is set up, or another in its place, and its recovery codes are shown once."""

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geodata.models import Account, AccountSession
from geodata.staff import attempts
from geodata.staff import factors as kept
from geodata.staff.logins import Login, pass_factor
from mapapp.accounts import factors, passwords, sessions
from mapapp.accounts.code import safe
from mapapp.accounts.login import bp, key
from mapapp.store import store

WRONG_CODE = "コードが合いません。いま画面に出ている6けたの数字を入れてください。"
WRONG_PASSWORD = "いまのパスワードが違います。"


@bp.get("/account/second-factor")
def second_factor() -> str | Response:
    """The QR code, the same until it is confirmed."""
    found = here()
    with store().writing("") as db:
        row = db.get_one(AccountSession, found.id)
        secret = safe().unlock(row.totp_pending) if row.totp_pending else ""
        if not secret:
            secret = factors.new_secret()
            row.totp_pending = safe().lock(secret)
    return _page(found, secret)


@bp.post("/account/second-factor")
def confirm_second_factor() -> str | tuple[str, int] | Response:
    """The first code proves that the authenticator has it."""
    found = here()
    with store().writing("二段階認証の設定") as db:
        pending = db.get_one(AccountSession, found.id).totp_pending
        secret = safe().unlock(pending) if pending else ""
        if not secret:
            return redirect(url_for("accounts.second_factor"), 303)
        problem = "" if first_step(found) else wrong_password(db, found)
        step = factors.step_of(secret, factors.digits(request.form.get("code", "")))
        if problem or step is None:
            return _page(found, secret, problem or WRONG_CODE), 400
        codes = factors.new_recovery_codes()
        token = sessions.new_token()
        account = db.get_one(Account, found.account_id)
        kept.set_factor(db, account, safe().lock(secret), step, factors.hashed_codes(codes), but=found.id)
        pass_factor(db, found.id, sessions.digest(token))
    flash("二段階認証を設定しました。ほかの端末でのログインは終わりました。")
    page = Response(render_template("accounts/codes.html", codes=codes, again=found.has_factor), mimetype="text/html")
    return sessions.give(page, token)


@bp.post("/account/recovery-codes")
def recovery_codes() -> str | Response:
    """New recovery codes, shown once."""
    found = here()
    codes = factors.new_recovery_codes()
    with store().writing("予備のコード") as db:
        if not found.has_factor or wrong_password(db, found):
            flash(WRONG_PASSWORD, "error")
            return redirect(url_for("accounts.own"), 303)
        kept.set_recovery_codes(db, db.get_one(Account, found.account_id), factors.hashed_codes(codes))
    return render_template("accounts/codes.html", codes=codes, again=found.has_factor)


def here() -> Login:
    """This login, when its turn has come; 401 leads to the step before."""
    found = sessions.login()
    if found is None or sessions.step_left(found) not in (None, "accounts.second_factor"):
        abort(401)
    return found


def first_step(found: Login) -> bool:
    """True while the login itself asks for the factor: the password was given a moment ago."""
    return sessions.step_left(found) == "accounts.second_factor"


def wrong_password(db: Session, found: Login) -> str:
    """What is wrong with `current`, "" when it is the account's password. Counted, as at the login."""
    again_key = key("again", str(found.account_id))
    admitted = attempts.admitted(db, {again_key: attempts.ACCOUNT})
    right = passwords.matches(db.get_one(Account, found.account_id).password_hash, request.form.get("current", ""))
    if not (admitted and right):
        return WRONG_PASSWORD
    attempts.forgive(db, again_key, "")
    return ""


def _page(found: Login, secret: str, problem: str = "") -> str:
    address = factors.address(secret, found.email)
    return render_template(
        "accounts/second_factor.html", qr=factors.qr(address), secret=factors.in_groups(secret), problem=problem,
        first=first_step(found), again=found.has_factor,
    )  # fmt: skip
