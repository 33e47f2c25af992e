"""送る・一覧: the form that takes a file, and what came in lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.models import UploadState
from geodata.staff.upload_choices import departments, done_by, sources
from geodata.staff.uploads import PAGE, STATE_WORDS, UploadInfo, uploads
from importers import ImportProblem, receive
from mapapp.access import EDITORS, STAFF, Person, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.uploads.blueprint import MOST_BYTES, bp
from mapapp.staff.uploads.words import next_of, sum_of
from mapapp.store import store

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Given:
    """What the form was filled with."""

    category: str = ""
    source: str = ""
    department: str = ""

    @classmethod
    def sent(cls, person: Person) -> "Given":
        """From the form. Somebody of one department sends for it; only 全庁 may say which."""
        said = {name: " ".join(request.form.get(name, "").split()) for name in ("category", "source", "department")}
        department = said["department"][:100] if person.scope.every else person.department
        return cls(said["category"], said["source"][:200], department)


@dataclass(frozen=True, slots=True)
class Line:
    """One upload in the list, with the step that comes next."""

    info: UploadInfo
    state: UploadState
    source: str
    sums: str
    next_url: str
    next_words: str


@bp.get("/")
@allowed(*STAFF)
def index() -> str:
    """取り込み."""
    return _page(Given(source=request.args.get("source", "")[:200]))


@bp.post("/")
@allowed(*EDITORS)
def send() -> Response | tuple[str, int]:
    """Keep the file and let the worker read it; what cannot be kept is told beside the field."""
    person, file = who(), request.files.get("file")
    given = Given.sent(person)
    content = file.stream.read() if file else b""
    try:
        if not file or not file.filename or not content:
            raise ImportProblem("ファイルを選んでください。" if not file or not file.filename else "空のファイルです。")
        if len(content) > MOST_BYTES:
            raise ImportProblem(f"{MOST_BYTES // 1_000_000} MBまでのファイルを送ってください。")
        upload_id = _keep(person, given, file.filename, content)
    except ImportProblem as problem:
        return _page(given, str(problem)), 400
    return see_other(url_for(".show", upload_id=upload_id))


def _keep(person: Person, given: Given, file_name: str, content: bytes) -> int:
    options = {name: value for name, value in (("category", given.category), ("source", given.source)) if value}
    with store().writing("取り込み") as session:
        return receive(session, content=content, file_name=file_name, municipality=person.municipality,
                       department=given.department, account_id=person.id, options=options)  # fmt: skip


def _page(given: Given, told: str = "") -> str:
    person, session = who(), store().session()
    number = request.args.get("page", 1, type=int)
    found = uploads(session, person.scope, page=max(1, number))
    did = done_by(session, [info.batch_id for info in found.uploads if info.batch_id])
    choices: dict[str, Any] = {}
    if may_edit := person.may(*EDITORS):
        choices = {"sources": sources(session, person.scope), "departments": departments(session, person.municipality)}
    return render_template(
        "staff/uploads/index.html", given=given, told=told, may_edit=may_edit, whole_city=person.scope.every,
        vocabulary=store().vocabulary(), most_bytes=MOST_BYTES, suffixes=SUFFIXES, state_words=STATE_WORDS, page=number,
        pages=-(-found.total // PAGE), uploads=[_line(info, did.get(info.batch_id or 0), may_edit) for info in found.uploads], **choices,
    )  # fmt: skip


def _line(info: UploadInfo, did: Mapping[str, int] | None, may_edit: bool) -> Line:
    """What it did, once it is taken in; before, what it would do."""
    endpoint, words = next_of(info.state, may_edit)
    source = info.result.get("source") or info.options.get("source", "")
    return Line(
        info, info.state, source, sum_of(did or info.result.get("counts", {})), url_for(endpoint, upload_id=info.id), words
    )
