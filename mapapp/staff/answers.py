"""送ったあと: what follows a form."""

from flask import redirect
from werkzeug.wrappers import Response


def see_other(url: str) -> Response:
    """The page that follows a change: the browser asks for it anew, so that nothing is sent twice."""
    return redirect(url, 303)
