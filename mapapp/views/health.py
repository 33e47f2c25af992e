"""動いているか: /healthz says that the process lives, /readyz that it can serve."""

from flask import Blueprint, Response, jsonify

from geodata.database import check
from geodata.errors import DatabaseAway
from mapapp.store import store

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Alive. Asks nothing of the database."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Ready, or 503 with the sentence that says what to do."""
    try:
        check(store().engine)
    except DatabaseAway as problem:
        return jsonify(status="away", message=str(problem)), 503
    return jsonify(status="ok", data_version=store().version()), 200
