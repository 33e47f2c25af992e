"""自治会を町丁目から作る: for a city that has no polygons of its 自治会, but lists of their 町丁目."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from geoalchemy2.shape import to_shape
from shapely.geometry import MultiPolygon
from sqlalchemy.orm import Session

from geodata.assignment import assign_places
from geodata.models import Area, AreaKind, Municipality
from importers.area_codes import taken_codes
from importers.areas import AreasReport, Draft, areas_of, municipality_of, outline_of, replace_areas
from importers.districts import keep_districts
from importers.groups import Group, grouped, sharers_of
from importers.mapping import read_mapping
from importers.polygons import only_polygons
from importers.told import Told
from importers.towns import Town, TownNames
from importers.voronoi import FROM_POINTS, Position, joined_cells

FROM_POLYGONS = "町丁目の区域を合わせたもの"
KIND = AreaKind.JICHIKAI


def compose_areas(
    session: Session,
    mapping: Path,
    *,
    municipality: str,
    towns: Sequence[Town],
    neighbours: Sequence[Position],
) -> AreasReport:
    """Replace all 自治会 of the municipality by what the list says, and assign its 会場 anew.

    Each is the union of its 町丁目: of their polygons where `areas load --kind machiaza` has brought them,
    else of the cells of their points (`towns`, bounded by `neighbours`, both lon-lat), which makes it
    `approximate`. A 町丁目 that two 自治会 name belongs to both, for nothing says where it is divided.
    With anything in `problems` nothing is written. Raises BadFile, BadColumn, UnknownMunicipality.
    """
    city = municipality_of(session, municipality)
    listed = read_mapping(mapping)
    told = Told(problems=list(listed.problems))
    polygons = areas_of(session, municipality, AreaKind.MACHIAZA)
    points = {town.name: (town.lng, town.lat) for town in towns if town.lng is not None and town.lat is not None}
    known = [area.name for area in polygons] or list(points)
    groups = grouped(listed.rows, TownNames(known, city), municipality, told)
    if polygons:
        drafts = _from_polygons(groups, polygons)
    else:
        drafts = _from_points(groups, points, neighbours, outline_of(session, municipality), city)
    _check(session, groups, drafts, municipality, told)
    _note_towns(groups, known, told)
    if told.problems:
        return AreasReport(KIND, len(listed.rows), notes=tuple(told.notes), problems=tuple(told.problems))
    change = replace_areas(session, municipality, KIND, drafts)
    told.note(*change.notes, *keep_districts(session, municipality, listed.rows))
    return AreasReport(
        KIND, len(listed.rows), len(drafts), change.new, change.kept, len(change.gone),
        sum(draft.approximate for draft in drafts), assign_places(session, municipality), tuple(told.notes),
    )  # fmt: skip


def _from_polygons(groups: Iterable[Group], polygons: Iterable[Area]) -> list[Draft]:
    """Surveyed 町丁目 make a surveyed 自治会, unless it shares one of them with another."""
    shapes = {area.name: to_shape(area.boundary) for area in polygons}
    rough = {area.name for area in polygons if area.approximate}
    rough |= {town for town, sharers in sharers_of(groups).items() if len(sharers) > 1}
    return [
        _draft(group, only_polygons([shapes[town] for town in group.towns]), FROM_POLYGONS,
               approximate=not rough.isdisjoint(group.towns))
        for group in groups
    ]  # fmt: skip


def _from_points(
    groups: Sequence[Group],
    points: Mapping[str, Position],
    neighbours: Sequence[Position],
    outline: MultiPolygon | None,
    city: Municipality,
) -> list[Draft]:
    if not points:
        return []
    wanted = [[points[town] for town in group.towns] for group in groups]
    cells = joined_cells(wanted, list(points.values()), neighbours, outline, city.srid)
    return [_draft(group, cell, FROM_POINTS, approximate=True) for group, cell in zip(groups, cells, strict=True)]


def _draft(group: Group, boundary: MultiPolygon, source: str, *, approximate: bool) -> Draft:
    return Draft(group.name, boundary, source, group.kana, group.code, approximate, tuple(group.members))


def _check(session: Session, groups: list[Group], drafts: list[Draft], municipality: str, told: Told) -> None:
    for group, draft in zip(groups, drafts, strict=False):
        if group.towns and draft.boundary.is_empty:
            message = f"{group.row}行目: 「{group.name}」の町丁目は市区町村の区域の外にあります。"
            told.problem(group.row, "町丁目", message)
    for code in taken_codes(session, drafts, municipality, KIND):
        told.problem(None, "自治会コード", f"コード「{code}」はほかの種類の区域が使っています。")


def _note_towns(groups: Sequence[Group], known: Iterable[str], told: Told) -> None:
    """町丁目 that several 自治会 name, and those that none does."""
    sharers = sharers_of(groups)
    for town, names in sorted(sharers.items()):
        if len(names) > 1:
            both = "、".join(names)
            told.note(f"{town}は{both}に書かれています。分かれ目がわからないので、どの区域にも含めました。")
    missing = sorted(set(known) - set(sharers))
    if missing:
        told.note(f"どの自治会にも入っていない町丁目が{len(missing)}件あります: {'、'.join(missing)}")
