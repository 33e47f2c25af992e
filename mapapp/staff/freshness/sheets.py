"""確認のおねがい: call sheets and letters on paper, each record with a number, a link and a QR code of its own.

Numbers are made when a sheet is: we keep only their hashes, so a sheet cannot be shown again, only made anew.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import flash, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from geodata.due import today_in_japan
from geodata.models import Resource
from geodata.staff.due_lists import Line, lines_of
from geodata.staff.links import DAYS_GOOD, make_links
from geodata.staff.proposals import FIELDS, published
from mapapp.access import EDITORS, allowed, who
from mapapp.qr import qr
from mapapp.staff.answers import see_other
from mapapp.staff.freshness.lists import bp, chosen
from mapapp.store import store

CLIPPED = 160  # characters of 内容 that a letter shows


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on paper: `shown` field → what is published."""

    line: Line
    shown: dict[str, str]
    token: str
    url: str
    qr: Markup


@bp.post("/sheet")
@allowed(*EDITORS)
def sheet() -> str | Response:
    """What the button says of the chosen records: a list to ring up, the same on paper, or a letter each."""
    ids = chosen(request.form.getlist("id"))
    kind = request.form.get("kind", "")
    if not ids or kind not in ("calls", "list", "letters"):
        flash("一覧から、確認したいものを選んでください。", "error")
        return see_other(url_for("staff_freshness.index"))
    if kind == "calls":
        return see_other(url_for("staff_freshness.calls", id=ids))
    today = today_in_japan()
    return render_template(
        f"staff/freshness/{kind}.html", entries=_entries(ids), today=today, until=today + timedelta(DAYS_GOOD), fields=FIELDS,
        clipped=CLIPPED, sender=request.form.get("sender", "")[:100], contact=request.form.get("contact", "")[:300],
        base=_base(), told=store().settings.public_url is not None,
    )  # fmt: skip


def _entries(ids: list[int]) -> list[Entry]:
    today = today_in_japan()
    with store().writing("確認のおねがい") as session:
        lines = lines_of(session, who().scope, ids, today)
        tokens = make_links(session, [line.id for line in lines], who().id, today)
        stmt = select(Resource).where(Resource.id.in_(tokens)).options(selectinload(Resource.place))
        shown = {record.id: published(record) for record in session.scalars(stmt)}
    return [_entry(line, shown[line.id], tokens[line.id]) for line in lines]


def _entry(line: Line, shown: dict[str, str], token: str) -> Entry:
    url = f"{_base()}{url_for('organizer.show', token=token)}"
    return Entry(line, shown, token, url, qr(url, f"「{line.name}」の確認ページのQRコード"))


def _base() -> str:
    """Where organisers reach us: the setting, or else where the officer is now."""
    return (store().settings.public_url or request.url_root).rstrip("/")
