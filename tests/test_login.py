"""ログイン: password, code, and out again; whatever is wrong looks the same and takes as long."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from bs4 import BeautifulSoup
from conftest import _copied
from flask import Flask
from flask.testing import FlaskClient
from pages import inspect
from people import IKOMA, form_token, post, signed_in
from sqlalchemy import Engine, func, select, text, update
from werkzeug.test import TestResponse

from geodata.database import transaction
from geodata.models import Account, AccountSession, LoginFailure, RecoveryCode, Role
from geodata.settings import Settings
from geodata.staff import accounts
from geodata.staff.attempts import ACCOUNT, ADDRESS, Patience
from mapapp import create_app
from mapapp.accounts import factors, passwords
from mapapp.accounts.login import KNOWN, SORRY, own_path
from mapapp.accounts.sessions import COOKIE

EMAIL, PASSWORD = "kanri@city.example.jp", "みどりの丘で会いましょう"


@pytest.fixture(scope="module")
def city(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    with _copied(cluster_url, template, admin) as engine:
        yield engine


@pytest.fixture
def fresh_database(city: Engine) -> Engine:
    """As good as a database of one's own, and sooner there: nobody, nothing tried, nothing on the map."""
    with city.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("TRUNCATE account, login_failure, audit_entry, resource CASCADE"))
        connection.execute(text("UPDATE data_version SET number = number + 1"))
    return city


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def app(fresh_database: Engine, folder: Path) -> Flask:
    """An app without a second factor, and an administrator."""
    with transaction(fresh_database) as session:
        one = accounts.add(session, municipality=IKOMA, email=EMAIL, role=Role.ADMIN, department="福祉政策課")
        accounts.set_password(session, one, passwords.hashed(PASSWORD), given=False)
    return create_app(Settings(instance=folder, version_max_age_s=0, two_factor="off"), fresh_database)


@pytest.fixture
def strict(app: Flask, fresh_database: Engine, folder: Path) -> Flask:
    """The same with a second factor for everybody."""
    return create_app(Settings(instance=folder, version_max_age_s=0, two_factor="on"), fresh_database)


def log_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **more: str) -> TestResponse:
    return post(client, "/login", {"email": email, "password": password, **more})


def soup(answer: TestResponse) -> BeautifulSoup:
    page = BeautifulSoup(answer.get_data(), "html.parser")
    inspect(page)
    return page


def change(engine: Engine, **values: object) -> None:
    with transaction(engine) as session:
        session.execute(update(Account).where(Account.email == EMAIL).values(**values))


def test_who_works_here_gets_in_and_out(app: Flask) -> None:
    client = app.test_client()
    away = client.get("/staff/uploads/?state=ready")
    assert away.status_code == 302 and away.headers["Location"] == "/login?next=/staff/uploads/?state%3Dready"
    soup(client.get(away.headers["Location"]))
    entered = log_in(client, next="/staff/uploads/?state=ready")
    assert entered.status_code == 303
    assert client.get(entered.headers["Location"]).headers["Location"] == "/staff/uploads/?state=ready"
    assert client.get("/staff/").status_code == 200
    assert client.get("/login").headers["Location"] == "/staff/"
    left = post(client, "/logout")
    assert left.status_code == 303 and client.get("/staff/").status_code == 302
    assert "ログアウトしました" in client.get("/login").get_data(as_text=True)


def test_the_address_is_read_as_it_is_typed(app: Flask) -> None:
    assert log_in(app.test_client(), " ＫＡＮＲＩ@City.example.jp ").status_code == 303


def test_a_token_is_new_at_each_login_and_dies_at_logout(app: Flask, fresh_database: Engine) -> None:
    client = app.test_client()
    log_in(client)
    first = client.get_cookie(COOKIE)
    log_in(client)
    second = client.get_cookie(COOKIE)
    assert first and second and first.value != second.value
    other = app.test_client()
    other.set_cookie(COOKIE, first.value, secure=True)
    assert other.get("/account").status_code == 302
    post(client, "/logout")
    other.set_cookie(COOKIE, second.value, secure=True)
    assert other.get("/account").status_code == 302
    with transaction(fresh_database) as session:
        kept = session.scalars(select(AccountSession.token_hash)).all()
    assert first.value not in kept and second.value not in kept


def test_cookies_of_a_login(app: Flask) -> None:
    client = app.test_client()
    for cookie in log_in(client).headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(re.split("; ?", cookie)) and "Domain" not in cookie


