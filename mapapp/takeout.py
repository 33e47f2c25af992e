"""持ち出し: a layout and its records as a file of one of four formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Response, send_file

from geodata.errors import UnknownLayout
from geodata.exports.layouts import Layout
from geodata.exports.record import Exported
from geodata.exports.shapes import geojson_bytes, geopackage_bytes
from geodata.exports.table import csv_bytes
from importers import workbook_bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file, by its suffix."""

    words: str
    mimetype: str


FORMATS = {
    "xlsx": Format("Excel（xlsx）", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Format("CSV（UTF-8・BOMつき）", "text/csv"),
    "geojson": Format("GeoJSON（地図）", "application/geo+json"),
    "gpkg": Format("GeoPackage（QGISなど）", "application/geopackage+sqlite3"),
}


def file_of(layout: Layout, records: Sequence[Exported], suffix: str) -> bytes:
    """The whole file. Raises UnknownLayout for a suffix that is none of FORMATS."""
    if suffix == "csv":
        return csv_bytes(layout.headers, map(layout.row, records))
    if suffix == "xlsx":
        return workbook_bytes(layout.title, layout.headers, map(layout.row, records))
    if suffix == "geojson":
        return geojson_bytes(layout, records)
    if suffix == "gpkg":
        return geopackage_bytes(layout, records)
    raise UnknownLayout(f"「.{suffix[:20]}」では書き出せません。使えるのは {'、'.join(FORMATS)} です。")


def attached(body: bytes, layout: Layout, suffix: str, *, etag: str = "") -> Response:
    """The file to keep, under its Japanese name; with an `etag` a browser may keep it, without one nobody does."""
    response = send_file(
        BytesIO(body), FORMATS[suffix].mimetype, as_attachment=True, etag=etag or False,
        download_name=f"{layout.title.partition('（')[0].replace(' ', '_')}.{suffix}",
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-cache" if etag else "no-store"
    return response
