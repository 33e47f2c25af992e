"""位置の確認: 会場 that are not placed well enough, worst first."""

from flask import Blueprint, render_template

from mapapp.access import STAFF, allowed

bp = Blueprint("staff_places", __name__, url_prefix="/staff/places")


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """位置の確認."""
    return render_template("staff/places/index.html")
