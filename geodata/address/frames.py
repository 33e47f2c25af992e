"""データフレームの入口: geocoding a column of a pandas frame in a notebook, to a GeoDataFrame for maps and joins."""

from typing import TYPE_CHECKING, Any

from geodata.address.columns import COLUMNS, cells, kept_names
from geodata.address.geocoder import Geocoder

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame


def locate_frame(df: "pd.DataFrame", column: str, geocoder: Geocoder, within: str | None = None) -> "GeoDataFrame":
    """`df` with geodata.address.columns.COLUMNS and a point geometry (EPSG:4326) beside it; rows and index as they were.

    Numbers are read as text; a row that is not found has no geometry. A column that has one of those names, or geometry, becomes input_NAME.
    KeyError when there is no such column; ValueError when there are several of that name.
    """
    import pandas as pd
    from geopandas import GeoDataFrame
    from shapely import Point

    if isinstance(df[column], pd.DataFrame):
        raise ValueError(f"「{column}」という列が{df[column].shape[1]}つあります。列の名前を変えてください。")
    matches = geocoder.locate_many(["" if blank else str(text) for text, blank in
                                    zip(df[column], df[column].isna(), strict=True)], within)
    found = pd.DataFrame([cells(match) for match in matches], columns=list(COLUMNS), index=df.index)
    found[["lat", "lng"]] = found[["lat", "lng"]].astype(float)
    own = df.copy()
    own.columns = pd.Index([f"input_{name}" if name == "geometry" else name
                            for name in kept_names(list(df.columns))])
    points: Any = [None if match.point is None else Point(match.point) for match in matches]  # typed as if none were missing
    return GeoDataFrame(pd.concat([own, found], axis=1), geometry=points, crs="EPSG:4326")
