"""おおよその区域: of a 町 known by one point only, the ground that is nearer to it than to any other 町."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from importers.polygons import only_polygons

if TYPE_CHECKING:
    from geopandas import GeoSeries

Position = tuple[float, float]
"""(lng, lat), EPSG:4326."""

FROM_POINTS = "町丁目の代表点から作ったおおよその区域"  # the source of an area that is made of cells
BEYOND = 1_200.0  # metres around the city's own points, when no outline is loaded
HOLLOW = 0.3  # how far that line follows bays in the city's shape: 1 is the convex hull
NEIGHBOURS_WITHIN = 10_000.0  # metres; farther points cannot bound a cell


def joined_cells(
    groups: Sequence[Sequence[Position]], own: Sequence[Position], neighbours: Sequence[Position],
    outline: BaseGeometry | None, srid: int,
) -> list[MultiPolygon]:  # fmt: skip
    """For each group of the city's own points the union of their cells, lon-lat; empty where nothing is left.

    With an outline the city's own points share it out, and neighbours are not asked, so that no ground inside
    is left to them. Without one the neighbours' points bound the cells, and so does a line 1.2 km around the
    city's own. Distances are taken in the 平面直角座標系 `srid`. Points that coincide to the metre share one
    cell: each group that holds one of them has it all.
    """
    own_sites = _on_the_metre(own, srid)
    limit: BaseGeometry
    near: list[Position]
    if outline is None:
        limit = shapely.concave_hull(MultiPoint(own_sites), ratio=HOLLOW).buffer(BEYOND)
        near = _near(_on_the_metre(neighbours, srid), limit)
    else:
        limit, near = _projected([outline], srid)[0], []
    cell_at = _cells([*own_sites, *near], limit)
    at = dict(zip(own, own_sites, strict=True))
    united = [only_polygons([cell_at[site] for site in {at[point] for point in group}]) for group in groups]
    return [only_polygons([shape]) for shape in _lonlat([cell.intersection(limit) for cell in united], srid)]


def _cells(sites: Sequence[Position], limit: BaseGeometry) -> dict[Position, BaseGeometry]:
    distinct = list(dict.fromkeys(sites))
    if len(distinct) == 1:
        return {distinct[0]: limit}
    cells = shapely.voronoi_polygons(MultiPoint(distinct), extend_to=limit.buffer(BEYOND), ordered=True)
    return dict(zip(distinct, shapely.get_parts(cells), strict=True))


def _near(sites: Sequence[Position], limit: BaseGeometry) -> list[Position]:
    around = limit.buffer(NEIGHBOURS_WITHIN)
    return [site for site in sites if around.covers(Point(site))]


def _on_the_metre(points: Sequence[Position], srid: int) -> list[Position]:
    placed = _projected([Point(point) for point in points], srid)
    return [(float(round(x)), float(round(y))) for x, y in zip(placed.x, placed.y, strict=True)]


def _projected(shapes: Sequence[BaseGeometry], srid: int) -> "GeoSeries":
    from geopandas import GeoSeries

    return GeoSeries(list(shapes), crs=4326).to_crs(srid)


def _lonlat(shapes: Sequence[BaseGeometry], srid: int) -> "GeoSeries":
    from geopandas import GeoSeries

    return GeoSeries([shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes], crs=srid).to_crs(4326)
