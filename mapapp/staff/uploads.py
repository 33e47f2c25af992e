"""取り込み: a file comes in, is checked row by row, taken in, and undone."""

from flask import Blueprint, render_template

from mapapp.access import STAFF, allowed

bp = Blueprint("staff_uploads", __name__, url_prefix="/staff/uploads")


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """取り込み."""
    return render_template("staff/uploads/index.html")
