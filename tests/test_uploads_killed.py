"""いつ切れても: worker, pages, service and database are killed at random moments of a check, a commit and an undo.

All or nothing; what was acknowledged stays; whoever starts it again finds it whole.
"""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from geodata import municipalities, vocabulary
from geodata.cluster import Cluster
from geodata.database import engine_for, transaction, upgrade
from geodata.models import Role, UploadState
from geodata.staff import uploads
from geodata.staff.scope import Scope
from tests.lists import IKOMA, listed
from tests.people import token_for
from tests.staff_http import Staff

ROOT = Path(__file__).parents[1]
ALL = Scope(IKOMA, every=True)
KILLS = 105
ROWS = 600
PATIENCE = 120.0
TABLES = ("resource", "schedule", "place", "organization")
PARTS = ("worker", "pages", "database", "service")
TAKES_S = {"check": 2.0, "commit": 1.5, "undo": 1.0}
Answer = TypeVar("Answer")
NOBODY = (OSError, http.client.HTTPException, DBAPIError, PoolTimeout)


class House:
    """A cluster and a service of their own, of which any part may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster.at(folder / "instance")
        self.engine: Engine = engine_for(self.cluster.start())
        self.cluster.watch()
        upgrade(self.engine)
        with transaction(self.engine) as session:
            municipalities.ensure(session, IKOMA, "生駒市")
            vocabulary.ensure(session)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.staff = Staff(self.port, token_for(self.engine, Role.ADMIN))
        self.start()

    def start(self) -> None:
        environ = {**os.environ, "WAGAGOTO_DATABASE_URL": self.cluster.url, "WAGAGOTO_INSTANCE": str(self.folder),
                   "WAGAGOTO_PORT": str(self.port), "WAGAGOTO_TWO_FACTOR": "off", "PYTHONFAULTHANDLER": "1"}  # fmt: skip
        with (self.folder / "serve.log").open("ab") as log:
            command = [sys.executable, "-c", "from mapapp.cli import main; main()", "serve"]
            self.service = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True)

    def kill(self, part: str) -> bool:
        """False when there was nobody to kill just then."""
        found = {"worker": self._children(True), "pages": self._children(False), "database": self._postmaster(),
                 "service": [self.service.pid]}[part]  # fmt: skip
        for process in found[:1]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if part == "service":
            self.service.wait(5)
        return bool(found)

    def heal(self) -> None:
        """What nobody but an officer at the server does: start the service again, which ends when its pages die too often."""
        if self.service.poll() is not None and self._port_is_free():
            self.start()

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for it, whatever is away meanwhile."""
        end, last = time.monotonic() + PATIENCE, Exception()
        while time.monotonic() < end:
            try:
                if true():
                    return
            except NOBODY as problem:
                last = problem
            self.heal()
            time.sleep(0.1)
        raise AssertionError(f"not in {PATIENCE:.0f} seconds; {last!r}")

    def patiently(self, ask: Callable[[], Answer]) -> Answer:
        """What it says, as soon as anybody answers."""
        told: list[Answer] = []
        self.until(lambda: told.append(ask()) is None)
        return told[-1]

    def explain(self) -> None:
        """Every process writes into the log where it is."""
        for process in [*self._children(True), *self._children(False), self.service.pid]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGABRT)
        time.sleep(1)

    def end(self) -> None:
        self.service.terminate()
        self.service.wait(20)
        self.engine.dispose()
        self.cluster.stop()

    def _children(self, reader: bool) -> list[int]:
        found = []
        for one in Path(f"/proc/{self.service.pid}/task").glob("*/children"):
            for child in one.read_text().split():
                command = Path(f"/proc/{child}/cmdline")
                if command.exists() and (b"mapapp.worker" in command.read_bytes()) is reader:
                    found.append(int(child))
        return found

    def _postmaster(self) -> list[int]:
        path = self.cluster.place.data / "postmaster.pid"
        return [int(path.read_text().splitlines()[0])] if path.exists() else []

    def _port_is_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True


