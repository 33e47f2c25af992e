"""検査の見本: uploads as the worker leaves them, laid into a database by hand, and the 町 that a real list needs."""

from typing import Any

from conftest import WHEEL
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geodata.bulk import copy_rows, ewkt
from geodata.database import transaction
from geodata.models import (
    GazetteerEntry,
    GazetteerSource,
    ImportBatch,
    ImportRow,
    RowAction,
    Status,
    Upload,
    UploadRow,
    UploadState,
)
from importers.gazetteer.town_wheel import read_towns
from tests.town import resource

IKOMA = "292095"
RESULT: dict[str, Any] = {
    "sheet": "一覧", "header_row": 3, "columns": {"名称": "name", "住所": "address"}, "unused": ["会員数"],
    "source": "子育て支援課 こども食堂一覧", "rows": 5, "counts": {"new": 2, "changed": 1, "unchanged": 1, "gone": 1, "refused": 1},
    "levels": {"block": 2, "machiaza": 1, "none": 1}, "problems": [], "edited": 1, "duplicates": 1, "same_as": None,
    "sheets": ["一覧", "集計"],
    "preview": [["こども食堂一覧", "", ""], ["令和8年4月1日", "", ""], ["名称", "住所", "会員数"], ["みんな食堂", "中町3-12", "20"]],
    "questions": [],
}  # fmt: skip


def upload(session: Session, state: UploadState, *, department: str = "", name: str = "一覧.xlsx", **result: Any) -> Upload:
    """An upload at a stage, with a result."""
    one = Upload(municipality_code=IKOMA, department=department, file_name=name, sha256="0" * 64, content=b"PK", state=state,
                 progress=40, message="", options={}, result=RESULT | result)  # fmt: skip
    session.add(one)
    session.flush()
    return one


def row(session: Session, of: Upload, number: int | None, action: str, name: str, **values: Any) -> UploadRow:
    """A checked row of it."""
    one = UploadRow(upload_id=of.id, number=number, action=action, name=name, address="", **values)
    session.add(one)
    session.flush()
    return one


def batch(session: Session, *, new: int) -> ImportBatch:
    """An import of `new` records, drafts that nobody has touched."""
    made = ImportBatch(municipality_code=IKOMA, source="試験の一覧", file_name="一覧.xlsx", sha256="0" * 64, sheet="一覧", department="")
    session.add(made)
    session.flush()
    for number in range(1, new + 1):
        one = resource(session, f"{number}番の会", batch_id=made.id, status=Status.DRAFT)
        session.refresh(one)
        session.add(ImportRow(batch_id=made.id, number=number, action=RowAction.NEW, resource_id=one.id, revision=one.revision))
    session.flush()
    return made


def problem(number: int, column: str, message: str) -> dict[str, Any]:
    """One thing that the check found in a row."""
    return {"row": number, "column": column, "message": message}


def twin(resource_id: int | None, name: str, why: str, *, mergeable: bool = True, **values: Any) -> dict[str, Any]:
    """A record that may be the same."""
    return {"resource_id": resource_id, "number": None, "name": name, "place": "中町公民館", "source": "福祉政策課 居場所一覧",
            "score": 0.9, "why": [why], "mergeable": mergeable, "cells": {}} | values  # fmt: skip


def laid_out(session: Session, **values: Any) -> Upload:
    """One of each kind of row."""
    of = upload(session, UploadState.READY, **values)
    cells = {"name": ["", "みんな食堂", False], "phone": ["", "0743-74-1111", False]}
    row(session, of, 4, "new", "みんな食堂", level="block", lng=135.70, lat=34.69, cells=cells)
    row(session, of, 5, "new", "<b>なかま</b>食堂", level="machiaza", lng=135.71, lat=34.70,
        problems=[problem(5, "住所", "住所「中町」: 番地がありません。番地まで入力してください。")],
        duplicates=[twin(77, "なかま食堂", "電話番号が同じ")])  # fmt: skip
    row(session, of, 6, "changed", "にこにこ食堂", level="block", lng=135.72, lat=34.69, resource_id=78,
        cells={"schedule": ["毎月第2土曜日", "毎月第3土曜日", True], "fee": ["100円", "", False]})  # fmt: skip
    row(session, of, 7, "unchanged", "いつもの食堂", level="none", resource_id=79)
    row(session, of, 8, "refused", "", problems=[problem(8, "名称", "名称がないため取り込めません。名称を入力してください。")])
    row(session, of, None, "gone", "むかしの食堂", resource_id=80)
    return of


def add_towns(engine: Engine, pref: str) -> None:
    """The 町 of one more prefecture, for a real list of there."""
    with transaction(engine) as session:
        source = session.scalars(select(GazetteerSource.id).where(GazetteerSource.slug == "geolonia")).one()
        columns = ("source_id", "level", "city_code", "pref", "city", "machiaza", "koaza", "kana", "location")
        copy_rows(session, GazetteerEntry.__table__, columns, (
            (source, "machiaza", t.city_code, t.pref, t.city, t.name, t.koaza, t.kana, ewkt(t.point))
            for t in read_towns(WHEEL) if t.pref == pref
        ))  # fmt: skip
