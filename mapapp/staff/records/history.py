"""これまでの変更: every version of a record, and the way back to any of them."""

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from geodata.dates import moment
from geodata.errors import UnknownResource
from geodata.staff.edit import EditedMeanwhile
from geodata.staff.record import find
from geodata.staff.restoring import preview, restore
from geodata.staff.versions import Version, versions, versions_of_place
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.records.blueprint import actor, bp, number
from mapapp.store import store


@bp.get("/<int:resource_id>/history")
@allowed(*STAFF)
def history(resource_id: int) -> str:
    """All of them, newest first."""
    row = find(store().session(), who().scope, resource_id)
    session = store().session()
    return render_template(
        "staff/records/history.html", record_id=row.id, name=row.name, versions=versions(session, resource_id),
        venue=versions_of_place(session, row.place_id) if row.place_id else [],
    )  # fmt: skip


@bp.get("/<int:resource_id>/restore/<int:revision>")
@allowed(*EDITORS)
def restoring(resource_id: int, revision: int) -> str:
    """What going back would change."""
    row = find(store().session(), who().scope, resource_id)
    lines, notes = preview(store().session(), actor(), resource_id, revision)
    return render_template(
        "staff/records/restore.html", record_id=row.id, name=row.name, seen=row.revision, lines=lines, notes=notes,
        version=_version(resource_id, revision),
    )  # fmt: skip


@bp.post("/<int:resource_id>/restore/<int:revision>")
@allowed(*EDITORS)
def restored(resource_id: int, revision: int) -> Response:
    """Go back."""
    version = _version(resource_id, revision)
    how = f"復元（{moment(version.at)} の内容）"
    try:
        with store().writing(how) as session:
            changed = restore(session, actor(), resource_id, number("seen"), revision)
    except EditedMeanwhile:
        flash("確かめているあいだに、ほかの人がこの記録を変えました。もう一度、ちがいを見てください。", "error")
        return see_other(url_for("staff_records.restoring", resource_id=resource_id, revision=revision))
    flash("選んだ時点の内容に戻しました。" if changed else "いまと同じ内容のため、何も変えていません。")
    return see_other(url_for("staff_records.show", resource_id=resource_id))


def _version(resource_id: int, revision: int) -> Version:
    """The step that left this revision. Raises UnknownResource."""
    find(store().session(), who().scope, resource_id)
    for one in versions(store().session(), resource_id):
        if one.revision == revision:
            return one
    raise UnknownResource("その時点の記録はありません。")
