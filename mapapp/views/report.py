"""「情報が違います」: what a resident or a professional noticed, without login and without saying who they are."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for

from geodata.errors import BadCorrection
from geodata.models import Origin, Resource
from geodata.queries.resources import detail
from geodata.staff.proposals import CLOSING, CLOSINGS, FIELDS, MESSAGE, differences, propose
from mapapp.access import person
from mapapp.limits import Limiter
from mapapp.staff.answers import see_other
from mapapp.store import store

bp = Blueprint("report", __name__, url_prefix="/resources/<int:resource_id>/report")
reports = Limiter(10, 600)  # of one address
OTHER = "other"
WRONG = {**{name: field.words for name, field in FIELDS.items()}, CLOSING: "もう開いていない（休み・終わり）", OTHER: "そのほか"}
TRAP = "homepage2"  # a field that nobody sees; only programs fill it


@bp.after_request
def not_to_be_found(response: Response) -> Response:
    """A form is nothing to keep or to list."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("")
def form(resource_id: int) -> str:
    """What is wrong, and what is right if one knows."""
    return _page(resource_id, {})


@bp.post("")
def send(resource_id: int) -> str | tuple[str, int] | Response:
    """Keep it for staff. Nobody's address is kept, and what fills the trap is thanked and forgotten."""
    thanks = see_other(url_for("report.thanks", resource_id=resource_id))
    detail(store().session(), resource_id, store().vocabulary())  # public, or not found
    if request.form.get(TRAP):
        return thanks
    if not reports.take(request.remote_addr or ""):
        return _page(resource_id, request.form, "短い時間にたくさんの申し出がありました。10分ほどたってから、もう一度お送りください。"), 429
    try:
        _keep(resource_id, request.form.get("wrong", ""), request.form.get("right", "").strip())
    except BadCorrection as bad:
        return _page(resource_id, request.form, str(bad)), 400
    return thanks


@bp.get("/thanks")
def thanks(resource_id: int) -> str:
    """It has arrived."""
    found = detail(store().session(), resource_id, store().vocabulary())
    return render_template("report/thanks.html", vocabulary=store().vocabulary(), detail=found, card=found.card)


def _keep(resource_id: int, wrong: str, right: str) -> None:
    if wrong not in WRONG:
        raise BadCorrection("どこが違うかを選んでください。")
    if wrong == OTHER and not right:
        raise BadCorrection("違うところを書いてください。")
    with store().writing("情報が違います") as session:
        record = session.get_one(Resource, resource_id)
        message = right if wrong in (OTHER, CLOSING) else f"{WRONG[wrong]}が違うそうです。"
        changes = differences(record, {wrong: right}) if wrong in FIELDS and right else {}
        if wrong == CLOSING:
            changes = {CLOSING: ["", next(reversed(CLOSINGS))]}
        propose(session, record, changes, message, origin=Origin.PROFESSIONAL if person() else Origin.RESIDENT)


def _page(resource_id: int, said: Mapping[str, str], problem: str = "") -> str:
    vocabulary = store().vocabulary()
    found = detail(store().session(), resource_id, vocabulary)
    return render_template(
        "report/form.html", vocabulary=vocabulary, detail=found, card=found.card, wrong=WRONG, said=said, problem=problem, most=MESSAGE, trap=TRAP
    )
