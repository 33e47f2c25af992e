"""取り込む・やめる・元に戻す: the steps that the worker, or a single statement, then takes."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.models import UploadState
from geodata.staff import uploads as queue
from geodata.staff.uploads import content
from importers import foresee_undo, receive
from mapapp.access import EDITORS, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.uploads.blueprint import asked, bp
from mapapp.store import store

TAKEN_IN = "取り込みました"  # how the worker tells that all went well; anything else is why an undo did not


@bp.post("/<int:upload_id>/commit")
@allowed(*EDITORS)
def commit(upload_id: int) -> Response:
    """取り込む: the worker writes it in one transaction."""
    with store().writing("取り込み") as session:
        queue.ask_commit(session, who().scope, upload_id, who().id)
    return see_other(url_for(".show", upload_id=upload_id))


@bp.post("/<int:upload_id>/discard")
@allowed(*EDITORS)
def discard(upload_id: int) -> Response:
    """やめる: nothing was changed, and the file is thrown away."""
    name = asked(upload_id).file_name
    with store().writing("取り込み") as session:
        queue.discard(session, who().scope, upload_id, who().id)
    flash(f"「{name}」の取り込みをやめました。何も変わっていません。")
    return see_other(url_for(".index"))


@bp.get("/<int:upload_id>/undo")
@allowed(*EDITORS)
def undo(upload_id: int) -> str | Response:
    """元に戻す前に: what will be put back, and what was touched since."""
    info = asked(upload_id)
    if info.state is not UploadState.DONE:
        return see_other(url_for(".show", upload_id=upload_id))
    refused = "" if info.message.startswith(TAKEN_IN) else info.message
    does = foresee_undo(store().session(), info.batch_id or 0)
    return render_template("staff/uploads/undo.html", upload=info, does=does, refused=refused)


@bp.post("/<int:upload_id>/undo")
@allowed(*EDITORS)
def undo_now(upload_id: int) -> Response:
    """元に戻す; with `leave` what was touched since stays as it is."""
    with store().writing("取り込みを元に戻す") as session:
        queue.ask_undo(session, who().scope, upload_id, who().id, leave_touched=request.form.get("leave") == "1")
    return see_other(url_for(".show", upload_id=upload_id))


@bp.post("/<int:upload_id>/again")
@allowed(*EDITORS)
def again(upload_id: int) -> Response:
    """もう一度: the same file with the same answers, checked against what is there now."""
    info, person = asked(upload_id), who()
    name, kept = content(store().session(), person.scope, upload_id)
    said = {key: value for key, value in info.options.items() if key != "leave_touched"}
    with store().writing("取り込み") as session:
        fresh = receive(session, content=kept, file_name=name, municipality=person.municipality, department=info.department,
                        account_id=person.id, options=said)  # fmt: skip
    return see_other(url_for(".show", upload_id=fresh))
