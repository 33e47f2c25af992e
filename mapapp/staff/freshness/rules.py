"""確認の期限のきまり: after how many months a record of each 種類 is grey, and after how many it is hidden."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.due import today_in_japan
from geodata.errors import BadRule
from geodata.models import Role
from geodata.staff.freshness import Rule, apply_rules, rules, set_rules
from mapapp.access import STAFF, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.freshness.lists import bp
from mapapp.store import store


class WouldHide(Exception):
    """The new rules take records off the public pages, and nobody has said yet that they should."""


@bp.get("/rules")
@allowed(*STAFF)
def show_rules() -> str:
    """Every 種類 and its months."""
    return _page()


@bp.post("/rules")
@allowed(Role.ADMIN)
def save_rules() -> str | tuple[str, int] | Response:
    """Save, and do at once what the rules say; asked back first when that hides records."""
    try:
        with store().writing("確認の期限のきまり") as session:
            changed = set_rules(session, who().municipality, _wanted())
            done = apply_rules(session, today_in_japan(), account_id=who().id)
            if done.hidden and "sure" not in request.form:
                raise WouldHide(done.hidden)
    except WouldHide as one:
        return _page(would_hide=int(one.args[0]))
    except BadRule as bad:
        return _page(problem=str(bad)), 400
    flash(_told(changed, done.hidden, done.back))
    return see_other(url_for("staff_freshness.show_rules"))


def _told(changed: list[str], hidden: int, back: int) -> str:
    words = f"{'・'.join(changed)}のきまりを変えました。" if changed else "きまりは前と同じです。"
    moved = [f"{count}件{what}" for count, what in ((hidden, "の公開を止めました"), (back, "が公開ページにもどりました")) if count]
    return words + "、".join(moved) + ("。" if moved else "")


def _page(problem: str = "", would_hide: int = 0) -> str:
    found = rules(store().session(), who().scope, today_in_japan())
    return render_template(
        "staff/freshness/rules.html", rules=found, typed=request.form, problem=problem, would_hide=would_hide,
        may_change=who().may(Role.ADMIN),
    )  # fmt: skip


def _wanted() -> dict[str, tuple[int, int | None]]:
    """What the form says of every 種類. Raises BadRule."""
    found = rules(store().session(), who().scope, today_in_japan())
    return {rule.code: (_months(rule, "confirm") or 0, _months(rule, "hide")) for rule in found if f"confirm.{rule.code}" in request.form}


def _months(rule: Rule, name: str) -> int | None:
    text = request.form.get(f"{name}.{rule.code}", "").strip()
    if not text and name == "hide":
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise BadRule(f"{rule.name}: 月数は数字で入れてください。")
    return int(text)
