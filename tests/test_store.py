"""手元の控え: kept once for each version of the data, dropped with it, made once however many ask, and tightened later."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from town import resource

from geodata.database import transaction
from geodata.settings import Settings
from mapapp import create_app
from mapapp.store import Store
from mapapp.tightening import Parcel, Tightener
from mapapp.wire import GEOJSON, pack

MANY = 20


@pytest.fixture
def app(fresh_database: Engine) -> Flask:
    return create_app(Settings(version_max_age_s=0), fresh_database)


@pytest.fixture
def kept(app: Flask) -> Store:
    return app.extensions["wagagoto"]  # type: ignore[no-any-return]


def change(engine: Engine) -> None:
    """Any change of public data."""
    with transaction(engine) as session:
        session.execute(text("UPDATE category SET position = position WHERE code = 'ibasho'"))


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    assert true()


def test_made_once_for_each_version(kept: Store, fresh_database: Engine) -> None:
    made: list[int] = []
    for _ in range(3):
        kept.kept("key", lambda: made.append(1))
    assert len(made) == 1
    change(fresh_database)
    kept.kept("key", lambda: made.append(1))
    assert len(made) == 2


def test_a_change_that_is_not_committed_drops_nothing(kept: Store, fresh_database: Engine) -> None:
    first = kept.kept("key", object)
    with Session(fresh_database) as session:
        session.execute(text("UPDATE category SET position = position"))
        assert kept.kept("key", object) is first
        session.rollback()
    assert kept.kept("key", object) is first


def test_what_was_kept_of_older_versions_is_let_go(kept: Store, fresh_database: Engine) -> None:
    for _ in range(5):
        kept.kept("key", object)
        change(fresh_database)
    kept.kept("key", object)
    assert len(kept._kept) == 1


def test_many_askers_make_it_once(kept: Store) -> None:
    """Twenty threads, one maker; the others wait and get the same."""
    together, made = threading.Barrier(MANY), []

    def make() -> object:
        made.append(threading.get_ident())
        time.sleep(0.1)
        return object()

    def ask(_: int) -> object:
        together.wait()
        return kept.kept("key", make)

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(ask, range(MANY)))
    assert len(made) == 1 and len(set(map(id, answers))) == 1


def test_askers_share_a_failure_and_the_next_tries_again(kept: Store) -> None:
    """Else they would fail one after another, each after its own second."""
    together = threading.Barrier(MANY)

    def fail() -> object:
        time.sleep(0.3)
        raise ValueError("いま作れません")

    def ask(_: int) -> str:
        together.wait()
        try:
            kept.kept("key", fail)
        except ValueError as problem:
            return str(problem)
        return ""

    start = time.monotonic()
    with ThreadPoolExecutor(MANY) as pool:
        assert set(pool.map(ask, range(MANY))) == {"いま作れません"}
    assert time.monotonic() - start < MANY * 0.3 / 2
    assert kept.kept("key", lambda: "できた") == "できた"


def test_one_may_need_another(kept: Store) -> None:
    assert kept.kept("outer", lambda: kept.kept("inner", lambda: 1) + 1) == 2


def test_readers_never_see_a_version_without_its_data(app: Flask, fresh_database: Engine) -> None:
    """While resources are added, twenty readers see ever more of them, never fewer."""
    stop, seen = threading.Event(), []

    def read(_: int) -> list[int]:
        client, counts = app.test_client(), []
        while not stop.is_set():
            counts.append(len(client.get("/api/v1/resources").get_json(force=True)["features"]))
        return counts

    with ThreadPoolExecutor(MANY) as pool:
        readers = pool.map(read, range(MANY))
        try:
            for number in range(5):
                with transaction(fresh_database) as session:
                    resource(session, f"会{number}")
        finally:
            stop.set()
        seen = list(readers)
    assert all(counts == sorted(counts) for counts in seen)
    assert len(app.test_client().get("/api/v1/resources").get_json(force=True)["features"]) == 5


def test_nothing_made_of_one_version_is_kept_as_the_next(app: Flask, kept: Store, fresh_database: Engine) -> None:
    """The data change in the middle of a request that makes one thing of another."""
    with app.test_request_context("/"):
        before = kept.version()
        part = kept.kept("part", lambda: kept.version())
        change(fresh_database)
        whole = kept.kept("whole", lambda: part)
        assert whole == before
    with app.test_request_context("/"):
        assert kept.kept("whole", lambda: kept.version()) == before + 1


def test_the_version_is_asked_at_most_twice_a_second(fresh_database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("mapapp.store.data_version", lambda session: asked.append(session) or 1)
    patient = Store(fresh_database, Settings())
    for _ in range(100):
        patient.version()
    assert len(asked) == 1
    wait_until(lambda: patient.version() == 1 and len(asked) == 2)


def test_a_session_cannot_write(app: Flask, kept: Store) -> None:
    with app.test_request_context("/"), pytest.raises(Exception, match="read-only transaction"):
        kept.session().execute(text("DELETE FROM resource"))


def test_the_first_is_quick_and_the_next_tight(app: Flask, kept: Store) -> None:
    body = "".join(f"生駒市東生駒{n}丁目の集会所 {n * n};" for n in range(2000)).encode()
    quick = kept.packed("key", GEOJSON, lambda: body)
    assert quick.quality < 11
    wait_until(lambda: kept.packed("key", GEOJSON, lambda: b"").quality == 11)
    tight = kept.packed("key", GEOJSON, lambda: b"")
    assert len(tight.brotli) < len(quick.brotli)
    assert brotli.decompress(tight.brotli) == brotli.decompress(quick.brotli) == body == tight.plain


def test_a_parcel_that_nobody_keeps_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    tightened: list[bytes] = []
    gate = threading.Event()

    def slowly(packed: Any) -> Any:
        gate.wait(20)
        tightened.append(packed.plain)
        return packed

    monkeypatch.setattr("mapapp.tightening.tightened", slowly)
    tightener = Tightener()
    first, let_go, last = (Parcel(pack(name, GEOJSON)) for name in (b"first", b"let go", b"last"))
    for parcel in (first, let_go, last):
        tightener.take(parcel)
    del let_go, parcel
    gate.set()
    wait_until(lambda: b"last" in tightened)
    assert tightened == [b"first", b"last"]


def test_one_that_is_known_by_a_looser_edition_is_still_known(app: Flask) -> None:
    """A browser that got the quick edition is told 304 when the tight one has taken its place."""
    client = app.test_client()
    resource_url = "/api/v1/areas"
    first = client.get(resource_url, headers={"Accept-Encoding": "br"}).headers["ETag"]
    for known in (first, f"W/{first}", first.replace('-br5"', '-br11"')):
        assert client.get(resource_url, headers={"If-None-Match": known}).status_code == 304
    assert client.get(resource_url, headers={"If-None-Match": '"another"'}).status_code == 200
