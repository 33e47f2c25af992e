"""データベースがないとき: every page says so within two seconds, no program text reaches a reader, and it heals by itself."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from pages import browser_of
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from geodata import municipalities, vocabulary
from geodata.cluster import Cluster
from geodata.database import engine_for, transaction, upgrade
from geodata.settings import Settings
from mapapp import create_app

PATIENCE = 10.0  # seconds: well above the one that is waited, well below what a driver or sixteen in a row would take
IKOMA = "292095"
PAGES = (
    "/",
    "/?weekday=tue&q=サロン",
    "/resources/1",
    "/areas/",
    "/areas/x",
    "/districts/x",
    "/soudan",
    "/about",
    "/areas/x/wall",
)
PROGRAMS = ("/api/v1/resources", "/api/v1/areas", "/api/v1/categories", "/map/resources-1.json", "/map/frame-city-1.js")
SENTENCE = "データベースにつながりません。しばらくしてからもう一度お試しください。"
OF_PROGRAMS = ("Traceback", "psycopg", "sqlalchemy", "OperationalError", "connection", "127.0.0.1", "postgres")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that these tests may stop."""
    cluster = Cluster.at(tmp_path_factory.mktemp("away"), durable=False)
    cluster.start()
    engine = engine_for(cluster.url)
    upgrade(engine)
    with transaction(engine) as session:
        municipalities.ensure(session, IKOMA, "生駒市")
        vocabulary.ensure(session)
    engine.dispose()
    yield cluster
    cluster.stop()


@pytest.fixture
def app(cluster: Cluster) -> Iterator[Flask]:
    """An app that has answered before."""
    cluster.start()
    engine = engine_for(cluster.url)
    app = _app(engine)
    assert app.test_client().get("/").status_code == 200
    yield app
    engine.dispose()


@pytest.fixture
def black_hole() -> Iterator[str]:
    """A database URL where somebody takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"postgresql+psycopg://nobody@127.0.0.1:{server.getsockname()[1]}/nothing"
        server.shutdown(socket.SHUT_RDWR)
        for one in taken:
            one.close()


def _app(engine: Engine) -> Flask:
    app = create_app(Settings(version_max_age_s=0), engine)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def timed(client: FlaskClient, path: str) -> TestResponse:
    """The answer, which must not keep anybody waiting."""
    start = time.monotonic()
    answer = client.get(path)
    assert time.monotonic() - start < PATIENCE, path
    return answer


def says_so(client: FlaskClient, pages: Sequence[str] = PAGES, programs: Sequence[str] = PROGRAMS) -> None:
    """What one may ask while there is no database."""
    for path in pages:
        answer = timed(client, path)
        text = answer.get_data(as_text=True)
        assert (path, answer.status_code) == (path, 503)
        assert SENTENCE in BeautifulSoup(text, "html.parser").main.get_text()  # type: ignore[union-attr]
        assert not [word for word in OF_PROGRAMS if word in text]
    for path in programs:
        answer = timed(client, path)
        assert (path, answer.status_code, answer.mimetype) == (path, 503, "application/json")
        assert json.loads(answer.data)["error"]["message"] == SENTENCE
        assert not [word for word in OF_PROGRAMS if word in answer.get_data(as_text=True)]
    ready = timed(client, "/readyz")
    assert ready.status_code == 503 and "データベースにつながりません" in ready.get_json()["message"]
    assert timed(client, "/healthz").get_json() == {"status": "ok"}
    assert timed(client, "/static/css/base.css").status_code == 200
    assert timed(client, "/api/v1/openapi.json").status_code == 200


def test_a_database_that_stops_and_comes_back(app: Flask, cluster: Cluster) -> None:
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    cluster.down()
    says_so(client)
    cluster.start()
    assert client.get("/readyz").get_json()["status"] == "ok"
    for path in ("/", "/areas/", "/api/v1/resources", "/api/v1/areas"):
        assert client.get(path).status_code == 200


def test_the_page_that_says_so_is_a_page_like_any_other(app: Flask, cluster: Cluster) -> None:
    cluster.down()
    page = browser_of(app.test_client())("/", status=503)
    assert page.h1 and page.h1.text.strip() == "ただいま表示できません"


def test_a_database_that_never_answers(black_hole: str) -> None:
    says_so(_app(engine_for(black_hole)).test_client(), PAGES[:2], PROGRAMS[:1])  # a second each


def test_a_database_that_falls_silent(app: Flask, cluster: Cluster) -> None:
    """Stopped in its tracks, all of it: kept connections stay open and new ones are taken, but nothing comes back."""
    postmaster = int((cluster.place.data / "postmaster.pid").read_text().splitlines()[0])
    everyone = [postmaster, *map(int, Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split())]
    client = app.test_client()
    try:
        for process in everyone:
            os.kill(process, signal.SIGSTOP)
        for path in ("/", "/api/v1/resources", "/readyz"):
            assert timed(client, path).status_code == 503
    finally:
        for process in everyone:
            os.kill(process, signal.SIGCONT)
    assert client.get("/").status_code == 200


def test_nobody_waits_for_the_one_before(black_hole: str) -> None:
    """Sixteen readers at once, and the pool is not larger: each hears it by itself."""
    app = _app(engine_for(black_hole))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: timed(app.test_client(), "/"), range(16)))
    assert {answer.status_code for answer in answers} == {503}


@pytest.mark.parametrize("problem", [psycopg.OperationalError("the connection is lost"), psycopg.InterfaceError("closed")])
def test_what_the_driver_says_by_itself_is_told_as_well(black_hole: str, problem: Exception) -> None:
    app = _app(engine_for(black_hole))

    def lost() -> str:
        raise problem

    app.add_url_rule("/lost", view_func=lost)
    assert timed(app.test_client(), "/lost").status_code == 503


def test_a_schema_that_is_older_is_not_ready(cluster: Cluster) -> None:
    cluster.start()
    engine = engine_for(cluster.url)
    try:
        with engine.begin() as connection:
            newest = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        answer = _app(engine).test_client().get("/readyz")
        assert answer.status_code == 503 and "wagagoto db upgrade" in answer.get_json()["message"]
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{newest}'")
        engine.dispose()
