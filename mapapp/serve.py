"""本番のサーバー: granian over one app a worker; the process that serves holds the database."""

import os
import sys

from flask import Flask

from geodata.settings import Settings
from mapapp import create_app
from mapapp.family import GRACE_S, Child, watch_parent


def app() -> Flask:
    """Called by each worker, in its own process.

    A Ctrl-C of the terminal is for the process that serves: it tells the workers. A worker that hears it too stops twice
    and never ends. And where that process is killed, its workers leave the port to the next.
    """
    os.setpgid(0, 0)
    watch_parent()
    return create_app(Settings.from_env(os.environ))


def run(settings: Settings, url: str) -> None:
    """Serve until interrupted. The workers find the database by the environment that they inherit."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["WAGAGOTO_DATABASE_URL"] = url
    os.environ.pop("WAGAGOTO_DATABASE_PASSWORD_FILE", None)
    server = Granian(
        "mapapp.serve:app", factory=True, address=settings.host, port=settings.port, interface=Interfaces.WSGI,
        workers=settings.workers, blocking_threads=8, backpressure=256, log_access=False, log_level=LogLevels.error,
        respawn_failed_workers=True, workers_kill_timeout=GRACE_S,
        ssl_cert=settings.tls_certificate, ssl_key=settings.tls_key,
    )  # fmt: skip
    with Child([sys.executable, "-m", "mapapp.worker"]):
        server.serve()
