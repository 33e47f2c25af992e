"""変更の記録: what was changed, by whom, when."""

from flask import Blueprint, render_template

from geodata.models import Role
from mapapp.access import allowed

bp = Blueprint("staff_audit", __name__, url_prefix="/staff/audit")


@bp.get("/")
@allowed(Role.ADMIN, Role.AUDITOR)
def index() -> str:
    """変更の記録."""
    return render_template("staff/audit/index.html")
