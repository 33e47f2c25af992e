"""一覧: records narrowed, sorted and paged."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.staff.bulk import actions_for
from geodata.staff.chosen import LEVELS, NO_DEPARTMENT, SORTS, RecordFilter
from geodata.staff.offered import Offered, offered
from geodata.staff.records import PAGE, records
from geodata.staff.wording import CONSENTS, STATUSES, VISIBILITIES
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.staff.records.blueprint import bp
from mapapp.store import store

FLAGS = {"stale": "確認が古い", "waiting": "訂正の申し出あり", "home": "個人宅", "hidden": "期限切れで非表示"}


@bp.get("/")
@allowed(*STAFF)
def index() -> str | Response:
    """Every record that this person sees."""
    chosen = RecordFilter.from_args(request.args.items(multi=True))
    found = records(store().session(), who().scope, chosen)
    if chosen.page > found.pages:
        return redirect(url_for("staff_records.index", **replace(chosen, page=found.pages).to_args()))
    choices = offered(store().session(), who().scope)
    return render_template(
        "staff/records/index.html", chosen=chosen, found=found, offered=choices, sorts=SORTS, levels=LEVELS, flags=FLAGS,
        conditions=conditions(chosen, choices), page_size=PAGE, kinds=store().vocabulary().categories,
        actions=actions_for(who().role) if who().may(*EDITORS) else {},
        query=lambda **new: url_for("staff_records.index", **replace(chosen, page=1, **new).to_args()),
        page_url=lambda number: url_for("staff_records.index", **replace(chosen, page=number).to_args()),
    )  # fmt: skip


def conditions(chosen: RecordFilter, choices: Offered) -> list[tuple[str, str, str]]:
    """Each chosen condition: its field, its words, the list without it."""
    batches = {str(number): words for number, words in choices.batches}
    words = {
        "q": f"「{chosen.q}」", "category": choices.categories.get(chosen.category, chosen.category),
        "status": STATUSES.get(chosen.status, ""), "visibility": VISIBILITIES.get(chosen.visibility, ""),  # type: ignore[call-overload]
        "department": "全庁" if chosen.department == NO_DEPARTMENT else chosen.department,
        "area": dict(choices.areas).get(chosen.area, chosen.area), "source": chosen.source,
        "batch": f"取り込み {batches.get(chosen.batch, chosen.batch)}", "level": LEVELS.get(chosen.level, ""),
        "consent": CONSENTS.get(chosen.consent, ""), **FLAGS,  # type: ignore[call-overload]
    }  # fmt: skip
    empty = RecordFilter()
    return [
        (name, words[name], url_for("staff_records.index", **replace(chosen, page=1, **{name: getattr(empty, name)}).to_args()))
        for name in chosen.conditions()
    ]
