"""面を整える: any shape of a file as a valid MultiPolygon, and in Japanese what was mended or why it is none."""

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from importers.shapes import outside_japan

KINDS = {"Point": "点", "MultiPoint": "点", "LineString": "線", "MultiLineString": "線", "LinearRing": "線"}
REASONS = {
    "Self-intersection": "線が交差しています",
    "Ring Self-intersection": "輪が自分に接しています",
    "Nested shells": "面が重なっています",
    "Duplicate Rings": "同じ輪が2つあります",
    "Hole lies outside shell": "穴が外にはみ出しています",
    "Holes are nested": "穴が重なっています",
    "Interior is disconnected": "面が途切れています",
    "Too few points in geometry component": "点が足りません",
}


class NotAnArea(ValueError):
    """The shape is no area; its text says why, in Japanese."""


def as_area(shape: BaseGeometry | None) -> tuple[MultiPolygon, str]:
    """`shape` (lon-lat) as a valid MultiPolygon, and what was mended ("" for nothing). Raises NotAnArea."""
    if shape is None or shape.is_empty:
        raise NotAnArea("形がありません。")
    if shape.geom_type in KINDS:
        raise NotAnArea(f"面ではなく{KINDS[shape.geom_type]}です。区域には面（ポリゴン）だけを入れてください。")
    outside = outside_japan(shape.bounds)
    if outside:
        raise NotAnArea(outside)
    if shape.is_valid and isinstance(shape, Polygon | MultiPolygon):
        return (shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])), ""
    area = only_polygons([shapely.make_valid(shape)])
    if area.is_empty:
        raise NotAnArea("面になっていません（広さがありません）。")
    if shape.is_valid:
        return area, "面のほかの点や線を除きました。"
    reason = REASONS.get(shapely.is_valid_reason(shape).split("[")[0].strip(), "形が正しくありません")
    return area, f"{reason}。直しました（広さの変化 {_change(shape, area):.1f}%）。"


def only_polygons(shapes: Iterable[BaseGeometry]) -> MultiPolygon:
    """The union of the shapes without the points and lines that cutting leaves behind; may be empty."""
    united = shapely.union_all(list(shapes))
    pieces: list[Any] = list(shapely.get_parts(united))
    return MultiPolygon([piece for piece in pieces if isinstance(piece, Polygon) and piece.area > 0])


def _change(before: BaseGeometry, after: BaseGeometry) -> float:
    return abs(after.area - before.area) / after.area * 100
