"""送信のしるし: nothing changes without the page's token; the cookies are those that only we can set and read."""

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response
from people import post, signed_in
from sqlalchemy import Engine

from geodata.errors import BadSetting
from geodata.models import Role
from geodata.settings import Settings
from mapapp import create_app
from mapapp.accounts.keys import keys_of, renew


@pytest.fixture
def app(fresh_database: Engine, tmp_path: Path) -> Flask:
    """The app with a page of ours that changes something."""
    app = create_app(Settings(instance=tmp_path, version_max_age_s=0), fresh_database)
    app.add_url_rule("/try", view_func=lambda: Response("done"), methods=["POST"], endpoint="tried")
    return app


def test_a_form_needs_its_token(app: Flask, fresh_database: Engine) -> None:
    client = signed_in(app, fresh_database, Role.EDITOR)
    told = client.post("/try", data={"name": "見本"})
    assert told.status_code == 400 and "もう一度送ってください" in told.get_data(as_text=True)
    assert client.post("/try", data={"csrf_token": "x" * 60}).status_code == 400
    assert post(client, "/try").status_code == 200
    assert post(client, "/try", json={"name": "見本"}).status_code == 200


def test_a_token_is_good_in_its_own_browser_only(app: Flask, fresh_database: Engine) -> None:
    from people import form_token

    other = form_token(app.test_client())
    client = signed_in(app, fresh_database, Role.EDITOR)
    form_token(client)
    assert client.post("/try", data={"csrf_token": other}).status_code == 400


def test_cookies_are_of_this_host_alone(app: Flask) -> None:
    cookies = app.test_client().get("/login").headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(re.split("; ?", cookie))
        assert "Domain" not in cookie


def test_a_resident_gets_no_cookie(app: Flask) -> None:
    assert "Set-Cookie" not in app.test_client().get("/").headers


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path / "instance")
    with ThreadPoolExecutor(8) as pool:
        made = {tuple(keys) for keys in pool.map(keys_of, [settings] * 32)}
    assert len(made) == 1
    assert [path.name for path in settings.instance.iterdir()] == ["secret.key"]
    assert stat.S_IMODE(os.stat(settings.instance / "secret.key").st_mode) == 0o600


def test_after_a_new_key_the_one_before_is_understood(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path)
    (first,) = keys_of(settings)
    renew(settings)
    second, before = keys_of(settings)
    assert before == first != second
    renew(settings)
    assert keys_of(settings)[1:] == [second]
    assert stat.S_IMODE(os.stat(tmp_path / "secret.key").st_mode) == 0o600


def test_a_key_of_ones_own_is_long_enough(tmp_path: Path) -> None:
    settings = Settings(secret_key_file=tmp_path / "key")
    with pytest.raises(BadSetting, match="読めません"):
        keys_of(settings)
    (tmp_path / "key").write_text("short")
    with pytest.raises(BadSetting, match="32文字以上"):
        keys_of(settings)
    (tmp_path / "key").write_text("x" * 40)
    assert keys_of(settings) == ["x" * 40]


def test_a_browser_that_came_by_https_stays_with_it(app: Flask) -> None:
    client = app.test_client()
    assert "max-age=" in client.get("/", base_url="https://map.city.example.jp").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/").headers
