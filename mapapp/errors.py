"""まちがいの伝え方: each error of geodata as an HTTP status with its sentence; no stack trace reaches a user."""

import logging

import psycopg
from flask import Flask, Response, render_template, request
from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from geodata.errors import (
    BadAccount,
    BadCorrection,
    BadFilter,
    BadPoint,
    BadRule,
    DatabaseAway,
    GeodataError,
    NotNow,
    Overtaken,
    UnknownAccount,
    UnknownArea,
    UnknownCorrection,
    UnknownDistrict,
    UnknownLayout,
    UnknownPlace,
    UnknownResource,
    UnknownUpload,
)
from importers import ImportProblem
from mapapp.access import NotYourRole
from mapapp.store import Store

log = logging.getLogger(__name__)

STATUS: dict[type[GeodataError], int] = {
    BadFilter: 400, UnknownArea: 404, UnknownDistrict: 404, UnknownResource: 404, UnknownUpload: 404, NotNow: 409,
    UnknownLayout: 404, UnknownPlace: 404, BadPoint: 400, DatabaseAway: 503,
    BadAccount: 400, UnknownAccount: 404, BadCorrection: 400, BadRule: 400, UnknownCorrection: 404,
    Overtaken: 409, ImportProblem: 400,
}  # fmt: skip
TITLES = {
    400: "指定が読めません", 401: "ログインしてください", 403: "この操作はできません", 404: "ページが見つかりません",
    405: "この操作はできません", 409: "ほかの人が先に変えています", 413: "送られたデータが大きすぎます",
    500: "うまく表示できませんでした", 503: "ただいま表示できません",
}  # fmt: skip
SENTENCES = {
    400: "送られた内容が読めません。もどって、もう一度やりなおしてください。",
    401: "このページは職員のためのページです。ログインしてください。",
    403: "あなたの役割ではこの操作はできません。必要なときは管理者に役割の変更を頼んでください。",
    404: "アドレスがちがうか、公開が終わったページです。トップページからさがしなおしてください。",
    405: "このアドレスではその操作を受けつけていません。トップページからやりなおしてください。",
    500: "しばらくしてからもう一度お試しください。続くときは市の担当課にお知らせください。",
    503: "データベースにつながりません。しばらくしてからもう一度お試しください。",
}
AWAY = (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError)
API = ("/api/", "/map/", "/ogc/", "/hsds/")


def explain(app: Flask) -> None:
    """Register how each error is told."""
    app.register_error_handler(GeodataError, _told)
    app.register_error_handler(HTTPException, _http)
    for kind in AWAY:
        app.register_error_handler(kind, _away)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(DBAPIError, _broken)
    app.register_error_handler(Exception, _broken)


def _told(problem: GeodataError) -> tuple[Response | str, int]:
    status = next((code for kind, code in STATUS.items() if isinstance(problem, kind)), 500)
    return answer(status, str(problem))


def _http(problem: HTTPException) -> tuple[Response | str, int] | HTTPException:
    status = problem.code or 500
    if status < 400:
        return problem
    own = problem.description if isinstance(problem, NotYourRole) else None
    if status == 413:
        own = f"{(request.max_content_length or 0) // 1_000_000} MBまでにしてください。"
    return answer(status, own or SENTENCES.get(status, SENTENCES[500]))


def _away(problem: Exception) -> tuple[Response | str, int]:
    Store.close()
    if isinstance(getattr(problem, "orig", None), (DeadlockDetected, LockNotAvailable)):
        return answer(409, "ほかの人の変更や取り込みと重なったため、変えられませんでした。少し待ってからもう一度お試しください。")
    log.warning("database away: %s", type(problem).__name__)
    return answer(503, SENTENCES[503])


def _unfit(problem: Exception) -> tuple[Response | str, int]:
    """A value that no column takes (a number too large, a NUL in a text) is whoever's who sent it, not ours."""
    log.warning("unfit value on %s: %s", request.path, type(getattr(problem, "orig", problem)).__name__)
    return answer(400, SENTENCES[400])


def _broken(problem: Exception) -> tuple[Response | str, int]:
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return _away(problem)
    log.exception("unexpected error on %s", request.path)
    return answer(500, SENTENCES[500])


def answer(status: int, sentence: str) -> tuple[Response | str, int]:
    """The sentence as JSON for programs and as a page for people; the page asks nothing of the database.

    Its session is closed, not only let go: one that waited to be collected would hold its transaction open.
    """
    Store.close()
    title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    if request.path.startswith(API) and request.path != "/api/":
        from flask import jsonify

        return jsonify({"error": {"status": status, "title": title, "message": sentence}}), status
    return render_template("errors/error.html", title=title, sentence=sentence), status
