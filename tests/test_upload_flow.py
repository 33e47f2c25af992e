"""検査・取り込み・元に戻す: an upload on its way, step by step, as the worker takes it."""

from typing import Any

import pytest
from people import account
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.errors import UnknownUpload
from geodata.models import AuditEntry, ImportBatch, Place, Resource, Role, RowAction, Status, UploadRow, UploadState, Visibility
from geodata.staff import uploads
from geodata.staff.edit import BY_HAND
from geodata.staff.homes import keep_private
from geodata.staff.scope import Scope
from importers import check_upload, commit_upload, foresee_undo, receive
from importers import committing as taking
from tests.desk import ALL, CAFE, DINER, NEWCOMER, SALON, Desk
from tests.lists import IKOMA, everything, small_geocoder

# the check


def test_a_first_list_is_all_new_and_nothing_is_written(desk: Desk) -> None:
    id_ = desk.send(SALON, CAFE, ("", *DINER[1:]))
    info, rows = desk.info(id_), desk.rows(id_)
    assert (info.state, info.changes) == (UploadState.READY, 2)
    assert info.result["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "gone": 0, "refused": 1}
    assert info.message == "新規 2件、取り込めない 1件です。"
    salon = rows["ひだまりサロン"]
    assert (salon.number, salon.action, salon.level, salon.address) == (2, RowAction.NEW, "machiaza", SALON[2])
    assert salon.point == (135.697, 34.6926)
    assert [(cell.label, cell.old, cell.new) for cell in salon.cells][-1] == ("電話番号", "", "0743-00-1111")
    assert rows[""].problems[0]["row"] == 4
    assert info.result["sheets"] == ["一覧"] and info.result["preview"][1][0] == "ひだまりサロン"
    assert not desk.records()


def test_the_next_edition_is_told_cell_by_cell(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    id_ = desk.send((*SALON[:3], "第1月曜 9:00～10:00", SALON[4], "200円"), DINER)
    rows = desk.rows(id_)
    assert {name: row.action for name, row in rows.items()} == {
        "ひだまりサロン": RowAction.CHANGED, "わいわい食堂": RowAction.NEW, "オレンジカフェ": RowAction.GONE,
    }  # fmt: skip
    cells = {cell.label: (cell.old, cell.new, cell.edited) for cell in rows["ひだまりサロン"].cells}
    assert cells == {"開催日時": (SALON[3], "第1月曜 9:00～10:00", False), "費用": ("無料", "200円", False)}


def test_the_same_file_again_changes_nothing_and_says_so(desk: Desk) -> None:
    desk.taken(SALON, CAFE, name="一覧.xlsx")
    content = (desk.folder / "一覧.xlsx").read_bytes()
    with transaction(desk.engine) as session:
        id_ = receive(session, content=content, file_name="一覧.xlsx", municipality=IKOMA, options={"source": "試験の一覧", "category": "ibasho"})
    desk.check(id_)
    info = desk.info(id_)
    assert (info.changes, info.result["same_as"]) == (0, 1)
    assert info.message == "取り込み 1 番と同じファイルです。変わるところはありません。"


def test_a_new_edition_is_known_by_its_rows_whatever_it_is_called(desk: Desk) -> None:
    desk.taken(SALON, CAFE, DINER, name="R7.xlsx", source="")
    id_ = desk.send(SALON, CAFE, NEWCOMER, name="R8.xlsx", source="")
    info = desk.info(id_)
    assert info.result["source"] == "R7／一覧"
    assert info.result["counts"] == {"new": 1, "changed": 0, "unchanged": 2, "gone": 1, "refused": 0}


def test_a_list_of_another_department_is_left_alone(desk: Desk) -> None:
    desk.taken(SALON, CAFE, department="高齢福祉課")
    id_ = desk.send(CAFE, DINER, department="こども課")
    assert desk.info(id_).result["source"] == "試験の一覧（こども課）"
    assert RowAction.GONE not in {row.action for row in desk.rows(id_).values()}


def test_a_record_that_was_given_to_another_department_stays_as_it_is(desk: Desk) -> None:
    desk.taken(SALON, CAFE, DINER, department="高齢福祉課")
    desk.edit("わいわい食堂", department="こども課")
    id_ = desk.send((*SALON[:5], "300円"), ("わいわい食堂", *DINER[1:3], "第1日曜 11:00～13:00", "", ""), department="高齢福祉課")
    assert desk.info(id_).result["source"] == "試験の一覧"
    rows = desk.rows(id_)
    assert {name: row.action for name, row in rows.items()} == {
        "ひだまりサロン": RowAction.CHANGED, "わいわい食堂": RowAction.UNCHANGED, "オレンジカフェ": RowAction.GONE,
    }  # fmt: skip
    assert [problem["message"] for problem in rows["わいわい食堂"].problems] == ["「こども課」に移された社会資源のため、この一覧からは変えません。"]
    before = desk.records()["わいわい食堂"].revision
    assert desk.take(id_)
    assert (desk.records()["わいわい食堂"].revision, len(desk.records())) == (before, 3)
    id_ = desk.send(SALON, department="高齢福祉課")  # without it: it is the other department's to take off the map
    assert {name: row.action for name, row in desk.rows(id_).items()} == {"ひだまりサロン": RowAction.CHANGED}


def test_a_single_record_of_a_list_does_not_make_it_ours(desk: Desk) -> None:
    desk.taken(SALON, CAFE, DINER, department="高齢福祉課")
    desk.edit("わいわい食堂", department="こども課")
    assert desk.info(desk.send(DINER, department="こども課")).result["source"] == "試験の一覧（こども課）"


def test_a_file_of_the_whole_city_hall_is_seen_by_nobody_of_one_department(desk: Desk) -> None:
    id_ = desk.send(SALON)
    one = Scope(IKOMA, "高齢福祉課")
    with Session(desk.engine) as session:
        assert uploads.uploads(session, one).total == 0
        with pytest.raises(UnknownUpload):
            uploads.ask_commit(session, one, id_, None)


def test_no_list_and_no_undo_makes_a_home_public_again(desk: Desk) -> None:
    first = desk.taken((*SALON[:2], "生駒市元町", *SALON[3:]))
    hall = desk.records()["ひだまりサロン"].place_id
    assert hall
    with transaction(desk.engine) as session:
        was = session.get_one(Place, hall)
        keep_private(session, ALL, hall, revision=was.revision, geocoder=small_geocoder())
        kept = session.execute(select(Place.published_level, Place.published_address, Place.private_home).where(Place.id == hall)).one()
    point = ("名称", "会場", "住所", "開催日時", "電話番号", "費用", "緯度", "経度")
    second = desk.taken((*SALON[:2], "生駒市元町", *SALON[3:5], "200円", 34.6926, 135.6970), header=point)
    for upload_id in (second, first):
        with Session(desk.engine) as session:
            now = session.execute(select(Place.published_level, Place.published_address, Place.private_home).where(Place.id == hall)).one()
        assert now == kept
        desk.undo(upload_id)


def test_what_staff_wrote_by_hand_is_no_edition_of_a_list(desk: Desk) -> None:
    desk.taken(SALON, source="ほかの一覧")
    desk.edit("ひだまりサロン", source=BY_HAND)
    told = desk.info(desk.send(CAFE, source=BY_HAND)).result
    assert told["counts"]["gone"] == 0 and told["source"] != BY_HAND


def test_a_sheet_without_a_name_column_is_asked_about_and_answered(desk: Desk) -> None:
    id_ = desk.send(("ひだまり", "生駒市元町1-6-12"), header=("よびな", "ばしょ"))
    info = desk.info(id_)
    assert info.state is UploadState.ASKING and info.result["preview"][0] == ["よびな", "ばしょ"]
    with transaction(desk.engine) as session:
        uploads.tell(session, ALL, id_, {"header_row": 1, "columns": {"よびな": "name", "ばしょ": "address"}}, None)
    desk.check(id_)
    assert desk.info(id_).state is UploadState.READY and list(desk.rows(id_)) == ["ひだまり"]


def test_a_file_that_cannot_be_read_says_why(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        id_ = receive(session, content="名称\n\"開いたまま\n".encode(), file_name="list.csv", municipality=IKOMA)
    desk.check(id_)
    assert desk.info(id_).state is UploadState.FAILED and "引用符" in desk.info(id_).message


def test_what_staff_say_meanwhile_is_not_lost(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        id_ = receive(session, content="名称,住所,開催日時\nひだまり,,毎週火曜\n".encode(), file_name="list.csv", municipality=IKOMA)

    def meanwhile(percent: int, _: str) -> None:
        if percent == 20:
            with transaction(desk.engine) as session:
                uploads.tell(session, ALL, id_, {"category": "ibasho"}, None)

    check_upload(desk.engine, id_, lambda _: small_geocoder(), meanwhile)
    assert desk.info(id_).state is UploadState.WAITING and not desk.rows(id_)
    desk.check(id_)
    assert desk.info(id_).state is UploadState.READY


# twins


def test_a_record_of_another_list_is_told_and_merged_by_choice_only(desk: Desk) -> None:
    desk.taken(SALON, CAFE, source="社協の一覧")
    before = desk.records()["ひだまりサロン"]
    id_ = desk.send(("ひだまりサロン", *SALON[1:4], "0743-00-7777", ""), DINER)
    (twin,) = desk.rows(id_)["ひだまりサロン"].twins
    assert (twin.resource_id, twin.source, twin.mergeable) == (before.id, "社協の一覧", True)
    assert twin.why == ("名称が同じ", "会場が同じ")
    assert [(cell.label, cell.new) for cell in twin.cells] == [("電話番号", "0743-00-7777")]
    desk.choose(id_, "ひだまりサロン", merge=before.id)
    assert desk.take(id_)
    after = desk.records()
    assert len(after) == 3
    salon = after["ひだまりサロン"]
    assert (salon.id, salon.source, salon.phone, salon.fee_text) == (before.id, "試験の一覧", "0743-00-7777", "無料")
    assert desk.undo(id_).done
    again = desk.records()["ひだまりサロン"]
    assert (again.source, again.phone) == ("社協の一覧", "0743-00-1111")


def test_left_alone_a_twin_becomes_a_record_of_its_own(desk: Desk) -> None:
    desk.taken(SALON, source="社協の一覧")
    desk.taken(SALON)
    with Session(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(Resource)) == 2


def test_a_like_row_of_the_same_file_is_told(desk: Desk) -> None:
    id_ = desk.send(SALON, ("ひだまりサロン元町", *SALON[1:]))
    (twin,) = desk.rows(id_)["ひだまりサロン元町"].twins
    assert (twin.number, twin.mergeable) == (2, False)
    assert not desk.rows(id_)["ひだまりサロン"].twins


@pytest.mark.parametrize(("name", "phone", "told"), [
    ("ひだまりサロン🍚", "", True), ("☆ひだまり・サロン☆", "", True), ("ひだまりサロン", "0743-00-1111、0743-00-9999", True),
    ("ひだまりサロン２班", "0743-00-1111", True), ("もくようクラブ", "0743-00-1111", False),
])
def test_a_like_row_has_the_hall_or_one_of_the_telephones(desk: Desk, name: str, phone: str, told: bool) -> None:
    hall = ("元町会館", "生駒市元町1-6-12") if not phone else ("東新町ホール", "生駒市東新町8-38")
    id_ = desk.send(SALON, (name, *hall, "", phone, ""))
    assert any(row.twins for row in desk.rows(id_).values()) is told


def test_rows_that_count_are_no_twins(desk: Desk) -> None:
    id_ = desk.send(*((f"ひだまりサロン第{number}班", *SALON[1:]) for number in "12"))
    assert not any(row.twins for row in desk.rows(id_).values())


def test_a_group_that_was_renamed_is_offered_its_old_record(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    id_ = desk.send(("新ひだまりサロン", *SALON[1:]), CAFE)
    (twin,) = desk.rows(id_)["新ひだまりサロン"].twins
    before = desk.records()["ひだまりサロン"].id
    desk.choose(id_, "新ひだまりサロン", merge=twin.resource_id)
    assert desk.take(id_)
    after = desk.records()
    assert after["新ひだまりサロン"].id == before and len(after) == 2
    assert after["新ひだまりサロン"].status is Status.DRAFT


def test_another_departments_drafts_are_not_told_of(desk: Desk) -> None:
    desk.taken(SALON, CAFE, department="高齢福祉課", source="高齢の一覧")
    desk.edit("オレンジカフェ", status=Status.PUBLISHED)
    id_ = desk.send(SALON, CAFE, department="こども課")
    rows = desk.rows(id_)
    assert not rows["ひだまりサロン"].twins
    assert [twin.mergeable for twin in rows["オレンジカフェ"].twins] == [False]
    desk.edit("オレンジカフェ", visibility=Visibility.STAFF)
    assert not desk.rows(desk.send(SALON, CAFE, department="こども課"))["オレンジカフェ"].twins


# what staff choose


def test_a_row_that_is_left_out_makes_and_changes_nothing(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    id_ = desk.send((*SALON[:5], "300円"), DINER)
    for name in ("ひだまりサロン", "わいわい食堂", "オレンジカフェ"):
        desk.choose(id_, name, skip=True)
    assert desk.take(id_)
    now = desk.records()
    assert set(now) == {"ひだまりサロン", "オレンジカフェ"}
    assert (now["ひだまりサロン"].fee_text, now["オレンジカフェ"].status) == ("無料", Status.DRAFT)


def test_words_that_staff_keep_stay_and_are_asked_about_once(desk: Desk) -> None:
    desk.taken(SALON)
    desk.edit("ひだまりサロン", phone="0743-99-9999")
    newer = (*SALON[:4], "0743-00-2222", "300円")
    id_ = desk.send(newer)
    cells = {cell.topic: cell for cell in desk.rows(id_)["ひだまりサロン"].cells}
    assert cells["phone"].edited and not cells["fee"].edited and desk.info(id_).result["edited"] == 1
    desk.choose(id_, "ひだまりサロン", keep=["phone"])
    assert desk.take(id_)
    salon = desk.records()["ひだまりサロン"]
    assert (salon.phone, salon.fee_text) == ("0743-99-9999", "300円")
    assert desk.info(desk.send(newer)).changes == 0


# the commit


def test_new_records_are_drafts_of_their_department_in_the_name_of_who_asked(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        editor = account(session, Role.EDITOR, "高齢福祉課").id
    id_ = desk.send(SALON, department="高齢福祉課")
    batch = desk.take(id_, editor)
    info, salon = desk.info(id_), desk.records()["ひだまりサロン"]
    assert (info.state, info.batch_id) == (UploadState.DONE, batch)
    assert info.message == "取り込みました（新規 1件、変更 0件、一覧から消えた 0件）。"
    assert (salon.status, salon.department) == (Status.DRAFT, "高齢福祉課")
    with Session(desk.engine) as session:
        assert session.get_one(ImportBatch, batch).account_id == editor
        entry = session.scalars(select(AuditEntry).where(AuditEntry.table_name == "resource")).one()
    assert (entry.account_id, entry.how, entry.field) == (editor, f"取り込み {batch}", "*")


def test_a_commit_writes_what_the_check_showed(desk: Desk) -> None:
    """Nothing is read or geocoded again: the file's own bytes may even be gone."""
    id_ = desk.send(SALON, CAFE)
    with transaction(desk.engine) as session:
        session.execute(text("UPDATE upload SET content = ''"))
    assert desk.take(id_)
    salon = desk.records()["ひだまりサロン"]
    assert salon.raw["住所"] == SALON[2] and salon.schedule_words


def test_where_something_changed_since_nothing_is_written(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    id_ = desk.send((*SALON[:5], "300円"), DINER)
    desk.choose(id_, "わいわい食堂", skip=True)
    desk.edit("ひだまりサロン", fee_text="500円", phone="")
    before = everything(desk.engine)
    assert desk.take(id_) is None
    info = desk.info(id_)
    assert info.state is UploadState.READY and "「ひだまりサロン」など1件が変わった" in info.message
    assert everything(desk.engine) == before
    rows = desk.rows(id_)
    assert [(cell.old, cell.new, cell.edited) for cell in rows["ひだまりサロン"].cells] == [("500円", "300円", True)]
    assert rows["わいわい食堂"].skip, "what was chosen stays"
    assert desk.take(id_)
    assert desk.records()["ひだまりサロン"].fee_text == "300円"


def test_a_change_elsewhere_does_not_matter(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    id_ = desk.send((*SALON[:5], "300円"), CAFE)
    desk.edit("オレンジカフェ", fee_text="500円")
    assert desk.take(id_)
    assert desk.records()["オレンジカフェ"].fee_text == "500円"


def test_two_uploads_of_one_list_do_not_cross(desk: Desk) -> None:
    first, second = desk.send(SALON), desk.send(SALON, CAFE)
    assert desk.take(first)
    assert desk.take(second) is None, "its rows were new when they were checked"
    assert desk.info(second).result["counts"]["new"] == 1
    assert desk.take(second)
    assert len(desk.records()) == 2


def test_a_commit_that_was_done_is_not_done_again(desk: Desk) -> None:
    id_ = desk.taken(SALON)
    assert commit_upload(desk.engine, id_) is None
    with Session(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1


@pytest.mark.parametrize("step", ["take_in", "_done"])
def test_a_commit_that_fails_leaves_everything(desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    desk.taken(SALON)
    id_ = desk.send((*SALON[:5], "300円"), CAFE)
    before = everything(desk.engine)
    whole = getattr(taking, step)

    def breaks(*args: Any) -> None:
        whole(*args)
        raise RuntimeError

    monkeypatch.setattr(taking, step, breaks)
    with pytest.raises(RuntimeError):
        desk.take(id_)
    assert everything(desk.engine) == before
    assert desk.info(id_).state is UploadState.COMMITTING
    monkeypatch.undo()
    assert commit_upload(desk.engine, id_)


# undo


def test_undo_restores_everything_and_the_file_can_be_taken_in_again(desk: Desk) -> None:
    desk.taken(SALON, CAFE)
    before = everything(desk.engine)
    rows = ((*SALON[:5], "300円"), NEWCOMER)
    id_ = desk.taken(*rows)
    report = desk.undo(id_)
    assert (report.removed, report.restored, report.touched) == (1, 2, ())
    assert everything(desk.engine) == before
    assert desk.info(id_).state is UploadState.UNDONE
    desk.taken(*rows)
    assert desk.records()["ひだまりサロン"].fee_text == "300円"


def test_what_was_checked_or_published_since_stays(desk: Desk) -> None:
    """Whoever brought the list may not take off the map what another put there; the published ones are named first."""
    id_ = desk.taken(SALON, CAFE, DINER)
    desk.edit("ひだまりサロン", how="点検済みにする", status=Status.CHECKED)
    for stage, how in ((Status.CHECKED, "点検済みにする"), (Status.PUBLISHED, "公開する")):
        desk.edit("オレンジカフェ", how=how, status=stage)
    taken_at = desk.info(id_).taken_at
    report = desk.undo(id_)
    assert not report.done
    assert [(one.name, one.published, one.what) for one in report.touched] == [
        ("オレンジカフェ", True, ("公開の段階（点検済みにする）", "公開の段階（公開する）")),
        ("ひだまりサロン", False, ("公開の段階（点検済みにする）",)),
    ]  # fmt: skip
    assert desk.info(id_).taken_at == taken_at and desk.info(id_).undone_at is None
    assert desk.undo(id_, leave=True).removed == 1
    assert {name: one.status for name, one in desk.records().items()} == {
        "ひだまりサロン": Status.CHECKED, "オレンジカフェ": Status.PUBLISHED,
    }  # fmt: skip
    assert desk.info(id_).taken_at == taken_at and desk.info(id_).undone_at is not None


def test_brought_back_to_a_draft_it_goes_with_its_import(desk: Desk) -> None:
    id_ = desk.taken(SALON, CAFE)
    for stage, how in ((Status.CHECKED, "点検済みにする"), (Status.PUBLISHED, "公開する"), (Status.DRAFT, "下書きにもどす")):
        desk.edit("ひだまりサロン", how=how, status=stage)
    assert desk.undo(id_).done and not desk.records()


def test_what_an_undo_would_do_is_what_it_does(desk: Desk) -> None:
    desk.taken(SALON, CAFE, DINER)
    id_ = desk.taken((*SALON[:5], "300円"), (*DINER[:5], "50円"), NEWCOMER, ("つぎの会", *NEWCOMER[1:]))
    desk.edit("はじめの会", phone="0743-99-9999")
    desk.edit("わいわい食堂", phone="0743-99-9998")
    with Session(desk.engine) as session:
        does = foresee_undo(session, desk.info(id_).batch_id or 0)
    assert (does.goes, does.changes_back, does.comes_back) == (1, 1, 1) and does.anything
    assert [one.name for one in does.touched] == ["わいわい食堂", "はじめの会"]
    report = desk.undo(id_, leave=True)
    assert (report.removed, report.restored, report.touched) == (1, 2, does.touched)


def test_what_was_touched_since_is_told_and_nothing_changes(desk: Desk) -> None:
    id_ = desk.taken(SALON, CAFE, DINER)
    desk.edit("ひだまりサロン", phone="0743-99-9999")
    desk.confirm("東新町ホール")
    before = everything(desk.engine)
    report = desk.undo(id_)
    assert not report.done
    assert [(one.name, one.what) for one in report.touched] == [
        ("ひだまりサロン", ("電話番号（編集）",)), ("オレンジカフェ", ("位置の確認日（位置の確認）",)),
    ]  # fmt: skip
    assert everything(desk.engine) == before
    info = desk.info(id_)
    assert info.state is UploadState.DONE and [one["name"] for one in info.result["touched"]] == ["ひだまりサロン", "オレンジカフェ"]
    assert info.message == "取り込んだあとで2件が変わっているため、まだ何も元に戻していません。"
    assert desk.undo(id_, leave=True).removed == 1
    assert set(desk.records()) == {"ひだまりサロン", "オレンジカフェ"}
    assert desk.info(id_).state is UploadState.UNDONE
    again = desk.send(SALON, CAFE, DINER)
    assert desk.info(again).result["counts"] == {"new": 1, "changed": 0, "unchanged": 2, "gone": 0, "refused": 0}


def test_a_record_that_another_list_took_over_is_left(desk: Desk) -> None:
    first = desk.taken(SALON, CAFE, source="社協の一覧")
    second = desk.send(SALON)
    desk.choose(second, "ひだまりサロン", merge=desk.records()["ひだまりサロン"].id)
    batch = desk.take(second)
    report = desk.undo(first)
    assert [(one.name, one.what) for one in report.touched] == [("ひだまりサロン", (f"取り込み {batch} 番",))]


def test_undo_in_the_wrong_order_says_which_comes_first(desk: Desk) -> None:
    first, second = desk.taken(SALON), desk.taken(SALON, CAFE)
    assert desk.undo(first) is None
    info = desk.info(first)
    assert info.state is UploadState.DONE and f"取り込み {desk.info(second).batch_id} 番があります" in info.message


def test_rows_of_an_upload_go_with_it(desk: Desk) -> None:
    id_ = desk.send(SALON)
    with transaction(desk.engine) as session:
        session.execute(text("DELETE FROM upload WHERE id = :id"), {"id": id_})
        assert not session.scalars(select(UploadRow.id)).all()
