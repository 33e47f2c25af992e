"""運営団体のページ and 「情報が違います」, over HTTP: what they show, take, refuse, and never tell."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from pages import browser_of, words
from people import post, signed_in
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from town import place, resource

from geodata.database import transaction
from geodata.due import today_in_japan
from geodata.models import AuditEntry, ConfirmLink, Correction, CorrectionState, Origin, Resource, Role, Status, Visibility
from geodata.settings import Settings
from geodata.staff.links import make_links, new_token
from geodata.staff.proposals import published
from mapapp import create_app
from mapapp.limits import Limiter
from mapapp.views import organizer, report

NAME = "みんなの<b>会</b>"


@pytest.fixture
def app(fresh_database: Engine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(organizer, "wrong_numbers", Limiter(60, 600))
    monkeypatch.setattr(organizer, "answers", Limiter(20, 3600))
    monkeypatch.setattr(report, "reports", Limiter(10, 600))
    made = create_app(Settings(version_max_age_s=0, instance=tmp_path), fresh_database)
    made.testing = True
    return made


@pytest.fixture
def token(fresh_database: Engine) -> Iterator[str]:
    """The number of a letter about one record that was confirmed long ago."""
    with transaction(fresh_database) as db:
        hall = place(db, "見本会館", (135.7, 34.7), address="生駒市見本町1-2", published_address="生駒市見本町1-2")
        one = resource(db, NAME, hall, phone="0743-00-0000", email="mihon@example.jp", email_visibility=Visibility.STAFF,
                       schedule_text="毎月第2土曜\n10時から", remarks="職員だけのメモ",
                       last_confirmed_on=today_in_japan() - timedelta(days=900), hidden_since=today_in_japan())  # fmt: skip
        made = make_links(db, [one.id], None, today_in_japan())[one.id]
    yield made


def kept(engine: Engine, what: type) -> Any:
    with Session(engine) as session:
        return session.scalars(select(what)).one()


def filled(client: FlaskClient, token: str, **changes: str) -> dict[str, str]:
    """The correction form as the page gives it, with some fields changed."""
    page = BeautifulSoup(client.get(f"/k/{token}").get_data(), "html.parser")
    form = page.select_one("details form")
    assert form is not None
    given = {str(tag["name"]): str(tag.get("value", "")) for tag in form.select("input:not([type=radio])")}
    given |= {str(tag["name"]): tag.text.removeprefix("\n") for tag in form.select("textarea")}
    return {**given, **changes}


def test_the_page_shows_what_is_published_and_the_contacts(app: Flask, token: str) -> None:
    page = browser_of(app.test_client())(f"/k/{token}")
    assert words(page.select_one("h1")) == NAME
    text = words(page.select_one(".facts"))
    assert "0743-00-0000" in text and "mihon@example.jp" in text and "生駒市見本町1-2" in text and "第2土曜" in text
    assert "職員だけのメモ" not in str(page)
    answer = app.test_client().get(f"/k/{token}")
    assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    assert page.select_one('meta[name=robots][content="noindex, nofollow"]')


def test_as_is_confirms_and_brings_back(app: Flask, fresh_database: Engine, token: str) -> None:
    client = app.test_client()
    revision = str(kept(fresh_database, Resource).revision)
    answer = post(client, f"/k/{token}", {"revision": revision, "answer": "as_is"})
    assert answer.status_code == 303 and answer.location == f"/k/{token}/done"
    assert "このまま" in words(browser_of(client)(answer.location).select_one("main"))
    record = kept(fresh_database, Resource)
    assert (record.last_confirmed_on, record.hidden_since) == (today_in_japan(), None)
    with Session(fresh_database) as session:
        how = set(session.scalars(select(AuditEntry.how).where(AuditEntry.revision == record.revision)))
    assert how == {"確認リンク"}
    assert "「このまま」と答えて" in words(browser_of(client)(f"/k/{token}").select_one(".notice"))


def test_a_correction_waits_and_says_so(app: Flask, fresh_database: Engine, token: str) -> None:
    client = app.test_client()
    before = published_now(fresh_database)
    said = filled(client, token, phone="0743-11-1111", message="4月からです", closing="paused")
    answer = post(client, f"/k/{token}", said)
    assert answer.status_code == 303
    assert "市の担当課が確かめて" in words(browser_of(client)(answer.location).select_one("main"))
    correction = kept(fresh_database, Correction)
    assert correction.changes == {"phone": ["0743-00-0000", "0743-11-1111"], "closing": ["", "paused"]}
    assert (correction.origin, correction.message, correction.state) == (Origin.ORGANIZER, "4月からです", CorrectionState.WAITING)
    assert published_now(fresh_database) == before
    page = browser_of(client)(f"/k/{token}")
    assert "訂正を受け取りました" in words(page.select_one(".notice")) and not page.select(".as-is")
    again = post(client, f"/k/{token}", {"revision": said["revision"], "answer": "as_is"})
    assert again.status_code == 400, "one cannot say both"


def published_now(engine: Engine) -> dict[str, str]:
    with Session(engine) as session:
        return published(session.scalars(select(Resource)).one())


def test_what_changed_meanwhile_is_shown_again(app: Flask, fresh_database: Engine, token: str) -> None:
    client = app.test_client()
    said = filled(client, token)
    with transaction(fresh_database) as db:
        db.scalars(select(Resource)).one().phone = "0743-22-2222"
    answer = post(client, f"/k/{token}", {**said, "answer": "as_is"})
    assert answer.status_code == 409 and "0743-22-2222" in answer.get_data(as_text=True)
    assert "内容が変わりました" in answer.get_data(as_text=True)
    assert kept(fresh_database, Resource).last_confirmed_on != today_in_japan()


@pytest.mark.parametrize(("changes", "sentence"), [({}, "変わったところがありません"), ({"name": " "}, "名称は空にできません"),
                                                   ({"phone": "0" * 61}, "電話番号は60文字まで")])  # fmt: skip
def test_a_form_that_cannot_be_taken_keeps_what_was_typed(
    app: Flask, fresh_database: Engine, token: str, changes: dict[str, str], sentence: str
) -> None:
    client = app.test_client()
    answer = post(client, f"/k/{token}", filled(client, token, **changes))
    page = BeautifulSoup(answer.get_data(), "html.parser")
    assert answer.status_code == 400 and sentence in words(page.select_one("[role=alert]"))
    assert page.select_one("details[open]")
    for name, text in changes.items():
        assert page.select_one(f"#f-{name}")["value"] == text  # type: ignore[index]
    with Session(fresh_database) as session:
        assert session.scalars(select(Correction)).all() == []


def test_no_answer_tells_whether_a_number_ever_was(app: Flask, fresh_database: Engine, token: str) -> None:
    client = app.test_client()
    never = client.get(f"/k/{new_token()}")
    assert never.status_code == 404 and "確認番号がちがうか、期限が過ぎています" in never.get_data(as_text=True)
    for change in ({"expires_on": today_in_japan() - timedelta(days=1)}, {"ended_at": "now"}):
        with transaction(fresh_database) as db:
            link = db.scalars(select(ConfirmLink)).one()
            link.expires_on, link.ended_at = today_in_japan() + timedelta(days=9), None
            for name, value in change.items():
                setattr(link, name, value)
        for path in (f"/k/{token}", f"/k/{token}/done"):
            assert same(client.get(path).get_data(as_text=True)) == same(never.get_data(as_text=True))
        assert post(client, f"/k/{token}", {"answer": "as_is"}).status_code == 404
    with transaction(fresh_database) as db:
        link = db.scalars(select(ConfirmLink)).one()
        link.expires_on, link.ended_at = today_in_japan(), None
        db.scalars(select(Resource)).one().status = Status.WITHDRAWN
    assert client.get(f"/k/{token}").status_code == 404


def same(page: str) -> str:
    return re.sub(r"/k/[^\s<]*", "/k/", page)


def test_wrong_numbers_are_limited_and_right_ones_are_not(app: Flask, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organizer, "wrong_numbers", Limiter(2, 600))
    client = app.test_client()
    assert [client.get("/k/wrong").status_code for _ in range(4)] == [404, 404, 429, 429]
    assert client.get(f"/k/{token}").status_code == 200


def test_answers_are_limited(app: Flask, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organizer, "answers", Limiter(1, 600))
    client = app.test_client()
    said = filled(client, token, message="ちがいます")
    assert [post(client, f"/k/{token}", said).status_code for _ in range(3)] == [303, 429, 429]


def test_a_number_may_be_typed(app: Flask, token: str) -> None:
    client = app.test_client()
    assert browser_of(client)("/k/").select_one("#number")
    typed = post(client, "/k/", {"number": token.upper().replace("-", " ")})
    assert typed.status_code == 303 and typed.location == f"/k/{token}"
    wrong = post(client, "/k/", {"number": "<script>"})
    assert wrong.status_code == 400 and "読みとれません" in wrong.get_data(as_text=True)


def test_a_form_of_another_site_does_nothing(app: Flask, fresh_database: Engine, token: str) -> None:
    revision = str(kept(fresh_database, Resource).revision)
    for url in (f"/k/{token}", "/k/"):
        assert app.test_client().post(url, data={"revision": revision, "answer": "as_is"}).status_code == 400
    assert kept(fresh_database, Resource).last_confirmed_on != today_in_japan()


def test_a_limiter_forgets() -> None:
    limiter = Limiter(2, 10)
    assert [limiter.take("a", now=t) for t in (0, 1, 2, 10.5, 10.6)] == [True, True, False, True, False]
    assert limiter.take("b", now=2)
    assert not any(name == b"a" for name in limiter._seen)


# 情報が違います


@pytest.fixture
def shown(fresh_database: Engine) -> int:
    with transaction(fresh_database) as db:
        return resource(db, NAME, (135.7, 34.7), phone="0743-00-0000").id


def test_a_resident_says_what_is_wrong(app: Flask, fresh_database: Engine, shown: int) -> None:
    client = app.test_client()
    page = browser_of(client)(f"/resources/{shown}")
    link = page.select_one(".resource-foot .actions a")
    assert link is not None and words(link) == "情報が違います"
    form = browser_of(client)(str(link["href"]))
    assert not form.select("input[type=email], input[type=tel], input[name=name]")
    answer = post(client, str(link["href"]), {"wrong": "phone", "right": "0743-11-1111"})
    assert answer.status_code == 303 and "届きました" in words(browser_of(client)(answer.location).select_one("main"))
    correction = kept(fresh_database, Correction)
    assert (correction.origin, correction.changes) == (Origin.RESIDENT, {"phone": ["0743-00-0000", "0743-11-1111"]})
    assert (correction.link_id, correction.account_id, correction.state) == (None, None, CorrectionState.WAITING)
    assert kept(fresh_database, Resource).phone == "0743-00-0000"


@pytest.mark.parametrize(("wrong", "right", "changes", "message"), [
    ("schedule_text", "", {}, "開催日時が違うそうです。"),
    ("closing", "3月で終わったそうです", {"closing": ["", "ended"]}, "3月で終わったそうです"),
    ("other", "入口が変わりました", {}, "入口が変わりました"),
])  # fmt: skip
def test_it_is_enough_to_say_where(
    app: Flask, fresh_database: Engine, shown: int, wrong: str, right: str, changes: dict[str, Any], message: str
) -> None:
    assert post(app.test_client(), f"/resources/{shown}/report", {"wrong": wrong, "right": right}).status_code == 303
    correction = kept(fresh_database, Correction)
    assert (correction.changes, correction.message) == (changes, message)


def test_a_professional_is_known_as_one(app: Flask, fresh_database: Engine, shown: int) -> None:
    client = signed_in(app, fresh_database, Role.PROFESSIONAL)
    post(client, f"/resources/{shown}/report", {"wrong": "closing"})
    correction = kept(fresh_database, Correction)
    assert correction.origin is Origin.PROFESSIONAL and correction.account_id is None


@pytest.mark.parametrize(("data", "status"), [({}, 400), ({"wrong": "remarks", "right": "x"}, 400), ({"wrong": "other"}, 400),
                                              ({"wrong": "name", "right": "あ" * 201}, 400),
                                              ({"wrong": "other", "right": "x", report.TRAP: "http://spam"}, 303)])  # fmt: skip
def test_what_says_nothing_is_not_kept(app: Flask, fresh_database: Engine, shown: int, data: dict[str, str], status: int) -> None:
    assert post(app.test_client(), f"/resources/{shown}/report", data).status_code == status
    with Session(fresh_database) as session:
        assert session.scalars(select(Correction)).all() == []


def test_reports_are_limited(app: Flask, shown: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "reports", Limiter(1, 600))
    client = app.test_client()
    answers = [post(client, f"/resources/{shown}/report", {"wrong": "other", "right": "x"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
    assert "もう一度お送りください" in answers[1].get_data(as_text=True)


def test_what_is_not_public_has_no_form(app: Flask, fresh_database: Engine, shown: int) -> None:
    with transaction(fresh_database) as db:
        db.get_one(Resource, shown).visibility = Visibility.PROFESSIONAL
    client = app.test_client()
    assert [client.get(f"/resources/{shown}/report{end}").status_code for end in ("", "/thanks")] == [404, 404]
    assert post(client, f"/resources/{shown}/report", {"wrong": "other", "right": "x"}).status_code == 404
