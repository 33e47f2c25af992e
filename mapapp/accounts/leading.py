"""道案内: whoever is not logged in yet is led to the login page, or to the step that is still to be passed, and back again."""

from flask import Flask, Response, redirect, request, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from mapapp.accounts import sessions
from mapapp.accounts.login import own_path
from mapapp.errors import API, SENTENCES, answer


def lead(app: Flask) -> None:
    """Answer 401 with the way in; programs get the status itself."""

    @app.errorhandler(Unauthorized)
    def show_the_way_in(_: Unauthorized) -> AnyResponse | tuple[Response | str, int]:
        if request.path.startswith(API) or "X-CSRFToken" in request.headers:
            return answer(401, SENTENCES[401])
        found = sessions.login()
        step = sessions.step_left(found) if found else None
        return redirect(url_for(step) if step else url_for("accounts.login", next=_wanted()))


def _wanted() -> str | None:
    """The page to come back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        path = request.full_path.rstrip("?")
    else:
        _, _, after = (request.referrer or "").partition("://")
        host, slash, rest = after.partition("/")
        path = f"{slash}{rest}".partition("?")[0].partition("#")[0] if host == request.host else ""
    return own_path(path) or None
