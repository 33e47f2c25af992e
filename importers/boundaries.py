"""区域を取り込む: a GeoJSON, GeoPackage or Shapefile of 自治会, school zones or the city itself."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import shapely
from shapely.geometry import MultiPolygon
from sqlalchemy.orm import Session

from geodata.assignment import assign_places
from geodata.models import AreaKind, Municipality
from importers.area_codes import full_code, name_key, taken_codes
from importers.areas import AreasReport, Draft, municipality_of, outline_of, replace_areas
from importers.features import Columns, Feature, columns_of, features_of
from importers.polygons import only_polygons
from importers.recut import recut
from importers.shapes import read_shapes
from importers.told import Told

INSIDE = 0.01  # an area with less than this part of it inside the outline is a neighbour's
LISTED = 10  # names in a message


def load_areas(
    session: Session,
    file: Path,
    *,
    kind: AreaKind,
    municipality: str,
    name_column: str | None = None,
    code_column: str | None = None,
    kana_column: str | None = None,
    crs: str | None = None,
    source: str | None = None,
    approximate: bool = False,
) -> AreasReport:
    """Replace all areas of `kind` by the polygons of `file`, any CRS, and assign the city's 会場 anew.

    Polygons of one code (without codes: one name) become one area; invalid ones are mended and told in
    `notes`. Of a file wider than the city's outline only what lies in it is taken. With anything in
    `problems` nothing is written. Raises BadFile, BadColumn, UnknownMunicipality.
    """
    city = municipality_of(session, municipality)
    shapes = read_shapes(file, crs=crs)
    is_city = kind is AreaKind.MUNICIPALITY
    columns = columns_of(
        shapes, file.name, Columns(name_column or "", code_column or "", kana_column or ""),
        needs_name=not is_city or len(shapes.frame) > 1, has_codes=not is_city,
    )  # fmt: skip
    told = Told(list(shapes.notes))
    features = list(features_of(shapes, columns, told))
    if is_city:
        features = _the_city(features, city, columns, told)
    elif (outline := outline_of(session, municipality)) is not None:
        features = _inside(features, outline, city, told)
    drafts = list(_drafts(features, city, kind, columns, source or file.name, approximate, told))
    for code in taken_codes(session, drafts, municipality, kind):
        told.problem(None, columns.code, f"コード「{code}」はほかの種類の区域が使っています。")
    if told.problems:
        return AreasReport(kind, len(shapes.frame), notes=tuple(told.notes), problems=tuple(told.problems))
    change = replace_areas(session, municipality, kind, drafts)
    told.note(*change.notes, *(recut(session, city) if is_city else ()))
    return AreasReport(
        kind, len(shapes.frame), len(drafts), change.new, change.kept, len(change.gone),
        len(drafts) if approximate else 0, assign_places(session, municipality), tuple(told.notes),
    )  # fmt: skip


def _the_city(features: list[Feature], city: Municipality, columns: Columns, told: Told) -> list[Feature]:
    """The features that are the city: a prefecture's file holds its neighbours too."""
    if not columns.name:
        return features
    found = [feature for feature in features if feature.name.endswith(city.name)]
    if not found and not told.problems:
        names = "、".join(sorted({feature.name for feature in features})[:LISTED])
        told.problem(None, columns.name, f"{city.name}の形がありません。ファイルにあるのは: {names}")
    return found


def _inside(features: list[Feature], outline: MultiPolygon, city: Municipality, told: Told) -> list[Feature]:
    """Those that lie in the city's outline: a prefecture's file of school zones holds the neighbours' too."""
    shapely.prepare(outline)
    found = [feature for feature in features if _lies_in(feature.shape, outline)]
    if features and not found:
        told.problem(None, "形", f"どの区域も{city.name}の外にあります。ファイルと座標系を確かめてください。")
    elif len(found) < len(features):
        told.note(f"{city.name}の外にある{len(features) - len(found)}件は入れませんでした。")
    return found


def _lies_in(shape: MultiPolygon, outline: MultiPolygon) -> bool:
    """True for most at the first question, which is quick; only those on the border are cut to be measured."""
    if outline.contains(shape):
        return True
    return outline.intersects(shape) and shape.intersection(outline).area >= INSIDE * shape.area


def _drafts(
    features: Iterable[Feature], city: Municipality, kind: AreaKind, columns: Columns, source: str,
    approximate: bool, told: Told,
) -> Iterable[Draft]:  # fmt: skip
    """One draft for each code, without codes for each name."""
    groups: dict[str, list[Feature]] = {}
    for feature in features:
        groups.setdefault(feature.code if columns.code else name_key(feature.name), []).append(feature)
    for members in groups.values():
        first = members[0]
        names = {name_key(member.name): member.name for member in members}
        if len(names) > 1:
            listed = "、".join(names.values())
            told.problem(first.number, columns.code, f"コード「{first.code}」に名前が2つ以上あります: {listed}")
        try:
            code = full_code(city.code, kind, first.code) if first.code else ""
        except ValueError as problem:
            told.problem(first.number, columns.code, f"{first}: {problem}")
            continue
        name = city.name if kind is AreaKind.MUNICIPALITY else first.name
        yield Draft(name, _united(members), source, first.kana, code, approximate)


def _united(members: Sequence[Feature]) -> MultiPolygon:
    return members[0].shape if len(members) == 1 else only_polygons([member.shape for member in members])
