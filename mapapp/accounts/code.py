"""確認コード: the second step of a login, by authenticator or by one of the recovery codes."""

from flask import current_app, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geodata.models import Account
from geodata.staff import attempts
from geodata.staff import factors as kept
from geodata.staff.logins import Login, pass_factor
from mapapp.accounts import factors, passwords, sessions
from mapapp.accounts.login import bp, key
from mapapp.store import store

SORRY = (
    "コードが合いません。いま画面に出ている6けたの数字を入れてください。一度使ったコードは使えません。"
    "何度も続けてまちがえると、しばらく（最長15分）進めません。"
)


@bp.get("/login/code")
def code() -> str | Response:
    """The form."""
    return render_template("accounts/code.html", problem="") if _waiting() else redirect(url_for("accounts.onward"), 303)


@bp.post("/login/code")
def pass_code() -> str | tuple[str, int] | Response:
    """Try a code."""
    found = _waiting()
    if found is None:
        return redirect(url_for("accounts.onward"), 303)
    code_key = key("code", str(found.account_id))
    typed = factors.digits(request.form.get("code", ""))
    with store().writing("ログイン") as db:
        admitted = attempts.admitted(db, {code_key: attempts.ACCOUNT})
    token = sessions.new_token()
    with store().writing("ログイン") as db:
        if not (admitted and _good(db, found.account_id, typed)):
            return render_template("accounts/code.html", problem=SORRY), 401
        attempts.forgive(db, code_key, "")
        pass_factor(db, found.id, sessions.digest(token))
        left = kept.recovery_codes_left(db, found.account_id)
    if len(typed) == factors.RECOVERY_DIGITS:
        flash(f"予備のコードを一つ使いました。残りは {left} 個です。スマートフォンをなくしたときは、二段階認証を設定しなおしてください。")
    return sessions.give(redirect(url_for("accounts.onward"), 303), token)


def safe() -> factors.Safe:
    """What the secrets of this service are locked in."""
    return factors.Safe([current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]])


def _waiting() -> Login | None:
    """The login that waits for a code."""
    found = sessions.login()
    return found if found and found.has_factor and not found.passed_factor else None


def _good(db: Session, account_id: int, typed: str) -> bool:
    """True when the code is right, and used up by that."""
    if len(typed) == factors.RECOVERY_DIGITS:
        number = factors.number_of(typed)
        code_hash = kept.recovery_code(db, account_id, number)
        return passwords.matches(code_hash, typed) and kept.take_recovery_code(db, account_id, number, code_hash)
    account = db.get_one(Account, account_id)
    secret = safe().unlock(account.totp_secret)
    if not secret:
        current_app.logger.error("the second factor of account %s was locked with another key", account_id)
        return False
    step = factors.step_of(secret, typed)
    return step is not None and kept.take_step(db, account_id, step)
