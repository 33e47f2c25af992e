"""列を確かめる: sheet, header and columns as they were recognised, corrected by staff, and remembered for the next edition."""

from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata.models import UploadState
from geodata.staff.uploads import UploadInfo, tell
from importers import LABELS
from mapapp.access import EDITORS, STAFF, allowed, who
from mapapp.staff.answers import see_other
from mapapp.staff.uploads.blueprint import asked, bp
from mapapp.staff.uploads.columns import Column, columns_of, others, place_unsure, samples_rows, unsure
from mapapp.store import store

MANY = ("reservation",)  # fields that several columns may fill together


def ask_page(info: UploadInfo, told: str = "", said: dict[str, str] | None = None) -> str:
    """The page, as it was recognised or as it was just filled."""
    result = info.result
    return render_template(
        "staff/uploads/ask.html", upload=info, told=told, may_edit=who().may(*EDITORS), columns=columns_of(info, said or {}),
        unsure=unsure(info), place_unsure=place_unsure(info), others=others(info), sheets=result.get("sheets", []), sheet=result.get("sheet", ""),
        header_row=result.get("header_row") or 0, standard=result.get("standard", ""), preview=samples_rows(info),
        left_out=result.get("left_out", []), fields=LABELS, many=MANY, category=info.options.get("category", ""),
        vocabulary=store().vocabulary(), remember=True,
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
    """Let the worker read it so; without a name nothing can be taken in. Another place of the table is read anew first."""
    info = asked(upload_id)
    options: dict[str, Any] = {"category": request.form.get("category", "")}
    options |= {one.kind: request.form[one.kind] for one in others(info) if one.kind != "part" and one.kind in request.form}
    elsewhere = _elsewhere(info)
    if elsewhere or request.form.get("do") != "check":
        options |= {"columns": {}, **elsewhere}
        flash("選んだ場所の見出しで、列を読みなおします。")
    else:
        mapping = _mapping(columns_of(info, {}))
        if problem := _wrong(mapping):
            return ask_page(info, problem, mapping), 400
        options |= {"columns": mapping, "remember": request.form.get("remember") == "1"}
    with store().writing("取り込み") as session:
        tell(session, who().scope, upload_id, options, who().id)
    return see_other(url_for(".show", upload_id=upload_id))


def _elsewhere(info: UploadInfo) -> dict[str, Any]:
    """Another table, sheet or header row than the page showed, {} for the same; each makes what was said of the others void."""
    form, result = request.form, info.result
    part, sheet, row = form.get("part", ""), form.get("sheet", ""), form.get("header_row", 0, type=int)
    if part.isdecimal() and len(part) < 10 and part != str(result.get("part", "")):
        return {"part": int(part), "sheet": "", "header_row": None}
    if sheet in result.get("sheets", []) and sheet != result.get("sheet"):
        return {"sheet": sheet, "header_row": None, "part": None}
    if 0 < row <= 1000 and row != result.get("header_row"):
        return {"sheet": result.get("sheet", ""), "header_row": row, "part": None}
    return {}


def _mapping(columns: list[Column]) -> dict[str, str]:
    """header → field of the form; "" for a column that is not to be read."""
    chosen = {column.header: request.form.get(f"column-{column.place}", "") for column in columns}
    return {header: field if field in LABELS else "" for header, field in chosen.items()}


def _wrong(mapping: dict[str, str]) -> str:
    fields = [field for field in mapping.values() if field and field not in MANY]
    twice = sorted({LABELS[field] for field in fields if fields.count(field) > 1})
    if "name" not in fields:
        return "名称の列がありません。会や施設の名前が入っている列に「名称」を選んでください。"
    return f"「{'」「'.join(twice)}」に二つの列が選ばれています。どちらか一つにしてください。" if twice else ""
