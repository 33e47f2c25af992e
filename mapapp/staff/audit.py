"""変更の記録: what was changed in the municipality, by whom, when."""

from dataclasses import replace

from flask import Blueprint, render_template, request, url_for

from geodata.models import Role
from geodata.staff.trail import MACHINE, TrailFilter, people, trail
from geodata.staff.wording import TABLE_NAMES, TABLES
from mapapp.access import allowed, who
from mapapp.store import store

bp = Blueprint("staff_audit", __name__, url_prefix="/staff/audit")


@bp.get("/")
@allowed(Role.ADMIN, Role.AUDITOR)
def index() -> str:
    """Newest first."""
    chosen = TrailFilter.from_args(request.args.items(multi=True))
    found = trail(store().session(), who().scope, chosen)
    fields = {field: words for names in TABLES.values() for field, words in names.items() if field != "*"}
    return render_template(
        "staff/audit/index.html", chosen=chosen, trail=found, people=people(store().session(), who().scope), machine=MACHINE,
        tables=TABLE_NAMES, fields=fields, first=url_for("staff_audit.index", **chosen.to_args()),
        older=url_for("staff_audit.index", **replace(chosen, before="").to_args(), before=found.more) if found.more else "",
    )  # fmt: skip
