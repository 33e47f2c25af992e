"""mapapp: わがごとマップ as a Flask service, and its command line. Nothing here holds SQL text."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

    from geodata.settings import Settings


def create_app(settings: "Settings", engine: "Engine | None" = None) -> "Flask":
    """The service, as mapapp.app makes it; imported only now, so that commands without pages start at once."""
    from mapapp.app import create_app

    return create_app(settings, engine)
