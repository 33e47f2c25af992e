"""三者の突き合わせ: the list as it was, the list as it is, and the record as staff have it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geodata.models import ImportRow, Resource, Schedule, Status
from geodata.staff.audit import acting
from importers.resources import ImportReport
from importers.undo import undo_import
from tests.lists import book, imported

HEADER = ("名称", "会場", "住所", "開催日時", "電話番号", "費用", "対象", "確認日")
SALON = ("ひだまりサロン", "元町会館", "生駒市元町1-6-12", "毎週火曜10～12時", "0743-00-1111", "無料", "どなたでも", "令和8年4月1日")


class List:
    """One list, edition after edition; `row(fee="100円")` is the salon with another cell."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder, self.number = session, folder, 0

    def __call__(self, **cells: Any) -> ImportReport:
        self.number += 1
        names = ("name", "place", "address", "schedule", "phone", "fee", "target", "confirmed")
        row = {**dict(zip(names, SALON, strict=True)), **cells}
        return imported(self.session, book(self.folder / f"{self.number}.xlsx", [HEADER, [row[name] for name in names]]))

    @property
    def record(self) -> Resource:
        self.session.expire_all()
        return self.session.scalars(select(Resource)).one()

    def edit(self, how: str = "編集", **values: Any) -> None:
        acting(self.session, None, how)
        self.session.execute(update(Resource).values(**values))


@pytest.fixture
def salon(db: Session, tmp_path: Path) -> List:
    """A list that was taken in once."""
    one = List(db, tmp_path)
    one()
    return one


def test_what_staff_edited_stays_while_its_cell_does(salon: List) -> None:
    salon.edit(phone="0743-99-9999")
    assert salon(fee="100円").changed == 1
    assert (salon.record.phone, salon.record.fee_text) == ("0743-99-9999", "100円")
    assert salon(fee="200円").changed == 1
    assert (salon.record.phone, salon.record.fee_text) == ("0743-99-9999", "200円")


def test_where_both_changed_the_file_goes_before(salon: List) -> None:
    salon.edit(phone="0743-99-9999")
    assert salon(phone="0743-00-2222").changed == 1
    assert salon.record.phone == "0743-00-2222"


def test_the_file_coming_to_what_staff_wrote_is_no_change(salon: List) -> None:
    salon.edit(phone="0743-99-9999")
    assert salon(phone="0743-99-9999").unchanged == 1
    assert salon.record.phone == "0743-99-9999"


def test_sessions_that_staff_wrote_stay_with_their_text(salon: List) -> None:
    sessions = list(salon.session.scalars(select(Schedule.id)))
    salon.edit(schedule_text="毎週水曜", schedule_words="毎週水曜日")
    salon(fee="100円")
    assert list(salon.session.scalars(select(Schedule.id))) == sessions
    assert salon.record.schedule_text == "毎週水曜"


def test_a_later_confirmation_is_not_taken_back(salon: List) -> None:
    salon.edit(last_confirmed_on=date(2026, 9, 1), confirmed_by="団体", confirmed_how="電話")
    salon(confirmed="令和8年5月1日", fee="100円")
    assert (salon.record.last_confirmed_on, salon.record.confirmed_how) == (date(2026, 9, 1), "電話")
    salon(confirmed="令和8年10月1日")
    assert (salon.record.last_confirmed_on, salon.record.confirmed_how) == (date(2026, 10, 1), "一覧表")


def test_a_free_word_finds_the_record_as_it_is_now(salon: List) -> None:
    salon.edit(name="こもれびサロン")
    salon(schedule="毎週木曜10～12時", fee="100円")
    assert "こもれびさろん" in salon.record.search_text and "木曜" in salon.record.search_text


def test_a_column_that_is_read_only_now_is_a_change(db: Session, tmp_path: Path) -> None:
    rows = [("名称", "住所", "れんらく"), ("ひだまり", "生駒市元町1-6-12", "0743-00-1111")]
    path = book(tmp_path / "list.xlsx", rows)
    imported(db, path)
    assert imported(db, path, columns={"れんらく": "phone"}).changed == 1
    assert db.scalars(select(Resource.phone)).one() == "0743-00-1111"


def test_a_record_that_is_back_has_the_status_that_was_asked_for(salon: List) -> None:
    salon.edit(status=Status.WITHDRAWN)
    path = book(salon.folder / "back.xlsx", [HEADER, SALON])
    assert imported(salon.session, path, status=Status.DRAFT).changed == 1
    assert salon.record.status is Status.DRAFT


def test_the_ledger_knows_the_revision_after_each_row(salon: List) -> None:
    salon.edit(phone="0743-99-9999")
    salon(fee="100円")
    revisions = list(salon.session.scalars(select(ImportRow.revision).order_by(ImportRow.id)))
    assert revisions == [1, 3] and salon.record.revision == 3


def test_undo_does_not_make_the_files_words_staffs_own(salon: List) -> None:
    report = salon(fee="100円")
    assert report.batch_id
    undo_import(salon.session, report.batch_id)
    assert salon(fee="300円").changed == 1
    assert salon.record.fee_text == "300円"
