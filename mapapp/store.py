"""手元の控え: what a worker keeps of the database — a session for each request, and answers for each version of the data."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.queries.vocabulary import Vocabulary, data_version, load_vocabulary
from geodata.settings import Settings

Answer = TypeVar("Answer")


class Store:
    """The database as a worker sees it. Everything kept is dropped as soon as the data version moves on."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._lock = threading.RLock()
        self._seen = (0, float("-inf"))  # version, when it was read
        self._kept: dict[Any, Any] = {}

    def session(self) -> Session:
        """The read-only session of this request."""
        if "session" not in g:
            g.session = Session(self.engine.execution_options(postgresql_readonly=True), expire_on_commit=False)
        return g.session  # type: ignore[no-any-return]

    @staticmethod
    def close(_: BaseException | None = None) -> None:
        """At the end of a request."""
        session = g.pop("session", None)
        if session is not None:
            session.close()

    def version(self) -> int:
        """The data version, at most version_max_age_s old."""
        number, read_at = self._seen
        if time.monotonic() - read_at > self.settings.version_max_age_s:
            with Session(self.engine) as session:
                fresh = data_version(session)
            with self._lock:
                if fresh != number:
                    self._kept.clear()
                self._seen = (fresh, time.monotonic())
            return fresh
        return number

    def kept(self, key: Any, make: Callable[[], Answer]) -> Answer:
        """make(), once for each version of the data; several askers at once wait for one."""
        version = self.version()
        found = self._kept.get((version, key), self)
        if found is self:
            with self._lock:
                found = self._kept.get((version, key), self)
                if found is self:
                    found = self._kept[version, key] = make()
        return found  # type: ignore[no-any-return]

    def vocabulary(self) -> Vocabulary:
        """The words of the city at the present version."""
        return self.kept("vocabulary", lambda: load_vocabulary(self.session(), self.settings.municipality))


def store() -> Store:
    """The store of the app that is answering."""
    return current_app.extensions["wagagoto"]  # type: ignore[no-any-return]
