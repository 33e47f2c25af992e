"""一件の取り込み: the page of the stage that it is at, and how far the worker is."""

from flask import jsonify, render_template, url_for
from werkzeug.wrappers import Response

from geodata.address.match import MatchLevel
from geodata.models import UploadState
from geodata.staff.uploads import STATE_WORDS, UploadInfo, worker_is_here
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.uploads.asking import ask_page
from mapapp.staff.uploads.blueprint import asked, bp
from mapapp.staff.uploads.checking import check_page
from mapapp.staff.uploads.words import BUSY, COARSE
from mapapp.store import store


@bp.get("/<int:upload_id>")
@allowed(*STAFF)
def show(upload_id: int) -> str | Response:
    """The stage it is at."""
    info = asked(upload_id)
    if info.working:
        return _busy(info)
    if info.state is UploadState.ASKING:
        return ask_page(info)
    if info.state is UploadState.READY:
        return check_page(info)
    if info.state is UploadState.DONE and info.result.get("touched") and who().may(*EDITORS):
        return see_other(url_for(".undo", upload_id=upload_id))
    return _outcome(info)


@bp.get("/<int:upload_id>/progress")
@allowed(*STAFF)
def progress(upload_id: int) -> Response:
    """{busy, percent, words, away}: what progress.mjs shows."""
    info = asked(upload_id)
    away = info.working and not worker_is_here(store().session())
    answer = jsonify(busy=info.working, percent=info.progress, words=_words(info), away=away)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _busy(info: UploadInfo) -> str:
    away = not worker_is_here(store().session())
    return render_template("staff/uploads/busy.html", upload=info, words=_words(info), away=away)


def _words(info: UploadInfo) -> str:
    return info.message or BUSY.get(info.state, "")


def _outcome(info: UploadInfo) -> str:
    levels = info.result.get("levels", {})
    coarse = sum(levels.get(level, 0) for level in (*COARSE, MatchLevel.NONE))
    return render_template(
        "staff/uploads/outcome.html", upload=info, words=STATE_WORDS[info.state], coarse=coarse, may_edit=who().may(*EDITORS),
        left_behind=info.result.get("counts", {}).get("refused", 0),
    )  # fmt: skip
