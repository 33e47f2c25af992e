"""利用者の管理: an administrator lets people in, changes what they may, and stops them; each change is written down."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import _copied
from flask import Flask
from pages import inspect, words
from people import IKOMA, account, post, signed_in
from sqlalchemy import Engine, select, text
from werkzeug.test import TestResponse

from geodata import municipalities
from geodata.database import transaction
from geodata.models import Account, AccountSession, AuditEntry, RecoveryCode, Role
from geodata.settings import Settings
from mapapp import create_app
from mapapp.accounts import passwords

NARA = "292010"
CLEAR = "TRUNCATE account, account_session, recovery_code, login_failure, audit_entry CASCADE"


@pytest.fixture(scope="module")
def city(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    with _copied(cluster_url, template, admin) as engine:
        with transaction(engine) as session:
            municipalities.ensure(session, NARA, "奈良市")
        yield engine


@pytest.fixture(scope="module")
def app(city: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings(instance=tmp_path_factory.mktemp("instance"), version_max_age_s=0), city)


@pytest.fixture(autouse=True)
def nobody(city: Engine) -> None:
    """Each test begins with nobody."""
    with city.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(CLEAR))


def soup(answer: TestResponse) -> BeautifulSoup:
    page = BeautifulSoup(answer.get_data(), "html.parser")
    inspect(page)
    return page


def given_password(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return soup(answer).select(".account-given code")[1].text


def number_of(city: Engine, email: str) -> int:
    with transaction(city) as session:
        return session.scalars(select(Account.id).where(Account.email == email)).one()


def somebody(city: Engine, role: Role = Role.EDITOR, department: str = "福祉政策課", municipality: str = IKOMA) -> int:
    with transaction(city) as session:
        return account(session, role, department, municipality).id


def written_down(city: Engine, account_id: int) -> list[tuple[str, object, object]]:
    with transaction(city) as session:
        entries = select(AuditEntry.field, AuditEntry.old, AuditEntry.new).where(AuditEntry.row_id == account_id)
        assert set(session.scalars(select(AuditEntry.table_name))) <= {"account"}
        return [(field, old, new) for field, old, new in session.execute(entries.order_by(AuditEntry.id))]


def test_somebody_is_let_in_with_a_password_shown_once(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    soup(client.get("/staff/accounts/"))
    new = {"email": "Hensyu@city.example.jp", "role": "editor", "department": " 子育て支援課 "}
    answer = post(client, "/staff/accounts/", new)
    given = given_password(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    rows = [words(row) for row in soup(client.get("/staff/accounts/")).select("tbody tr")]
    assert "hensyu@city.example.jp 子育て支援課 編集 なし まだ 仮のパスワード" in rows
    assert given not in client.get("/staff/accounts/").get_data(as_text=True)
    number = number_of(city, "hensyu@city.example.jp")
    assert [entry[0] for entry in written_down(city, number)] == ["*", "password"]
    assert given not in str(written_down(city, number))
    with transaction(city) as session:
        assert passwords.matches(session.get_one(Account, number).password_hash, given)
    newcomer = app.test_client()
    entered = post(newcomer, "/login", {"email": "hensyu@city.example.jp", "password": given})
    assert newcomer.get(entered.headers["Location"]).headers["Location"] == "/account/password"


@pytest.mark.parametrize("wrong", [{"email": "だれか"}, {"email": ""}, {"role": "boss"}, {"role": ""}, {"department": "課" * 101},
                                   {"department": "課\x00"}, {"email": "a@b"}, {"email": "a b@city.example.jp"}])  # fmt: skip
def test_nonsense_is_told(app: Flask, city: Engine, wrong: dict[str, str]) -> None:
    client = signed_in(app, city, Role.ADMIN)
    answer = post(client, "/staff/accounts/", {"email": "a@city.example.jp", "role": "editor", "department": ""} | wrong)
    assert answer.status_code == 400 and soup(answer).select_one("[role=alert]")
    with transaction(city) as session:
        assert len(session.scalars(select(Account)).all()) == 1


def test_an_address_is_taken_once_in_all_cities(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    with transaction(city) as session:
        taken = account(session, Role.EDITOR, "", NARA).email
    answer = post(client, "/staff/accounts/", {"email": taken, "role": "editor"})
    assert answer.status_code == 400 and "すでに登録されています" in answer.get_data(as_text=True)


def test_role_and_department_change_and_end_the_login(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    theirs = signed_in(app, city, Role.EDITOR, "福祉政策課")
    with transaction(city) as session:
        number = session.scalars(select(Account.id).where(Account.role == Role.EDITOR)).one()
    post(client, f"/staff/accounts/{number}", {"role": "editor", "department": "福祉政策課"})
    assert theirs.get("/staff/").status_code == 200, "nothing was changed"
    post(client, f"/staff/accounts/{number}", {"role": "publisher", "department": ""})
    assert theirs.get("/staff/").status_code == 302
    assert written_down(city, number) == [("role", "editor", "publisher"), ("department", "福祉政策課", "")]
    page = soup(client.get(f"/staff/accounts/{number}"))
    assert "役割 編集 公開 利用者の変更" in words(page.select("table")[-1])


def test_a_stopped_account_is_out_and_can_come_back(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    theirs = signed_in(app, city, Role.EDITOR)
    with transaction(city) as session:
        number = session.scalars(select(Account.id).where(Account.role == Role.EDITOR)).one()
    post(client, f"/staff/accounts/{number}/stop")
    assert theirs.get("/staff/").status_code == 302
    post(client, f"/staff/accounts/{number}/start")
    assert theirs.get("/staff/").status_code == 302, "a login that ended does not come back"
    assert written_down(city, number) == [("active", True, False), ("active", False, True)]


def test_a_lost_factor_and_a_forgotten_password(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    theirs = signed_in(app, city, Role.EDITOR)
    with transaction(city) as session:
        number = session.scalars(select(Account.id).where(Account.role == Role.EDITOR)).one()
        session.add(RecoveryCode(account_id=number, number=1, code_hash="x"))
    post(client, f"/staff/accounts/{number}/second-factor/reset")
    assert theirs.get("/staff/").status_code == 302
    given = given_password(post(client, f"/staff/accounts/{number}/password"))
    with transaction(city) as session:
        one = session.get_one(Account, number)
        assert one.totp_secret == "" and one.password_expires_at and passwords.matches(one.password_hash, given)
        assert session.scalars(select(RecoveryCode)).all() == []
    assert written_down(city, number) == [("second_factor", True, False), ("password", None, "仮のパスワード")]


def test_every_browser_is_logged_out(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    theirs = signed_in(app, city, Role.EDITOR)
    with transaction(city) as session:
        number = session.scalars(select(Account.id).where(Account.role == Role.EDITOR)).one()
    post(client, f"/staff/accounts/{number}/logout")
    assert theirs.get("/staff/").status_code == 302
    with transaction(city) as session:
        assert len(session.scalars(select(AccountSession).where(AccountSession.ended_at.is_(None))).all()) == 1


@pytest.mark.parametrize(("path", "data"), [("", {"role": "auditor", "department": ""}), ("/stop", {})])
def test_the_last_administrator_stays(app: Flask, city: Engine, path: str, data: dict[str, str]) -> None:
    client = signed_in(app, city, Role.ADMIN)
    somebody(city, Role.ADMIN, "", NARA)
    with transaction(city) as session:
        number = session.scalars(select(Account.id).where(Account.municipality_code == IKOMA)).one()
    answer = post(client, f"/staff/accounts/{number}{path}", data)
    assert "管理者が一人もいなくなる" in client.get(answer.headers["Location"]).get_data(as_text=True)
    assert written_down(city, number) == []
    somebody(city, Role.ADMIN, "")
    post(client, f"/staff/accounts/{number}{path}", data)
    assert client.get("/staff/accounts/").status_code == 302, "with two, one may go"


ONE = ("", "/stop", "/start", "/logout", "/second-factor/reset", "/password")


@pytest.mark.parametrize("path", ONE)
def test_another_citys_account_is_not_there(app: Flask, city: Engine, path: str) -> None:
    client = signed_in(app, city, Role.ADMIN)
    other = somebody(city, Role.EDITOR, "", NARA)
    before = written_down(city, other)
    assert post(client, f"/staff/accounts/{other}{path}", {"role": "admin"}).status_code == 404
    assert client.get(f"/staff/accounts/{other}").status_code == 404
    assert written_down(city, other) == before
    with transaction(city) as session:
        assert session.get_one(Account, other).role is Role.EDITOR


def test_only_ones_own_city_is_listed(app: Flask, city: Engine) -> None:
    client = signed_in(app, city, Role.ADMIN)
    somebody(city, Role.EDITOR, "ほかの市の課", NARA)
    page = client.get("/staff/accounts/").get_data(as_text=True)
    assert "ほかの市の課" not in page and len(re.findall("@example.jp</a>", page)) == 1


def test_two_administrators_do_not_take_each_other_away(app: Flask, city: Engine, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from geodata.errors import LastAdmin
    from geodata.staff import accounts
    from geodata.staff.audit import acting

    both = [somebody(city, Role.ADMIN), somebody(city, Role.ADMIN)]

    def stop(number: int) -> bool:
        try:
            with transaction(city) as session:
                acting(session, None, "試験")
                accounts.set_active(session, accounts.get(session, IKOMA, number), False)
        except LastAdmin:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(stop, both)) == [False, True]


def test_what_is_done_to_an_account_is_told_in_words(app: Flask, city: Engine) -> None:
    admin, number = signed_in(app, city, Role.ADMIN), somebody(city, Role.EDITOR)
    post(admin, f"/staff/accounts/{number}", {"role": "publisher", "department": ""})
    post(admin, f"/staff/accounts/{number}/logout")
    with city.connect() as connection:
        stmt = select(AuditEntry.field).where(AuditEntry.table_name == "account", AuditEntry.row_id == number)
        assert "logins" in connection.scalars(stmt).all()
    page = admin.get("/staff/audit/?table=account").get_data(as_text=True)
    assert "すべての端末で終了" in page and "publisher" not in page.replace("publisher-", "").replace('"publisher', "")
