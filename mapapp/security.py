"""守り: what every answer tells the browser it may do, which is to ask this service and nobody else."""

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "font-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'",
    )
)  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask) -> None:
    """Put the headers on every answer, errors too. Tiles that an administrator set are the one host let in."""
    tiles = app.extensions["wagagoto"].settings.tiles_url
    policy = POLICY if not tiles else POLICY.replace("img-src 'self'", f"img-src 'self' {_origin(tiles)}")

    headers = {"Content-Security-Policy": policy, **HEADERS}

    @app.after_request
    def put_headers(response: Response) -> Response:
        given = {name.lower() for name, _ in response.headers}
        if request.is_secure:
            response.headers.add("Strict-Transport-Security", "max-age=31536000")
        for name, value in headers.items():
            if name.lower() not in given:
                response.headers.add(name, value)
        return response


def believe(app: Flask, proxies: int) -> None:
    """Believe so many proxies before us who asks, and over what."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3]).replace("{s}", "*")
