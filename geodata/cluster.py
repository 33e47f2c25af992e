"""組み込みデータベース: a private PostGIS under instance/, started by whoever needs it, ended by the last.

Rule of ending: each program that uses the cluster holds a shared lock while it lives, which the kernel takes
back however it ends. Who leaves last stops the server, unless `wagagoto db up` asked to leave it running
until `wagagoto db down` or a reboot.
"""

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from geodata.errors import GeodataError
from geodata.postgres import InUse
from geodata.postgres.binaries import Binaries, find
from geodata.postgres.birth import DATABASE, SUPERUSER, give_birth
from geodata.postgres.locks import Lock, turn
from geodata.postgres.place import Place, settle
from geodata.postgres.server import Server
from geodata.settings import Settings

log = logging.getLogger(__name__)

LOOK_EVERY = 0.25  # seconds between two looks of a watching user


class Cluster:
    """One user's hold on the private cluster below `instance`; make one for each program that uses it."""

    def __init__(self, place: Place, instance: Path, *, durable: bool = True) -> None:
        self.place = place
        self.binaries: Binaries = find(instance, place.major)
        self.server = Server(self.binaries, place, durable)
        self._hold: Lock | None = None
        self._leaving = threading.Event()
        self._watcher: threading.Thread | None = None

    @classmethod
    def at(cls, instance: Path, *, durable: bool = True) -> Self:
        """The cluster below `instance`; nothing is started yet.

        `durable=False`, for tests, may forget when the machine crashes. Raises NoPostgis or WrongUser.
        """
        return cls(settle(instance), instance, durable=durable)

    @property
    def running(self) -> bool:
        """True if the server accepts connections."""
        return self.place.data.exists() and self.server.status() == "ready"

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the running cluster."""
        folder = quote(self.server.socket_folder(), safe="")
        return f"postgresql+psycopg://{SUPERUSER}@/{DATABASE}?host={folder}&port=5432"

    def start(self) -> str:
        """Take hold, make the cluster if it is not there, start it if it is not running; gives its URL.

        Safe with any number of starters, and after any of them or the server was killed. Raises ServerFailed.
        """
        if self._hold is None:
            self._hold = Lock(self.place.folder / "users.lock")
            self._hold.take(fcntl.LOCK_SH)
        try:
            self._ensure()
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Let go; the last one out stops the server, unless it was asked to stay."""
        self._leaving.set()
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None
        if self._hold is not None:
            if self._hold.alone() and not self._asked_to_stay():
                self._end()
            self._hold.release()
            self._hold = None

    def watch(self) -> None:
        """From now on start the server again whenever it dies while we hold it: for a program that serves."""
        self._leaving.clear()
        self._watcher = threading.Thread(target=self._keep_alive, name="cluster-watch", daemon=True)
        self._watcher.start()

    def up(self) -> str:
        """Start it and leave it running after we go."""
        url = self.start()
        self._stay.unlink(missing_ok=True)
        self._stay.write_text(_this_boot())
        return url

    def down(self) -> None:
        """Stop it now, asked to stay or not. Raises InUse while another program uses it."""
        hold = self._hold or Lock(self.place.folder / "users.lock")
        self._hold = None
        try:
            if not hold.alone():
                raise InUse("wagagoto serve などがデータベースを使っています。先にそちらを止めてください。")
            self._stay.unlink(missing_ok=True)
            self._end()
        finally:
            hold.release()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.stop()

    @property
    def _stay(self) -> Path:
        return self.place.folder / "stay"

    def _asked_to_stay(self) -> bool:
        return self._stay.exists() and self._stay.read_text() == _this_boot()

    def _ensure(self) -> None:
        if self.running:
            return
        with turn(self.place.folder / "start.lock") as held:
            if not self.place.data.exists():
                give_birth(self.binaries, self.place, held, durable=self.server.durable)
            self.server.start()

    def _end(self) -> None:
        if self.place.data.exists():
            with turn(self.place.folder / "start.lock"):
                self.server.stop()

    def _keep_alive(self) -> None:
        while not self._leaving.wait(LOOK_EVERY):
            try:
                self._ensure()
            except GeodataError as problem:
                log.error("%s", problem)


def _this_boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text()


@contextmanager
def private_database(settings: Settings, *, watch: bool = False) -> Iterator[str]:
    """The URL of the database to use: the one that the settings name, else the private cluster's.

    The private server runs while we are inside; `watch` starts it again when it dies meanwhile.
    Raises NoPostgis when there is no PostGIS at all.
    """
    if settings.database_url is not None:
        from geodata.database import with_driver, with_password

        yield with_driver(with_password(settings) or settings.database_url)
        return
    cluster = Cluster.at(settings.instance)
    with cluster as url:
        if watch:
            cluster.watch()
        yield url
