"""情報の確認 over HTTP: due lists, calls, sheets with numbers that open, rules that ask back, corrections decided by the field."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from pages import browser_of, words
from people import account, post, signed_in
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from town import place, resource

from geodata.address import Dictionary, Geocoder
from geodata.database import transaction
from geodata.dates import month_day
from geodata.due import today_in_japan
from geodata.errors import BadSetting, NotNow, UnknownCorrection
from geodata.models import (
    Answer,
    Category,
    ConfirmLink,
    Correction,
    CorrectionState,
    Origin,
    Resource,
    Role,
    Schedule,
    Status,
    resource_target,
)
from geodata.settings import Settings
from geodata.staff.audit import acting, history
from geodata.staff.corrections import accept, count_waiting, heard, pieces, refuse
from geodata.staff.links import digest
from geodata.staff.proposals import propose
from geodata.staff.publishing import Actor
from geodata.staff.scope import Scope
from mapapp import create_app

IKOMA = "292095"
OWN, OTHERS = "福祉政策課", "こども課"


@pytest.fixture
def app(fresh_database: Engine, tmp_path: Any) -> Flask:
    settings = Settings(version_max_age_s=0, instance=tmp_path, public_url="https://map.example.lg.jp/")
    made = create_app(settings, fresh_database)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def editor(app: Flask, fresh_database: Engine) -> FlaskClient:
    return signed_in(app, fresh_database, Role.EDITOR, OWN)


@pytest.fixture
def ids(fresh_database: Engine) -> dict[str, int]:
    """Three of ours, one of another department."""
    with transaction(fresh_database) as db:
        hall = place(db, "見本会館", (135.7, 34.7), address="生駒市見本町1-2")
        made = [
            resource(db, "過ぎた会", hall, phone="0743-00-0001", department=OWN, last_confirmed_on=today_in_japan() - timedelta(days=400)),
            resource(db, "もうすぐの会", hall, fax="0743-00-0002", department=OWN, last_confirmed_on=today_in_japan() - timedelta(days=350)),
            resource(db, "<b>古い</b>会", department=OWN, last_confirmed_on=today_in_japan() - timedelta(days=900)),
            resource(db, "よその会", hall, department=OTHERS, last_confirmed_on=today_in_japan() - timedelta(days=400)),
        ]
        return {one.name: one.id for one in made}


def record(engine: Engine, id_: int) -> Resource:
    with Session(engine) as session:
        return session.get_one(Resource, id_)


def names(page: BeautifulSoup) -> list[str]:
    return [words(tag) for tag in page.select("tbody th[scope=row] > a")]


# Lists


def test_the_list_shows_ones_own_that_are_due(editor: FlaskClient, ids: dict[str, int]) -> None:
    page = browser_of(editor)("/staff/freshness/")
    assert names(page) == ["<b>古い</b>会", "過ぎた会"]
    assert [words(b) for b in page.select(".due-counts b")] == ["2", "1", "0", "0", "3"]
    assert words(page.select_one(".due-aside")).endswith("期限切れで公開を止めている 0件まだ一度も確認していない 0件")
    assert names(browser_of(editor)("/staff/freshness/?due=one&reach=fax&department=福祉政策課&category=ibasho")) == ["もうすぐの会"]
    assert "条件に合うものはありません" in words(browser_of(editor)("/staff/freshness/?reach=email").select_one("main"))


@pytest.mark.parametrize("query", ["due=soon", "reach=pigeon", "page=0", "page=x", "sort=name"])
def test_what_the_list_does_not_know_is_a_sentence(editor: FlaskClient, query: str) -> None:
    assert editor.get(f"/staff/freshness/?{query}").status_code == 400


def test_a_long_list_has_pages(editor: FlaskClient, fresh_database: Engine) -> None:
    with transaction(fresh_database) as db:
        for number in range(51):
            resource(db, f"会{number:02}", last_confirmed_on=today_in_japan() - timedelta(days=400))
    page = browser_of(editor)("/staff/freshness/?reach=none")
    assert len(names(page)) == 50 and "1～50件目（全51件）" in words(page.select_one("nav.staff-actions"))
    following = page.select_one("nav.staff-actions a")
    assert following is not None and names(browser_of(editor)(str(following["href"]))) == ["会50"]


def test_an_auditor_sees_and_changes_nothing(app: Flask, fresh_database: Engine, ids: dict[str, int]) -> None:
    auditor = signed_in(app, fresh_database, Role.AUDITOR)
    page = browser_of(auditor)("/staff/freshness/")
    assert len(names(page)) == 3 and not page.select("input[type=checkbox], .sheet-form")
    one = ids["過ぎた会"]
    for path in (f"{one}/confirmed", f"{one}/missed", f"{one}/links/end", f"{one}/correct", "sheet", "rules"):
        assert post(auditor, f"/staff/freshness/{path}", {"id": str(one), "kind": "list"}).status_code == 403, path
    assert record(fresh_database, one).revision == 1


# Calls


def test_a_call_confirms_with_one_button(editor: FlaskClient, fresh_database: Engine, ids: dict[str, int]) -> None:
    chosen = [str(ids[name]) for name in ("過ぎた会", "<b>古い</b>会")]
    answer = post(editor, "/staff/freshness/sheet", {"id": chosen, "kind": "calls"})
    assert answer.status_code == 303
    page = browser_of(editor)(answer.location)
    assert [words(name) for name in page.select(".call h2")] == ["<b>古い</b>会", "過ぎた会"]
    form = page.select_one(f'form[action$="/{ids["過ぎた会"]}/confirmed"]')
    assert form is not None
    back = str(form.select_one("[name=back]")["value"])  # type: ignore[index]
    answer = post(editor, str(form["action"]), {"back": back})
    assert answer.location == f"{back}#r{ids['過ぎた会']}"
    kept = record(fresh_database, ids["過ぎた会"])
    assert (kept.last_confirmed_on, kept.confirmed_by, kept.confirmed_how) == (today_in_japan(), "運営団体", "電話")
    page = browser_of(editor)(answer.location)
    assert "2件のうち 1件を今日確認しました" in words(page.select_one("[role=status]:not(.message)"))
    with Session(fresh_database) as session:
        entry = history(session, "resource", kept.id)[0]
    assert entry.how == "電話で確認" and entry.email.startswith("editor-")


def test_nobody_answered_is_written_down(editor: FlaskClient, ids: dict[str, int]) -> None:
    one = ids["過ぎた会"]
    answer = post(editor, f"/staff/freshness/{one}/missed", {"back": "https://evil.example/"})
    assert answer.location == f"/staff/freshness/#r{one}", "never to another site"
    assert f"{month_day(today_in_japan())} 不在" in str(browser_of(editor)("/staff/freshness/"))


def test_others_records_are_not_there(editor: FlaskClient, fresh_database: Engine, ids: dict[str, int]) -> None:
    one = ids["よその会"]
    for path in ("confirmed", "missed", "links/end", "correct"):
        assert post(editor, f"/staff/freshness/{one}/{path}").status_code == 404, path
    assert not browser_of(editor)(f"/staff/freshness/calls?id={one}").select(".call")
    with transaction(fresh_database) as db:
        said = said_of(db, db.get_one(Resource, one), {}, "よその課の申し出")
    assert editor.get(f"/staff/freshness/corrections/{said.id}").status_code == 404
    assert post(editor, f"/staff/freshness/corrections/{said.id}/accept").status_code == 404
    answer = post(editor, "/staff/freshness/sheet", {"id": str(one), "kind": "letters"})
    assert "よその会" not in answer.get_data(as_text=True)
    assert record(fresh_database, one).last_confirmed_on != today_in_japan()


@pytest.mark.parametrize("data", [{"id": "x", "kind": "list"}, {"id": ["1"] * 101, "kind": "list"}])
def test_a_choice_that_cannot_be_is_refused(editor: FlaskClient, data: dict[str, Any]) -> None:
    assert post(editor, "/staff/freshness/sheet", data).status_code == 400


def test_nothing_chosen_says_so(editor: FlaskClient) -> None:
    assert post(editor, "/staff/freshness/sheet", {"kind": "list"}).status_code == 303
    assert "選んでください" in words(browser_of(editor)("/staff/freshness/").select_one("[role=alert]"))


# Sheets


@pytest.mark.parametrize("kind", ["list", "letters"])
def test_a_sheet_has_a_number_and_a_code_for_each(
    editor: FlaskClient, fresh_database: Engine, ids: dict[str, int], kind: str
) -> None:
    chosen = [str(ids[name]) for name in ("過ぎた会", "<b>古い</b>会")]
    form = {"id": chosen, "kind": kind, "sender": "<i>福祉政策課</i>", "contact": "電話 0743-00-9999"}
    answer = post(editor, "/staff/freshness/sheet", form)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    page = BeautifulSoup(answer.get_data(), "html.parser")
    tokens = [words(tag) for tag in page.select(".paper-token, .letter-token")]
    assert len(set(tokens)) == 2 and all(re.fullmatch(r"[a-z0-9]{6}(-[a-z0-9]{6}){2}", token) for token in tokens)
    assert [str(code["aria-label"]) for code in page.select(".qr[role=img]")] == [
        "「<b>古い</b>会」の確認ページのQRコード", "「過ぎた会」の確認ページのQRコード"]  # fmt: skip
    assert "https://map.example.lg.jp/k/" in page.text and "<i>福祉政策課</i>" in page.text
    assert not page.select("[style], script:not([src])")
    anybody = editor.application.test_client()
    assert [words(browser_of(anybody)(f"/k/{token}").select_one("h1")) for token in tokens] == ["<b>古い</b>会", "過ぎた会"]
    with Session(fresh_database) as session:
        assert set(session.scalars(select(ConfirmLink.token_hash))) == {digest(token) for token in tokens}


def test_without_a_setting_a_link_leads_to_where_the_officer_is(fresh_database: Engine, ids: dict[str, int], tmp_path: Any) -> None:
    made = create_app(Settings(version_max_age_s=0, instance=tmp_path), fresh_database)
    admin = signed_in(made, fresh_database, Role.ADMIN)
    page = post(admin, "/staff/freshness/sheet", {"id": str(ids["過ぎた会"]), "kind": "list"}).get_data(as_text=True)
    assert "http://localhost/k/" in page and "WAGAGOTO_PUBLIC_URL" in page
    with pytest.raises(BadSetting):
        Settings(public_url="map.example.jp")


def test_numbers_can_be_ended(editor: FlaskClient, ids: dict[str, int]) -> None:
    one = str(ids["過ぎた会"])
    made = [BeautifulSoup(post(editor, "/staff/freshness/sheet", {"id": one, "kind": "list"}).get_data(), "html.parser")
            for _ in range(2)]  # fmt: skip
    tokens = [words(page.select_one(".paper-token")) for page in made]
    anybody = editor.application.test_client()
    assert [anybody.get(f"/k/{token}").status_code for token in tokens] == [200, 200]
    assert "渡した番号（2件）を止める" in str(browser_of(editor)(f"/staff/freshness/calls?id={one}"))
    post(editor, f"/staff/freshness/{one}/links/end")
    assert [anybody.get(f"/k/{token}").status_code for token in tokens] == [404, 404]


# Rules


def rule_form(client: FlaskClient) -> dict[str, str]:
    page = browser_of(client)("/staff/freshness/rules")
    return {str(tag["name"]): str(tag["value"]) for tag in page.select("input.months")}


def test_rules_that_hide_ask_back(app: Flask, fresh_database: Engine, ids: dict[str, int]) -> None:
    admin = signed_in(app, fresh_database, Role.ADMIN)
    form = rule_form(admin)
    assert form["confirm.ibasho"] == "12" and form["hide.ibasho"] == "24"
    answer = post(admin, "/staff/freshness/rules", form | {"hide.ibasho": "12"})
    page = BeautifulSoup(answer.get_data(), "html.parser")
    assert answer.status_code == 200 and "新しく3件の公開が止まります" in words(page.select_one("[role=alert]"))
    assert rule_form(admin)["hide.ibasho"] == "24", "nothing is saved yet"
    sure = post(admin, "/staff/freshness/rules", form | {"hide.ibasho": "12", "sure": "1"})
    assert sure.status_code == 303
    told = words(browser_of(admin)(sure.location).select_one(".message"))
    assert told == "居場所・サロンのきまりを変えました。3件の公開を止めました。"
    post(admin, "/staff/freshness/rules", form | {"hide.ibasho": ""})
    with Session(fresh_database) as session:
        assert session.scalars(select(Resource.hidden_since)).all() == [None] * 4
        assert session.scalar(select(Category.hide_months).where(Category.code == "ibasho")) is None


def test_a_rule_in_words_is_told(app: Flask, fresh_database: Engine) -> None:
    admin = signed_in(app, fresh_database, Role.ADMIN)
    for value, sentence in (("一年", "月数は数字"), ("999", "1から120"), ("", "月数は数字")):
        answer = post(admin, "/staff/freshness/rules", rule_form(admin) | {"confirm.ibasho": value})
        assert answer.status_code == 400 and sentence in answer.get_data(as_text=True)


def test_an_editor_reads_the_rules(editor: FlaskClient) -> None:
    assert not browser_of(editor)("/staff/freshness/rules").select("input.months, main button")
    assert post(editor, "/staff/freshness/rules", {"confirm.ibasho": "1"}).status_code == 403


# Corrections


@pytest.fixture
def geocoder() -> Geocoder:
    return Geocoder(Dictionary.build(()))


def actor(db: Session, role: Role = Role.EDITOR, department: str = OWN) -> Actor:
    one = account(db, role, department)
    acting(db, one.id, "訂正の申し出 1")
    return Actor(one.id, role, Scope(IKOMA, department, every=not department))


def said_of(db: Session, one: Resource, changes: dict[str, list[str]], message: str = "") -> Correction:
    return propose(db, one, changes, message, origin=Origin.ORGANIZER)


def taken(db: Session, said: Correction, values: dict[str, str], who: Actor, geocoder: Geocoder) -> list[str]:
    revision = db.scalar(select(Resource.revision).where(Resource.id == said.resource_id)) or 0
    return accept(db, who, said.id, values, revision, geocoder=lambda: geocoder, today=today_in_japan())


def test_what_is_accepted_is_written_and_confirmed(db: Session, geocoder: Geocoder) -> None:
    one = resource(db, "みんなの会", (135.7, 34.7), phone="0743-00-0000", schedule_text="毎週月曜 10時", department=OWN)
    said = said_of(db, one, {"phone": ["0743-00-0000", "0743-11-1111"], "schedule_text": ["毎週月曜 10時", "毎月第2火曜 14時〜16時"],
                             "fee_text": ["", "300円"], "target_text": ["", "認知症の人と家族"], "url": ["", "https://x.example/"]})  # fmt: skip
    who = actor(db)
    values = {"phone": "（0743）11-1111", "schedule_text": "毎月第2火曜 14時〜16時", "fee_text": "300円", "target_text": "認知症の人と家族"}
    assert taken(db, said, values, who, geocoder) == []
    db.refresh(one)
    assert (one.phone, one.fee_text, one.free, one.url) == ("0743-11-1111", "300円", Answer.NO, ""), "url was not chosen"
    assert one.schedule_words == "毎月 第2火曜 14:00–16:00"
    assert list(db.scalars(select(Schedule.days).where(Schedule.resource_id == one.id))) == [["2TU"]]
    assert "ninchisho" in set(db.scalars(select(resource_target.c.target_code).where(resource_target.c.resource_id == one.id)))
    assert "第2火曜14:00" in one.search_text
    assert (one.last_confirmed_on, one.confirmed_by, one.confirmed_how) == (today_in_japan(), "運営団体", f"訂正の申し出 {said.id}")
    assert (said.state, said.account_id) == (CorrectionState.ACCEPTED, who.account_id)
    assert {entry.how for entry in history(db, "resource", one.id, since=1)} == {"訂正の申し出 1"}
    with pytest.raises(NotNow, match="ほかの人が先に"):
        refuse(db, who, said.id, "もう遅い")


def test_a_new_place_is_found_as_lists_find_theirs(db: Session, geocoder: Geocoder) -> None:
    hall = place(db, "公民館", (135.7, 34.7), address="生駒市見本町1-2", building="2階")
    one, other = (resource(db, name, hall, department=OWN) for name in ("移る会", "残る会"))
    said = said_of(db, one, {"place": ["公民館", "新しい会館"]})
    taken(db, said, {"place": "新しい会館"}, actor(db), geocoder)
    db.refresh(one)
    db.refresh(other)
    assert one.place is not None and (one.place.name, one.place.address, one.place.building) == ("新しい会館", "生駒市見本町1-2", "2階")
    assert other.place_id == hall.id, "whoever else meets there stays"


def test_what_changed_since_is_said(db: Session, geocoder: Geocoder) -> None:
    one = resource(db, "みんなの会", phone="0743-00-0000", fax="0743-00-0001", department=OWN)
    said = said_of(db, one, {"phone": ["0743-00-0000", "0743-11-1111"], "fax": ["0743-00-0001", "0743-00-0002"]})
    one.phone = "0743-22-2222"
    db.flush()
    found = {piece.field: piece for piece in pieces(said, one)}
    assert (found["phone"].now, found["phone"].moved, found["fax"].moved) == ("0743-22-2222", True, False)
    with pytest.raises(NotNow, match="記録が変わりました"):
        accept(db, actor(db), said.id, {}, said.revision, geocoder=lambda: geocoder, today=today_in_japan())


def test_an_end_takes_it_off_by_whoever_may(db: Session, geocoder: Geocoder) -> None:
    one = resource(db, "終わる会", department=OWN)
    said = said_of(db, one, {"closing": ["", "ended"]})
    with pytest.raises(NotNow, match="公開をやめられません"):
        taken(db, said, {"closing": ""}, actor(db), geocoder)
    db.refresh(one)
    taken(db, said, {"closing": ""}, actor(db, Role.PUBLISHER), geocoder)
    db.refresh(one)
    assert one.status is Status.WITHDRAWN


def test_a_refusal_needs_a_reason_and_changes_nothing(db: Session) -> None:
    one = resource(db, "会", department=OWN)
    said = said_of(db, one, {"name": ["会", "べつの会"]})
    who = actor(db)
    with pytest.raises(Exception, match="理由"):
        refuse(db, who, said.id, "  ")
    refuse(db, who, said.id, "団体に電話で確かめた")
    (entry,) = history(db, "correction", said.id)
    assert entry.new["words"].endswith("への申し出を反映しない")
    db.refresh(one)
    assert (said.state, said.answer, one.name, one.revision) == (CorrectionState.REFUSED, "団体に電話で確かめた", "会", 1)


def test_of_two_who_decide_at_once_one_is_told(app: Flask, fresh_database: Engine, ids: dict[str, int]) -> None:
    with transaction(fresh_database) as db:
        said = said_of(db, db.get_one(Resource, ids["過ぎた会"]), {"phone": ["0743-00-0001", "0743-00-0007"]})
    clients = [signed_in(app, fresh_database, Role.EDITOR, OWN) for _ in range(4)]
    url, form = f"/staff/freshness/corrections/{said.id}/accept", {"revision": "1", "field": "phone", "phone": "0743-00-0007"}
    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(lambda client: post(client, url, form).status_code, clients))
    assert answers == [303, 409, 409, 409]
    assert record(fresh_database, ids["過ぎた会"]).phone == "0743-00-0007"


def test_another_departments_corrections_are_not_there(db: Session, geocoder: Geocoder) -> None:
    said = said_of(db, resource(db, "会", department=OTHERS), {}, "ちがいます")
    own = Scope(IKOMA, OWN)
    assert heard(db, own, waiting=True) == [] and count_waiting(db, own) == 0
    assert count_waiting(db, Scope(IKOMA, every=True)) == 1
    with pytest.raises(UnknownCorrection):
        refuse(db, actor(db), said.id, "x")


def test_the_pages_of_corrections(app: Flask, editor: FlaskClient, fresh_database: Engine, ids: dict[str, int]) -> None:
    with transaction(fresh_database) as db:
        one = db.get_one(Resource, ids["過ぎた会"])
        said = said_of(db, one, {"phone": ["0743-00-0001", "<0743>"], "closing": ["", "paused"]}, "4月<b>から</b>")
    page = browser_of(editor)("/staff/freshness/corrections/")
    assert words(page.select_one(".heard-name")) == "過ぎた会" and "電話番号、休み・終わり" in words(page.select_one(".heard"))
    assert "1件" in words(browser_of(editor)("/staff/freshness/").select_one(".count"))
    one_page = browser_of(editor)(f"/staff/freshness/corrections/{said.id}")
    assert words(one_page.select_one(".said")) == "<0743>" and "公開の役割の人です" in words(one_page.select_one("main"))
    form = {"revision": str(one_page.select_one("[name=revision]")["value"]), "field": "phone", "phone": "0743-00-0009"}  # type: ignore[index]
    stale = post(editor, f"/staff/freshness/corrections/{said.id}/accept", form | {"revision": "99"})
    assert stale.status_code == 409 and "記録が変わりました" in stale.get_data(as_text=True)
    assert post(editor, f"/staff/freshness/corrections/{said.id}/refuse", {"reason": " "}).status_code == 400
    answer = post(editor, f"/staff/freshness/corrections/{said.id}/accept", form)
    assert answer.status_code == 303
    assert record(fresh_database, ids["過ぎた会"]).phone == "0743-00-0009"
    assert "反映した" in words(browser_of(editor)(answer.location).select_one("tbody"))
    again = post(editor, f"/staff/freshness/corrections/{said.id}/accept", form)
    assert again.status_code == 409 and "先に扱いを決めました" in again.get_data(as_text=True)
    with Session(fresh_database) as session:
        assert history(session, "resource", ids["過ぎた会"])[0].how == f"訂正の申し出 {said.id}"


def test_what_is_heard_on_the_telephone_goes_the_same_way(editor: FlaskClient, fresh_database: Engine, ids: dict[str, int]) -> None:
    one = ids["過ぎた会"]
    form = browser_of(editor)(f"/staff/freshness/{one}/correct")
    assert form.select_one("#f-phone")["value"] == "0743-00-0001"  # type: ignore[index]
    assert post(editor, f"/staff/freshness/{one}/correct", {"name": "過ぎた会"}).status_code == 400
    answer = post(editor, f"/staff/freshness/{one}/correct", {"phone": "0743-00-0008"})
    assert answer.status_code == 303 and "/corrections/" in answer.location
    assert words(browser_of(editor)(answer.location).select_one(".said")) == "0743-00-0008"
    assert record(fresh_database, one).phone == "0743-00-0001"
