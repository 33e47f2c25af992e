"""電線の上: bodies compressed once, told apart by ETag, and answered with 304 when the browser has them."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import brotli
from flask import Flask, Response, request

JSON, GEOJSON, SCRIPT = "application/json", "application/geo+json", "text/javascript"
TEXTS = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"})
YEAR = 31_536_000
WORTH_COMPRESSING = 512


@dataclass(frozen=True, slots=True)
class Packed:
    """A body in the three forms that browsers ask for."""

    plain: bytes
    gzip: bytes
    brotli: bytes
    etag: str
    mimetype: str


def pack(body: bytes, mimetype: str, *, quality: int = 5) -> Packed:
    """Compress once. `quality` is brotli's: 5 costs a few milliseconds, 11 is for what is served a thousand times."""
    small = len(body) < WORTH_COMPRESSING
    return Packed(
        plain=body,
        gzip=b"" if small else gzip.compress(body, 6 if quality > 5 else 4, mtime=0),
        brotli=b"" if small else brotli.compress(body, quality=quality),
        etag=blake2b(body, digest_size=12).hexdigest(),
        mimetype=mimetype,
    )


def send(packed: Packed, *, immutable: bool = False) -> Response:
    """The body as this browser wants it, or 304."""
    encoding = _encoding(packed)
    etag = f"{packed.etag}-{encoding}" if encoding else packed.etag
    if etag in request.if_none_match or packed.etag in request.if_none_match:
        response = Response(status=304)
    else:
        body = {"br": packed.brotli, "gzip": packed.gzip}.get(encoding, packed.plain)
        response = Response(body, mimetype=packed.mimetype)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if immutable else "no-cache"
    return response


def respond(body: bytes, mimetype: str, *, immutable: bool = False) -> Response:
    """Pack and send what is not worth keeping."""
    return send(pack(body, mimetype), immutable=immutable)


def squeeze(app: Flask) -> None:
    """Compress what views and static files answer; a file is compressed once for each of its editions."""

    @app.after_request
    def compressed(response: Response) -> Response:
        if response.status_code != 200 or response.mimetype not in TEXTS or "Content-Encoding" in response.headers:
            return response
        if request.endpoint == "static" and response.direct_passthrough:
            response.direct_passthrough = False
            return _again(response, _file(response.get_data(), response.mimetype))
        return _again(response, pack(response.get_data(), response.mimetype, quality=4))


@lru_cache(maxsize=256)
def _file(body: bytes, mimetype: str) -> Packed:
    return pack(body, mimetype, quality=9)


def _again(response: Response, packed: Packed) -> Response:
    encoding = _encoding(packed)
    if encoding:
        response.set_data(packed.brotli if encoding == "br" else packed.gzip)
        response.headers["Content-Encoding"] = encoding
        etag, _ = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _encoding(packed: Packed) -> str:
    if not packed.brotli:
        return ""
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted[name] > 0), "")
