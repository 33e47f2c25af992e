"""地図の下地を取り込む: rail, stations, water, roads and place names, for a map without tiles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from geodata.models import Area, BasemapFeature, Municipality
from importers.areas import municipality_of
from importers.errors import BadFile
from importers.problems import Problem
from importers.shapes import outside_japan, read_shapes, text_of

KINDS = {"rail": "線路", "station": "駅", "water": "水面・川", "road": "道路", "place": "地名"}
NAMES = {
    "rail": ("N02_003", "路線名", "line", "name", "名称"),
    "station": ("N02_005", "駅名", "name", "名称"),
    "water": ("W05_004", "W09_001", "河川名", "name", "名称"),
    "road": ("路線名", "道路名", "name", "名称"),
    "place": ("MOJI", "S_NAME", "町丁目名", "町名", "地名", "name", "名称"),
}
LONGEST_NAME = 300
DETAIL = 2.0  # metres: what a line may be moved by when it is drawn simpler
AROUND = 0.05  # degrees, some 5 km: ground farther from the city's areas is left out
ONE_STATION = 300.0  # metres: platforms of one name nearer than this are one station


@dataclass(frozen=True, slots=True)
class BasemapReport:
    """What was kept of the files. With problems nothing was written."""

    kind: str
    files: int
    features: int  # in the files
    kept: int = 0
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """One named shape in lon-lat."""

    name: str
    shape: BaseGeometry


def load_basemap(
    session: Session, files: Sequence[Path], *, kind: str, municipality: str, crs: str | None = None, source: str | None = None
) -> BasemapReport:
    """Keep the shapes of `files` (any CRS) as ground of `kind`, in the place of what their source gave before.

    `source` is the credit that the map names; without one each file goes by its own name.
    They are simplified to 2 m, and stations become points. Where the municipality has areas, what lies more
    than some 5 km from them is left out.
    With anything in `problems` nothing is written. Raises BadFile, UnknownMunicipality.
    """
    if kind not in KINDS:
        raise BadFile(f"下地の種類「{kind}」はありません。{'、'.join(KINDS)} のどれかを指定してください。")
    city = municipality_of(session, municipality)
    window = _window(session, municipality)
    count, notes, problems = 0, list[str](), list[Problem]()
    kept: dict[str, list[Ground]] = {}
    for file in files:
        shapes = read_shapes(file, crs=crs)
        count += len(shapes.frame)
        notes += [f"{file.name}: {note}" for note in shapes.notes]
        column = next((name for name in NAMES[kind] if name in shapes.columns), "")
        names = [text_of(value)[:LONGEST_NAME] for value in shapes.frame[column]] if column else [""] * len(shapes.frame)
        ground = list(_usable(zip(names, shapes.frame.geometry, strict=True), file, notes, problems))
        near = [Ground(piece.name, cut) for piece in ground if not (cut := _cut(piece.shape, window)).is_empty]
        if len(near) < len(ground):
            notes.append(f"{file.name}: {city.name}から離れた{len(ground) - len(near)}件は入れませんでした。")
        kept.setdefault(source or file.name, []).extend(_as_drawn(near, kind, city))
    if problems:
        return BasemapReport(kind, len(files), count, notes=tuple(notes), problems=tuple(problems))
    for credit, ground in kept.items():
        _replace(session, municipality, kind, credit, ground)
    return BasemapReport(kind, len(files), count, sum(map(len, kept.values())), tuple(notes))


def _window(session: Session, municipality: str) -> BaseGeometry | None:
    shapes = [to_shape(b) for b in session.scalars(select(Area.boundary).where(Area.municipality_code == municipality))]
    if not shapes:
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return box(west - AROUND, south - AROUND, east + AROUND, north + AROUND)


def _usable(
    named: Iterable[tuple[str, BaseGeometry | None]], file: Path, notes: list[str], problems: list[Problem]
) -> Iterator[Ground]:
    for number, (name, shape) in enumerate(named, start=1):
        told = f"{file.name}: {number}件目「{name}」"
        if shape is None or shape.is_empty:
            notes.append(f"{told}は形がないので入れませんでした。")
        elif outside := outside_japan(shape.bounds):
            problems.append(Problem(number, "形", f"{told}: {outside}"))
        else:
            yield Ground(name, shape if shape.is_valid else shapely.make_valid(shape))


def _cut(shape: BaseGeometry, window: BaseGeometry | None) -> BaseGeometry:
    return shape if window is None else shapely.intersection(shape, window)


def _as_drawn(ground: list[Ground], kind: str, city: Municipality) -> list[Ground]:
    from geopandas import GeoSeries

    plane = list(GeoSeries([piece.shape for piece in ground], crs=4326).to_crs(city.srid))
    metric = [Ground(piece.name, shape) for piece, shape in zip(ground, plane, strict=True)]
    drawn = _stations(metric) if kind == "station" else [Ground(g.name, g.shape.simplify(DETAIL)) for g in metric]
    back = GeoSeries([piece.shape for piece in drawn], crs=city.srid).to_crs(4326)
    return [Ground(piece.name, shape) for piece, shape in zip(drawn, back, strict=True) if not shape.is_empty]


def _stations(ground: list[Ground]) -> list[Ground]:
    """The platforms of each name as one point; names that recur in another town stay apart."""
    named: dict[str, list[Point]] = {}
    for piece in ground:
        named.setdefault(piece.name, []).append(piece.shape.centroid)
    found = []
    for name, points in named.items():
        for patch in shapely.get_parts(MultiPoint(points).buffer(ONE_STATION)):
            found.append(Ground(name, MultiPoint([point for point in points if patch.covers(point)]).centroid))
    return found


def _replace(session: Session, municipality: str, kind: str, source: str, ground: Sequence[Ground]) -> None:
    mine = (
        BasemapFeature.municipality_code == municipality,
        BasemapFeature.kind == kind,
        BasemapFeature.source == source,
    )
    session.execute(delete(BasemapFeature).where(*mine))
    rows = [
        {"municipality_code": municipality, "kind": kind, "name": piece.name, "source": source,
         "shape": from_shape(piece.shape, srid=4326)}
        for piece in ground
    ]  # fmt: skip
    if rows:
        session.execute(insert(BasemapFeature), rows)
