"""公開API: GeoJSON and JSON of public fields only, by the same query names as the page."""

from flask import Blueprint, Response, jsonify, render_template, request

from geodata.errors import BadFilter
from geodata.features import collection, features, fitting
from geodata.filters import ResourceFilter
from geodata.models import AreaKind
from geodata.payload import compact
from geodata.queries.ground import boundaries
from mapapp.openapi import document
from mapapp.store import store
from mapapp.wire import GEOJSON, JSON, Packed, fingerprint, pack, respond, send

bp = Blueprint("api", __name__)
SIMPLIFY_M = 5.0


@bp.get("/api/v1/resources")
def resources() -> Response:
    """社会資源 as GeoJSON, narrowed by the query."""
    if not request.query_string:  # the usual question is answered without reading any
        return send(store().packed("all", GEOJSON, lambda: collection(_features())))
    vocabulary = store().vocabulary()
    chosen = ResourceFilter.from_args(request.args.items(multi=True), vocabulary)
    made = _features()
    ids = fitting(store().session(), chosen, vocabulary) if chosen.chosen_anything else list(made)
    if len(ids) == len(made):
        return send(store().packed("all", GEOJSON, lambda: collection(made)))
    edition = store().kept("edition", lambda: fingerprint(collection(made)))
    return respond(collection(made, ids), GEOJSON, tag=fingerprint(f"{edition} {ids}".encode()))


@bp.get("/api/v1/areas")
def areas() -> Response:
    """区域 as GeoJSON; `kind` narrows it to one or more kinds."""
    kinds = _kinds()
    return send(store().packed(("areas", kinds), GEOJSON, lambda: _areas(kinds)))


@bp.get("/api/v1/categories")
def categories() -> Response:
    """種類, with the sign and colour of each pin and how many public resources it has."""
    if request.args:
        raise BadFilter("categories に指定できるものはありません。")
    return send(store().kept("categories", _categories))


@bp.get("/api/v1/openapi.json")
def openapi() -> Response:
    """This API as an OpenAPI 3.1 document."""
    return jsonify(document())


@bp.get("/api/")
def index() -> str:
    """The same for people."""
    return render_template("api/index.html", vocabulary=store().vocabulary(), api=document())


@bp.get("/map/resources-<int:version>.json")
def page_resources(version: int) -> Response:
    """All that the live page loads; an address of its own for each version of the data, so that it may be kept."""
    packed = store().packed("compact", JSON, lambda: compact(store().session(), store().vocabulary()))
    return send(packed, immutable=version == store().version())


def _features() -> dict[int, bytes]:
    return store().kept("features", lambda: features(store().session(), store().vocabulary()))


def _areas(kinds: tuple[AreaKind, ...]) -> bytes:
    return boundaries(store().session(), store().settings.municipality, kinds, SIMPLIFY_M)


def _categories() -> Packed:
    listed = [
        {"code": c.code, "name": c.name, "mark": c.mark, "color": c.color, "shape": c.shape, "description": c.description,
         "consultation": c.consultation, "count": c.count}
        for c in store().vocabulary().categories.values()
    ]  # fmt: skip
    return pack(jsonify({"categories": listed}).data, JSON)


def _kinds() -> tuple[AreaKind, ...]:
    unknown = [name for name in request.args if name != "kind"]
    if unknown:
        raise BadFilter(f"「{unknown[0][:40]}」という指定はありません。使えるのは kind です。")
    asked = [value for value in request.args.getlist("kind") if value]
    for value in asked:
        if value not in list(AreaKind):
            raise BadFilter(f"kind は {'・'.join(AreaKind)} のいずれかで指定してください: {value[:40]}")
    return tuple(kind for kind in AreaKind if not asked or kind in asked)
