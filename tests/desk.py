"""受付の見本: staff at work on uploads, the worker that does what they ask, and the rows of a small city's lists."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import Place, Resource
from geodata.staff import upload_rows, uploads
from geodata.staff.audit import acting
from geodata.staff.scope import Scope
from geodata.staff.upload_rows import RowInfo
from geodata.staff.uploads import UploadInfo
from importers import check_upload, commit_upload, receive, undo_upload
from tests.lists import IKOMA, book, small_geocoder

ALL = Scope(IKOMA, every=True)
HEADER = ("名称", "会場", "住所", "開催日時", "電話番号", "費用")
SALON = ("ひだまりサロン", "元町会館", "生駒市元町1-6-12", "毎週火曜10～12時", "0743-00-1111", "無料")
CAFE = ("オレンジカフェ", "東新町ホール", "生駒市東新町8-38", "第2・4水曜 13:30～15:30", "0743-00-2222", "100円")
DINER = ("わいわい食堂", "元町会館", "生駒市元町1-6-12", "第3土曜 11:00～13:00", "", "こども無料")
NEWCOMER = ("はじめの会", "東新町ホール", "生駒市東新町8-38", "毎週金曜 9:00～10:00", "0743-00-9999", "")


class Desk:
    """Staff at work, and the worker that does what they ask."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.number = engine, folder, 0

    def send(self, *rows: Sequence[Any], header: Sequence[str] = HEADER, name: str = "", department: str = "", **options: Any) -> int:
        """A workbook comes in, and is checked."""
        self.number += 1
        path = book(self.folder / (name or f"list{self.number}.xlsx"), [header, *rows])
        given = {"source": "試験の一覧", "category": "ibasho"} | options
        with transaction(self.engine) as session:
            id_ = receive(session, content=path.read_bytes(), file_name=path.name, municipality=IKOMA, department=department,
                          options={key: value for key, value in given.items() if value})  # fmt: skip
        self.check(id_)
        return id_

    def check(self, upload_id: int) -> None:
        check_upload(self.engine, upload_id, lambda _: small_geocoder(), lambda *_: None)

    def info(self, upload_id: int) -> UploadInfo:
        with Session(self.engine) as session:
            return uploads.upload(session, ALL, upload_id)

    def rows(self, upload_id: int) -> dict[str, RowInfo]:
        with Session(self.engine) as session:
            return {row.name: row for row in upload_rows.rows(session, upload_id).rows}

    def choose(self, upload_id: int, name: str, **decision: Any) -> None:
        row = self.rows(upload_id)[name]
        with transaction(self.engine) as session:
            upload_rows.choose(session, ALL, upload_id, row.id, decision)

    def take(self, upload_id: int, account_id: int | None = None) -> int | None:
        with transaction(self.engine) as session:
            uploads.ask_commit(session, ALL, upload_id, account_id)
        return commit_upload(self.engine, upload_id)

    def undo(self, upload_id: int, *, leave: bool = False, account_id: int | None = None) -> Any:
        with transaction(self.engine) as session:
            uploads.ask_undo(session, ALL, upload_id, account_id, leave_touched=leave)
        return undo_upload(self.engine, upload_id)

    def taken(self, *rows: Sequence[Any], **options: Any) -> int:
        """An edition that was sent, checked and taken in."""
        id_ = self.send(*rows, **options)
        assert self.take(id_), self.info(id_).message
        return id_

    def edit(self, name: str, how: str = "編集", **values: Any) -> None:
        with transaction(self.engine) as session:
            acting(session, None, how)
            session.execute(update(Resource).where(Resource.name == name).values(**values))

    def records(self) -> dict[str, Resource]:
        with Session(self.engine) as session:
            return {one.name: one for one in session.scalars(select(Resource))}

    def confirm(self, venue: str) -> None:
        with transaction(self.engine) as session:
            acting(session, None, "位置の確認")
            session.execute(update(Place).where(Place.name == venue).values(confirmed_on=date(2026, 10, 1)))
