"""電線の上: bodies compressed, told apart by ETag, and answered with 304 when the browser has them.

What is served a thousand times is compressed once, in every form, and kept; what is served once, in the one form asked for.
"""

import gzip
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

JSON, GEOJSON, SCRIPT = "application/json", "application/geo+json", "text/javascript"
TEXTS = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"})
YEAR = 31_536_000
WORTH_COMPRESSING = 512
ONCE, FILE, TIGHTEST = 3, 9, 11  # brotli's quality: 1.2 MB of GeoJSON take 6 ms, 80 ms and 3 s


@dataclass(frozen=True, slots=True)
class Packed:
    """A body in the three forms that browsers ask for; `quality` is brotli's."""

    plain: bytes
    gzip: bytes
    brotli: bytes
    etag: str
    mimetype: str
    quality: int


def pack(body: bytes, mimetype: str, *, quality: int = 5) -> Packed:
    """Compress once, for many."""
    small = len(body) < WORTH_COMPRESSING
    return Packed(
        plain=body,
        gzip=b"" if small else gzip.compress(body, 6 if quality > 5 else 4, mtime=0),
        brotli=b"" if small else brotli.compress(body, quality=quality),
        etag=fingerprint(body),
        mimetype=mimetype,
        quality=quality,
    )


def tightened(packed: Packed) -> Packed:
    """The same as small as brotli can make it, which takes seconds."""
    if not packed.brotli:
        return packed
    return replace(packed, brotli=brotli.compress(packed.plain, quality=TIGHTEST), quality=TIGHTEST)


def send(packed: Packed, *, immutable: bool = False) -> Response:
    """The body as this browser wants it, or 304."""
    encoding = _encoding() if packed.brotli else ""
    etag = f"{packed.etag}-{encoding}{packed.quality}" if encoding else packed.etag
    if any(tag.partition("-")[0] == packed.etag for tag in request.if_none_match.as_set(include_weak=True)):
        response = Response(status=304)
    else:
        body = {"br": packed.brotli, "gzip": packed.gzip}.get(encoding, packed.plain)
        response = Response(body, mimetype=packed.mimetype)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    return _labelled(response, etag, immutable)


def respond(body: bytes, mimetype: str, *, tag: str = "", immutable: bool = False) -> Response:
    """The same for what is not worth keeping: compressed lightly, and only in the form asked for.

    `tag` says what the body was made of, where that is known: hashing a megabyte costs as much as half its compression.
    """
    encoding = _encoding() if len(body) >= WORTH_COMPRESSING else ""
    tag = tag or fingerprint(body)
    etag = f"{tag}-{encoding}" if encoding else tag
    if _has(etag):
        return _labelled(Response(status=304), etag, immutable)
    response = Response(_squeezed(body, encoding), mimetype=mimetype)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return _labelled(response, etag, immutable)


def squeeze(app: Flask) -> None:
    """Compress what views and static files answer; a file is compressed once for each of its editions."""

    @app.after_request
    def compressed(response: Response) -> Response:
        if response.status_code != 200 or response.mimetype not in TEXTS or "Content-Encoding" in response.headers:
            return response
        encoding = _encoding()
        if not encoding or (response.content_length or WORTH_COMPRESSING) < WORTH_COMPRESSING:
            return response
        if request.endpoint == "static" and response.direct_passthrough:
            response.direct_passthrough = False
            packed = _file(response.get_data(), response.mimetype)
            response.set_data(packed.brotli if encoding == "br" else packed.gzip)
        else:
            response.set_data(_squeezed(response.get_data(), encoding))
        response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
        etag, _ = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
        return response


@lru_cache(maxsize=256)
def _file(body: bytes, mimetype: str) -> Packed:
    return pack(body, mimetype, quality=FILE)


def _squeezed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=ONCE)
    return gzip.compress(body, 1, mtime=0) if encoding == "gzip" else body


def _has(*etags: str) -> bool:
    """The browser has one of these already. Most ask with the one tag they were given, so no list is read."""
    asked = request.headers.get("If-None-Match", "")
    return bool(asked) and (asked in [f'"{etag}"' for etag in etags] or any(etag in request.if_none_match for etag in etags))


def _labelled(response: Response, etag: str, immutable: bool) -> Response:
    response.set_etag(etag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if immutable else "no-cache"
    return response


def fingerprint(body: bytes) -> str:
    """What tells a body from any other."""
    return blake2b(body, digest_size=12).hexdigest()


def _encoding() -> str:
    return _best(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=64)
def _best(accepted: str) -> str:
    """br before gzip; browsers send a handful of different headers, read once each."""
    given = parse_accept_header(accepted, Accept)
    return next((name for name in ("br", "gzip") if given[name] > 0), "")
