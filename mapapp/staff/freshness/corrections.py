"""訂正の申し出: what waits for staff, beside what is published and what is in the record now; accepted by the field, or refused."""

from flask import flash, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geodata.address.desk import book
from geodata.due import today_in_japan
from geodata.errors import BadCorrection, NotNow
from geodata.models import CorrectionState, Origin
from geodata.staff.corrections import ORIGINS, accept, correction, heard, pieces, refuse
from geodata.staff.proposals import CLOSING, CLOSINGS, FIELDS, MESSAGE, differences, propose, published
from geodata.staff.publishing import Actor
from mapapp.access import EDITORS, PUBLISHERS, STAFF, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.freshness.lists import bp, seen
from mapapp.store import store


@bp.get("/corrections/")
@allowed(*STAFF)
def corrections() -> str:
    """Those that wait, the oldest first, and the latest that were decided."""
    session, scope = store().session(), who().scope
    return render_template(
        "staff/freshness/corrections.html", waiting=heard(session, scope, waiting=True), origins=ORIGINS,
        decided=heard(session, scope, waiting=False), states=CorrectionState,
    )  # fmt: skip


@bp.get("/corrections/<int:correction_id>")
@allowed(*STAFF)
def show_correction(correction_id: int) -> str:
    """One, field by field."""
    return _page(store().session(), correction_id)


@bp.post("/corrections/<int:correction_id>/accept")
@allowed(*EDITORS)
def accept_correction(correction_id: int) -> str | tuple[str, int] | Response:
    """Write the chosen fields, as they stand in the form, and confirm the record."""
    revision = request.form.get("revision", "")
    values = {name: request.form.get(name, "") for name in request.form.getlist("field") if name in FIELDS or name == CLOSING}
    try:
        with store().writing(f"訂正の申し出 {correction_id}") as session:
            notes = accept(
                session, _actor(), correction_id, values, int(revision) if revision.isdecimal() and len(revision) < 10 else 0, today=today_in_japan(),
                geocoder=lambda: book(session, store().settings.instance),
            )  # fmt: skip
    except (NotNow, BadCorrection) as problem:
        return _page(store().session(), correction_id, str(problem)), 409 if isinstance(problem, NotNow) else 400
    flash("申し出を反映し、確認済みにしました。" if values else "いまの記録のままで、確認済みにしました。")
    for words in notes:
        flash(words)
    return see_other(url_for("staff_freshness.corrections"))


@bp.post("/corrections/<int:correction_id>/refuse")
@allowed(*EDITORS)
def refuse_correction(correction_id: int) -> str | tuple[str, int] | Response:
    """Put it away with a reason."""
    try:
        with store().writing(f"訂正の申し出 {correction_id}") as session:
            refuse(session, _actor(), correction_id, request.form.get("reason", ""))
    except (NotNow, BadCorrection) as problem:
        return _page(store().session(), correction_id, str(problem)), 409 if isinstance(problem, NotNow) else 400
    flash("申し出を反映せずに終えました。")
    return see_other(url_for("staff_freshness.corrections"))


@bp.get("/<int:resource_id>/correct")
@allowed(*EDITORS)
def correct(resource_id: int) -> str:
    """What an organiser says on the telephone, in the same form as theirs."""
    return _form(resource_id)


@bp.post("/<int:resource_id>/correct")
@allowed(*EDITORS)
def take_correction(resource_id: int) -> str | tuple[str, int] | Response:
    """Keep it as the organiser's, and go on to decide it."""
    try:
        with store().writing("電話で確認") as session:
            record = seen(session, resource_id)
            changes = differences(record, request.form)
            said = propose(session, record, changes, request.form.get("message", ""), origin=Origin.ORGANIZER)
    except BadCorrection as bad:
        return _form(resource_id, str(bad)), 400
    return see_other(url_for("staff_freshness.show_correction", correction_id=said.id))


def _page(session: Session, correction_id: int, problem: str = "") -> str:
    said, record = correction(session, who().scope, correction_id)
    return render_template(
        "staff/freshness/correction.html", said=said, record=record, pieces=pieces(said, record), origins=ORIGINS,
        problem=problem, may_edit=who().may(*EDITORS), may_withdraw=who().may(*PUBLISHERS), closing=CLOSING,
        moved=record.revision != said.revision,
    )  # fmt: skip


def _form(resource_id: int, problem: str = "") -> str:
    record = seen(store().session(), resource_id)
    return render_template(
        "staff/freshness/correct.html", record=record, fields=FIELDS, typed={**published(record), **request.form},
        closings=CLOSINGS, closing=CLOSING, most=MESSAGE, problem=problem,
    )  # fmt: skip


def _actor() -> Actor:
    person = who()
    return Actor(person.id, person.role, person.scope)
