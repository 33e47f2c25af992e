"""運営団体のページ: whoever holds the number of a letter sees one record, says 「このまま」 or what has changed. No login.

A number that is wrong, old or ended gets one and the same answer, so nobody learns whether there ever was such a one.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy.orm import Session

from geodata.due import today_in_japan
from geodata.errors import BadCorrection
from geodata.models import ConfirmLink, Origin, Resource
from geodata.staff.links import link_of, read_token
from geodata.staff.proposals import (
    BY_LINK,
    CLOSING,
    CLOSINGS,
    FIELDS,
    MESSAGE,
    confirm_as_is,
    differences,
    last_said,
    propose,
    published,
)
from mapapp.limits import Limiter
from mapapp.staff.answers import see_other
from mapapp.store import store

bp = Blueprint("organizer", __name__, url_prefix="/k")
wrong_numbers = Limiter(60, 600)  # a whole office may share one address
answers = Limiter(20, 3600)  # of one number
Page = str | tuple[str, int]


@bp.after_request
def keep_to_oneself(response: Response) -> Response:
    """No copy anywhere on the way, no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/")
def index() -> str:
    """Where the number of a letter is typed."""
    return _number_form()


@bp.post("/")
def typed() -> Page | Response:
    """On to the page of that number."""
    text = request.form.get("number", "")
    token = read_token(text)
    if token is None:
        return _number_form(text[:60], "確認番号が読みとれません。手紙の18文字を、もう一度お確かめください。"), 400
    return see_other(url_for("organizer.show", token=token))


@bp.get("/<token>")
def show(token: str) -> Page:
    """What is published, and the two answers."""
    session = store().session()
    link = link_of(session, token, today_in_japan())
    return _page(session, link, token) if link else _closed()


@bp.post("/<token>")
def answer(token: str) -> Page | Response:
    """「このまま」, or a correction that waits for staff."""
    with store().writing(BY_LINK) as session:
        link = link_of(session, token, today_in_japan())
        if link is None:
            return _closed()
        if not answers.take(str(link.id)):
            return render_template("organizer/closed.html", vocabulary=store().vocabulary(), busy=True), 429
        problem = _take(session, link)
        if problem:
            said, sentence, status = problem
            return _page(session, link, token, said, sentence), status
    return see_other(url_for("organizer.done", token=token))


@bp.get("/<token>/done")
def done(token: str) -> Page | Response:
    """Thanks, and what happens now."""
    session = store().session()
    link = link_of(session, token, today_in_japan())
    if link is None:
        return _closed()
    said = last_said(session, link)
    if said is None:
        return see_other(url_for("organizer.show", token=token))
    record = session.get_one(Resource, link.resource_id)
    return render_template(
        "organizer/done.html", vocabulary=store().vocabulary(), record=record, said=said, token=token, link=link
    )


def _take(session: Session, link: ConfirmLink) -> tuple[Mapping[str, str], str, int] | None:
    """Do what the form says; (what was typed, sentence, status) when it cannot be done."""
    record = session.get_one(Resource, link.resource_id, with_for_update={"of": Resource})
    said = request.form
    if said.get("revision") != str(record.revision):
        return {}, "このページを開いているあいだに内容が変わりました。もう一度ごらんください。", 409
    try:
        if said.get("answer") == "as_is":
            confirm_as_is(session, record, link, today_in_japan())
        else:
            propose(session, record, differences(record, said), said.get("message", ""), origin=Origin.ORGANIZER, link=link)
    except BadCorrection as bad:
        return said, str(bad), 400
    return None


def _page(
    session: Session, link: ConfirmLink, token: str, said: Mapping[str, str] | None = None, problem: str = ""
) -> str:
    record = session.get_one(Resource, link.resource_id)
    shown = published(record)
    return render_template(
        "organizer/show.html", vocabulary=store().vocabulary(), record=record, shown=shown, typed={**shown, **(said or {})},
        fields=FIELDS, closings=CLOSINGS, closing=CLOSING, most=MESSAGE, problem=problem, token=token, link=link,
        before=last_said(session, link),
    )  # fmt: skip


def _closed() -> tuple[str, int]:
    status = 404 if wrong_numbers.take(request.remote_addr or "") else 429
    return render_template("organizer/closed.html", vocabulary=store().vocabulary(), busy=status == 429), status


def _number_form(number: str = "", problem: str = "") -> str:
    return render_template("organizer/number.html", vocabulary=store().vocabulary(), number=number, problem=problem)
