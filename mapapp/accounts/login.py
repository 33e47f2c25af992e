"""ログイン: the way in for those who work here."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mapapp.access import person, who

bp = Blueprint("accounts", __name__)


@bp.get("/login")
def login() -> str | Response:
    """The form."""
    if person() is not None:
        return redirect(url_for("accounts.own"))
    return render_template("accounts/login.html")


@bp.get("/account")
def own() -> str:
    """One's own account."""
    who()
    return render_template("accounts/own.html")
