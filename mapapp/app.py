"""サービスを組み立てる: settings, store, views and the ways they are wired, as one Flask app."""

from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from sqlalchemy import Engine
from werkzeug.routing import IntegerConverter, Map

from geodata import dates
from geodata.database import engine_for, with_password
from geodata.publication import is_sample
from geodata.schedule.words import time_words
from geodata.settings import Settings
from geodata.telephone import calls
from mapapp import access, errors, security, staff, wire
from mapapp.accounts import forms, keys, leading, pages, sessions
from mapapp.staff import words
from mapapp.store import Store
from mapapp.views import api, health, maps, organizer, report, resident, takeaway, wall

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
BLUEPRINTS = (
    resident.bp, report.bp, organizer.bp, wall.bp, maps.bp, api.bp, health.bp, takeaway.bp, pages.bp, *staff.BLUEPRINTS,
)  # fmt: skip


class Number(IntegerConverter):
    """The number of a row in an address; one that no row can have is no page of ours."""

    def __init__(self, map: Map, *args: Any, max: int = 2**31 - 1, **named: Any) -> None:
        super().__init__(map, *args, max=max, **named)


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """The service over a database whose schema is the newest. Connections are opened by the first request, not here."""
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config.update(MAX_CONTENT_LENGTH=1_000_000, SEND_FILE_MAX_AGE_DEFAULT=None)
    app.url_map.converters["int"] = Number
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests["sample"] = is_sample
    app.jinja_env.filters.update(calls=calls, till=time_words, **dates.FILTERS)
    app.extensions["wagagoto"] = Store(engine or engine_for(with_password(settings) or ""), settings)
    app.teardown_appcontext(Store.close)
    keys.sign(app, settings)
    security.believe(app, settings.proxies)
    security.protect(app)
    wire.squeeze(app)
    errors.explain(app)
    forms.guard(app)
    sessions.watch(app)
    leading.lead(app)
    words.tell(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.insist(app)
    return app
