"""行を確かめる: what a file would do, row by row beside the map, and what staff choose for each, before anything changes."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, abort, current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from geodata.address.levels import LEVEL_WORDS
from geodata.models import RowAction
from geodata.staff import upload_rows
from geodata.staff.upload_choices import page_of, taken
from geodata.staff.upload_rows import Counts
from geodata.staff.uploads import PAGE, UploadInfo, content
from importers import remarked
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.maps import city_frame
from mapapp.staff.answers import see_other
from mapapp.staff.uploads.blueprint import asked, bp
from mapapp.staff.uploads.decisions import decision_of
from mapapp.staff.uploads.words import ACTIONS, COARSE, VIEWS, will_do
from mapapp.store import store

NOT_TAKEN_IN = "まだ取り込んでいません"  # what the worker says when records changed since the check
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class View:
    """Which rows are looked at: those of an action, or those with something to notice; "" for all."""

    name: str = ""
    page: int = 1

    @classmethod
    def asked(cls, said: Any) -> "View":
        """From the address or a form; whatever makes no sense is the first page of all rows."""
        name = said.get("view", "")
        return cls(name if name in VIEWS else "", max(1, said.get("page", 1, type=int)))

    @property
    def chosen(self) -> dict[str, Any]:
        """As geodata.staff.upload_rows.rows takes it."""
        if self.name in ("problems", "twins", "edited"):
            return {f"only_{self.name}": True}
        return {"action": RowAction(self.name)} if self.name else {}

    def query(self, page: int | None = None) -> dict[str, str]:
        """For a link to this view."""
        number = page or self.page
        return ({"view": self.name} if self.name else {}) | ({"page": str(number)} if number > 1 else {})


def check_page(info: UploadInfo) -> str:
    """The sum, the rows of one page, the map."""
    session, view = store().session(), View.asked(request.args)
    counts = upload_rows.counts(session, info.id)
    found = upload_rows.rows(session, info.id, page=view.page, **view.chosen)
    button, sentence = will_do(taken(session, info.id))
    return render_template(
        "staff/uploads/check.html", upload=info, since=info.message if NOT_TAKEN_IN in info.message else "", counts=counts,
        sums=_sums(counts), notices=_notices(counts), view=view, heading=VIEWS[view.name], button=button, sentence=sentence,
        rows=found.rows, total=found.total, pages=-(-found.total // PAGE), first=(view.page - 1) * PAGE, actions=ACTIONS,
        levels=LEVEL_WORDS, coarse=COARSE, may_edit=who().may(*EDITORS), frame=city_frame(store().vocabulary()),
        pins_url=url_for(".pins", upload_id=info.id),
    )  # fmt: skip


def _sums(counts: Counts) -> list[tuple[str, str, int]]:
    """(view, words, how many) of each action."""
    return [(action.value, ACTIONS[action], counts.actions[action]) for action in ACTIONS]


def _notices(counts: Counts) -> list[tuple[str, str, int]]:
    named = (("problems", counts.problems), ("twins", counts.twins), ("edited", counts.edited))
    return [(view, VIEWS[view], n) for view, n in named if n]


@bp.get("/<int:upload_id>/pins")
@allowed(*STAFF)
def pins(upload_id: int) -> Response:
    """[[row id, Excel's number, name, level, lng, lat], …] of every row with a point, for the map beside the table."""
    info = asked(upload_id)
    answer = current_app.response_class(orjson.dumps(upload_rows.pins(store().session(), info.id)), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<int:upload_id>/rows/<int:row_id>")
@allowed(*STAFF)
def row(upload_id: int, row_id: int) -> Answer:
    """To the page of the check where a row stands."""
    page = page_of(store().session(), asked(upload_id).id, row_id)
    if page is None:
        abort(404)
    return see_other(url_for(".show", upload_id=upload_id, page=page, _anchor=f"row-{row_id}"))


@bp.post("/<int:upload_id>/rows/<int:row_id>")
@allowed(*EDITORS)
def choose(upload_id: int, row_id: int) -> Answer:
    """What staff choose for a row; the same rows are shown again."""
    with store().writing("取り込み") as session:
        upload_rows.choose(session, who().scope, upload_id, row_id, decision_of(request.form))
    query = urlencode(View.asked(request.form).query())
    return see_other(f"{url_for('.show', upload_id=upload_id)}{'?' if query else ''}{query}#row-{row_id}")


@bp.get("/<int:upload_id>/remarks")
@allowed(*STAFF)
def remarks(upload_id: int) -> Response:
    """The file that came in, with a column that says what the check found."""
    info, session = asked(upload_id), store().session()
    name, kept = content(session, who().scope, upload_id)
    result = info.result
    told = upload_rows.remarks(session, upload_id)
    name, body = remarked(kept, name, told, sheet=result.get("sheet", ""), header_row=result.get("header_row") or 1)
    answer = make_response(body)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    answer.mimetype = "text/csv" if name.lower().endswith((".csv", ".tsv", ".txt")) else XLSX
    return answer
