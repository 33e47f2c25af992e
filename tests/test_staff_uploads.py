"""検査の段階: who sees which upload, which step follows which, and what staff may choose for a row."""

import pytest
from sqlalchemy.orm import Session

from geodata.errors import NotNow, UnknownUpload
from geodata.models import RowAction, Upload, UploadRow, UploadState
from geodata.staff import upload_rows, uploads
from geodata.staff.scope import Scope
from importers.errors import BadFile
from importers.receiving import receive, safe_name

IKOMA = "292095"
ALL = Scope(IKOMA, every=True)
CSV = "名称,住所\nひだまり,生駒市元町1-6-12\n".encode()
TWIN = {
    "resource_id": 7, "number": None, "name": "ひだまり", "place": "元町会館", "source": "別の一覧", "score": 0.9,
    "why": ["名称が同じ"], "mergeable": True, "revision": 1, "cells": {"phone": ["", "0743-00-0000", False]},
}  # fmt: skip


def sent(db: Session, **named: object) -> int:
    return receive(db, **{"content": CSV, "file_name": "list.csv", "municipality": IKOMA, **named})  # type: ignore[arg-type]


def ready(db: Session) -> int:
    id_ = sent(db)
    upload = db.get_one(Upload, id_)
    upload.state = UploadState.READY
    db.flush()
    return id_


def a_row(db: Session, upload_id: int, number: int | None = 2, action: RowAction = RowAction.NEW, **values: object) -> int:
    row = UploadRow(upload_id=upload_id, number=number, action=action, name="ひだまり", **values)
    db.add(row)
    db.flush()
    return row.id


def test_what_is_received_waits(db: Session) -> None:
    info = uploads.upload(db, ALL, sent(db, department="高齢福祉課"))
    assert (info.state, info.file_name, info.size, info.department) == (UploadState.WAITING, "list.csv", len(CSV), "高齢福祉課")
    assert info.working and info.changes == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 no archive"])
def test_what_is_no_table_is_refused_at_once(db: Session, content: bytes) -> None:
    with pytest.raises(BadFile):
        sent(db, content=content)


@pytest.mark.parametrize(
    ("name", "safe"),
    [("C:\\文書\\一覧.xlsx", "一覧.xlsx"), ("../../etc/passwd", "passwd"), ("", "一覧"), ("あ" * 300 + ".xlsx", "あ" * 75 + ".xlsx"),
     ("a\x00\n\u202eb.csv", "ab.csv"), ("...", "一覧")],
)  # fmt: skip
def test_a_file_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_an_upload_of_another_department_is_not_there(db: Session) -> None:
    id_ = sent(db, department="高齢福祉課")
    for scope in (Scope(IKOMA, "こども課"), Scope("272019", every=True)):
        assert not uploads.uploads(db, scope).uploads
        with pytest.raises(UnknownUpload):
            uploads.upload(db, scope, id_)
        with pytest.raises(UnknownUpload):
            uploads.discard(db, scope, id_, None)
    assert [one.id for one in uploads.uploads(db, Scope(IKOMA, "高齢福祉課")).uploads] == [id_]


def test_the_steps_follow_each_other(db: Session) -> None:
    id_ = sent(db)
    with pytest.raises(NotNow, match="確認しています"):
        uploads.ask_commit(db, ALL, id_, None)
    uploads.tell(db, ALL, id_, {"category": "ibasho", "sheet": ""}, None)
    assert uploads.upload(db, ALL, id_).options == {"category": "ibasho"}
    db.get_one(Upload, id_).state = UploadState.READY
    db.flush()
    uploads.ask_commit(db, ALL, id_, None)
    with pytest.raises(NotNow, match="取り込んでいます"):
        uploads.ask_commit(db, ALL, id_, None)
    with pytest.raises(NotNow):
        uploads.discard(db, ALL, id_, None)


def test_a_file_thrown_away_leaves_no_bytes(db: Session) -> None:
    id_ = ready(db)
    uploads.discard(db, ALL, id_, None)
    assert not uploads.uploads(db, ALL).uploads
    with pytest.raises(NotNow, match="もう一度ファイルを送ってください"):
        uploads.content(db, ALL, id_)


@pytest.mark.parametrize("decision", [{}, {"skip": True}, {"merge": 7}, {"merge": 7, "keep": ["phone"]}])
def test_a_row_takes_what_it_offers(db: Session, decision: dict[str, object]) -> None:
    id_ = ready(db)
    row = a_row(db, id_, duplicates=[TWIN])
    upload_rows.choose(db, ALL, id_, row, decision)
    db.expire_all()
    (info,) = upload_rows.rows(db, id_).rows
    assert (info.skip, info.merge) == (decision.get("skip", False), decision.get("merge"))
    assert [cell.kept for cell in info.twins[0].cells] == ["keep" in decision]


@pytest.mark.parametrize("decision", [{"merge": 8}, {"keep": ["name"]}, {"skip": False}, {"keep": "phone"}, {"drop": 1}])
def test_a_row_takes_nothing_else(db: Session, decision: dict[str, object]) -> None:
    id_ = ready(db)
    row = a_row(db, id_, duplicates=[TWIN])
    with pytest.raises(NotNow):
        upload_rows.choose(db, ALL, id_, row, decision)


def test_rows_are_counted_and_found(db: Session) -> None:
    id_ = ready(db)
    a_row(db, id_, duplicates=[TWIN], lng=135.7, lat=34.7, level="machiaza")
    a_row(db, id_, 3, RowAction.CHANGED, cells={"phone": ["1", "2", True]})
    a_row(db, id_, 4, RowAction.REFUSED, problems=[{"row": 4, "column": "名称", "message": "名称がありません。"}])
    a_row(db, id_, None, RowAction.GONE)
    found = upload_rows.counts(db, id_)
    assert found.actions == {action: int(action is not RowAction.UNCHANGED) for action in RowAction}
    assert (found.problems, found.twins, found.edited, found.decided) == (1, 1, 1, 0)
    assert [row.number for row in upload_rows.rows(db, id_).rows] == [2, 3, 4, None]
    for chosen, number in (({"only_problems": True}, 4), ({"only_twins": True}, 2), ({"only_edited": True}, 3)):
        (one,) = upload_rows.rows(db, id_, **chosen).rows
        assert one.number == number
    (cell,) = upload_rows.rows(db, id_, action=RowAction.CHANGED).rows[0].cells
    assert (cell.label, cell.old, cell.new, cell.edited) == ("電話番号", "1", "2", True)
    assert [pin[1:4] for pin in upload_rows.pins(db, id_)] == [(2, "ひだまり", "machiaza")]
    assert upload_rows.remarks(db, id_)[4] == "取り込めない／名称がありません。"


def test_no_worker_is_here(db: Session) -> None:
    assert not uploads.worker_is_here(db)
