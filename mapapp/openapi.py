"""OpenAPI: what the public API promises, as a document that a test holds against the answers."""

from typing import Any

from geodata.address.match import MatchLevel
from geodata.filters import WEEKDAYS
from geodata.models import Answer, AreaKind, Mode

SHAPES = ("circle", "square", "diamond", "triangle", "pentagon", "hexagon", "star", "flag")
CLOCK = r"^\d\d:\d\d(-\d\d:\d\d)?$"
Schema = dict[str, Any]


def document() -> Schema:
    """The OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "わがごとマップ 公開API",
            "version": "1",
            "description": "地域の社会資源・自治会の区域・種類を、公開してよい項目だけ返します。"
            "座標は経度・緯度（EPSG:4326）です。",
        },
        "paths": {
            "/api/v1/resources": {"get": _get("社会資源（GeoJSON）", "application/geo+json", "Resources", _filters())},
            "/api/v1/areas": {"get": _get("区域（GeoJSON）", "application/geo+json", "Areas", [_kind()])},
            "/api/v1/categories": {"get": _get("種類", "application/json", "Categories", [])},
        },
        "components": {"schemas": _schemas()},
    }


def _get(summary: str, mimetype: str, schema: str, parameters: list[Schema]) -> Schema:
    body = {mimetype: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "該当するもの", "content": body},
            "304": {"description": "前に受け取ったものと同じ（If-None-Match）"},
            "400": {"description": "知らない指定、または読めない値。文で理由を返します。", "content": error},
            "503": {"description": "データベースにつながらない", "content": error},
        },
    }


def _filters() -> list[Schema]:
    text: Schema = {"type": "string"}
    flag: Schema = {"type": "string", "enum": ["0", "1"]}
    return [
        _query("category", text, "種類のコード（/api/v1/categories）", many=True),
        _query("target", text, "対象のコード", many=True),
        _query("weekday", {"type": "string", "enum": list(WEEKDAYS)}, "曜日", many=True),
        _query("time", {"type": "string", "pattern": CLOCK}, "14:00 はその時刻に、12:00-17:00 はその間に開いているもの"),
        _query("date", {"type": "string", "format": "date"}, "その日に開かれるもの"),
        _query("area", text, "区域のコード（/api/v1/areas）", many=True),
        _query("q", {"type": "string", "maxLength": 100}, "フリーワード。空白で区切るとすべてを含むもの"),
        _query("bbox", text, "西の経度,南の緯度,東の経度,北の緯度"),
        _query("free", flag, "1 は無料と分かっているもの"),
        _query("barrier_free", flag, "1 はバリアフリーと分かっているもの"),
        _query("unknown", flag, "1 は曜日・料金などが分からないものも含める"),
        _query("near", text, "t:町のコード または p:会場の番号（一覧の並び順。GeoJSONの順は変わりません）"),
        _query("lang", {"type": "string", "enum": ["ja"]}, "言語"),
        _query("page", {"type": "string", "pattern": r"^\d+$"}, "一覧のページ（GeoJSONはつねに全件です）"),
    ]


def _kind() -> Schema:
    return _query("kind", {"type": "string", "enum": [kind.value for kind in AreaKind]}, "区域の種類", many=True)


def _query(name: str, schema: Schema, description: str, *, many: bool = False) -> Schema:
    shape = {"type": "array", "items": schema} if many else schema
    return {"name": name, "in": "query", "required": False, "description": description, "schema": shape}


def _schemas() -> Schema:
    text: Schema = {"type": "string"}
    answer = {"type": "string", "enum": [a.value for a in Answer]}
    resource = {
        "name": text, "name_kana": text, "category": text, "organization": text, "place": text, "address": text,
        "level": {"type": "string", "enum": [level.value for level in MatchLevel]},
        "jichikai": text, "areas": {"type": "array", "items": text},
        "mode": {"type": "string", "enum": [mode.value for mode in Mode]}, "schedule": text,
        "weekdays": {"type": "array", "items": {"type": "string", "enum": list(WEEKDAYS)}},
        "targets": {"type": "array", "items": text}, "free": answer, "barrier_free": answer, "served": text,
        "last_confirmed_on": {"type": ["string", "null"], "format": "date"},
    }  # fmt: skip
    area = {
        "code": text, "name": text, "kana": text, "kind": {"type": "string", "enum": [kind.value for kind in AreaKind]},
        "approximate": {"type": "boolean"}, "model": {"type": "boolean"},
        "at": {"type": "array", "items": {"type": "number"}, "description": "名前を書くのによい位置（経度、緯度）"},
        "room_m": {"type": "number", "description": "その位置のまわりの余白の半径（m）"},
    }  # fmt: skip
    category = {
        "code": text, "name": text, "mark": text, "color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
        "shape": {"type": "string", "enum": list(SHAPES)}, "description": text, "consultation": {"type": "boolean"},
        "count": {"type": "integer", "minimum": 0},
    }  # fmt: skip
    return {
        "Resources": _collection(_closed(resource), "Point", identified=True),
        "Areas": _collection(_closed(area), "MultiPolygon", identified=False),
        "Categories": _closed({"categories": {"type": "array", "items": _closed(category)}}),
        "Error": _closed({"error": _closed({"status": {"type": "integer"}, "title": text, "message": text})}),
    }


def _collection(properties: Schema, geometry: str, *, identified: bool) -> Schema:
    shape: Schema = {
        "type": ["object", "null"],
        "required": ["type", "coordinates"],
        "properties": {"type": {"enum": [geometry, "Polygon"] if geometry == "MultiPolygon" else [geometry]},
                       "coordinates": {"type": "array"}},
    }  # fmt: skip
    feature: Schema = {"type": {"const": "Feature"}, "geometry": shape, "properties": properties}
    if identified:
        feature["id"] = {"type": "integer"}
    return _closed({"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": _closed(feature)}})


def _closed(properties: Schema) -> Schema:
    """An object with these members and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
