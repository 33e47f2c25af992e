"""地図のファイル: the frame scripts, the printed figures and the standalone files."""

from collections.abc import Sequence
from urllib.parse import quote

from flask import Blueprint, Response, request

from geodata.due import today_in_japan
from geodata.errors import BadFilter
from geodata.filters import ResourceFilter
from geodata.queries.areas import area_page, district_page
from geodata.queries.cards import Card
from geodata.queries.resources import listing
from geodata.queries.vocabulary import Vocabulary
from mapapp.figure import PAPERS, Pin, figure, pins_of
from mapapp.maps import Scope, area_scope, city_scope, describe, district_scope, frame_script, parts_of
from mapapp.standalone import file_name, standalone
from mapapp.store import store
from mapapp.wire import respond, send

bp = Blueprint("maps", __name__)
SVG, HTML = "image/svg+xml", "text/html"
PAGE = 50  # entries of a page of the city's list, which a figure of it numbers


@bp.get("/map/frame-<key>-<int:version>.js")
def frame(key: str, version: int) -> Response:
    """folium's script. Only the present version may be kept for good: a page of yesterday gets today's shapes."""
    return send(frame_script(key), immutable=version == store().version())


@bp.get("/figure.svg")
def city_figure() -> Response:
    """The city on paper with the entries of one page of the list; takes the list's own query and `paper`."""
    vocabulary = store().vocabulary()
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "paper"]
    chosen = ResourceFilter.from_args(rest, vocabulary)
    before = (chosen.page - 1) * PAGE
    found = listing(store().session(), chosen, vocabulary, offset=before, limit=PAGE)
    return _figure(city_scope(vocabulary), pins_of(found.cards, before + 1))


@bp.get("/areas/<code>/figure.svg")
def area_figure(code: str) -> Response:
    """A 自治会 on paper; numbers run through what is here and then what is near, as its page lists them."""
    vocabulary = store().vocabulary()
    page = area_page(store().session(), code, vocabulary)
    return _figure(area_scope(vocabulary, code), pins_of((*page.here, *page.near)), only_paper=True)


@bp.get("/districts/<slug>/figure.svg")
def district_figure(slug: str) -> Response:
    """A 地区 on paper."""
    vocabulary = store().vocabulary()
    page = district_page(store().session(), slug, vocabulary)
    return _figure(district_scope(vocabulary, slug), pins_of((*page.here, *page.near)), only_paper=True)


@bp.get("/areas/<code>/map.html")
def area_file(code: str) -> Response:
    """A 自治会 as one file that needs no network."""
    vocabulary = store().vocabulary()
    page = area_page(store().session(), code, vocabulary)
    return _file(vocabulary, area_scope(vocabulary, code), page.here, page.near)


@bp.get("/districts/<slug>/map.html")
def district_file(slug: str) -> Response:
    """A 地区 as one file that needs no network."""
    vocabulary = store().vocabulary()
    page = district_page(store().session(), slug, vocabulary)
    return _file(vocabulary, district_scope(vocabulary, slug), page.here, page.near)


def _figure(scope: Scope, pins: Sequence[Pin], *, only_paper: bool = False) -> Response:
    name = request.args.get("paper", "a4")
    if name not in PAPERS:
        raise BadFilter(f"paper は {'・'.join(PAPERS)} のいずれかで指定してください: {name[:40]}")
    if only_paper and set(request.args) - {"paper"}:
        raise BadFilter("この図に指定できるのは paper だけです。")
    return respond(figure(describe(store(), scope), pins, PAPERS[name]).encode(), SVG)


def _file(vocabulary: Vocabulary, scope: Scope, here: Sequence[Card], near: Sequence[Card]) -> Response:
    description = describe(store(), scope)
    body = standalone(description, parts_of(store(), scope), here, near, made_on=today_in_japan(), sample=vocabulary.sample)
    response = respond(body.encode(), HTML)
    ascii_name, name = f"map-{scope.key}.html", file_name(scope.title)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    return response
