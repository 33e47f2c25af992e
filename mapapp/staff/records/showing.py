"""一件: everything of a record, and the steps that it may take now."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.due import today_in_japan
from geodata.models import Status, Visibility
from geodata.staff.edit import EditedMeanwhile, not_overtaken
from geodata.staff.publishing import RULES, Step, hands_of, how, take, why_not
from geodata.staff.record import Record, find, record
from geodata.staff.values import read_back
from geodata.staff.versions import versions
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.maps import city_frame
from mapapp.staff.answers import see_other
from mapapp.staff.records.blueprint import actor, bp, number
from mapapp.store import store

LATEST = 5
LONGEST_REASON = 200
DOES = {
    Step.CHECK: "内容を見て、公開してよい形になったときに押します。", Step.PUBLISH: "押すとすぐに公開ページに出ます。",
    Step.DRAFT: "書きなおしの途中に戻します。公開中のものは公開ページから外れます。",
    Step.WITHDRAW: "活動が終わったときなどに、理由を書いて外します。記録は残ります。",
}  # fmt: skip


@bp.get("/<int:resource_id>")
@allowed(*STAFF)
def show(resource_id: int) -> str:
    """The record."""
    found = record(store().session(), who().scope, resource_id)
    done = versions(store().session(), resource_id)
    vocabulary = store().vocabulary()
    place = found.place
    return render_template(
        "staff/records/show.html", record=found, row=found.row, place=place, kind=vocabulary.categories[found.row["category_code"]],
        versions=done[:LATEST], earlier=max(0, len(done) - LATEST), public=_is_public(found), steps=_steps(found), does=DOES, rules=RULES,
        withdrawn=_withdrawn(found, done), reading=read_back(found.row["schedule_text"], today_in_japan()),
        frame=city_frame(vocabulary) if place and place.lng is not None else None, longest_reason=LONGEST_REASON,
    )  # fmt: skip


@bp.post("/<int:resource_id>/status")
@allowed(*EDITORS)
def step(resource_id: int) -> Response:
    """One step of a record's way."""
    find(store().session(), who().scope, resource_id)  # 404 before anything is said of it
    name, reason = request.form.get("step", ""), " ".join(request.form.get("reason", "").split())
    back = see_other(url_for("staff_records.show", resource_id=resource_id))
    if name not in set(Step) or len(reason) > LONGEST_REASON or not reason.isprintable():
        flash(f"操作を選びなおしてください。理由は{LONGEST_REASON}文字までです。", "error")
        return back
    wanted = Step(name)
    if RULES[wanted].needs_reason and not reason:
        flash("取り下げる理由を入力してください。", "error")
        return back
    with store().writing(how(wanted, reason)) as session:
        row = find(session, who().scope, resource_id, lock=True)
        try:
            not_overtaken(session, row, number("revision"))
        except EditedMeanwhile:
            flash("開いているあいだに、ほかの人がこの記録を変えました。いまの内容を見てから、もう一度押してください。", "error")
            return back
        refused = why_not(wanted, row.status, hands_of(session, [row.id])[row.id], actor())
        if not refused:
            take(session, [row.id], wanted)
    flash(f"{refused}。" if refused else f"「{row.name}」を{RULES[wanted].done}。", "error" if refused else "message")
    return back


def _steps(found: Record) -> list[tuple[Step, str]]:
    """The steps that lead somewhere from here for this person, each with why it cannot be taken, "" when it can."""
    if not who().may(*EDITORS):
        return []
    hands = hands_of(store().session(), [found.id])[found.id]
    status = found.row["status"]
    return [(one, why_not(one, status, hands, actor())) for one in Step if status in RULES[one].roles]


def _is_public(found: Record) -> bool:
    row = found.row
    return row["status"] is Status.PUBLISHED and row["visibility"] is Visibility.PUBLIC and row["hidden_since"] is None


def _withdrawn(found: Record, done: list) -> str:  # type: ignore[type-arg]
    """Why it was withdrawn, as the record of changes has it."""
    if found.row["status"] is not Status.WITHDRAWN:
        return ""
    return next((one.how for one in done if any(line.field == "status" for line in one.lines)), "")
