"""守り: what every answer tells the browser it may do, which is to ask this service and nobody else."""

from flask import Flask, Response

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

    @app.after_request
    def put_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3]).replace("{s}", "*")
