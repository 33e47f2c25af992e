"""取り込みのページ: what each stage shows, who may do what, and what a form does."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pages import Browse, browser_of, words
from people import post, signed_in
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from uploads import batch, laid_out, upload

from geodata.database import transaction
from geodata.models import Resource, Role, Status, Upload, UploadRow, UploadState
from geodata.settings import Settings
from geodata.staff.audit import acting
from importers import undo_upload
from mapapp import create_app
from mapapp.staff.uploads.blueprint import MOST_BYTES


@pytest.fixture
def app(fresh_database: Engine) -> Flask:
    app = create_app(Settings(version_max_age_s=0), fresh_database)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def editor(app: Flask, fresh_database: Engine) -> FlaskClient:
    return signed_in(app, fresh_database, Role.EDITOR, "子育て支援課")


@pytest.fixture
def browse(editor: FlaskClient) -> Browse:
    return browser_of(editor)


@pytest.fixture
def ready(fresh_database: Engine) -> Iterator[int]:
    with transaction(fresh_database) as session:
        made = laid_out(session, department="子育て支援課").id
    return made


def rows_of(engine: Engine, upload_id: int) -> dict[int | None, UploadRow]:
    with Session(engine) as session:
        return {row.number: row for row in session.scalars(select(UploadRow).where(UploadRow.upload_id == upload_id))}


def send(client: FlaskClient, content: bytes, name: str = "一覧.csv", **fields: str):
    return post(client, "/staff/uploads/", {"file": (io.BytesIO(content), name), **fields}, content_type="multipart/form-data")


def test_the_form_says_its_limits_before_anything_is_sent(browse: Browse) -> None:
    page = browse("/staff/uploads/")
    assert "20 MBまで" in words(page.select_one(".drop")) and "個人の記録" in words(page.select_one(".up-limits"))
    assert not page.select("#department"), "somebody of one department sends for that department"


def test_a_file_is_kept_for_ones_own_department(app: Flask, editor: FlaskClient, fresh_database: Engine) -> None:
    answer = send(editor, "名称,住所\nみんな食堂,中町3-12\n".encode(), source="こども食堂 一覧", department="よその課")
    assert answer.status_code == 303
    with Session(fresh_database) as session:
        one = session.scalars(select(Upload)).one()
        assert (one.department, one.options["source"], one.state) == ("子育て支援課", "こども食堂 一覧", UploadState.WAITING)
    page = browser_of(editor)(answer.location)
    assert page.select_one("progress") and page.select_one('noscript meta[http-equiv="refresh"]')
    assert not page.select_one("[data-away]").has_attr("hidden"), "no worker runs in this test"


@pytest.mark.parametrize(("content", "name"), [(b"", "a.csv"), (b"\x00\x01\x02" * 99, "a.xlsx"), (b"%PDF-1.7 ", "a.pdf")])
def test_what_cannot_be_read_is_told_beside_the_field(editor: FlaskClient, content: bytes, name: str) -> None:
    answer = send(editor, content, name, source="前の名前")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400 and 'value="前の名前"' in page
    assert 'id="file-told" role="alert" data-told></p>' not in page


def test_twenty_megabytes_and_not_more_only_where_a_file_is_sent(editor: FlaskClient, ready: int) -> None:
    assert send(editor, b"a,b\n" * 1_000_000).status_code in (303, 400)
    too_much = send(editor, b"x" * (MOST_BYTES + 200_000))
    assert too_much.status_code == 413 and "20 MBまで" in too_much.get_data(as_text=True)
    assert post(editor, f"/staff/uploads/{ready}/columns", {"category": "x" * 1_100_000}).status_code == 413


def test_others_departments_are_not_there(app: Flask, fresh_database: Engine, ready: int) -> None:
    other = signed_in(app, fresh_database, Role.EDITOR, "福祉政策課")
    for path in ("", "/columns", "/pins", "/progress", "/remarks", "/undo", "/rows/1"):
        assert other.get(f"/staff/uploads/{ready}{path}").status_code == 404, path
    for path in ("/commit", "/discard", "/undo", "/again", "/columns", "/rows/1"):
        assert post(other, f"/staff/uploads/{ready}{path}").status_code == 404, path
    assert str(ready) not in [a["href"].rsplit("/")[-1] for a in browser_of(other)("/staff/uploads/").select("a.file")]


def test_an_auditor_looks_and_changes_nothing(app: Flask, fresh_database: Engine, ready: int) -> None:
    auditor = signed_in(app, fresh_database, Role.AUDITOR, "監査")
    page = browser_of(auditor)(f"/staff/uploads/{ready}")
    assert not page.select("main form[action*=commit], main form[action*=discard], main form[action*=columns]")
    assert not browser_of(auditor)("/staff/uploads/").select("form[enctype]")
    assert post(auditor, f"/staff/uploads/{ready}/commit").status_code == 403


def test_the_check_page_says_what_will_happen(browse: Browse, ready: int) -> None:
    page = browse(f"/staff/uploads/{ready}")
    assert [words(a) for a in page.select(".sums a")] == [
        "すべて6件",
        "新規2件",
        "変更1件",
        "変更なし1件",
        "一覧から消えた1件",
        "取り込めない1件",
    ]
    assert words(page.select_one(".decide .primary")) == "新規2件、変更1件を取り込む"
    assert "一覧から消えた1件を地図から外します。あとで元に戻せます。" in words(page.select_one(".decide"))
    assert [words(th) for th in page.select(".rows-table tbody th")] == [f"Excelの{n}行目" for n in (4, 5, 6, 7, 8)] + ["―"]
    assert words(page.select_one(".does-changed").find_parent("tr").select_one("del")) == "いまの内容：毎月第2土曜日"
    assert "番地まで入力してください" in page.text and "<b>なかま</b>食堂" in page.select(".row-name")[1].text
    assert not page.select(".row-name b")


@pytest.mark.parametrize(("view", "numbers"), [
    ("new", [4, 5]), ("changed", [6]), ("gone", [None]), ("problems", [5, 8]), ("twins", [5]), ("edited", [6]), ("nonsense", [4, 5, 6, 7, 8, None]),
])  # fmt: skip
def test_each_view_shows_its_rows(browse: Browse, fresh_database: Engine, ready: int, view: str, numbers: list[int]) -> None:
    page = browse(f"/staff/uploads/{ready}?view={view}")
    shown = [int(tr["data-row"]) for tr in page.select(".rows-table tbody tr")]
    of = rows_of(fresh_database, ready)
    assert shown == [of[number].id for number in numbers]


def test_rows_come_fifty_at_a_time_and_a_row_has_an_address(editor: FlaskClient, fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        one = upload(session, UploadState.READY, department="子育て支援課")
        session.add_all(UploadRow(upload_id=one.id, number=n, action="new", name=f"{n}番", address="") for n in range(2, 122))
        session.flush()
        made, last = one.id, session.scalars(select(UploadRow.id).where(UploadRow.number == 121)).one()
    page = browser_of(editor)(f"/staff/uploads/{made}?page=3")
    assert len(page.select(".rows-table tbody tr")) == 20 and "3 / 3" in words(page.select_one(".pages-line"))
    assert editor.get(f"/staff/uploads/{made}/rows/{last}").location == f"/staff/uploads/{made}?page=3#row-{last}"
    assert editor.get(f"/staff/uploads/{made}/rows/1{last}").status_code == 404
    assert editor.get(f"/staff/uploads/{made}?page=99").status_code == 200


def test_a_decision_is_kept_and_changes_what_the_button_says(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    of = rows_of(fresh_database, ready)

    def choose(number: int | None, **fields: object):
        return post(editor, f"/staff/uploads/{ready}/rows/{of[number].id}", {"view": "problems", **fields})

    answer = choose(5, choice="merge:77")
    assert answer.status_code == 303 and answer.location.endswith(f"?view=problems#row-{of[5].id}")
    choose(None, choice="skip")
    choose(6, choice="take", keep="schedule")
    assert rows_of(fresh_database, ready)[6].decision == {"keep": ["schedule"]}
    page = browser_of(editor)(f"/staff/uploads/{ready}")
    assert words(page.select_one(".decide .primary")) == "新規1件、変更1件、まとめる1件を取り込む"
    assert "取り込まないと決めた1件" in words(page.select_one(".decide"))
    assert page.select_one(f"#row-{of[5].id} input[value='merge:77']").has_attr("checked")
    for wrong in ("merge:99", "merge:x", "", "drop"):
        assert choose(5, choice=wrong).status_code == 409, wrong


def test_pins_are_numbers_and_names(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    answer = editor.get(f"/staff/uploads/{ready}/pins")
    of = rows_of(fresh_database, ready)
    assert answer.json[0] == [of[4].id, 4, "みんな食堂", "block", 135.70, 34.69] and len(answer.json) == 3
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_to_change_is_said_and_not_offered(editor: FlaskClient, fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        one = upload(session, UploadState.READY, department="子育て支援課", same_as=3, counts={"unchanged": 1})
        session.add(UploadRow(upload_id=one.id, number=4, action="unchanged", name="いつもの食堂", address=""))
        made = one.id
    page = browser_of(editor)(f"/staff/uploads/{made}")
    assert not page.select("form[action$=commit]") and "変わるところはありません" in words(page.select_one(".decide"))


def test_commit_discard_and_undo_are_asked_of_the_worker(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    def state() -> UploadState:
        with Session(fresh_database) as session:
            return session.get_one(Upload, ready).state

    assert post(editor, f"/staff/uploads/{ready}/undo").status_code == 409
    assert post(editor, f"/staff/uploads/{ready}/commit").status_code == 303 and state() is UploadState.COMMITTING
    assert post(editor, f"/staff/uploads/{ready}/commit").status_code == 409, "pressed twice"
    assert post(editor, f"/staff/uploads/{ready}/discard").status_code == 409
    with transaction(fresh_database) as session:
        session.get_one(Upload, ready).state = UploadState.DONE
        session.get_one(Upload, ready).batch_id = made = batch(session, new=2).id
    done = browser_of(editor)(f"/staff/uploads/{ready}")
    assert [a["href"] for a in done.select(".next a")] == ["/staff/places/", f"/staff/resources/?batch={made}", "/"]
    before = browser_of(editor)(f"/staff/uploads/{ready}/undo")
    assert "新しく入った2件がなくなります" in before.text
    assert post(editor, f"/staff/uploads/{ready}/undo").status_code == 303 and state() is UploadState.UNDOING


def test_what_was_touched_since_is_named_before_it_is_left(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    with transaction(fresh_database) as session:
        made = batch(session, new=3)
        one = session.get_one(Upload, ready)
        one.state, one.batch_id = UploadState.DONE, made.id
        names = select(Resource).where(Resource.batch_id == made.id).order_by(Resource.id)
        first, second, _ = session.scalars(names)
        acting(session, None, "公開する")
        first.phone, second.status = "0743-00-0009", Status.PUBLISHED
    url = f"/staff/uploads/{ready}/undo"
    page = browser_of(editor)(url)
    assert [words(li).split()[0] for li in page.select(".asked li")] == ["2番の会（公開中）", "1番の会"]
    assert [words(li) for li in page.select(".decide li")][:2] == ["新しく入った1件がなくなります。", "上の2件は、いまの内容のまま残ります。"]
    assert "先に公開の役割の人が" in words(page.select_one(".decide")) and page.select_one("form input[name=leave]")
    post(editor, url, {"leave": "1"})
    with Session(fresh_database) as session:
        assert session.get_one(Upload, ready).options["leave_touched"] is True
    assert undo_upload(fresh_database, ready)
    done = browser_of(editor)(f"/staff/uploads/{ready}")
    assert words(done.select_one("p.outcome")) == "次のものは残り、ほかは取り込む前の内容に戻っています。"
    assert len(done.select("ul.told li")) == 2 and "2件は、いまの内容のまま残っています" in words(done.select_one(".message"))
    assert [words(dt) for dt in done.select(".up-facts dt")][-2:] == ["取り込んだ日時", "元に戻した日時"]


def test_an_undo_that_would_leave_everything_is_not_offered(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    with transaction(fresh_database) as session:
        one = session.get_one(Upload, ready)
        one.state, one.batch_id = UploadState.DONE, batch(session, new=1).id
        acting(session, None, "公開する")
        session.execute(update(Resource).values(status=Status.PUBLISHED))
    page = browser_of(editor)(f"/staff/uploads/{ready}/undo")
    assert "ほかに元に戻すものはありません" in words(page.select_one(".decide")) and not page.select(".decide form")


def test_columns_are_corrected_and_doubles_refused(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    page = browser_of(editor)(f"/staff/uploads/{ready}/columns")
    assert [s.select_one("[selected]")["value"] if s.select_one("[selected]") else "" for s in page.select("select[data-field]")] == [
        "name", "address", "",
    ]  # fmt: skip
    assert [words(label) for label in page.select(".preview label")] == ["1行目", "2行目", "3行目", "4行目"]
    url = f"/staff/uploads/{ready}/columns"
    twice = post(editor, url, {"do": "check", "column-0": "name", "column-1": "phone", "column-2": "phone"})
    assert twice.status_code == 400 and "「電話番号」に二つの列" in twice.get_data(as_text=True)
    assert post(editor, url, {"do": "check", "column-0": "", "column-1": "phone"}).status_code == 400
    told = post(editor, url, {"do": "check", "column-0": "name", "column-1": "address", "column-2": "capacity", "remember": "1",
                              "sheet": "一覧", "header_row": "3"})  # fmt: skip
    assert told.status_code == 303
    with Session(fresh_database) as session:
        one = session.get_one(Upload, ready)
        assert one.state is UploadState.WAITING and one.options["remember"] is True
        assert one.options["columns"] == {"名称": "name", "住所": "address", "会員数": "capacity"}


def test_another_place_of_the_table_is_read_anew(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    url = f"/staff/uploads/{ready}/columns"
    with transaction(fresh_database) as session:
        session.get_one(Upload, ready).options = {"columns": {"名称": "name"}, "part": 2, "category": "ibasho"}

    def said(**fields: str) -> dict[str, object]:
        with transaction(fresh_database) as session:
            session.get_one(Upload, ready).state = UploadState.ASKING
            one = session.get_one(Upload, ready)
            one.result = {**one.result, "sheet": "一覧", "sheets": ["一覧", "集計"], "header_row": 3, "part": 0}
        assert post(editor, url, {"category": "ibasho", **fields}).status_code == 303
        with Session(fresh_database) as session:
            return dict(session.get_one(Upload, ready).options)

    assert said(do="check", sheet="集計", header_row="3") == {"category": "ibasho", "sheet": "集計"}
    assert said(do="reread", sheet="一覧", header_row="2") == {"category": "ibasho", "sheet": "一覧", "header_row": 2}
    assert said(do="check", part="1", sheet="一覧", header_row="3") == {"category": "ibasho", "part": 1}


def test_the_very_file_comes_back_with_a_column_of_remarks(editor: FlaskClient, fresh_database: Engine, ready: int) -> None:
    with transaction(fresh_database) as session:
        one = session.get_one(Upload, ready)
        one.content, one.file_name = "題\n名称,住所\nみんな食堂,中町3-12\n".encode("cp932"), "一覧.csv"
        one.result = {**one.result, "header_row": 2}
    answer = editor.get(f"/staff/uploads/{ready}/remarks")
    assert answer.mimetype == "text/csv" and answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "名称,住所,確認の結果" in answer.get_data().decode("cp932")
