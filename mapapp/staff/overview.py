"""全体のようす: counts by 種類, place, freshness and department, what came in lately, and what waits for whom."""

from flask import Blueprint, render_template

from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel
from geodata.due import today_in_japan
from geodata.exports.layouts import STEPS
from geodata.staff.overview import FRESH, HIDDEN, OVERDUE, SOON, overview
from mapapp.access import EDITORS, PUBLISHERS, STAFF, allowed, who
from mapapp.store import store

bp = Blueprint("staff_overview", __name__, url_prefix="/staff")
FRESHNESS = {FRESH: "期限内", SOON: "1か月以内に期限", OVERDUE: "期限切れ", HIDDEN: "期限切れで公開を止めた"}
COARSEST_FIRST = tuple(MatchLevel)


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """The whole of what this person works for."""
    vocabulary = store().vocabulary()
    found = overview(store().session(), who().scope, today_in_japan())
    return render_template(
        "staff/overview/index.html", vocabulary=vocabulary, overview=found, steps=STEPS, freshness=FRESHNESS,
        levels=[(level, LEVEL_WORDS[level]) for level in COARSEST_FIRST], kinds=list(vocabulary.categories.values()),
        areas=[(area.code, area.name) for area in vocabulary.jichikai if area.code in found.by_area],
        editors=EDITORS, publishers=PUBLISHERS,
    )  # fmt: skip
