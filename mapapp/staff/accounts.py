"""利用者: who may come in, as what, for which 所管課. Only administrators, and only those of their own municipality."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geodata.errors import BadAccount
from geodata.models import Account, Role
from geodata.staff import accounts, factors, logins
from geodata.staff.audit import history
from geodata.staff.wording import ACCOUNT
from mapapp.access import ROLE_WORDS, allowed, who
from mapapp.accounts import passwords
from mapapp.staff.answers import see_other
from mapapp.store import store

bp = Blueprint("staff_accounts", __name__, url_prefix="/staff/accounts")
ROLE_HINTS = {
    Role.PROFESSIONAL: "専門職向けのページだけを見る",
    Role.EDITOR: "自分の課の情報を取り込み、直す",
    Role.PUBLISHER: "編集に加えて、公開する",
    Role.ADMIN: "すべての課の情報と、利用者・きまりを扱う",
    Role.AUDITOR: "すべての課の情報と記録を見るだけで、変えない",
}
YES_NO = {"active": ("停止", "利用中"), "second_factor": ("なし", "あり")}


@bp.get("/")
@allowed(Role.ADMIN)
def index() -> str:
    """Everybody of the municipality, and a form for one more."""
    return _listing()


@bp.post("/")
@allowed(Role.ADMIN)
def add() -> str | tuple[str, int]:
    """One more. The password is shown once, to be told to whoever it is for."""
    given = passwords.temporary()
    try:
        with store().writing("利用者の追加") as db:
            account = accounts.add(
                db, municipality=who().municipality, email=request.form.get("email", ""), role=_role(),
                department=request.form.get("department", ""),
            )  # fmt: skip
            accounts.set_password(db, account, passwords.hashed(given), given=True)
    except BadAccount as problem:
        return _listing(str(problem)), 400
    return _given(account, given, new=True)


@bp.get("/<int:account_id>")
@allowed(Role.ADMIN)
def show(account_id: int) -> str:
    """One of them, and what was changed."""
    session = store().session()
    (row,) = accounts.listing(session, who().municipality, account_id)
    return render_template(
        "staff/accounts/show.html", account=row, roles=ROLE_HINTS, field_words=ACCOUNT, value=_value,
        departments=accounts.departments(session, who().municipality), history=history(session, "account", account_id),
    )  # fmt: skip


@bp.post("/<int:account_id>")
@allowed(Role.ADMIN)
def assign(account_id: int) -> Response:
    """Another role or 所管課."""
    with _changing(account_id, "利用者の変更") as (db, account):
        changed = accounts.assign(db, account, _role(), request.form.get("department", ""))
        flash("変えました。この人は、ログインしなおすと新しい役割になります。" if changed else "変わったところはありません。")
    return see_other(url_for("staff_accounts.show", account_id=account_id))


@bp.post("/<int:account_id>/stop")
@allowed(Role.ADMIN)
def stop(account_id: int) -> Response:
    """No login any more; those there are end."""
    with _changing(account_id, "利用の停止") as (db, account):
        accounts.set_active(db, account, False)
        flash("利用を止めました。ログイン中の端末もログアウトしました。")
    return see_other(url_for("staff_accounts.show", account_id=account_id))


@bp.post("/<int:account_id>/start")
@allowed(Role.ADMIN)
def start(account_id: int) -> Response:
    """Login again."""
    with _changing(account_id, "利用の再開") as (db, account):
        accounts.set_active(db, account, True)
        flash("利用を再開しました。パスワードは前のままです。")
    return see_other(url_for("staff_accounts.show", account_id=account_id))


@bp.post("/<int:account_id>/logout")
@allowed(Role.ADMIN)
def end_logins(account_id: int) -> Response:
    """Out of every browser."""
    with _changing(account_id, "ログアウト") as (db, account):
        logins.end_all(db, account.id)
        accounts.write_down(db, account, "logins", None, "すべての端末で終了")
        flash("すべての端末でログアウトしました。")
    return see_other(url_for("staff_accounts.show", account_id=account_id))


@bp.post("/<int:account_id>/second-factor/reset")
@allowed(Role.ADMIN)
def reset_factor(account_id: int) -> Response:
    """A lost second factor: it is set up anew at the next login."""
    with _changing(account_id, "二段階認証の解除") as (db, account):
        factors.forget_factor(db, account)
        flash("二段階認証を解除しました。次のログインで設定しなおします。")
    return see_other(url_for("staff_accounts.show", account_id=account_id))


@bp.post("/<int:account_id>/password")
@allowed(Role.ADMIN)
def give_password(account_id: int) -> str:
    """A forgotten password: another, shown once."""
    given = passwords.temporary()
    with store().writing("仮のパスワード") as db:
        account = accounts.get(db, who().municipality, account_id)
        accounts.set_password(db, account, passwords.hashed(given), given=True)
    return _given(account, given, new=False)


@contextmanager
def _changing(account_id: int, how: str) -> Iterator[tuple[Session, Account]]:
    """An account of one's own municipality while it is changed. What cannot be done is told, and nothing is."""
    try:
        with store().writing(how) as db:
            yield db, accounts.get(db, who().municipality, account_id)
    except BadAccount as problem:
        flash(str(problem), "error")


def _value(field: str, value: Any) -> str:
    """What stood in a field, as an officer would say it."""
    if value is None:
        return ""
    if field == "*":
        return f"{ROLE_WORDS[Role(value['role'])]}・{value['department'] or '全庁'}"
    if field == "role":
        return ROLE_WORDS[Role(value)]
    if field == "department":
        return value or "全庁"
    return YES_NO[field][value] if field in YES_NO else f"{value}個" if field == "recovery_codes" else str(value)


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise BadAccount("役割を選んでください。") from None


def _listing(problem: str = "") -> str:
    session, here = store().session(), who().municipality
    return render_template(
        "staff/accounts/index.html", rows=accounts.listing(session, here), departments=accounts.departments(session, here),
        roles=ROLE_HINTS, problem=problem, typed=request.form,
    )  # fmt: skip


def _given(account: Account, given: str, *, new: bool) -> str:
    return render_template(
        "staff/accounts/given.html", email=account.email, role=ROLE_WORDS[account.role], account_id=account.id, password=given,
        new=new, days=accounts.GIVEN_FOR.days,
    )  # fmt: skip