@pytest.mark.parametrize("path", ["/staff/", "/login", "/account", "/", "/staff/accounts/"])
def test_nobody_keeps_the_pages_of_somebody_logged_in(app: Flask, path: str) -> None:
    client = app.test_client()
    log_in(client)
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_what_is_wrong_is_not_told_apart(app: Flask, fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        stopped = accounts.add(session, municipality=IKOMA, email="stopped@city.example.jp", role=Role.EDITOR, department="")
        accounts.set_password(session, stopped, passwords.hashed(PASSWORD), given=False)
        accounts.set_active(session, stopped, False)
        late = accounts.add(session, municipality=IKOMA, email="late@city.example.jp", role=Role.EDITOR, department="")
        accounts.set_password(session, late, passwords.hashed(PASSWORD), given=True)
        session.flush()
        late.password_expires_at = func.now() - timedelta(minutes=1)  # type: ignore[assignment]
        accounts.add(session, municipality=IKOMA, email="blank@city.example.jp", role=Role.EDITOR, department="")
    tries = {
        "wrong": (EMAIL, "まちがったことば"), "unknown": ("nobody@city.example.jp", PASSWORD), "no address": ("kanri", PASSWORD),
        "stopped": ("stopped@city.example.jp", PASSWORD), "late": ("late@city.example.jp", PASSWORD),
        "no password yet": ("blank@city.example.jp", ""), "too long": (EMAIL, "あ" * 129), "nothing": ("", ""),
    }  # fmt: skip
    pages = {}
    for name, (email, password) in tries.items():
        answer = log_in(app.test_client(), email, password)
        assert answer.status_code == 401, name
        page = soup(answer)
        for changing in page.select("input[name=csrf_token], input[name=email]"):
            changing["value"] = ""
        pages[name] = str(page)
    assert len(set(pages.values())) == 1 and SORRY in pages["wrong"]


def test_what_is_wrong_takes_as_long(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try asks argon2 exactly once, whoever it is for, and while one waits as well."""
    asked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            asked.append(str(hash))
            return super().verify(hash, password)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", Counting(2, 19_456, 1))
    for tried, (email, password) in enumerate([(EMAIL, "x" * 12), ("nobody@city.example.jp", PASSWORD), ("", "")] * ACCOUNT.free, 1):
        log_in(app.test_client(), email, password)
        assert len(asked) == tried
    assert log_in(app.test_client()).status_code == 401, "locked by now"
    assert len(asked) == 3 * ACCOUNT.free + 1


def fail(client: FlaskClient, times: int, email: str = EMAIL) -> None:
    for _ in range(times):
        assert log_in(client, email, "まちがったことば").status_code == 401


def earlier(engine: Engine, by: timedelta) -> None:
    """As if the failures were so long ago."""
    with transaction(engine) as session:
        session.execute(update(LoginFailure).values(at=LoginFailure.at - by))


def test_after_some_failures_one_waits_and_never_for_good(app: Flask, fresh_database: Engine) -> None:
    fail(app.test_client(), ACCOUNT.free)
    assert log_in(app.test_client()).status_code == 401
    earlier(fresh_database, ACCOUNT.first + timedelta(seconds=1))
    assert log_in(app.test_client()).status_code == 303
    fail(app.test_client(), ACCOUNT.free)
    assert log_in(app.test_client()).status_code == 401, "forgiven failures start anew"


def test_waits_grow_and_stay_bearable() -> None:
    waits = [ACCOUNT.wait(failures).total_seconds() for failures in (0, 4, 5, 6, 7, 9, 10, 11, 1000)]
    assert waits == [0, 0, 30, 60, 120, 480, 900, 900, 900]
    assert ADDRESS.wait(59).total_seconds() == 0 and ADDRESS.wait(10_000).total_seconds() == 120
    assert Patience(1, timedelta(1), timedelta(9), timedelta(10)).wait(3) == timedelta(4)


def test_knocking_while_one_waits_makes_nobody_wait_longer(app: Flask, fresh_database: Engine) -> None:
    fail(app.test_client(), ACCOUNT.free + 7)
    with transaction(fresh_database) as session:
        per_key = session.scalars(select(func.count(LoginFailure.id)).group_by(LoginFailure.key_hash)).all()
    assert set(per_key) == {ACCOUNT.free}


def test_nobody_can_lock_others_out_of_their_own_browser(app: Flask) -> None:
    mine = app.test_client()
    log_in(mine)
    post(mine, "/logout")
    fail(app.test_client(), ACCOUNT.free + 3)
    assert log_in(app.test_client()).status_code == 401
    assert log_in(mine).status_code == 303
    post(mine, "/logout")
    fail(mine, ACCOUNT.free)
    assert log_in(mine).status_code == 401, "it has patience, and an end of it"


def test_a_known_browser_is_known_for_its_own_account_only(app: Flask, fresh_database: Engine) -> None:
    mine = app.test_client()
    log_in(mine)
    cookie = mine.get_cookie(KNOWN)
    assert cookie
    post(mine, "/logout")
    fail(app.test_client(), ACCOUNT.free, "other@city.example.jp")
    fail(mine, 1, "other@city.example.jp")
    with transaction(fresh_database) as session:
        assert max(session.scalars(select(func.count(LoginFailure.id)).group_by(LoginFailure.key_hash))) == ACCOUNT.free
    forged = app.test_client()
    forged.set_cookie(KNOWN, cookie.value[:-2] + "xx", secure=True)
    fail(app.test_client(), ACCOUNT.free)
    assert log_in(forged).status_code == 401


def test_an_address_that_tries_many_names_waits_as_well(app: Flask, fresh_database: Engine) -> None:
    with transaction(fresh_database) as session:
        session.execute(text("DELETE FROM login_failure"))
    fail(app.test_client(), 1, "a@city.example.jp")
    with transaction(fresh_database) as session:
        keys = session.scalars(select(LoginFailure.key_hash).order_by(LoginFailure.id)).all()
        for key in keys:
            session.add_all(LoginFailure(key_hash=key) for _ in range(ADDRESS.free - 1))
    assert log_in(app.test_client()).status_code == 401
    earlier(fresh_database, ADDRESS.first + timedelta(seconds=1))
    assert log_in(app.test_client()).status_code == 303


def test_failures_do_not_name_anybody(app: Flask, fresh_database: Engine) -> None:
    fail(app.test_client(), 1)
    with transaction(fresh_database) as session:
        for key in session.scalars(select(LoginFailure.key_hash)):
            assert re.fullmatch("[0-9a-f]{64}", key)


def test_tries_at_once_are_counted_one_by_one(fresh_database: Engine) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from geodata.staff.attempts import admitted

    def one(_: int) -> bool:
        with transaction(fresh_database) as session:
            return admitted(session, {"a" * 64: ACCOUNT})

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == ACCOUNT.free


ENDS: dict[str, Callable[[Engine], None]] = {
    "stopped": lambda engine: change(engine, active=False),
    "idle": lambda engine: shift(engine, "seen_at", timedelta(minutes=61)),
    "old": lambda engine: shift(engine, "made_at", timedelta(hours=12, minutes=1)),
    "ended": lambda engine: ended(engine),
}


def shift(engine: Engine, column: str, by: timedelta) -> None:
    with transaction(engine) as session:
        session.execute(update(AccountSession).values({column: func.now() - by}))


def ended(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(update(AccountSession).values(ended_at=func.now()))


@pytest.mark.parametrize("end", ENDS)
def test_a_login_ends(app: Flask, fresh_database: Engine, end: str) -> None:
    client = app.test_client()
    log_in(client)
    assert client.get("/staff/").status_code == 200
    ENDS[end](fresh_database)
    assert client.get("/staff/").status_code == 302


def test_who_is_at_work_stays_in(app: Flask, fresh_database: Engine) -> None:
    client = app.test_client()
    log_in(client)
    shift(fresh_database, "seen_at", timedelta(minutes=59))
    assert client.get("/staff/").status_code == 200
    with transaction(fresh_database) as session:
        idle = session.scalars(select(func.now() - AccountSession.seen_at)).one()
    assert idle < timedelta(minutes=1)


def test_ones_own_logins_are_listed_and_ended(app: Flask) -> None:
    mine, other = app.test_client(), app.test_client()
    log_in(other)
    log_in(mine)
    page = soup(mine.get("/account"))
    assert len(page.select("tbody tr")) == 2 and page.select_one("tbody .tag")
    post(mine, "/account/logins/end", {"current": "まちがったことば"})
    assert other.get("/account").status_code == 200
    post(mine, "/account/logins/end", {"current": PASSWORD})
    assert mine.get("/account").status_code == 200 and other.get("/account").status_code == 302


def test_at_most_ten_logins(app: Flask) -> None:
    clients = [app.test_client() for _ in range(11)]
    for client in clients:
        log_in(client)
    assert [client.get("/account").status_code for client in clients] == [302, *[200] * 10]


def test_a_password_is_changed_and_others_are_out(app: Flask) -> None:
    fresh = "あたらしい朝の体操クラブ"
    mine, other = app.test_client(), app.test_client()
    log_in(mine)
    log_in(other)
    given = {"current": PASSWORD, "password": fresh, "again": fresh}
    for wrong in ({"current": "ちがうことばです"}, {"again": "ほかのことば"}, {"password": PASSWORD, "again": PASSWORD},
                  {"password": "みじかい", "again": "みじかい"}, {"password": "city-kanri-2026", "again": "city-kanri-2026"}):  # fmt: skip
        answer = post(mine, "/account/password", given | wrong)
        assert answer.status_code == 400 and soup(answer).select_one("[role=alert]"), wrong
    assert other.get("/account").status_code == 200
    assert post(mine, "/account/password", given).headers["Location"] == "/account"
    assert mine.get("/account").status_code == 200 and other.get("/account").status_code == 302
    assert log_in(app.test_client()).status_code == 401
    assert log_in(app.test_client(), password=fresh).status_code == 303


def test_a_given_password_is_changed_first(strict: Flask, fresh_database: Engine) -> None:
    given, fresh = passwords.temporary(), "あたらしい朝の体操クラブ"
    with transaction(fresh_database) as session:
        one = accounts.find(session, EMAIL)
        assert one
        accounts.set_password(session, one, passwords.hashed(given), given=True)
    client = strict.test_client()
    entered = log_in(client, password=given)
    assert client.get(entered.headers["Location"]).headers["Location"] == "/account/password"
    assert client.get("/staff/").headers["Location"] == "/account/password"
    assert client.get("/account/second-factor").headers["Location"] == "/account/password"
    soup(client.get("/account/password"))
    assert post(client, "/account/password", {"password": given, "again": given}).status_code == 400
    changed = post(client, "/account/password", {"password": fresh, "again": fresh})
    assert client.get(changed.headers["Location"]).headers["Location"] == "/account/second-factor"
    assert client.get("/staff/").status_code == 302


def set_up(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """Set a second factor up as its page says; the authenticator, and the recovery codes shown."""
    page = soup(client.get("/account/second-factor"))
    key = page.select_one(".account-key code")
    assert key and page.select_one("img[src^='data:image/svg+xml']")
    totp = pyotp.TOTP(key.text.replace(" ", ""))
    answer = post(client, "/account/second-factor", {"code": totp.now(), "current": PASSWORD})
    assert answer.status_code == 200, answer.headers.get("Location")
    return totp, [code.text for code in soup(answer).select(".account-codes code")]


def test_a_second_factor_is_set_up_and_asked_for(strict: Flask, fresh_database: Engine) -> None:
    client = strict.test_client()
    entered = log_in(client, next="/staff/accounts/")
    assert client.get(entered.headers["Location"]).headers["Location"] == "/account/second-factor"
    for page in ("/staff/", "/account", "/account/password"):
        assert client.get(page).status_code == 302
    assert post(client, "/account/second-factor", {"code": "000000"}).status_code == 400
    before = client.get_cookie(COOKIE)
    totp, codes = set_up(client)
    after = client.get_cookie(COOKIE)
    assert before and after and before.value != after.value
    assert len(codes) == 10 and client.get("/login/next").headers["Location"] == "/staff/accounts/"
    assert client.get("/staff/").status_code == 200
    with transaction(fresh_database) as session:
        assert totp.secret not in session.scalars(select(Account.totp_secret)).one()

    again = strict.test_client()
    entered = log_in(again)
    assert again.get(entered.headers["Location"]).headers["Location"] == "/login/code"
    assert again.get("/staff/").headers["Location"] == "/login/code"
    assert again.get("/account/second-factor").headers["Location"] == "/login/code"
    with transaction(fresh_database) as session:
        used_up = totp.generate_otp(session.scalars(select(Account.totp_last_step)).one())
    assert post(again, "/login/code", {"code": used_up}).status_code == 401, "the code of the set-up was used up"
    with transaction(fresh_database) as session:
        session.execute(update(Account).values(totp_last_step=Account.totp_last_step - 5))
    used = totp.now()
    assert post(again, "/login/code", {"code": f" {used[:3]} {used[3:]} "}).status_code == 303
    assert again.get("/staff/").status_code == 200
    third = strict.test_client()
    log_in(third)
    assert post(third, "/login/code", {"code": used}).status_code == 401, "a code is good once"


def test_recovery_codes_are_good_once(strict: Flask, fresh_database: Engine) -> None:
    client = strict.test_client()
    log_in(client)
    _, codes = set_up(client)
    with transaction(fresh_database) as session:
        kept = session.scalars(select(RecoveryCode.code_hash)).all()
        assert len(kept) == 10 and all(one.startswith("$argon2id$") for one in kept)
    for code, status in ((codes[9], 303), (codes[9], 401), (codes[2].replace("-", "ー"), 303), ("1-0000-0000-0000", 401)):
        other = strict.test_client()
        log_in(other)
        assert post(other, "/login/code", {"code": code}).status_code == status
    assert "残りは <b>8</b> 個" in client.get("/account").get_data(as_text=True)
    answer = post(client, "/account/recovery-codes", {"current": PASSWORD})
    fresh = [code.text for code in soup(answer).select(".account-codes code")]
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    assert post(client, "/account/recovery-codes", {"current": "x"}).status_code == 303


def test_guessing_codes_ends_soon(strict: Flask, fresh_database: Engine) -> None:
    client = strict.test_client()
    log_in(client)
    totp, _ = set_up(client)
    with transaction(fresh_database) as session:
        session.execute(update(Account).values(totp_last_step=0))
    guesser = strict.test_client()
    log_in(guesser)
    for guess in range(ACCOUNT.free):
        assert post(guesser, "/login/code", {"code": f"{guess:06}"}).status_code == 401
    assert post(guesser, "/login/code", {"code": totp.now()}).status_code == 401
    earlier(fresh_database, ACCOUNT.first + timedelta(seconds=1))
    assert post(guesser, "/login/code", {"code": totp.now()}).status_code == 303


def test_an_unfinished_login_ends_soon(strict: Flask, fresh_database: Engine) -> None:
    client = strict.test_client()
    log_in(client)
    assert client.get("/account/second-factor").status_code == 200
    shift(fresh_database, "made_at", timedelta(minutes=31))
    assert client.get("/account/second-factor").headers["Location"].startswith("/login")


def test_another_factor_takes_the_place_of_the_first(strict: Flask, fresh_database: Engine) -> None:
    mine = strict.test_client()
    log_in(mine)
    first, _ = set_up(mine)
    key = soup(mine.get("/account/second-factor")).select_one(".account-key code")
    assert key
    second = pyotp.TOTP(key.text.replace(" ", ""))
    assert second.secret != first.secret
    assert post(mine, "/account/second-factor", {"code": second.now(), "current": "ちがうことば"}).status_code == 400
    assert post(mine, "/account/second-factor", {"code": second.now(), "current": PASSWORD}).status_code == 200
    with transaction(fresh_database) as session:
        session.execute(update(Account).values(totp_last_step=0))
    other = strict.test_client()
    log_in(other)
    assert post(other, "/login/code", {"code": first.now()}).status_code == 401
    assert post(other, "/login/code", {"code": second.now()}).status_code == 303


def test_a_factor_outlives_a_new_key(strict: Flask, fresh_database: Engine, folder: Path) -> None:
    from mapapp.accounts.keys import renew

    client = strict.test_client()
    log_in(client)
    totp, _ = set_up(client)
    renew(Settings(instance=folder))
    restarted = create_app(Settings(instance=folder, version_max_age_s=0), fresh_database)
    assert signed_in(restarted, fresh_database, Role.ADMIN).get("/staff/").status_code == 200
    other = restarted.test_client()
    log_in(other)
    with transaction(fresh_database) as session:
        session.execute(update(Account).values(totp_last_step=0))
    assert post(other, "/login/code", {"code": totp.now()}).status_code == 303


@pytest.mark.parametrize(("source", "status"), [("（見本）こども食堂一覧", 200), ("こども食堂一覧", 302)])
def test_a_second_factor_is_needed_as_soon_as_there_are_real_data(
    app: Flask, fresh_database: Engine, folder: Path, source: str, status: int
) -> None:
    from town import resource

    auto = create_app(Settings(instance=folder, version_max_age_s=0), fresh_database)
    client = auto.test_client()
    log_in(client)
    assert client.get("/staff/").status_code == 200
    with transaction(fresh_database) as session:
        resource(session, "どこかの会", (135.7, 34.7)).source = source
    assert client.get("/staff/").status_code == status


@pytest.mark.parametrize("path", ["/staff/", "/areas/?q=a#b", "/"])
def test_one_comes_back_to_our_own_pages(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "staff/",
                                  "\\\\evil.example", "/\tevil", "///evil.example", "/" + "a" * 2000, "http:/evil"])  # fmt: skip
def test_and_to_nobody_elses(app: Flask, path: str) -> None:
    assert own_path(path) == ""
    client = app.test_client()
    entered = log_in(client, next=path)
    assert client.get(entered.headers["Location"]).headers["Location"] == "/staff/"


def test_plain_http_elsewhere_is_told_what_to_do(app: Flask) -> None:
    there = app.test_client().get("/login", base_url="http://map.city.example.jp")
    page = soup(there)
    assert "WAGAGOTO_TLS_CERTIFICATE" in page.text and not page.select("form")
    for here in ("https://map.city.example.jp", "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"):
        assert soup(app.test_client().get("/login", base_url=here)).select("form"), here


def test_a_proxy_is_believed_when_there_is_one(fresh_database: Engine, folder: Path) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "map.city.example.jp", "X-Forwarded-For": "192.0.2.7"}
    for proxies, forms in ((0, 0), (1, 1)):
        app = create_app(Settings(instance=folder, proxies=proxies), fresh_database)
        page = soup(app.test_client().get("/login", base_url="http://inside.example.jp", headers=told))
        assert len(page.select("form")) == forms


def test_a_403_says_which_role_is_needed(app: Flask, fresh_database: Engine) -> None:
    answer = signed_in(app, fresh_database, Role.EDITOR).get("/staff/accounts/")
    assert answer.status_code == 403
    assert "役割が「管理」の人が使えます。あなたの役割は「編集」です。" in answer.get_data(as_text=True)


def test_a_script_gets_the_status(app: Flask, fresh_database: Engine) -> None:
    client = app.test_client()
    token = form_token(client)
    assert client.get("/staff/", headers={"X-CSRFToken": token}).status_code == 401


CHOSEN = dict(email="hanako.midori@city.ikoma.example.jp", city_name="生駒市", department="福祉政策課")


@pytest.mark.parametrize("password", ["みどりの丘で会いましょう", "correct horse battery", "kfj38sl2ndkq", "x" * 60 + "yz 1k2v", "あさひ こども しょくどう",
                                      "tsukushi to warabi", "ﾊﾝｶｸ ﾓ ﾂｶｴﾏｽ ﾖ"])  # fmt: skip
def test_passwords_as_one_likes(password: str) -> None:
    assert passwords.problem(password, **CHOSEN) == ""


@pytest.mark.parametrize("password", ["elevenchars", "x" * 129, "password1234", "123456789012", "qwertyuiopasdf", "aaaaaaaaaaaa", "wagagotoikoma2026",
                                      "Ikoma-City-2026", "生駒市福祉政策課パスワード", "hanako.midori.2026", "1q2w3e4r5t6y", "iloveyouforever",
                                      "ＰＡＳＳＷＯＲＤ1234", "わがごとマップ生駒市2026"])  # fmt: skip
def test_passwords_that_are_guessed_first(password: str) -> None:
    assert passwords.problem(password, **CHOSEN)


def test_given_passwords_are_good_ones() -> None:
    assert len({passwords.temporary() for _ in range(50)}) == 50
    for _ in range(50):
        assert passwords.problem(passwords.temporary(), **CHOSEN) == ""


def test_of_long_passwords_the_beginning_is_looked_at() -> None:
    """All of it would take zxcvbn minutes; beyond a length it refuses."""
    assert "よく使われる" in passwords.problem("aB3$" * 32, **CHOSEN)


def test_codes_by_the_rfc() -> None:
    """RFC 6238's own secret and times, of which six digits."""
    import base64

    secret = base64.b32encode(b"12345678901234567890").decode()
    for now, code in ((1234567890, "005924"), (1111111109, "081804"), (20000000000, "353130")):
        assert factors.step_of(secret, code, now) == now // 30
        assert factors.step_of(secret, code, now + 30) == factors.step_of(secret, code, now - 30) == now // 30
        assert factors.step_of(secret, code, now + 90) is None
    for wrong in ("", "28708", "abcdef", "００５９２４"):
        assert factors.step_of(secret, wrong, 1234567890) is None
