"""情報の確認: what is due, call sheets, corrections that wait."""

from flask import Blueprint, render_template

from mapapp.access import STAFF, allowed

bp = Blueprint("staff_freshness", __name__, url_prefix="/staff/freshness")


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """情報の確認."""
    return render_template("staff/freshness/index.html")
