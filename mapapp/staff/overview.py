"""全体のようす: counts by 種類, place, freshness and department, and what waits for whom."""

from flask import Blueprint, render_template

from mapapp.access import STAFF, allowed

bp = Blueprint("staff_overview", __name__, url_prefix="/staff")


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """全体のようす."""
    return render_template("staff/overview/index.html")
