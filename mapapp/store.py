"""手元の控え: what a worker keeps of the database — a session for each request, and answers for each version of the data."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import current_app, g, has_app_context
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.due import today_in_japan
from geodata.queries.vocabulary import Vocabulary, data_version, load_vocabulary
from geodata.settings import Settings
from geodata.staff.audit import acting
from mapapp.access import person
from mapapp.tightening import Parcel, Tightener
from mapapp.wire import Packed, pack

Answer = TypeVar("Answer")


class Store:
    """The database as a worker sees it. Everything kept is dropped as soon as the data version moves on."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._lock = threading.Lock()
        self._seen = (0, float("-inf"))  # version, when it was read
        self._kept: dict[Any, Future[Any]] = {}
        self._tightener = Tightener()

    def session(self) -> Session:
        """The read-only session of this request."""
        if "session" not in g:
            g.session = Session(self.engine.execution_options(postgresql_readonly=True), expire_on_commit=False)
        return g.session  # type: ignore[no-any-return]

    @contextmanager
    def writing(self, how: str) -> Iterator[Session]:
        """One transaction in the name of whoever is logged in, kept whole or not at all. `how` stands in the record of changes."""
        with transaction(self.engine) as session:
            found = person()
            acting(session, found.id if found else None, how)
            yield session

    @staticmethod
    def close(_: BaseException | None = None) -> None:
        """At the end of a request."""
        session = g.pop("session", None)
        if session is not None:
            session.close()

    def version(self) -> int:
        """The data version, at most version_max_age_s old, and the same throughout a request.

        Otherwise what was made of one version could be kept as the next one's.
        """
        if not has_app_context():
            return self._newest()
        if "version" not in g:
            g.version = self._newest()
        return g.version  # type: ignore[no-any-return]

    def kept(self, key: Any, make: Callable[[], Answer]) -> Answer:
        """make(), once for each version of the data; several askers at once wait for one, and share its failure."""
        slot = (self.version(), key)
        with self._lock:
            future = self._kept.get(slot)
            first = future is None
            if future is None:
                future = self._kept[slot] = Future()
        if first:
            self._make(slot, future, make)
        return future.result()  # type: ignore[no-any-return]

    def packed(self, key: Any, mimetype: str, body: Callable[[], bytes]) -> Packed:
        """body() compressed: at once for whoever asks first, and as tightly as can be for those some seconds later."""
        return self.kept(key, lambda: self._parcel(pack(body(), mimetype))).packed

    def vocabulary(self) -> Vocabulary:
        """The words of the city at the present version, and today: the share confirmed lately follows the day."""
        return self.kept(("vocabulary", today_in_japan()), lambda: load_vocabulary(self.session(), self.settings.municipality))

    def _newest(self) -> int:
        number, read_at = self._seen
        if time.monotonic() - read_at <= self.settings.version_max_age_s:
            return number
        with Session(self.engine) as session:
            fresh = data_version(session)
        with self._lock:
            if fresh != self._seen[0]:
                self._kept.clear()
            self._seen = (fresh, time.monotonic())
        return fresh

    def _make(self, slot: Any, future: "Future[Any]", make: Callable[[], Any]) -> None:
        try:
            future.set_result(make())
        except BaseException as problem:
            with self._lock:
                if self._kept.get(slot) is future:
                    del self._kept[slot]
            future.set_exception(problem)

    def _parcel(self, packed: Packed) -> Parcel:
        parcel = Parcel(packed)
        self._tightener.take(parcel)
        return parcel


def store() -> Store:
    """The store of the app that is answering."""
    return current_app.extensions["wagagoto"]  # type: ignore[no-any-return]
