"""書き出し: lists and maps to take away."""

from flask import Blueprint, render_template

from mapapp.access import STAFF, allowed

bp = Blueprint("staff_exports", __name__, url_prefix="/staff/exports")


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """書き出し."""
    return render_template("staff/exports/index.html")
