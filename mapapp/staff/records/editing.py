"""書きかえる: the form of a record, its own or a new one's; what is typed is never lost."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, jsonify, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geodata.address.desk import book
from geodata.due import today_in_japan
from geodata.errors import BadFilter, UnknownResource
from geodata.schedule.text import LONGEST
from geodata.staff.edit import BY_HAND, EditedMeanwhile, Saved, create, save
from geodata.staff.form import LABELS, Filled, read_form
from geodata.staff.offered import offered
from geodata.staff.record import PlaceView, find, place_view
from geodata.staff.state import state_at, state_of
from geodata.staff.telling import Names
from geodata.staff.values import ReadBack, Values, first_values, read_back, together, values_of
from geodata.staff.venues import candidates, may_choose
from geodata.staff.versions import Version
from mapapp.access import EDITORS, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.records.blueprint import actor, bp, number
from mapapp.store import store

NOT_FIELDS = {"csrf_token", "revision", "key", "action"}
Page = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the table: the record (None for a new one), its 会場, and the revision that the form began with."""

    id: int | None
    name: str
    revision: int
    place: PlaceView | None
    key: str = ""


@bp.get("/<int:resource_id>/edit")
@allowed(*EDITORS)
def edit(resource_id: int) -> str:
    """The form of a record."""
    desk = _desk(resource_id)
    return _form(desk, _values(store().session(), desk, None))


@bp.post("/<int:resource_id>/edit")
@allowed(*EDITORS)
def edited(resource_id: int) -> Response | Page:
    """Save it; or look for a 会場 or read the 開催日時 back, and save nothing."""
    desk = replace(_desk(resource_id), revision=number("revision"))
    if request.form.get("action") != "save":
        return _form(desk, _sent())
    try:
        with store().writing("編集") as session:
            filled = _filled(desk)
            done = save(session, actor(), resource_id, desk.revision, filled, geocoder=book(session, store().settings.instance),
                        today=today_in_japan())  # fmt: skip
    except EditedMeanwhile as problem:
        return _overtaken(resource_id, desk.revision, problem)
    return (_form(desk, _sent(), errors=filled.errors), 422) if filled.errors else _saved(done)


@bp.get("/new")
@allowed(*EDITORS)
def new() -> str:
    """The form of a record that is not there yet."""
    known = offered(store().session(), who().scope)
    return _form(Desk(None, "", 0, None, secrets.token_hex(16)), first_values(who().department, known.categories))


@bp.post("/new")
@allowed(*EDITORS)
def created() -> Response | Page:
    """Make it, a draft."""
    key = request.form.get("key", "")
    if not (key.isascii() and key.isalnum() and len(key) == 32):
        raise BadFilter("ページを開きなおして、もう一度入力してください。")
    desk = Desk(None, "", 0, None, key)
    if request.form.get("action") != "save":
        return _form(desk, _sent())
    with store().writing("登録") as session:
        filled = _filled(desk)
        done = create(session, actor(), key, filled, geocoder=book(session, store().settings.instance), today=today_in_japan())
    return (_form(desk, _sent(), errors=filled.errors), 422) if filled.errors else _saved(done, "下書きとして登録しました。")


@bp.post("/reading")
@allowed(*EDITORS)
def reading() -> Response:
    """A 開催日時 read back while it is typed."""
    text = str((request.get_json(silent=True) or {}).get("text", ""))[: LONGEST + 1]
    told = read_back(text, today_in_japan())
    return jsonify({"html": render_template("staff/records/reading.html", reading=told, text=text)})


def _saved(done: Saved, words: str = "") -> Response:
    for note in done.notes:
        flash(note)
    if not words:
        named = "、".join(dict.fromkeys(LABELS[name] for name in done.changed))
        words = f"保存しました（{named}）。" if named else "変わったところはありません。"
    flash(words)
    seen = _still_seen(done.id)
    if not seen:
        flash("所管課を変えたため、この記録はあなたの一覧からは見えなくなりました。")
    return see_other(url_for("staff_records.show", resource_id=done.id) if seen else url_for("staff_records.index"))


def _still_seen(resource_id: int) -> bool:
    with Session(store().engine) as session:
        try:
            find(session, who().scope, resource_id)
        except UnknownResource:
            return False
    return True


def _desk(resource_id: int) -> Desk:
    row = find(store().session(), who().scope, resource_id)
    place = place_view(store().session(), who().municipality, row.place_id) if row.place_id else None
    return Desk(row.id, row.name, row.revision, place)


def _sent() -> Values:
    return {name: values for name, values in request.form.lists() if name not in NOT_FIELDS}


def _filled(desk: Desk) -> Filled:
    known = offered(store().session(), who().scope)
    before = {} if desk.id is None else state_of(store().session(), desk.id)
    return read_form(_sent(), known, has_place=desk.place is not None, today=today_in_japan(), before=before)


def _values(session: Session, desk: Desk, revision: int | None) -> Values:
    """The record as its form is filled in: now, or as it was at a revision."""
    assert desk.id is not None
    state = state_of(session, desk.id) if revision is None else state_at(session, desk.id, revision)
    group = state["organization_id"]
    organization = Names(session, [("organization_id", group)]).told("organization_id", group) if group else ""
    return values_of(state, organization, desk.place)


def _overtaken(resource_id: int, revision: int, problem: EditedMeanwhile) -> Response | Page:
    """Both people's changes on one form; sending it again is then no longer unseen. The same form sent twice is no quarrel."""
    desk, session = _desk(resource_id), store().session()
    theirs = _values(session, desk, None)
    values, both = together(_sent(), _values(session, desk, revision), theirs)
    if all(values[name] == theirs[name] for name in theirs):
        flash("同じ内容がすでに保存されています。")
        return see_other(url_for("staff_records.show", resource_id=resource_id))
    return _form(desk, values, others=problem.versions, both=both), 409


def _form(
    desk: Desk, values: Values, *, errors: dict[str, str] | None = None, others: list[Version] | None = None,
    both: tuple[str, ...] = (),
) -> str:  # fmt: skip
    words = " ".join(values.get("venue_words", [""])[:1])[:100]
    text = (values.get("schedule_text") or [""])[0]
    told: ReadBack | None = read_back(text[:LONGEST], today_in_japan()) if text.strip() else None
    context: dict[str, Any] = {
        "desk": desk, "values": values, "errors": errors or {}, "others": others or [], "both": both, "reading": told,
        "labels": LABELS, "offered": offered(store().session(), who().scope), "by_hand": BY_HAND,
        "found": candidates(store().session(), who().scope, words) if words.strip() else None,
        "picked": _picked(values), "today": today_in_japan(),
    }  # fmt: skip
    return render_template("staff/records/edit.html", **context)


def _picked(values: Values) -> PlaceView | None:
    """The 会場 that the form has chosen."""
    chosen = (values.get("place_id") or [""])[0]
    fits = values.get("venue") == ["known"] and chosen.isascii() and chosen.isdigit() and len(chosen) < 10
    open_ = fits and may_choose(store().session(), who().scope, int(chosen))
    return place_view(store().session(), who().municipality, int(chosen)) if open_ else None
