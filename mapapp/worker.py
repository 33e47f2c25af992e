"""取り込みの働き手: one process beside the web workers that reads uploads, takes them in, undoes them, and keeps the rules."""

import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from geodata.bulk import settle
from geodata.database import engine_for, transaction, with_password
from geodata.due import today_in_japan
from geodata.errors import DatabaseAway
from geodata.models import UploadState
from geodata.settings import Settings
from geodata.staff.freshness import apply_rules
from geodata.staff.queue import Desk, Task, at_a_desk, give_up, not_counted, tell_progress
from importers import check_upload, commit_upload, undo_upload
from mapapp.cli.opening import geocoder
from mapapp.family import watch_parent

log = logging.getLogger(__name__)

MOST_MEMORY = 3 * 1024**3  # of address space: what a file may make of us, and no more
LOOK_EVERY, TRY_AGAIN = 5.0, 0.5  # seconds: nobody called; the database is away
RULES_EVERY = 3600.0
TOO_LARGE = "このファイルは大きすぎて読み取れません。行や列を減らすか、シートを分けて送ってください。"
BROKEN = "思わぬ問題がおきたため、何も変えていません。もう一度おこなっても同じときは、管理者に知らせてください。"


class Worker:
    """Does one task after another until it is told to stop."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine
        self._broken_off: Task | None = None
        self._rules_at = float("-inf")

    def work(self) -> None:
        """For ever. When the database is away, wait for it."""
        while True:
            try:
                with at_a_desk(self.engine) as desk:
                    self._forgive()
                    while True:
                        self._next(desk)
            except (DBAPIError, psycopg.Error, PoolTimeout, DatabaseAway) as problem:
                log.warning("database: %s", type(problem).__name__)
                if not is_away(problem):
                    self._broken_off = None  # it counts: with the third time it is given up
                time.sleep(TRY_AGAIN)

    def _next(self, desk: Desk) -> None:
        self._rules()
        task = desk.take()
        if task is None:
            desk.wait(LOOK_EVERY)
            return
        self._broken_off = task
        self._do(task)
        self._broken_off = None
        desk.let_go(task.id)
        if task.state is not UploadState.WAITING:
            settle(self.engine)

    def _do(self, task: Task) -> None:
        def progress(percent: int, message: str) -> None:
            tell_progress(self.engine, task.id, percent, message)

        steps: dict[UploadState, Callable[[], Any]] = {
            UploadState.WAITING: lambda: check_upload(self.engine, task.id, self._geocoder, progress),
            UploadState.COMMITTING: lambda: commit_upload(self.engine, task.id, progress),
            UploadState.UNDOING: lambda: undo_upload(self.engine, task.id),
        }
        try:
            steps[task.state]()
        except MemoryError:
            give_up(self.engine, task, TOO_LARGE)
        except Exception as problem:
            if is_away(problem) or isinstance(problem, OperationalError):
                raise
            log.exception("task %s", task)
            give_up(self.engine, task, BROKEN)

    def stop(self) -> None:
        """What was broken off is nobody's fault."""
        try:
            self._forgive()
        finally:
            self.engine.dispose()

    def _forgive(self) -> None:
        if self._broken_off is not None:
            not_counted(self.engine, self._broken_off)
            self._broken_off = None

    def _geocoder(self, session: Session) -> Any:
        return geocoder(session, self.settings)

    def _rules(self) -> None:
        if time.monotonic() - self._rules_at > RULES_EVERY:
            with transaction(self.engine) as session:
                apply_rules(session, today_in_japan())
            self._rules_at = time.monotonic()


def is_away(problem: Exception) -> bool:
    """True when it is the database that is not there, False for what it says of our own doing: a deadlock, a full disk."""
    if isinstance(problem, DBAPIError):
        state = getattr(problem.orig, "sqlstate", None)
        return problem.connection_invalidated or (isinstance(problem, OperationalError) and (state or "08")[:2] in ("08", "57"))
    return isinstance(problem, PoolTimeout | DatabaseAway | psycopg.OperationalError)  # the last from below SQLAlchemy


def main(settings: Settings) -> None:
    """Work until SIGTERM, within MOST_MEMORY, and no longer than the parent."""
    logging.basicConfig(level=logging.WARNING, format="worker: %(message)s")
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    worker = Worker(settings, engine_for(with_password(settings) or "", pool=3))
    try:
        worker.work()
    finally:
        worker.stop()


if __name__ == "__main__":
    watch_parent(int(sys.argv[1]) if sys.argv[1:] else 0)
    main(Settings.from_env(os.environ))
