"""仕事の順番: which upload the worker takes up next, and how that ends when the worker does.

A worker holds one connection of its own. On it lie a lock that says the worker is here, and a lock for the upload that it is
working at: both are the database's to take back, at once, however the worker ends. Nothing else says that a job is taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from psycopg import Connection as Wire
from psycopg import OperationalError
from sqlalchemy import Connection, Engine, func, select, text, update

from geodata.database import transaction
from geodata.errors import DatabaseAway
from geodata.models import Upload, UploadState
from geodata.staff.uploads import CHANNEL, JOB, WORK, WORKER

TRIES = 3
NOT_READ = "このファイルを読もうとすると3回とも途中で止まりました。行や列を減らすか、CSVで保存しなおして送ってください。"
NOT_WRITTEN = "途中で3回止まったため、何も変えていません。しばらくしてからもう一度おこなってください。"
BACK = {UploadState.WAITING: UploadState.FAILED, UploadState.COMMITTING: UploadState.READY,
        UploadState.UNDOING: UploadState.DONE}  # fmt: skip
"""Where an upload stands when a step of it cannot be done."""


@dataclass(frozen=True, slots=True)
class Task:
    """An upload that this worker holds, and what is to be done with it."""

    id: int
    state: UploadState


class Desk:
    """A worker's place: its connection, and what it holds by it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.execute(select(func.pg_advisory_lock_shared(WORKER, 0)))
        connection.execute(text(f"LISTEN {CHANNEL}"))

    def take(self) -> Task | None:
        """The oldest upload that waits and nobody holds; one that ended its workers TRIES times is given up instead."""
        stmt = select(Upload.id).where(Upload.state.in_(WORK)).order_by(Upload.id)
        for id_ in self.connection.scalars(stmt).all():
            if not self.connection.scalar(select(func.pg_try_advisory_lock(JOB, id_))):
                continue
            task = self._begun(id_)
            if task is not None:
                return task
            self.let_go(id_)
        return None

    def let_go(self, upload_id: int) -> None:
        """The upload is anybody's again."""
        self.connection.execute(select(func.pg_advisory_unlock(JOB, upload_id)))

    def wait(self, seconds: float) -> None:
        """Until somebody asks for something, or that long."""
        wire = cast("Wire[Any]", self.connection.connection.driver_connection)
        try:
            for _ in wire.notifies(timeout=seconds, stop_after=1):
                pass
        except OperationalError as problem:
            raise DatabaseAway("データベースとのつながりが切れました。") from problem

    def _begun(self, upload_id: int) -> Task | None:
        """Counted before it begins: whoever is killed can count no more."""
        stmt = update(Upload).where(Upload.id == upload_id, Upload.state.in_(WORK)).values(tries=Upload.tries + 1)
        row = self.connection.execute(stmt.returning(Upload.state, Upload.tries)).one_or_none()
        if row is None:
            return None
        if row.tries > TRIES:
            self.connection.execute(_given_up(upload_id, row.state, NOT_READ if row.state is UploadState.WAITING else NOT_WRITTEN))
            return None
        return Task(upload_id, row.state)


@contextmanager
def at_a_desk(engine: Engine) -> Iterator[Desk]:
    """A place for a worker while it is connected. Errors of the database when it is away."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            yield Desk(connection)
        finally:
            connection.invalidate()  # its locks go with it


def tell_progress(engine: Engine, upload_id: int, percent: int, message: str) -> None:
    """How far a step is, for those who look at the page meanwhile."""
    stmt = update(Upload).where(Upload.id == upload_id, Upload.state.in_(WORK))
    with transaction(engine) as session:
        session.execute(stmt.values(progress=percent, message=message, changed_at=func.now()))


def give_up(engine: Engine, task: Task, message: str) -> None:
    """The step cannot be done, and says so; what was there before it stands."""
    with transaction(engine) as session:
        session.execute(_given_up(task.id, task.state, message))


def not_counted(engine: Engine, task: Task) -> None:
    """The step was broken off by no fault of its own: the service was stopped, or the database was away."""
    with transaction(engine) as session:
        stmt = update(Upload).where(Upload.id == task.id, Upload.state == task.state, Upload.tries > 0)
        session.execute(stmt.values(tries=Upload.tries - 1))


def _given_up(upload_id: int, state: UploadState, message: str) -> Any:
    stmt = update(Upload).where(Upload.id == upload_id, Upload.state == state)
    return stmt.values(state=BACK[state], progress=100, message=message, tries=0, changed_at=func.now())
