"""社会資源（職員）over HTTP: found, edited, published, restored, many at once; nothing lost, nothing unseen, residents see it at once."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from people import IKOMA, post, signed_in
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from town import jichikai, place, resource
from two_towns import TOWN

from geodata import municipalities
from geodata.database import transaction
from geodata.keeping.children import children_of
from geodata.models import (
    AccountSession,
    AuditEntry,
    ImportBatch,
    Mode,
    Place,
    Resource,
    Role,
    Schedule,
    Status,
    Visibility,
)
from geodata.settings import Settings
from mapapp import create_app
from mapapp.accounts.sessions import digest

LIST = "/staff/resources/"
OWN, OTHERS = "福祉政策課", "こども課"


@pytest.fixture
def app(fresh_database: Engine, tmp_path: Any) -> Flask:
    made = create_app(Settings(version_max_age_s=0, instance=tmp_path, two_factor="off"), fresh_database)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def ids(fresh_database: Engine) -> dict[str, int]:
    """A 自治会, a hall, and records in every stage and of two departments."""
    with transaction(fresh_database) as db:
        jichikai(db, "西町自治会", TOWN.area("abed"), code="west", name_kana="にしまち")
        hall = place(db, "西町集会所", TOWN["1"], address="生駒市西町1-1", published_address="生駒市西町1-1")
        made = {
            "公開": resource(db, "公開の会", hall, phone="0743-00-0001", department=OWN),
            "下書き": resource(db, "下書きの会", hall, status=Status.DRAFT, department=OWN),
            "確認": resource(db, "確認の会", hall, status=Status.CHECKED),
            "よそ": resource(db, "よその課の会", hall, department=OTHERS),
        }
        municipalities.ensure(db, "292010", "奈良市")
        found = {name: one.id for name, one in made.items()} | {"hall": hall.id}
    return found


def test_the_home_of_another_departments_record_is_not_offered(
    fresh_database: Engine, ids: dict[str, int], editor: FlaskClient
) -> None:
    with transaction(fresh_database) as db:
        home = place(db, "個人宅", None, address="生駒市西町9-9", private_home=True, level="none", published_level="none")
        theirs = resource(db, "よその家の会", home, department=OTHERS)
        session_ids = home.id, theirs.id
    found = post(editor, "/staff/resources/new", {"key": "0" * 32, "action": "find", "venue": "known", "venue_words": "西町",
                                                  "place_id": str(session_ids[0])}).get_data(as_text=True)  # fmt: skip
    assert "西町集会所" in found and "西町9-9" not in found
    with transaction(fresh_database) as db:
        db.execute(update(Resource).where(Resource.id == session_ids[1]).values(department=OWN))
    assert "西町9-9" in post(editor, "/staff/resources/new", {"key": "0" * 32, "action": "find", "venue": "known",
                                                            "venue_words": "西町"}).get_data(as_text=True)  # fmt: skip


@pytest.fixture
def editor(app: Flask, fresh_database: Engine) -> FlaskClient:
    return signed_in(app, fresh_database, Role.EDITOR, OWN)


@pytest.fixture
def publisher(app: Flask, fresh_database: Engine) -> FlaskClient:
    return signed_in(app, fresh_database, Role.PUBLISHER)


def soup(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    """A page as it is read."""
    answer = client.get(url)
    assert answer.status_code == status, answer.get_data(as_text=True)[-600:]
    return BeautifulSoup(answer.get_data(), "html.parser")


def names(client: FlaskClient, query: str = "") -> list[str]:
    """The records of a list, sorted."""
    return sorted(link.text for link in soup(client, LIST + query).select(".record-table th[scope=row] a"))


def filled(client: FlaskClient, url: str) -> dict[str, Any]:
    """A form as the browser would send it back untouched."""
    form = soup(client, url).select_one("form.record-form")
    assert form is not None
    data: dict[str, Any] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(one["name"]), one.get("type")
        if kind in ("radio", "checkbox") and not one.has_attr("checked"):
            continue
        if one.name == "select":
            picked = one.select_one("option[selected]") or one.select_one("option")
            value = str(picked["value"]) if picked else ""
        else:
            value = one.text.removeprefix("\n") if one.name == "textarea" else str(one.get("value", ""))
        data.setdefault(name, []).append(value)
    return data | {"action": "save"}


def edit(client: FlaskClient, id_: int, **changes: Any) -> Any:
    """Open the form, change it, save it."""
    url = f"{LIST}{id_}/edit"
    return post(client, url, filled(client, url) | changes)


def row(engine: Engine, id_: int) -> Resource:
    with Session(engine) as db:
        return db.get_one(Resource, id_)


def me(client: FlaskClient, engine: Engine) -> int:
    """The number of whoever is logged in."""
    token = client.get_cookie("__Host-wagagoto")
    assert token is not None
    with Session(engine) as db:
        return db.scalars(select(AccountSession.account_id).where(AccountSession.token_hash == digest(token.value))).one()


# Found


def test_one_sees_ones_own_department_and_the_whole_city_halls(editor: FlaskClient, publisher: FlaskClient, ids: Any) -> None:
    assert names(editor) == ["下書きの会", "公開の会", "確認の会"]
    assert names(publisher) == ["よその課の会", "下書きの会", "公開の会", "確認の会"]
    for page in ("", "/edit", "/history", "/restore/1"):
        assert editor.get(f"{LIST}{ids['よそ']}{page}").status_code == 404
    assert post(editor, f"{LIST}{ids['よそ']}/status", {"step": "check", "revision": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=確認", ["確認の会"]), ("?q=0743000001", ["公開の会"]), ("?q=西町１&status=checked", ["確認の会"]),
     ("?q=生駒市西町1-1&status=draft", ["下書きの会"]),
     ("?status=published", ["よその課の会", "公開の会"]), ("?department=-", ["確認の会"]), ("?department=こども課", ["よその課の会"]),
     ("?home=1", []), ("?stale=1&status=checked", []), ("?level=block&status=checked", ["確認の会"]), ("?consent=yes", []),
     ("?sort=name&status=checked", ["確認の会"]), ("?sort=level&status=checked", ["確認の会"])],
)  # fmt: skip
def test_narrowed(publisher: FlaskClient, ids: Any, query: str, found: list[str]) -> None:
    assert names(publisher, query) == found


@pytest.mark.parametrize("query", ["?status=gone", "?page=0", "?page=x", "?nothing=1", "?q=" + "a" * 101, "?q=%00", "?batch=1;", "?home=2",
                                   "?status=draft&status=draft", "?sort=;drop"])  # fmt: skip
def test_what_cannot_be_read_is_said_so(publisher: FlaskClient, ids: Any, query: str) -> None:
    answer = publisher.get(LIST + query)
    assert answer.status_code == 400 and "。" in answer.get_data(as_text=True)


def test_fifty_a_page(publisher: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    with transaction(fresh_database) as db:
        for number in range(60):
            resource(db, f"見本{number:02}", None)
    page = soup(publisher, LIST + "?sort=name")
    assert len(page.select(".record-table tbody tr")) == 50 and "64件" in page.select_one(".count").text
    assert len(soup(publisher, LIST + "?sort=name&page=2").select(".record-table tbody tr")) == 14
    assert publisher.get(LIST + "?sort=name&page=9").headers["Location"].endswith("page=2")


# Edited


def test_saved_as_a_list_would_have_brought_it(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    answer = edit(editor, ids["下書き"], name="あおぞらカフェ", organization="見本の会", schedule_text="毎月第2火曜 10時～12時（祝日休み）",
                  targets=["koreisha"], served=["west"], phone="（０７４３）７４-１１１１", fee_text="100円", free="no")  # fmt: skip
    assert answer.status_code == 303
    one = row(fresh_database, ids["下書き"])
    assert (one.name, one.phone, one.schedule_words) == ("あおぞらカフェ", "0743-74-1111", "毎月 第2火曜 10:00–12:00（祝日休み）")
    assert "あおぞらかふぇ" in one.search_text and "見本の会" in one.search_text and "第2火曜" in one.search_text
    with Session(fresh_database) as db:
        held = db.scalars(select(Schedule).where(Schedule.resource_id == one.id)).one()
        assert (held.days, held.weekday_mask, [e.kind for e in held.exceptions]) == (["2TU"], 2, ["holiday"])
        assert children_of(db, [one.id])[one.id]["targets"] == ["koreisha"]
        assert children_of(db, [one.id])[one.id]["served"] == ["west"]
        by = set(db.execute(select(AuditEntry.account_id, AuditEntry.how).where(
            AuditEntry.row_id == one.id, AuditEntry.table_name == "resource", AuditEntry.field != "*")))  # fmt: skip
        assert by == {(me(editor, fresh_database), "編集")}
    assert "あおぞらカフェ" in names(editor, "?q=あおぞら")


def test_sent_back_untouched_nothing_changes(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    before = row(fresh_database, ids["公開"])
    assert edit(editor, ids["公開"]).status_code == 303
    after = row(fresh_database, ids["公開"])
    assert (after.revision, after.changed_at) == (before.revision, before.changed_at)


WRONG = {
    "name": ("", "名称を入力してください"), "url": ("javascript:alert(1)", "http://"), "email": ("だれか", "name@example.jp"),
    "consented_on": ("2026-13-01", "日付"), "last_confirmed_on": ("2199-01-01", "まだ来ていない"), "phone": ("0" * 301, "300文字まで"),
    "description": ("あ\x01い", "目に見えない文字"), "category_code": ("nothing", "選びなおして"), "visibility": ("all", "選びなおして"),
    "schedule_text": ("毎週月曜。" * 130, "600文字まで"), "consent": ("yes", "同意を確かめた日"),
    "fax": ("あいうえお", "数字がありません"), "name_kana": ("公民館", "ひらがなかカタカナ"),
}  # fmt: skip


@pytest.mark.parametrize("field", WRONG)
def test_what_is_wrong_is_told_at_its_field(editor: FlaskClient, ids: Any, fresh_database: Engine, field: str) -> None:
    value, words = WRONG[field]
    answer = edit(editor, ids["公開"], **{field: value, "remarks": "なくならない言葉"})
    page = BeautifulSoup(answer.get_data(), "html.parser")
    assert answer.status_code == 422 and row(fresh_database, ids["公開"]).remarks == ""
    told = page.select_one(".summary a")
    assert told is not None and words in told.text
    assert page.select_one(f"{told['href']}") is not None, "the summary leads to the field"
    assert page.select_one("#remarks").text.strip() == "なくならない言葉"


def test_what_a_list_brought_as_it_is_may_stay(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    odd = {"phone": "要問合せ", "name_kana": "公民館", "email": "だれか"}
    with transaction(fresh_database) as session:
        session.execute(update(Resource).where(Resource.id == ids["公開"]).values(**odd))
    assert edit(editor, ids["公開"], remarks="直した").status_code == 303
    assert row(fresh_database, ids["公開"]).remarks == "直した"
    assert edit(editor, ids["公開"], phone="要問い合わせ").status_code == 422


@pytest.mark.parametrize("phone", ["0743-74-1111 内線12", "0743-74-1111、0743-74-2222（代表）", "110"])
def test_telephones_as_they_are_written(editor: FlaskClient, ids: Any, phone: str) -> None:
    assert edit(editor, ids["公開"], phone=phone).status_code == 303


@pytest.mark.parametrize("mode", list(Mode))
def test_held_somewhere_or_nowhere(editor: FlaskClient, ids: Any, fresh_database: Engine, mode: Mode) -> None:
    assert edit(editor, ids["公開"], mode=mode.value).status_code == 303
    assert (row(fresh_database, ids["公開"]).place_id is not None) is (mode in (Mode.IN_PERSON, Mode.HYBRID))


def test_a_new_address_is_placed_and_found_again(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    new = {"venue": "new", "venue_name": "新しい集会所", "venue_address": "生駒市東新町8-38", "barrier_free": "yes"}
    assert edit(editor, ids["公開"], **new).status_code == 303
    moved = row(fresh_database, ids["公開"]).place_id
    assert moved != ids["hall"]
    assert edit(editor, ids["下書き"], **new).status_code == 303
    assert row(fresh_database, ids["下書き"]).place_id == moved, "the same 会場 is found again"
    with Session(fresh_database) as db:
        assert db.get_one(Place, moved).barrier_free == "yes"
        assert "新しい集会所" in db.get_one(Resource, ids["公開"]).search_text


def test_a_private_home_keeps_its_address_from_residents(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    home = {"venue": "new", "venue_name": "見本太郎宅", "venue_address": "生駒市東新町8-38", "venue_home": "1"}
    assert edit(editor, ids["公開"], **home).status_code == 303
    told = editor.get(f"/resources/{ids['公開']}").get_data(as_text=True) + editor.get("/api/v1/resources").get_data(as_text=True)
    assert "8-38" not in told and "見本太郎" not in told and "公開の会" in told
    assert "8-38" in editor.get(f"{LIST}{ids['公開']}").get_data(as_text=True), "staff know where it is"


def test_a_known_hall_is_looked_for_without_scripts(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    with transaction(fresh_database) as db:
        other = place(db, "ひかり会館", (135.7, 34.7)).id
        municipalities.ensure(db, "292010", "奈良市")
        far = place(db, "よその会館", (135.8, 34.7), municipality_code="292010").id
    url = f"{LIST}{ids['公開']}/edit"
    data = filled(editor, url) | {"action": "find", "venue": "known", "venue_words": "会館", "name": "書きかけ"}
    page = BeautifulSoup(post(editor, url, data).get_data(), "html.parser")
    assert [one["value"] for one in page.select("[data-part=known] [name=place_id]")] == [str(other)]
    assert page.select_one("#name")["value"] == "書きかけ"
    assert edit(editor, ids["公開"], venue="known", place_id=str(far)).status_code == 400
    assert edit(editor, ids["公開"], venue="known", place_id=str(other)).status_code == 303
    assert row(fresh_database, ids["公開"]).place_id == other


def test_the_second_editor_is_told_and_overwrites_nothing(editor: FlaskClient, publisher: FlaskClient, ids: Any,
                                                          fresh_database: Engine) -> None:  # fmt: skip
    url = f"{LIST}{ids['公開']}/edit"
    mine = filled(editor, url)
    assert edit(publisher, ids["公開"], phone="0743-00-9999", fee_text="200円", targets=["kodomo"]).status_code == 303
    answer = post(editor, url, mine | {"phone": "0743-00-1111", "capacity": "10人"})
    page = BeautifulSoup(answer.get_data(), "html.parser")
    assert answer.status_code == 409 and row(fresh_database, ids["公開"]).phone == "0743-00-9999"
    told = page.select_one(".summary-others").text
    assert "電話番号" in told and "0743-00-0001" in told and "0743-00-9999" in told and "example.jp" in told
    assert (page.select_one("#phone")["value"], page.select_one("#capacity")["value"]) == ("0743-00-1111", "10人")
    assert page.select_one("#fee_text").text.strip() == "200円", "what I did not touch is theirs"
    assert [box["value"] for box in page.select("[name=targets][checked]")] == ["kodomo"]
    assert page.select_one("#phone-theirs") is not None and page.select_one("#capacity-theirs") is None
    seen = {"revision": page.select_one("[name=revision]")["value"], "phone": "0743-00-1111", "capacity": "10人",
            "fee_text": "200円", "targets": ["kodomo"]}  # fmt: skip
    assert post(editor, url, mine | seen).status_code == 303
    one = row(fresh_database, ids["公開"])
    assert (one.phone, one.capacity, one.fee_text) == ("0743-00-1111", "10人", "200円")


def test_the_same_form_sent_twice_is_no_quarrel(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    url = f"{LIST}{ids['公開']}/edit"
    data = filled(editor, url) | {"phone": "0743-00-1111", "targets": ["kodomo"]}
    assert [post(editor, url, data).status_code for _ in range(2)] == [303, 303]
    assert "すでに保存されています" in editor.get(url.removesuffix("/edit")).get_data(as_text=True)


def test_made_by_hand_once_however_often_it_is_sent(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    data = filled(editor, LIST + "new") | {"name": "手で入れた会", "mode": "online", "schedule_text": "毎週金曜 20時～"}
    first, again = post(editor, LIST + "new", data), post(editor, LIST + "new", data)
    assert first.status_code == again.status_code == 303 and first.headers["Location"] == again.headers["Location"]
    with Session(fresh_database) as db:
        made = db.scalars(select(Resource).where(Resource.name == "手で入れた会")).one()
        assert (made.status, made.department, made.schedules[0].weekday_mask) == (Status.DRAFT, OWN, 16)
    assert editor.get(f"/resources/{made.id}").status_code == 404


def test_the_same_name_at_the_same_number_is_told(editor: FlaskClient, ids: Any) -> None:
    def register(phone: str) -> str:
        new = filled(editor, LIST + "new") | {"name": "おなじ名前の会", "mode": "online", "phone": phone}
        return post(editor, LIST + "new", new, follow_redirects=True).get_data(as_text=True)

    told = "同じ名称で、会場か電話番号も同じ社会資源がすでにあります"
    assert [told in register(phone) for phone in ("0743-00-7777", "0743-00-8888", "0743-00-7777")] == [False, False, True]


def test_handed_over_to_another_department(editor: FlaskClient, ids: Any) -> None:
    assert edit(editor, ids["公開"], department=OTHERS).headers["Location"] == LIST
    assert "見えなくなりました" in editor.get(LIST).get_data(as_text=True)


def test_an_editor_widens_no_public_record(editor: FlaskClient, publisher: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    assert edit(editor, ids["公開"], visibility="staff").status_code == 303
    assert edit(editor, ids["公開"], visibility="public").status_code == 422
    assert row(fresh_database, ids["公開"]).visibility is Visibility.STAFF
    assert edit(editor, ids["公開"], phone_visibility="staff", withheld=["url", "capacity"]).status_code == 303
    for more in ({"phone_visibility": "public"}, {"withheld": ["url"]}):
        refused = edit(editor, ids["公開"], **more)
        page, (name,) = BeautifulSoup(refused.data, "html.parser"), more
        assert refused.status_code == 422
        assert "公開の役割の人だけです" in page.select_one(f"#summary a[href='#{name}']").text and page.select_one(f"#{name}")
    assert row(fresh_database, ids["公開"]).withheld == ["capacity", "url"]
    assert edit(publisher, ids["公開"], phone_visibility="public", withheld=["url"]).status_code == 303
    assert edit(publisher, ids["公開"], visibility="public").status_code == 303


# Published


def step(client: FlaskClient, engine: Engine, id_: int, name: str, reason: str = "") -> Any:
    return post(client, f"{LIST}{id_}/status", {"step": name, "revision": str(row(engine, id_).revision), "reason": reason})


def test_published_by_another_and_seen_at_the_next_request(editor: FlaskClient, publisher: FlaskClient, ids: Any,
                                                           fresh_database: Engine) -> None:  # fmt: skip
    one, public = ids["下書き"], f"/resources/{ids['下書き']}"
    assert edit(editor, one, description="見本の内容").status_code == 303
    step(publisher, fresh_database, one, "publish")
    assert row(fresh_database, one).status is Status.DRAFT, "first checked"
    step(editor, fresh_database, one, "check")
    step(editor, fresh_database, one, "publish")
    assert row(fresh_database, one).status is Status.CHECKED, "an editor does not publish"
    api = editor.get("/api/v1/resources")
    assert editor.get(public).status_code == 404 and "下書きの会" not in api.get_data(as_text=True)
    step(publisher, fresh_database, one, "publish")
    assert editor.get(public).status_code == 200
    fresh = editor.get("/api/v1/resources", headers={"If-None-Match": api.headers["ETag"]})
    assert fresh.status_code == 200 and "下書きの会" in fresh.get_data(as_text=True)
    step(publisher, fresh_database, one, "withdraw")
    assert editor.get(public).status_code == 200, "not without a reason"
    step(publisher, fresh_database, one, "withdraw", "活動が終わったため")
    assert editor.get(public).status_code == 404
    assert "活動が終わったため" in editor.get(f"{LIST}{one}").get_data(as_text=True)


def test_who_wrote_or_brought_it_does_not_publish_it(publisher: FlaskClient, app: Flask, ids: Any, fresh_database: Engine) -> None:
    other = signed_in(app, fresh_database, Role.PUBLISHER)
    assert edit(publisher, ids["確認"], remarks="書いた").status_code == 303
    step(publisher, fresh_database, ids["確認"], "publish")
    assert row(fresh_database, ids["確認"]).status is Status.CHECKED
    assert "自分で公開できません" in publisher.get(f"{LIST}{ids['確認']}").get_data(as_text=True)
    with transaction(fresh_database) as db:
        batch = ImportBatch(municipality_code=IKOMA, source="見本", file_name="見本.xlsx", sha256="0" * 64,
                            account_id=me(other, fresh_database))  # fmt: skip
        db.add(batch)
        db.flush()
        db.execute(update(Resource).where(Resource.id == ids["確認"]).values(batch_id=batch.id))
    step(other, fresh_database, ids["確認"], "publish")
    assert row(fresh_database, ids["確認"]).status is Status.CHECKED, "nor whoever took in its list"
    step(signed_in(app, fresh_database, Role.ADMIN), fresh_database, ids["確認"], "publish")
    assert row(fresh_database, ids["確認"]).status is Status.PUBLISHED


@pytest.mark.parametrize(("setting", "source", "published"), [("off", "絵地図", True), ("auto", "（見本）一覧", True), ("auto", "一覧", False),
                                                             ("on", "（見本）一覧", False)])  # fmt: skip
def test_publishing_by_others_can_be_switched(fresh_database: Engine, tmp_path: Any, ids: Any, setting: str, source: str,
                                              published: bool) -> None:  # fmt: skip
    with transaction(fresh_database) as db:
        db.execute(update(Resource).values(source=source))
    app = create_app(Settings(version_max_age_s=0, instance=tmp_path, two_factor="off", publish_by_other=setting), fresh_database)
    one = signed_in(app, fresh_database, Role.PUBLISHER)
    assert edit(one, ids["確認"], remarks="書いた").status_code == 303
    step(one, fresh_database, ids["確認"], "publish")
    assert (row(fresh_database, ids["確認"]).status is Status.PUBLISHED) is published


def test_a_step_is_not_taken_over_what_one_has_not_seen(publisher: FlaskClient, editor: FlaskClient, ids: Any,
                                                        fresh_database: Engine) -> None:  # fmt: skip
    before = row(fresh_database, ids["確認"]).revision
    assert edit(editor, ids["確認"], fee_text="1,000円").status_code == 303
    post(publisher, f"{LIST}{ids['確認']}/status", {"step": "publish", "revision": str(before)})
    assert row(fresh_database, ids["確認"]).status is Status.CHECKED
    assert "ほかの人がこの記録を変えました" in publisher.get(f"{LIST}{ids['確認']}").get_data(as_text=True)


def test_an_auditor_looks_and_changes_nothing(app: Flask, ids: Any, fresh_database: Engine) -> None:
    auditor = signed_in(app, fresh_database, Role.AUDITOR)
    page = soup(auditor, f"{LIST}{ids['公開']}")
    assert not page.select("main form[method=post]") and not soup(auditor, LIST).select("form#many [name=id]")
    assert auditor.get(f"{LIST}{ids['公開']}/edit").status_code == 403
    assert post(auditor, f"{LIST}{ids['公開']}/status", {"step": "draft"}).status_code == 403
    assert auditor.get("/staff/audit/").status_code == 200


# Back in time


def test_any_version_comes_back_exactly(editor: FlaskClient, publisher: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    one = ids["公開"]
    assert edit(editor, one, schedule_text="毎月第2・4水曜 10時～12時（祝日休み）", targets=["koreisha", "kodomo"], served=["west"],
                organization="はじめの会").status_code == 303  # fmt: skip
    then = row(fresh_database, one)
    with Session(fresh_database) as db:
        held = children_of(db, [one])[one]
    assert edit(editor, one, name="かわった会", schedule_text="不定期", targets=[], served=[], organization="", mode="online",
                visibility="professional").status_code == 303  # fmt: skip
    step(publisher, fresh_database, one, "draft")
    links = soup(editor, f"{LIST}{one}/history").select("a[href*='/restore/']")
    url = str(links[1]["href"])
    page = soup(editor, url)
    assert {dt.text for dt in page.select(".changes-list dt")} >= {"名称", "開催日時", "対象", "回る自治会", "会場", "ひらきかた"}
    assert "はじめの会" in page.text and "西町集会所" in page.text
    assert post(editor, url, {"seen": page.select_one("[name=seen]")["value"]}).status_code == 303
    now = row(fresh_database, one)
    with Session(fresh_database) as db:
        assert children_of(db, [one])[one] == held
    same = ("name", "schedule_text", "schedule_words", "place_id", "organization_id", "mode", "search_text", "visibility")
    assert [getattr(now, name) for name in same] == [getattr(then, name) for name in same]
    assert now.status is Status.DRAFT, "a stage is no content"
    assert "復元" in soup(editor, f"{LIST}{one}/history").select_one(".changes li").text
    assert post(editor, url, {"seen": str(now.revision - 5)}).headers["Location"].endswith(url), "not over what was not seen"


def test_history_names_fields_in_japanese(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    assert edit(editor, ids["公開"], free="yes", consent="yes", consented_on="2026-11-01", consented_how="電話").status_code == 303
    told = soup(editor, f"{LIST}{ids['公開']}/history").select_one(".changes li").text
    assert all(words in told for words in ("無料か", "無料", "同意あり", "2026年11月1日", "まだ聞いていない"))


# Many at once


def confirm(client: FlaskClient, query: str) -> dict[str, Any]:
    """What the confirm page would send."""
    form = soup(client, f"{LIST}bulk?{query}").select_one("main form[method=post]")
    assert form is not None
    data: dict[str, Any] = {}
    for one in form.select("input[name]"):
        data.setdefault(str(one["name"]), []).append(str(one.get("value", "")))
    return data


def test_told_exactly_then_done(publisher: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    page = soup(publisher, f"{LIST}bulk?action=publish&all=1")
    assert page.select_one("#plan-title").text == "1件が変わります"
    assert [li.text.split()[0] for li in page.select(".left-out li")] == ["2件", "1件"]
    data = confirm(publisher, "action=publish&all=1")
    assert post(publisher, LIST + "bulk", data).status_code == 303
    assert row(fresh_database, ids["確認"]).status is Status.PUBLISHED
    assert row(fresh_database, ids["下書き"]).status is Status.DRAFT
    with Session(fresh_database) as db:
        how = db.scalars(select(AuditEntry.how).where(AuditEntry.row_id == ids["確認"], AuditEntry.field == "status")).one()
    assert how == "まとめて公開する"


def test_a_set_that_changed_meanwhile_is_told_anew(publisher: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    data = confirm(publisher, "action=visibility&value=professional&all=1")
    with transaction(fresh_database) as db:
        db.execute(update(Resource).where(Resource.id == ids["公開"]).values(fee_text="変わった"))
    answer = post(publisher, LIST + "bulk", data)
    assert answer.status_code == 409 and "対象の記録が変わりました" in answer.get_data(as_text=True)
    with Session(fresh_database) as db:
        assert set(db.scalars(select(Resource.visibility))) == {Visibility.PUBLIC}, "all or nothing"


VALUES = {"visibility": "staff", "category_code": "kodomo_shokudo", "department": "新しい課", "last_confirmed_on": "2026-11-01"}


@pytest.mark.parametrize("action", VALUES)
def test_a_field_of_the_chosen_ones(publisher: FlaskClient, ids: Any, fresh_database: Engine, action: str) -> None:
    query = f"action={action}&id={ids['公開']}&id={ids['下書き']}"
    assert soup(publisher, f"{LIST}bulk?{query}").select_one("[name=value]") is not None, "the value is asked for first"
    data = confirm(publisher, f"{query}&value={VALUES[action]}")
    assert post(publisher, LIST + "bulk", data).status_code == 303
    values = [str(getattr(row(fresh_database, ids[name]), action)) for name in ("公開", "下書き", "確認")]
    assert values[:2] == [VALUES[action]] * 2 and values[2] != VALUES[action]


def test_within_ones_own_scope_only(editor: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    data = confirm(editor, f"action=category_code&value=kodomo_shokudo&id={ids['よそ']}&id={ids['公開']}")
    assert post(editor, LIST + "bulk", data).status_code == 303
    assert row(fresh_database, ids["よそ"]).category_code == "ibasho"
    assert editor.get(f"{LIST}bulk?action=publish&all=1").status_code == 400, "no such thing for an editor"


@pytest.mark.parametrize("query", ["action=nothing&all=1", "action=visibility&value=x&all=1", "action=last_confirmed_on&value=2199-01-01&all=1",
                                   "action=publish&id=x", "action=category_code&value=&all=1", "action=publish&all=1&status=x"])  # fmt: skip
def test_an_order_that_cannot_be_read(publisher: FlaskClient, ids: Any, query: str) -> None:
    assert publisher.get(f"{LIST}bulk?{query}").status_code == 400


def test_withdrawn_with_a_reason(publisher: FlaskClient, ids: Any, fresh_database: Engine) -> None:
    data = confirm(publisher, f"action=withdraw&id={ids['公開']}")
    assert post(publisher, LIST + "bulk", data | {"reason": ""}).status_code == 422
    assert post(publisher, LIST + "bulk", data | {"reason": "活動終了"}).status_code == 303
    assert row(fresh_database, ids["公開"]).status is Status.WITHDRAWN
