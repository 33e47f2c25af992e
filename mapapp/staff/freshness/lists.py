"""情報の確認: who is due, and the list that an officer works down on the telephone."""

from flask import Blueprint, abort, flash, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geodata.due import today_in_japan
from geodata.errors import BadFilter, UnknownResource
from geodata.models import Resource, Status
from geodata.staff.audit import note
from geodata.staff.corrections import count_waiting
from geodata.staff.due_lists import CALL, Asked, Due, Reach, choices, due_page, lines_of, tally
from geodata.staff.freshness import confirm
from geodata.staff.links import end_links
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.accounts.login import own_path
from mapapp.staff.answers import see_other
from mapapp.store import store

bp = Blueprint("staff_freshness", __name__, url_prefix="/staff/freshness")
PAGE = 50
MOST_CHOSEN = 100
DUE_WORDS = {
    Due.OVERDUE: "期限切れ", Due.ONE: "1か月以内に期限", Due.THREE: "1か月より先、3か月以内", Due.LATER: "期限はまだ先", Due.ALL: "すべて",
    Due.HIDDEN: "期限切れで公開を止めている", Due.NEVER: "まだ一度も確認していない",
}  # fmt: skip
ASIDE = (Due.HIDDEN, Due.NEVER)
REACH_WORDS = {
    Reach.PHONE: "電話", Reach.FAX: "FAX", Reach.POST: "郵便（会場の住所あて）", Reach.EMAIL: "メール", Reach.NONE: "連絡先がない",
}  # fmt: skip
NAMES = {"due", "category", "department", "area", "reach", "page"}


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """The due list, narrowed by the GET form."""
    session, scope, today = store().session(), who().scope, today_in_japan()
    asked, page = _asked()
    query = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template(
        "staff/freshness/index.html", asked=asked, page=page, query=query, narrowed=set(query) - {"due"}, today=today, due_words=DUE_WORDS, aside=ASIDE,
        reach_words=REACH_WORDS, found=due_page(session, scope, asked, today, offset=(page - 1) * PAGE, limit=PAGE),
        size=PAGE, counts=tally(session, scope, today), choices=choices(session, scope), most=MOST_CHOSEN,
        waiting=count_waiting(session, scope), contact=store().settings.office_contact, may_edit=who().may(*EDITORS),
    )  # fmt: skip


@bp.get("/calls")
@allowed(*STAFF)
def calls() -> str:
    """The chosen records, to be rung up one by one."""
    today = today_in_japan()
    lines = lines_of(store().session(), who().scope, chosen(request.args.getlist("id")), today)
    return render_template(
        "staff/freshness/calls.html", lines=lines, today=today, may_edit=who().may(*EDITORS),
        done=sum(line.confirmed_on == today for line in lines), back=request.full_path,
    )  # fmt: skip


@bp.post("/<int:resource_id>/confirmed")
@allowed(*EDITORS)
def confirmed(resource_id: int) -> Response:
    """電話した: 「このまま」."""
    with store().writing("電話で確認") as session:
        record = seen(session, resource_id)
        confirm(session, record.id, today_in_japan(), by="運営団体", how="電話")
    flash(f"「{record.name}」を「このまま」で確認しました。")
    return see_other(_back(resource_id))


@bp.post("/<int:resource_id>/missed")
@allowed(*EDITORS)
def missed(resource_id: int) -> Response:
    """電話した: nobody answered. Written down, so that the next officer knows."""
    with store().writing("電話で確認") as session:
        record = seen(session, resource_id)
        note(session, CALL, record.id, "電話", None, "不在", municipality=record.municipality_code)
    flash(f"「{record.name}」は不在でした。記録しました。")
    return see_other(_back(resource_id))


@bp.post("/<int:resource_id>/links/end")
@allowed(*EDITORS)
def end(resource_id: int) -> Response:
    """Make the numbers useless that were printed for this record."""
    with store().writing("確認番号を止める") as session:
        record = seen(session, resource_id)
        count = end_links(session, record, today_in_japan())
    flash(f"「{record.name}」の確認番号（{count}件）を使えなくしました。")
    return see_other(_back(resource_id))


def seen(session: Session, resource_id: int) -> Resource:
    """The published record if this person sees it. Raises UnknownResource."""
    stmt = select(Resource).where(Resource.id == resource_id, who().scope.sees(Resource), Resource.status == Status.PUBLISHED)
    found = session.scalars(stmt).first()
    if found is None:
        raise UnknownResource("この社会資源は見つかりません。公開されていないか、番号がちがいます。")
    return found


def chosen(texts: list[str]) -> list[int]:
    """The ids of a form. Raises 400 for what is none, or too many."""
    if len(texts) > MOST_CHOSEN or not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
        abort(400)
    return [int(text) for text in texts]


def _asked() -> tuple[Asked, int]:
    """What the list is narrowed by, and the page. Raises BadFilter."""
    args = request.args
    page = args.get("page", "1")
    if set(args) - NAMES or not (page.isascii() and page.isdigit() and int(page[:6]) > 0 and len(page) < 6):
        raise BadFilter("一覧の指定が読めません。情報の確認のページからやりなおしてください。")
    try:
        due, reach = Due(args.get("due") or Due.OVERDUE), args.get("reach")
        asked = Asked(due, *(args.get(name, "") for name in ("category", "department", "area")), Reach(reach) if reach else None)
    except ValueError:
        raise BadFilter("一覧の指定が読めません。情報の確認のページからやりなおしてください。") from None
    return asked, int(page)


def _back(resource_id: int) -> str:
    """To the list that the button stands in, at the same record."""
    path = request.form.get("back", "")
    own = own_path(path).startswith(f"{bp.url_prefix}/")
    return f"{path if own else url_for('staff_freshness.index')}#r{resource_id}"
