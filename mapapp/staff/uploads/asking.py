"""列を確かめる: sheet, header and columns as they were recognised, corrected by staff, and remembered for the next edition."""

from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.models import UploadState
from geodata.staff.uploads import UploadInfo, tell
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.uploads.blueprint import asked, bp
from mapapp.staff.uploads.columns import Column, columns_of, others, samples_rows, unsure
from mapapp.staff.uploads.words import COLUMNS
from mapapp.store import store

MANY = ("reservation",)  # fields that several columns may fill together


def ask_page(info: UploadInfo, told: str = "", said: dict[str, str] | None = None) -> str:
    """The page, as it was recognised or as it was just filled."""
    result = info.result
    return render_template(
        "staff/uploads/ask.html", upload=info, told=told, may_edit=who().may(*EDITORS), columns=columns_of(info, said or {}),
        unsure=unsure(info), others=others(info), sheets=result.get("sheets", []), sheet=result.get("sheet", ""),
        header_row=result.get("header_row") or 1, preview=samples_rows(info), fields=COLUMNS, many=MANY,
        category=info.options.get("category", ""), vocabulary=store().vocabulary(), remember=True,
    )  # fmt: skip


@bp.get("/<int:upload_id>/columns")
@allowed(*STAFF)
def columns(upload_id: int) -> str | Response:
    """The columns of a file that was read well, to be corrected all the same."""
    info = asked(upload_id)
    if info.state not in (UploadState.ASKING, UploadState.READY):
        return see_other(url_for(".show", upload_id=upload_id))
    return ask_page(info)


@bp.post("/<int:upload_id>/columns")
@allowed(*EDITORS)
def answer(upload_id: int) -> str | Response | tuple[str, int]:
    """Let the worker read it so; without a name nothing can be taken in."""
    info = asked(upload_id)
    options = _said(info)
    if request.form.get("do") == "check":
        mapping = _mapping(columns_of(info, {}))
        problem = _wrong(mapping)
        if problem:
            return ask_page(info, problem, mapping), 400
        options |= {"columns": mapping, "remember": request.form.get("remember") == "1"}
    else:
        options |= {"columns": {}}
    with store().writing("取り込み") as session:
        tell(session, who().scope, upload_id, options, who().id)
    if request.form.get("do") != "check":
        flash("選んだシートと見出しで、列を読みなおします。")
    return see_other(url_for(".show", upload_id=upload_id))


def _said(info: UploadInfo) -> dict[str, Any]:
    """Sheet, header row, 種類 and the answers to what was asked besides."""
    form = request.form
    said: dict[str, Any] = {"category": form.get("category", "")}
    sheet, row = form.get("sheet", ""), form.get("header_row", 0, type=int)
    if sheet in info.result.get("sheets", []):
        said["sheet"] = sheet
    if 0 < row <= 1000:
        said["header_row"] = row
    return said | {other.kind: form[other.kind] for other in others(info) if other.kind in form}


def _mapping(columns: list[Column]) -> dict[str, str]:
    """header → field of the form; "" for a column that is not to be read."""
    chosen = {column.header: request.form.get(f"column-{column.place}", "") for column in columns}
    return {header: field if field in COLUMNS else "" for header, field in chosen.items()}


def _wrong(mapping: dict[str, str]) -> str:
    fields = [field for field in mapping.values() if field and field not in MANY]
    twice = sorted({COLUMNS[field] for field in fields if fields.count(field) > 1})
    if "name" not in fields:
        return "名称の列がありません。会や施設の名前が入っている列に「名称」を選んでください。"
    return f"「{'」「'.join(twice)}」に二つの列が選ばれています。どちらか一つにしてください。" if twice else ""
