"""区域を取り込む: a GeoJSON, GeoPackage or Shapefile of 自治会, school zones or the city itself becomes areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry import MultiPolygon
from sqlalchemy.orm import Session

from geodata.assignment import assign_places
from geodata.models import AreaKind, Municipality
from importers.areas import AreasReport, Draft, full_code, municipality_of, name_key, outline_of, replace_areas, taken_codes
from importers.errors import BadColumn
from importers.polygons import NotAnArea, as_area, only_polygons
from importers.problems import Problem
from importers.recut import recut
from importers.shapes import Shapes, read_shapes, text_of

NAMES = (
    "name", "名称", "自治会名", "自治会名称", "自治会", "町内会名", "町内会", "区域名", "学校名", "学区名", "圏域名", "町丁目名", "町名",
    "A27_007", "A27_004", "A32_003", "A32_004", "N03_004", "MOJI", "S_NAME", "NAME", "NAME_JA", "title",
)  # fmt: skip
KANA = ("かな", "カナ", "フリガナ", "ふりがな", "名称カナ", "名称_カナ", "自治会名かな", "自治会名カナ", "name_kana", "kana")
CODES = ("自治会コード", "区域コード", "コード", "code", "KEY_CODE")
LONGEST_NAME = 200
INSIDE = 0.01  # an area with less than this part of it inside the outline is a neighbour's


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of the file: `number` counts from 1."""

    number: int
    name: str
    kana: str
    code: str
    shape: MultiPolygon


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
    """Replace all areas of `kind` by the polygons of `file`, any CRS, and assign the municipality's 会場 anew.

    Polygons of one code (without codes: one name) become one area; invalid ones are mended and told in `notes`.
    With anything in `problems` nothing is written. Raises BadFile, BadColumn, UnknownMunicipality.
    """
    city = municipality_of(session, municipality)
    shapes = read_shapes(file, crs=crs)
    columns = _columns(shapes, file, kind, name_column, code_column, kana_column)
    notes, problems = list(shapes.notes), list[Problem]()
    features = list(_features(shapes, columns, notes, problems))
    if kind is AreaKind.MUNICIPALITY:
        features = _the_city(features, city, columns, problems)
    elif (outline := outline_of(session, municipality)) is not None:
        features = _inside(features, outline, city, notes, problems)
    drafts = _drafts(session, features, municipality, kind, columns, source or file.name, approximate, problems)
    if problems:
        return AreasReport(kind, len(shapes.frame), notes=tuple(notes), problems=tuple(problems))
    change = replace_areas(session, municipality, kind, drafts)
    if kind is AreaKind.MUNICIPALITY:
        notes += recut(session, city)
    return AreasReport(
        kind, len(shapes.frame), len(drafts), change.new, change.kept, len(change.gone),
        len(drafts) if approximate else 0, assign_places(session, municipality), (*notes, *change.notes),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Which attributes hold what; "" where none does."""

    name: str
    code: str
    kana: str


def _columns(shapes: Shapes, file: Path, kind: AreaKind, name: str | None, code: str | None, kana: str | None) -> Columns:
    """The columns asked for, else the usual ones. Raises BadColumn listing those that exist."""
    there = shapes.columns
    listed = "、".join(there) or "なし"
    for asked in (name, code, kana):
        if asked and asked not in there:
            raise BadColumn(f"{file.name} に「{asked}」という列はありません。あるのは: {listed}")
    found = name or next((usual for usual in NAMES if usual in there), "")
    if not found and not (kind is AreaKind.MUNICIPALITY and len(shapes.frame) == 1):
        raise BadColumn(f"{file.name} のどの列が名前かわかりません。--name-column で指定してください。あるのは: {listed}")
    usual_code = next((usual for usual in CODES if usual in there), "") if kind is not AreaKind.MUNICIPALITY else ""
    return Columns(found, code or usual_code, kana or next((usual for usual in KANA if usual in there), ""))


def _features(shapes: Shapes, columns: Columns, notes: list[str], problems: list[Problem]) -> Iterator[Feature]:
    frame = shapes.frame
    blank = [""] * len(frame)
    texts = [[text_of(value) for value in frame[column]] if column else blank
             for column in (columns.name, columns.code, columns.kana)]  # fmt: skip
    for number, (name, code, kana, shape) in enumerate(zip(*texts, frame.geometry, strict=True), start=1):
        told = f"{number}件目「{name}」"
        if columns.name and not 0 < len(name) <= LONGEST_NAME:
            problems.append(Problem(number, columns.name, f"{told}: 名前は1字から{LONGEST_NAME}字で書いてください。"))
        try:
            area, mended = as_area(shape)
        except NotAnArea as problem:
            problems.append(Problem(number, "形", f"{told}: {problem}"))
            continue
        if mended:
            notes.append(f"{told}: {mended}")
        yield Feature(number, name, kana, code, area)


def _the_city(features: list[Feature], city: Municipality, columns: Columns, problems: list[Problem]) -> list[Feature]:
    """The features that are the city: a prefecture's file holds its neighbours too."""
    if not columns.name:
        return features
    found = [feature for feature in features if feature.name.endswith(city.name)]
    if not found and not problems:
        listed = "、".join(sorted({feature.name for feature in features})[:10])
        problems.append(Problem(None, columns.name, f"{city.name}の形がありません。ファイルにあるのは: {listed}"))
    return found


def _inside(
    features: list[Feature], outline: MultiPolygon, city: Municipality, notes: list[str], problems: list[Problem]
) -> list[Feature]:
    """Without those that lie outside the city's outline: a prefecture's file of school zones holds the neighbours'."""
    found = [f for f in features if f.shape.intersection(outline).area >= INSIDE * f.shape.area]
    if features and not found:
        problems.append(Problem(None, "形", f"どの区域も{city.name}の外にあります。ファイルと座標系を確かめてください。"))
    elif len(found) < len(features):
        notes.append(f"{city.name}の外にある{len(features) - len(found)}件は入れませんでした。")
    return found


def _drafts(
    session: Session, features: list[Feature], municipality: str, kind: AreaKind, columns: Columns, source: str,
    approximate: bool, problems: list[Problem],
) -> list[Draft]:  # fmt: skip
    """One draft for each code or name."""
    groups: dict[str, list[Feature]] = {}
    for feature in features:
        if columns.code and not feature.code:
            problems.append(Problem(feature.number, columns.code, f"{feature.number}件目「{feature.name}」: コードが空です。"))
        groups.setdefault(feature.code if columns.code else name_key(feature.name), []).append(feature)
    city = municipality_of(session, municipality).name
    drafts = []
    for members in groups.values():
        first = members[0]
        try:
            code = full_code(municipality, kind, first.code) if first.code else ""
        except ValueError as problem:
            problems.append(Problem(first.number, columns.code, f"{first.number}件目「{first.name}」: {problem}"))
            continue
        if len({name_key(member.name) for member in members}) > 1:
            names = "、".join(dict.fromkeys(member.name for member in members))
            problems.append(Problem(first.number, columns.code, f"コード「{first.code}」に名前が2つ以上あります: {names}"))
        name = city if kind is AreaKind.MUNICIPALITY else first.name
        drafts.append(Draft(name, _united(members), source, first.kana, code, approximate))
    for code in taken_codes(session, drafts, municipality, kind):
        problems.append(Problem(None, columns.code, f"コード「{code}」はほかの種類の区域が使っています。"))
    return drafts


def _united(members: Sequence[Feature]) -> MultiPolygon:
    return members[0].shape if len(members) == 1 else only_polygons([member.shape for member in members])
