"""まとめて変える: choose what, be told exactly what happens, and only then do it."""

from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.due import today_in_japan
from geodata.errors import BadFilter, Overtaken
from geodata.models import Role
from geodata.staff.bulk import ACTIONS, Order, Plan, actions_for, carry_out, checked_value, plan
from geodata.staff.chosen import RecordFilter
from geodata.staff.offered import offered
from geodata.staff.publishing import RULES, Step, how
from mapapp.access import EDITORS, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.records.blueprint import actor, bp
from mapapp.staff.records.listing import conditions
from mapapp.store import store

OWN = {"action", "value", "id", "all", "seal", "reason", "csrf_token"}
LONGEST_REASON = 200
MOST_IDS = 200


@bp.get("/bulk")
@allowed(*EDITORS)
def bulk() -> str | Response:
    """The value, where the action needs one; then exactly what would be done."""
    pairs = list(request.args.items(multi=True))
    action = request.args.get("action", "")
    if action not in actions_for(who().role):
        raise BadFilter("まとめて行う操作を画面の一覧から選んでください。")
    chosen, ids = _chosen(pairs)
    if not ids and "all" not in request.args:
        flash("変える記録にしるしをつけるか、「この条件の全件」を選んでください。", "error")
        return see_other(url_for("staff_records.index", **chosen.to_args()))
    if action not in set(Step) and "value" not in request.args:
        return _page(Order(action, "", chosen, ids), None)
    order = Order(action, _value(action, request.args.get("value", "")), chosen, ids)
    return _page(order, plan(store().session(), actor(), order))


@bp.post("/bulk")
@allowed(*EDITORS)
def bulk_done() -> Response | tuple[str, int]:
    """Do it, if it is still what was told."""
    action, reason = request.form.get("action", ""), " ".join(request.form.get("reason", "").split())
    if action not in actions_for(who().role) or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise BadFilter(f"まとめて行う操作が読めません。理由は{LONGEST_REASON}文字までにしてください。")
    chosen, ids = _chosen(list(request.form.items(multi=True)))
    order = Order(action, _value(action, request.form.get("value", "")), chosen, ids)
    step = order.step
    if step is not None and RULES[step].needs_reason and not reason:
        return _page(order, plan(store().session(), actor(), order), "取り下げる理由を入力してください。"), 422
    try:
        with store().writing(f"まとめて{how(step, reason) if step else ACTIONS[action]}") as session:
            done = carry_out(session, actor(), order, request.form.get("seal", ""))
    except Overtaken as problem:
        return _page(order, plan(store().session(), actor(), order), str(problem)), 409
    flash(f"{len(done.ids):,}件を変えました（{ACTIONS[action]}）。" if done.ids else "変えられる記録がなかったため、何も変えていません。")
    return see_other(url_for("staff_records.index", **chosen.to_args()))


def _chosen(pairs: list[tuple[str, str]]) -> tuple[RecordFilter, tuple[int, ...]]:
    ids = [value for name, value in pairs if name == "id"]
    if len(ids) > MOST_IDS or not all(value.isascii() and value.isdigit() and len(value) < 10 for value in ids):
        raise BadFilter("選んだ記録の番号が読めません。一覧にもどって選びなおしてください。")
    everything = any(name == "all" for name, _ in pairs)
    chosen = RecordFilter.from_args((name, value) for name, value in pairs if name not in OWN)
    return chosen, () if everything else tuple(sorted({int(value) for value in ids}))


def _value(action: str, value: str) -> str:
    categories = offered(store().session(), who().scope).categories
    return checked_value(action, value.strip(), categories, today_in_japan())


def _page(order: Order, told: Plan | None, problem: str = "") -> str:
    choices = offered(store().session(), who().scope)
    return render_template(
        "staff/records/bulk.html", order=order, plan=told, problem=problem, words=ACTIONS[order.action], offered=choices,
        conditions=conditions(order.chosen, choices), carried=_carried(order), rule=RULES.get(order.step) if order.step else None,
        loses=order.action == "department" and not who().scope.every and order.value not in ("", who().department),
        today=today_in_japan(), longest_reason=LONGEST_REASON, admin=who().may(Role.ADMIN),
    )  # fmt: skip


def _carried(order: Order) -> list[tuple[str, Any]]:
    """What every form of these pages carries on."""
    which = [("id", id_) for id_ in order.ids] or [("all", "1")]
    return [*order.chosen.to_args().items(), *which, ("action", order.action)]
