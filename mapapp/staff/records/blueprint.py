"""社会資源（職員）の入口: the blueprint of these pages, and who acts on them."""

from typing import Any

from flask import Blueprint, request

from geodata.staff import wording
from geodata.staff.accounts import only_samples
from geodata.staff.publishing import Actor
from mapapp.access import who
from mapapp.store import store

bp = Blueprint("staff_records", __name__, url_prefix="/staff/resources")


def actor() -> Actor:
    """Whoever is logged in, as the records know them."""
    person = who()
    return Actor(person.id, person.role, person.scope, published_by_other())


def published_by_other() -> bool:
    """True when nobody may publish what they brought or wrote themselves."""
    chosen = store().settings.publish_by_other
    if chosen == "auto":
        return not store().kept("only samples", lambda: only_samples(store().session()))
    return chosen == "on"


def number(name: str) -> int:
    """A number that the form carries; 0 for anything else, which fits no record."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.context_processor
def words() -> dict[str, Any]:
    """What fields and values are called."""
    return {"wording": wording}
