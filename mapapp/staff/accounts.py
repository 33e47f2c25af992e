"""利用者: who may come in."""

from flask import Blueprint, render_template

from geodata.models import Role
from mapapp.access import allowed

bp = Blueprint("staff_accounts", __name__, url_prefix="/staff/accounts")


@bp.get("/")
@allowed(Role.ADMIN)
def index() -> str:
    """利用者."""
    return render_template("staff/accounts/index.html")
