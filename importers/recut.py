"""輪郭に合わせなおす: approximate 自治会 are cut again when the city's outline has been loaded after them."""

from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import MultiPolygon
from sqlalchemy.orm import Session

from geodata.models import Area, AreaKind, Municipality
from geodata.queries.towns import towns_of
from importers.areas import areas_of, outline_of
from importers.polygons import only_polygons
from importers.towns import TownNames
from importers.voronoi import FROM_POINTS, joined_cells


def recut(session: Session, city: Municipality) -> list[str]:
    """Fit every approximate 自治会 to the outline; notes on what was done.

    Where the address dictionary still has the points that all were made from, the cells are drawn anew and
    share out the whole outline; else what lies outside it is only cut away. One that would vanish stays.
    """
    outline = outline_of(session, city.code)
    rough = [area for area in areas_of(session, city.code, AreaKind.JICHIKAI) if area.approximate]
    if outline is None or not rough:
        return []
    drawn = _anew(session, rough, outline, city)
    cut = drawn or [only_polygons([to_shape(area.boundary).intersection(outline)]) for area in rough]
    notes = [f"おおよその区域{len(rough)}件を{city.name}の輪郭に合わせなおしました。"]
    for area, boundary in zip(rough, cut, strict=True):
        if boundary.is_empty:
            notes.append(f"「{area.name}」は{city.name}の輪郭の外にあるため、そのままにしました。")
        else:
            area.boundary = from_shape(boundary, srid=4326)
    session.flush()
    return notes


def _anew(session: Session, rough: list[Area], outline: MultiPolygon, city: Municipality) -> list[MultiPolygon]:
    """The cells of each; nothing when one is not made of cells or the dictionary lacks one of their 町丁目."""
    if any(area.source != FROM_POINTS for area in rough):
        return []
    points = {town.name: (town.lng, town.lat) for town in towns_of(session, city.code)}
    names = TownNames(points, city)
    found = [[names.find(member) for member in area.members.splitlines()] for area in rough]
    if not all(members and all(members) for members in found):
        return []
    groups = [[points[town] for towns in members for town in towns] for members in found]
    return joined_cells(groups, list(points.values()), [], outline, city.srid)
