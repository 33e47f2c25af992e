"""本番のサーバー: it stops when it is told to, comes back when it is hurt, and leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

ROOT = Path(__file__).parents[1]
AT_ONCE = 5.0  # seconds; some 1.1 where nobody else is at work


class Service:
    """`wagagoto serve` in a session of its own, as a terminal starts it."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        settings = {
            "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "INSTANCE": str(folder),
            "PORT": str(self.port),
        }
        self.log = folder / "serve.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from mapapp.cli import main; main()", "serve"], cwd=ROOT, stdout=out, stderr=out,
                env={**os.environ, **{f"WAGAGOTO_{name}": value for name, value in settings.items()}}, start_new_session=True,
            )  # fmt: skip
        assert self.answers_within(30), self.log.read_text()

    def answers_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1) as answer:
                    return bool(answer.status == 200)
            except OSError:
                time.sleep(0.02)
        return False

    @property
    def workers(self) -> list[int]:
        """Who answers pages."""
        return [child for child in self._children() if not _reads_uploads(child)]

    @property
    def reader(self) -> int | None:
        """Who reads uploads."""
        return next((child for child in self._children() if _reads_uploads(child)), None)

    def _children(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for one in children for child in one.read_text().split()]

    def ends_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def _reads_uploads(process: int) -> bool:
    return b"mapapp.worker" in Path(f"/proc/{process}/cmdline").read_bytes()


def _gone_within(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while Path(f"/proc/{process}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    return not Path(f"/proc/{process}").exists()


@pytest.fixture
def service(fresh_database: Engine, tmp_path: Path) -> Iterator[Service]:
    running = Service(fresh_database, tmp_path)
    yield running
    for process in (*running._children(), running.process.pid):
        if running.process.poll() is None:
            os.kill(process, signal.SIGKILL)
    running.process.wait(5)


def test_ctrl_c_ends_it_at_once_while_it_is_busy(service: Service) -> None:
    """The terminal tells every process of the foreground, and readers go on asking."""
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=5)
                for _ in range(50):
                    connection.request("GET", "/")
                    connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        time.sleep(0.5)
        os.killpg(service.process.pid, signal.SIGINT)
        assert service.ends_within(AT_ONCE)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert service.process.returncode == 0
    told = service.log.read_text()
    assert "止めました。" in told and "Traceback" not in told and "WARNING" not in told


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced(service: Service) -> None:
    (worker,) = service.workers
    os.kill(worker, signal.SIGKILL)
    time.sleep(0.2)
    assert service.answers_within(10)
    assert service.workers != [worker]


@pytest.mark.slow
def test_a_reader_of_uploads_that_dies_is_replaced(service: Service) -> None:
    reader = service.reader
    assert reader
    os.kill(reader, signal.SIGKILL)
    until = time.monotonic() + 10
    while service.reader in (None, reader) and time.monotonic() < until:
        time.sleep(0.05)
    assert service.reader not in (None, reader)


@pytest.mark.slow
def test_workers_do_not_outlive_the_one_that_serves(service: Service) -> None:
    (worker,), reader = service.workers, service.reader
    assert reader
    service.process.kill()
    service.process.wait(5)
    assert _gone_within(worker, 5) and _gone_within(reader, 20), "one that has just begun looks up when it has begun"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", service.port))
