"""本番のサーバー: granian over one app a worker; the process that serves holds the database."""

import os

from flask import Flask

from geodata.settings import Settings
from mapapp import create_app


def app() -> Flask:
    """Called by each worker, in its own process, after the fork."""
    return create_app(Settings.from_env(os.environ))


def run(settings: Settings, url: str) -> None:
    """Serve until interrupted. The workers find the database by the environment that they inherit."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ["WAGAGOTO_DATABASE_URL"] = url
    os.environ.pop("WAGAGOTO_DATABASE_PASSWORD_FILE", None)
    Granian(
        "mapapp.serve:app", factory=True, address=settings.host, port=settings.port, interface=Interfaces.WSGI,
        workers=settings.workers, blocking_threads=8, backpressure=256, log_access=False, log_level="warning",
        respawn_failed_workers=True,
    ).serve()  # fmt: skip
