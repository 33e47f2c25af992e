"""地図として書き出す: the plain sheet's columns beside each point, as GeoJSON and as GeoPackage (EPSG:4326)."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from geodata.exports.layouts import Layout
from geodata.exports.record import Exported

LAYER = "shakai_shigen"
A_DAY = "2000-01-01T00:00:00.000Z"  # a GeoPackage keeps when it was made; ours is the same for the same data


def geojson_bytes(layout: Layout, records: Sequence[Exported]) -> bytes:
    """An RFC 7946 FeatureCollection in lon-lat; geometry is null without a pin, coordinates as exact as they are kept."""
    return orjson.dumps({
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": _point(one), "properties": dict(zip(layout.headers, layout.row(one), strict=True))}
            for one in records
        ],
    })  # fmt: skip


def geopackage_bytes(layout: Layout, records: Sequence[Exported]) -> bytes:
    """One layer of points named LAYER, every column text, a record without a pin kept with an empty geometry."""
    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from pyogrio import set_gdal_config_options
    from shapely import Point

    table = DataFrame([layout.row(one) for one in records], columns=layout.headers, dtype=str)
    points: Any = [None if one.lng is None or one.lat is None else Point(one.lng, one.lat) for one in records]
    frame = GeoDataFrame(table, geometry=points, crs="EPSG:4326")
    handle, name = tempfile.mkstemp(suffix=".gpkg")
    os.close(handle)
    path = Path(name)
    try:
        path.unlink()
        set_gdal_config_options({"OGR_CURRENT_DATE": A_DAY})
        frame.to_file(path, layer=LAYER, driver="GPKG", engine="pyogrio", geometry_type="Point")
        return path.read_bytes()
    finally:
        set_gdal_config_options({"OGR_CURRENT_DATE": None})
        path.unlink(missing_ok=True)


def _point(one: Exported) -> dict[str, object] | None:
    return None if one.lng is None or one.lat is None else {"type": "Point", "coordinates": [one.lng, one.lat]}
