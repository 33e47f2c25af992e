"""社会資源: records as staff see them: found, edited, published, their history."""

from flask import Blueprint, render_template

from mapapp.access import STAFF, allowed

bp = Blueprint("staff_records", __name__, url_prefix="/staff/resources")


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """社会資源."""
    return render_template("staff/records/index.html")
