"""自分の設定: one's own password, second factor and logins."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.models import Account
from geodata.staff import accounts, logins
from geodata.staff import factors as kept
from geodata.staff.logins import Login
from mapapp.access import who
from mapapp.accounts import passwords, sessions
from mapapp.accounts.login import bp
from mapapp.accounts.second_factor import WRONG_PASSWORD, wrong_password
from mapapp.store import store


@bp.get("/account")
def own() -> str:
    """One's own account."""
    me, here = who(), sessions.login()
    assert here is not None
    devices = logins.devices(store().session(), me.id, sessions.limits())
    return render_template(
        "accounts/own.html", here=here, devices=devices, limits=sessions.limits(), needed=sessions.two_factor(),
        codes_left=kept.recovery_codes_left(store().session(), me.id),
    )  # fmt: skip


@bp.get("/account/password")
def password() -> str:
    """The form."""
    return _form(_here())


@bp.post("/account/password")
def change_password() -> str | tuple[str, int] | Response:
    """A password of one's own choice."""
    found = _here()
    fresh = request.form.get("password", "")
    with store().writing("パスワードの変更") as db:
        account = db.get_one(Account, found.account_id)
        problem = "" if found.temporary else wrong_password(db, found)
        problem = problem or _problem(found, account.password_hash, fresh)
        if not problem:
            accounts.set_password(db, account, passwords.hashed(fresh), given=False, but=found.id)
    if problem:
        return _form(found, problem), 400
    flash("パスワードを変えました。ほかの端末でのログインは終わりました。")
    return redirect(url_for("accounts.onward" if found.temporary else "accounts.own"), 303)


@bp.post("/account/logins/end")
def end_others() -> Response:
    """Log out everywhere else."""
    me, here = who(), sessions.login()
    assert here is not None
    with store().writing("ほかの端末のログアウト") as db:
        if wrong_password(db, here):
            flash(WRONG_PASSWORD, "error")
        else:
            logins.end_all(db, me.id, but=here.id)
            flash("ほかの端末でのログインを終わりにしました。")
    return redirect(url_for("accounts.own"), 303)


def _here() -> Login:
    """This login, when all is passed but the password; 401 leads to the step before."""
    found = sessions.login()
    if found is None or sessions.step_left(found) not in (None, "accounts.password"):
        abort(401)
    return found


def _problem(found: Login, kept_hash: str, fresh: str) -> str:
    if fresh != request.form.get("again", ""):
        return "新しいパスワードが二つの欄でちがいます。"
    if passwords.matches(kept_hash, fresh):
        return "いまのパスワードと同じです。別のパスワードにしてください。"
    return passwords.problem(fresh, email=found.email, city_name=store().settings.city_name, department=found.department)


def _form(found: Login, problem: str = "") -> str:
    return render_template(
        "accounts/password.html", problem=problem, given=found.temporary, email=found.email,
        shortest=passwords.SHORTEST, longest=passwords.LONGEST,
    )  # fmt: skip
