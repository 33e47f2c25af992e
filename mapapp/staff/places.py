"""位置の確認: 会場 that are not placed well enough, worst first; each is confirmed as it is, chosen, or put by hand."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from geodata.address.desk import book, suggester
from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel, Point
from geodata.due import today_in_japan
from geodata.errors import BadFilter, BadPoint, Overtaken
from geodata.staff.choices import Choice, choices
from geodata.staff.homes import LONGEST_NAME, keep_private, publish_again
from geodata.staff.placing import UNSURE, Waiting, next_waiting, queue, settle, waiting_place
from mapapp.access import EDITORS, PUBLISHERS, STAFF, allowed, who
from mapapp.maps import city_frame
from mapapp.staff.answers import see_other
from mapapp.store import store

bp = Blueprint("staff_places", __name__, url_prefix="/staff/places")
LONGEST = 200
AS_IT_IS, BY_HAND = "as_it_is", "by_hand"


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """The queue."""
    level, page = _level(request.args.get("level", "")), _page(request.args.get("page", "1"))
    found = queue(store().session(), who().scope, level=level, page=page)
    return render_template(
        "staff/places/index.html", queue=found, level=level, level_words=LEVEL_WORDS,
        levels=[one for one in MatchLevel if found.counts.get(one)], unsure=UNSURE,
    )  # fmt: skip


@bp.get("/<int:place_id>")
@allowed(*STAFF)
def place(place_id: int) -> str:
    """One 会場: its text, the points that it may have, and the map."""
    return _page_of(waiting_place(store().session(), who().scope, place_id))


@bp.post("/<int:place_id>")
@allowed(*EDITORS)
def settle_place(place_id: int) -> Answer | tuple[str, int]:
    """Confirm or move, and on to the next."""
    was = waiting_place(store().session(), who().scope, place_id)
    try:
        point, level = _chosen(was)
        with store().writing("位置の確認") as session:
            settle(session, who().scope, place_id, revision=_number(request.form.get("revision", "")), point=point,
                   level=level, today=today_in_japan())  # fmt: skip
    except (BadPoint, Overtaken) as problem:
        status = 409 if isinstance(problem, Overtaken) else 400
        return _page_of(waiting_place(store().session(), who().scope, place_id), problem=str(problem)), status
    flash(f"「{was.called}」の位置を{'確かめました' if point is None else '決めました'}。次から同じ住所や会場名はここに置かれます。")
    following = next_waiting(store().session(), who().scope, after=place_id)
    return see_other(url_for("staff_places.index") if following is None else url_for("staff_places.place", place_id=following))


@bp.post("/<int:place_id>/home")
@allowed(*EDITORS)
def home(place_id: int) -> Answer | tuple[str, int]:
    """Somebody's home."""

    def keep(session: Session, revision: int) -> None:
        keep_private(session, who().scope, place_id, revision=revision, geocoder=book(session, store().settings.instance))

    return _made(place_id, keep, "個人宅として扱います。住民には町名までが見えます。")


@bp.post("/<int:place_id>/home/end")
@allowed(*PUBLISHERS)
def home_no_longer(place_id: int) -> Answer | tuple[str, int]:
    """No longer somebody's home, which shows residents more."""

    def publish(session: Session, revision: int) -> None:
        publish_again(session, who().scope, place_id, revision=revision, name=request.form.get("name", ""))

    return _made(place_id, publish, "個人宅ではない会場にしました。住民にも住所と位置が見えます。")


@bp.get("/suggest")
@allowed(*EDITORS)
def suggest() -> Response:
    """町 and 会場 while one types."""
    kept = store()
    typed = request.args.get("q", "")[:LONGEST]
    known = kept.kept(("suggester", who().municipality), lambda: suggester(kept.session(), kept.settings.instance, who().municipality))
    return jsonify([{"text": one.text, "where": one.where} for one in known.suggest(typed)] if typed else [])


def _made(place_id: int, change: Callable[[Session, int], None], told: str) -> Answer | tuple[str, int]:
    """`change` done to the 会場 as it was seen, or the page anew with what came between."""
    try:
        with store().writing("個人宅の扱い") as session:
            change(session, _number(request.form.get("revision", "")))
    except Overtaken as problem:
        return _page_of(waiting_place(store().session(), who().scope, place_id), problem=str(problem)), 409
    flash(told)
    return see_other(url_for("staff_places.place", place_id=place_id))


def _page_of(found: Waiting, problem: str = "") -> str:
    looked_for = request.values.get("q", "")[:LONGEST]
    vocabulary = store().vocabulary()
    return render_template(
        "staff/places/place.html", place=found, problem=problem, looked_for=looked_for, given=request.form,
        choices=_choices(found, looked_for), frame=city_frame(vocabulary),
        following=next_waiting(store().session(), who().scope, after=found.id), may_edit=who().may(*EDITORS), may_publish=who().may(*PUBLISHERS),
        longest_name=LONGEST_NAME,
    )  # fmt: skip


def _choices(found: Waiting, looked_for: str) -> list[Choice]:
    kept = store()
    return choices(book(kept.session(), kept.settings.instance), found, who().municipality, looked_for)


def _chosen(was: Waiting) -> tuple[Point | None, MatchLevel]:
    """What the form says: nothing new, one of the candidates as it was shown, or a point by hand."""
    said = request.form.get("choice", "")
    if said == AS_IT_IS:
        return None, was.level
    lng, lat = request.form.get("lng", ""), request.form.get("lat", "")
    level = MatchLevel.VENUE
    if said != BY_HAND:
        offered = {f"{one.lng!r},{one.lat!r}": one for one in _choices(was, request.form.get("q", "")[:LONGEST])}
        if said not in offered:
            raise BadPoint("位置を選んでから「この位置に決める」を押してください。")
        (lng, lat), level = said.split(","), offered[said].level
    try:
        return (float(lng), float(lat)), level
    except ValueError:
        raise BadPoint("緯度・経度は数で入力してください（例: 緯度 34.6918、経度 135.7006）。") from None


def _level(text: str) -> MatchLevel | None:
    try:
        return MatchLevel(text) if text else None
    except ValueError:
        raise BadFilter("位置の確かさは画面の一覧から選んでください。") from None


def _page(text: str) -> int:
    number = _number(text)
    if not 0 < number <= 10_000:
        raise BadFilter("ページの番号が正しくありません。")
    return number


def _number(text: Any) -> int:
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else 0
