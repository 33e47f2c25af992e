"""書き出し: lists and maps to take away, of one's own scope; each is a line in the record of changes."""

from flask import Blueprint, Response, render_template, request

from geodata.errors import BadFilter
from geodata.exports.catalogue import layout_named, layouts_of
from geodata.exports.layouts import STEPS
from geodata.filters import ResourceFilter
from geodata.models import Status
from geodata.staff.takeout import taken_out
from mapapp.access import EDITORS, allowed, who
from mapapp.store import store
from mapapp.takeout import FORMATS, attached, file_of

bp = Blueprint("staff_exports", __name__, url_prefix="/staff/exports")
NARROWED_BY = ("category", "area", "q")


@bp.get("/")
@allowed(*EDITORS)
def index() -> str:
    """What to take, in which form."""
    vocabulary = store().vocabulary()
    return render_template(
        "staff/exports/index.html", vocabulary=vocabulary, formats=FORMATS, steps=STEPS,
        layouts=layouts_of(store().session(), who().municipality).values(),
    )  # fmt: skip


@bp.post("/")
@allowed(*EDITORS)
def take() -> Response:
    """The file."""
    vocabulary = store().vocabulary()
    layout = layout_named(request.form.get("layout", ""), layouts_of(store().session(), who().municipality), staff=True)
    suffix, status = request.form.get("format", ""), _status(request.form.get("status", ""))
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name in NARROWED_BY and value]
    chosen = ResourceFilter.from_args(pairs, vocabulary)
    with store().writing("書き出し") as session:
        found = taken_out(session, who().scope, vocabulary, chosen, status, f"{layout.name}.{suffix}"[:60])
        body = file_of(layout, found, suffix)
    return attached(body, layout, suffix)


def _status(text: str) -> Status | None:
    try:
        return Status(text) if text else None
    except ValueError:
        raise BadFilter("公開の段階は画面の一覧から選んでください。") from None