def whole(engine: Engine) -> tuple[int, ...]:
    """How many rows there are of everything that an import writes, as one statement sees them."""
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
    with Session(engine) as session:
        return tuple(session.execute(text(f"SELECT {counts}")).one())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Everything, running."""
    tmp_path.chmod(0o755)
    one = House(tmp_path)
    try:
        yield one
    finally:
        one.end()


class Officer:
    """Somebody who sends a list in, takes it in, and undoes it, while things are killed; and presses again if need be."""

    def __init__(self, house: House, path: Path) -> None:
        self.house, self.path, self.chance = house, path, random.Random(292095)
        self.killed: list[str] = []

    def sends(self) -> int:
        """The number of the upload. What was acknowledged is there; what was not may be there as well."""
        known = self.newest()
        told = self._while_somebody_is_killed("check", self._send)
        there = self.newest()
        if told is not None:
            assert there == told, "a file that was taken is gone"
        elif there == known:
            told = self.house.patiently(self._send)
        self.sees(told or there, UploadState.READY)
        return told or there

    def asks(self, upload_id: int, step: str, after: UploadState) -> None:
        """Press a button. What was acknowledged is done in the end."""
        before = self.house.patiently(lambda: self.state(upload_id))
        told = self._while_somebody_is_killed(step, lambda: self._ask(upload_id, step))
        if told is None and self.house.patiently(lambda: self.state(upload_id)) is before:
            self.house.patiently(lambda: self._ask(upload_id, step))
        self.sees(upload_id, after)

    def sees(self, upload_id: int, state: UploadState) -> None:
        """The page that says so, at last."""
        try:
            self.house.until(lambda: self.state(upload_id) is state)
        except AssertionError:
            with Session(self.house.engine) as session:
                info = uploads.upload(session, ALL, upload_id)
                here = uploads.worker_is_here(session)
            self.house.explain()
            log = (self.house.folder / "serve.log").read_text()[-6000:]
            raise AssertionError(f"{info.state} {info.progress} {info.message} here={here} {self.killed[-3:]}\n{log}") from None

    def state(self, upload_id: int) -> UploadState:
        with Session(self.house.engine) as session:
            return uploads.upload(session, ALL, upload_id).state

    def newest(self) -> int:
        def ask() -> int:
            with Session(self.house.engine) as session:
                found = uploads.uploads(session, ALL).uploads
            return found[0].id if found else 0

        return self.house.patiently(ask)

    def _send(self) -> int:
        return self.house.staff.send(self.path, category="ibasho", source="見本")

    def _ask(self, upload_id: int, step: str) -> bool:
        """Pressed. 409 says that an earlier press has arrived after all, though nobody answered it; `sees` tells whether that is so."""
        try:
            self.house.staff.ask(upload_id, step)
        except http.client.HTTPException as refused:
            if not str(refused).startswith("409 "):
                raise
        return True

    def _while_somebody_is_killed(self, step: str, ask: Callable[[], Answer]) -> Answer | None:
        """What was acknowledged, None when nothing was."""
        part = self.chance.choices(PARTS, (5, 2, 3, 1))[0]
        timer = threading.Timer(self.chance.uniform(0, TAKES_S[step]), self._kill, [part])
        timer.start()
        try:
            return ask()
        except NOBODY:
            return None
        finally:
            timer.join()
            self.house.heal()

    def _kill(self, part: str) -> None:
        if self.house.kill(part):
            self.killed.append(part)


@pytest.mark.slow
def test_a_hundred_kills_leave_all_or_nothing(house: House, tmp_path: Path) -> None:
    rows = ((f"見本の会{n}", f"見本会館{n % 90}", f"生駒市元町{n % 90}", "毎週火曜 10:00～12:00", f"見本会{n % 40}") for n in range(ROWS))
    path = listed(tmp_path / "list.csv", [("名称", "会場", "住所", "開催日時", "団体名"), *rows])
    officer, full = Officer(house, path), (0, 0, 0, 0)
    seen, stop = _watched(house)
    while len(officer.killed) < KILLS:
        upload = officer.sends()
        officer.asks(upload, "commit", UploadState.DONE)
        full = full if any(full) else house.patiently(lambda: whole(house.engine))
        assert house.patiently(lambda: whole(house.engine)) == full and full[0] == ROWS
        officer.asks(upload, "undo", UploadState.UNDONE)
        assert house.patiently(lambda: whole(house.engine)) == (0, 0, 0, 0)
    stop.set()
    assert seen <= {0, ROWS}, f"somebody saw {seen}"
    assert set(officer.killed) == set(PARTS) or len(officer.killed) < 50


def _watched(house: House) -> tuple[set[int], threading.Event]:
    """How many records there ever were, seen by somebody who looks all the while."""
    seen, stop = set[int](), threading.Event()

    def look() -> None:
        while not stop.wait(0.05):
            try:
                seen.add(whole(house.engine)[0])
            except NOBODY:
                stop.wait(0.2)

    threading.Thread(target=look, daemon=True).start()
    return seen, stop
