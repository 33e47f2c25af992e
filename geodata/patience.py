"""待つ時間の限り: a database that takes the call and says nothing must not hold a page. Connecting and pinging give up early.

libpq waits two seconds at least, and a ping for ever; a page has two seconds in all to say that the database is away.
"""

import select
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from threading import Thread
from typing import Any

from psycopg import Connection, OperationalError
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DisconnectionError

CONNECT_S = 1.0
PING_S = 0.5


def lose_patience(engine: Engine) -> None:
    """From now on its new connections are there within CONNECT_S or not at all, and kept ones answer within PING_S."""

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, _: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return within(CONNECT_S, lambda: dialect.connect(*args, **named))

    @event.listens_for(engine, "checkout")
    def check(connection: Connection[Any], record: Any, _: Any) -> None:
        if "used" in record.info and not answers(connection):
            raise DisconnectionError("the database does not answer")
        record.info["used"] = True


def within(seconds: float, connect: Callable[[], Any]) -> Any:
    """The connection, or OperationalError when it takes longer; one that comes too late is closed."""
    made: Future[Any] = Future()

    def work() -> None:
        try:
            made.set_result(connect())
        except BaseException as problem:
            made.set_exception(problem)

    Thread(target=work, name="connecting", daemon=True).start()
    try:
        return made.result(seconds)
    except Late:
        made.add_done_callback(_close)
        raise OperationalError("the database does not answer") from None


def answers(connection: Connection[Any]) -> bool:
    """True when an empty query comes back in time."""
    until, wire = time.monotonic() + PING_S, connection.pgconn
    try:
        wire.send_query(b"")
        wire.flush()
        while wire.is_busy():
            if not select.select([wire.socket], [], [], max(0.0, until - time.monotonic()))[0]:
                return False
            wire.consume_input()
        while wire.get_result() is not None:
            pass
    except (OperationalError, OSError, ValueError):
        return False
    return True


def _close(made: "Future[Any]") -> None:
    if made.exception() is None:
        made.result().close()
