"""自治会を町丁目から作る: where a city has no 自治会 polygons, but a list of the 町丁目 that each is made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from geoalchemy2.shape import to_shape
from shapely.geometry import MultiPolygon
from sqlalchemy.orm import Session

from geodata.assignment import assign_places
from geodata.models import Area, AreaKind, Municipality
from importers.areas import (
    AreasReport,
    Draft,
    areas_of,
    full_code,
    municipality_of,
    name_key,
    outline_of,
    replace_areas,
    taken_codes,
)
from importers.districts import keep_districts
from importers.mapping import MappingRow, read_mapping
from importers.polygons import only_polygons
from importers.problems import Problem
from importers.towns import Town, TownNames
from importers.voronoi import FROM_POINTS, Position, joined_cells

FROM_POLYGONS = "町丁目の区域を合わせたもの"


@dataclass(slots=True)
class Group:
    """One 自治会 of the list: its first row, and its 町丁目."""

    first: MappingRow
    kana: str = ""
    code: str = ""
    members: list[str] = field(default_factory=list)  # as the list writes them
    towns: set[str] = field(default_factory=set)  # as the dictionary writes them


def compose_areas(
    session: Session, mapping: Path, *, municipality: str, towns: Sequence[Town], neighbours: Sequence[Position]
) -> AreasReport:
    """Replace all 自治会 of the municipality by what the list says, and assign its 会場 anew.

    Each is the union of its 町丁目: of their polygons where `areas load --kind machiaza` has brought them, else of the
    cells of their points (`towns`, bounded by `neighbours`, both lon-lat), which makes it `approximate`. A 町丁目 that
    two 自治会 name belongs to both, for nothing says where it is divided. With anything in `problems` nothing is written.
    Raises BadFile, BadColumn, UnknownMunicipality.
    """
    city = municipality_of(session, municipality)
    listed = read_mapping(mapping)
    polygons = areas_of(session, municipality, AreaKind.MACHIAZA)
    points = {town.name: (town.lng, town.lat) for town in towns if town.lng is not None and town.lat is not None}
    known = [area.name for area in polygons] or list(points)
    problems = list(listed.problems)
    groups = _groups(listed.rows, TownNames(known, city), problems)
    if polygons:
        drafts = _from_polygons(groups, polygons)
    else:
        drafts = _from_points(groups, points, neighbours, outline_of(session, municipality), city)
    problems += _wrong(session, drafts, groups, municipality)
    shared, left_out = _shared(groups), _left_out(groups, known)
    if problems:
        return AreasReport(AreaKind.JICHIKAI, len(listed.rows), notes=shared, problems=tuple(problems))
    change = replace_areas(session, municipality, AreaKind.JICHIKAI, drafts)
    districts = keep_districts(session, municipality, listed.rows)
    return AreasReport(
        AreaKind.JICHIKAI, len(listed.rows), len(drafts), change.new, change.kept, len(change.gone),
        sum(draft.approximate for draft in drafts), assign_places(session, municipality),
        (*shared, *left_out, *change.notes, *districts),
    )  # fmt: skip


def _groups(rows: Iterable[MappingRow], names: TownNames, problems: list[Problem]) -> list[Group]:
    groups: dict[str, Group] = {}
    for row in rows:
        group = groups.setdefault(name_key(row.jichikai), Group(row))
        found = names.find(row.town)
        if not found:
            near = "、".join(names.near(row.town))
            hint = f"近い名前: {near}" if near else "町丁目の名前を確かめてください。"
            message = f"{row.number}行目: 町丁目「{row.town}」が見つかりません。{hint}"
            problems.append(Problem(row.number, "町丁目", message))
        if not group.towns.issuperset(found):
            group.members.append(row.town)
            group.towns.update(found)
        if row.code and group.code and row.code != group.code:
            message = f"{row.number}行目: 「{row.jichikai}」に自治会コードが2つあります（{group.code}、{row.code}）。"
            problems.append(Problem(row.number, "自治会コード", message))
        group.kana, group.code = group.kana or row.kana, group.code or row.code
    return list(groups.values())


def _from_polygons(groups: Iterable[Group], polygons: Iterable[Area]) -> list[Draft]:
    """Surveyed 町丁目 make a surveyed 自治会, unless it shares one of them with another."""
    shapes = {area.name: to_shape(area.boundary) for area in polygons}
    rough = {area.name for area in polygons if area.approximate}
    rough |= {town for town, sharers in _sharers(groups).items() if len(sharers) > 1}
    return [
        _draft(group, only_polygons([shapes[town] for town in group.towns]), FROM_POLYGONS, not rough.isdisjoint(group.towns))
        for group in groups
    ]


def _from_points(
    groups: Sequence[Group], points: Mapping[str, Position], neighbours: Sequence[Position],
    outline: MultiPolygon | None, city: Municipality,
) -> list[Draft]:  # fmt: skip
    if not points:
        return []
    wanted = [[points[town] for town in group.towns] for group in groups]
    cells = joined_cells(wanted, list(points.values()), neighbours, outline, city.srid)
    return [_draft(group, cell, FROM_POINTS, True) for group, cell in zip(groups, cells, strict=True)]


def _draft(group: Group, boundary: MultiPolygon, source: str, approximate: bool) -> Draft:
    return Draft(group.first.jichikai, boundary, source, group.kana, group.code, approximate, tuple(group.members))


def _wrong(session: Session, drafts: list[Draft], groups: Sequence[Group], municipality: str) -> Iterator[Problem]:
    """What keeps a 自治会 from being made; gives each draft its full code on the way."""
    seen: dict[str, str] = {}
    for at, (draft, group) in enumerate(zip(drafts, groups, strict=False)):
        row = group.first.number
        if group.towns and draft.boundary.is_empty:
            yield Problem(row, "町丁目", f"{row}行目: 「{draft.name}」の町丁目は市区町村の区域の外にあります。")
        if not draft.code:
            continue
        try:
            code = full_code(municipality, AreaKind.JICHIKAI, draft.code)
        except ValueError as problem:
            yield Problem(row, "自治会コード", f"{row}行目: {problem}")
            continue
        if seen.setdefault(code, draft.name) != draft.name:
            yield Problem(row, "自治会コード", f"{row}行目: コード「{draft.code}」は「{seen[code]}」にも使われています。")
        drafts[at] = replace(draft, code=code)
    for code in taken_codes(session, drafts, municipality, AreaKind.JICHIKAI):
        yield Problem(None, "自治会コード", f"コード「{code}」はほかの種類の区域が使っています。")


def _sharers(groups: Iterable[Group]) -> dict[str, list[str]]:
    """町丁目: the 自治会 that name it."""
    found: dict[str, list[str]] = {}
    for group in groups:
        for town in group.towns:
            found.setdefault(town, []).append(group.first.jichikai)
    return found


def _shared(groups: Iterable[Group]) -> tuple[str, ...]:
    return tuple(
        f"{town}は{'、'.join(sharers)}に書かれています。分かれ目がわからないので、どちらの区域にも含めました。"
        for town, sharers in sorted(_sharers(groups).items())
        if len(sharers) > 1
    )


def _left_out(groups: Iterable[Group], known: Iterable[str]) -> tuple[str, ...]:
    missing = sorted(set(known) - set(_sharers(groups)))
    return (f"どの自治会にも入っていない町丁目が{len(missing)}件あります: {'、'.join(missing)}",) if missing else ()
