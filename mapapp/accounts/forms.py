"""送信のしるし: every change needs the token that came with the page (CSRF), kept in a cookie that scripts cannot read."""

from flask import Flask, Response
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from mapapp.errors import answer

COOKIE = "__Host-wagagoto-form"
SENTENCE = "ページを開いてから時間がたったか、ほかの画面でログアウトしました。もどってページを開きなおし、もう一度送ってください。"


def guard(app: Flask) -> None:
    """Refuse with 400 whatever is sent without the page's token. It is good for as long as the browser is open."""
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE, SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/", WTF_CSRF_TIME_LIMIT=None,
    )  # fmt: skip
    CSRFProtect(app)

    @app.errorhandler(CSRFError)
    def told(_: CSRFError) -> tuple[Response | str, int]:
        return answer(400, SENTENCE)
