"""働き手: takes up what waits, says how far it is, is replaced when it dies, and gives up what kills it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import Upload, UploadState
from geodata.settings import Settings
from geodata.staff import uploads
from geodata.staff.queue import NOT_READ, NOT_WRITTEN, TRIES, at_a_desk, give_up, not_counted, tell_progress
from geodata.staff.scope import Scope
from importers import receive
from mapapp import worker
from tests.lists import IKOMA

ROOT = Path(__file__).parents[1]
ALL = Scope(IKOMA, every=True)
CSV = "名称,住所,開催日時\nひだまり,生駒市元町1-6-12,毎週火曜10～12時\n".encode()


def sent(engine: Engine, content: bytes = CSV, state: UploadState = UploadState.WAITING) -> int:
    with transaction(engine) as session:
        id_ = receive(session, content=content, file_name="list.csv", municipality=IKOMA, options={"category": "ibasho"})
        session.execute(update(Upload).where(Upload.id == id_).values(state=state))
    return id_


def info(engine: Engine, upload_id: int) -> uploads.UploadInfo:
    with Session(engine) as session:
        return uploads.upload(session, ALL, upload_id)


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


# the queue


def test_what_one_worker_holds_another_does_not_take(fresh_database: Engine) -> None:
    first, second = sent(fresh_database), sent(fresh_database)
    with at_a_desk(fresh_database) as one, at_a_desk(fresh_database) as other:
        task, next_task = one.take(), other.take()
        assert (task and task.id, next_task and next_task.id) == (first, second)
        with at_a_desk(fresh_database) as third:
            assert third.take() is None
    with at_a_desk(fresh_database) as one:
        again = one.take()
        assert again and again.id == first, "free as soon as its worker is gone"


def test_a_worker_is_here_as_long_as_it_is_connected(fresh_database: Engine) -> None:
    def here() -> bool:
        with Session(fresh_database) as session:
            return uploads.worker_is_here(session)

    assert not here()
    with at_a_desk(fresh_database):
        assert here()
    assert until(lambda: not here(), 5)


@pytest.mark.parametrize(
    ("state", "after", "words"),
    [(UploadState.WAITING, UploadState.FAILED, NOT_READ), (UploadState.COMMITTING, UploadState.READY, NOT_WRITTEN),
     (UploadState.UNDOING, UploadState.DONE, NOT_WRITTEN)],
)  # fmt: skip
def test_what_ends_its_worker_three_times_is_given_up(
    fresh_database: Engine, state: UploadState, after: UploadState, words: str
) -> None:
    id_ = sent(fresh_database, state=state)
    for _ in range(TRIES):
        with at_a_desk(fresh_database) as desk:
            task = desk.take()
            assert task and (task.id, task.state) == (id_, state)
    with at_a_desk(fresh_database) as desk:
        assert desk.take() is None
    assert (info(fresh_database, id_).state, info(fresh_database, id_).message) == (after, words)


def test_what_is_broken_off_from_outside_is_not_counted(fresh_database: Engine) -> None:
    sent(fresh_database)
    for _ in range(2 * TRIES):
        with at_a_desk(fresh_database) as desk:
            task = desk.take()
            assert task
            not_counted(fresh_database, task)


def test_a_call_wakes_the_worker_when_it_is_kept(fresh_database: Engine) -> None:
    with at_a_desk(fresh_database) as desk:
        sent(fresh_database)
        began = time.monotonic()
        desk.wait(60)
        assert time.monotonic() - began < 30


def test_progress_is_told_while_it_works_and_no_longer(fresh_database: Engine) -> None:
    id_ = sent(fresh_database)
    tell_progress(fresh_database, id_, 45, "読んでいます")
    assert (info(fresh_database, id_).progress, info(fresh_database, id_).message) == (45, "読んでいます")
    with at_a_desk(fresh_database) as desk:
        task = desk.take()
        assert task
        give_up(fresh_database, task, "読めません。")
    tell_progress(fresh_database, id_, 60, "まだ読んでいます")
    assert info(fresh_database, id_).message == "読めません。"


# the process


class Process:
    """`python -m mapapp.worker` over a database."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.log = folder / "process.log"
        environ = {**os.environ, "WAGAGOTO_DATABASE_URL": engine.url.render_as_string(hide_password=False),
                   "WAGAGOTO_INSTANCE": str(folder)}  # fmt: skip
        with self.log.open("ab") as out:
            self.process = subprocess.Popen([sys.executable, "-m", "mapapp.worker"], cwd=ROOT, env=environ, stdout=out, stderr=out)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)


@pytest.fixture
def start(fresh_database: Engine, tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """Start a worker; all are gone in the end."""
    started: list[Process] = []

    def one() -> Process:
        started.append(Process(fresh_database, tmp_path))
        return started[-1]

    yield one
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait(5)


def test_a_worker_checks_and_takes_in(fresh_database: Engine, start: Callable[[], Process]) -> None:
    id_ = sent(fresh_database)
    process = start()
    assert until(lambda: info(fresh_database, id_).state is UploadState.READY), process.log.read_text()
    with transaction(fresh_database) as session:
        uploads.ask_commit(session, ALL, id_, None)
    assert until(lambda: info(fresh_database, id_).state is UploadState.DONE), process.log.read_text()
    with transaction(fresh_database) as session:
        uploads.ask_undo(session, ALL, id_, None)
    assert until(lambda: info(fresh_database, id_).state is UploadState.UNDONE), process.log.read_text()
    assert process.end() == 0


def test_a_worker_waits_for_a_database_that_is_away(fresh_database: Engine, start: Callable[[], Process]) -> None:
    process = start()

    def here() -> bool:
        with Session(fresh_database) as session:
            return uploads.worker_is_here(session)

    assert until(here), process.log.read_text()
    with fresh_database.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                                " AND datname = current_database()"))  # fmt: skip
    id_ = sent(fresh_database)
    assert until(lambda: info(fresh_database, id_).state is UploadState.READY), process.log.read_text()
    assert process.process.poll() is None


def test_a_file_that_would_fill_the_machine_is_given_up(
    fresh_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it asks for beyond the worker's own bounds it does not get."""
    script = "import resource, mapapp.worker as w; resource.setrlimit(resource.RLIMIT_AS, (w.MOST_MEMORY,) * 2); bytearray(4 << 30)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    monkeypatch.setattr(worker, "check_upload", _too_large)
    id_ = sent(fresh_database)
    with at_a_desk(fresh_database) as desk:
        worker.Worker(Settings(), fresh_database)._next(desk)
    assert (info(fresh_database, id_).state, info(fresh_database, id_).message) == (UploadState.FAILED, worker.TOO_LARGE)


def _too_large(*_: object) -> None:
    raise MemoryError
