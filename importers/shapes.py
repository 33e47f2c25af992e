"""地図のファイルを読む: GeoJSON, GeoPackage, Shapefile, also zipped, as a GeoDataFrame in lon-lat."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from importers.errors import BadFile
from importers.shapefiles import BYTE_BY_BYTE, dbf_of, encoding_of, with_letters
from importers.zips import unpacked

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pyproj import CRS

LIMIT_BYTES = 200_000_000
LIMIT_FEATURES = 200_000
OPENINGS = {  # what such a file begins with; GDAL would follow a .geojson that really is a list of other files
    ".geojson": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"),
    ".json": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"),
    ".gpkg": re.compile(rb"SQLite format 3\x00"),
    ".shp": re.compile(rb"\x00\x00\x27\x0a"),
    ".zip": re.compile(rb"PK"),
}
DRIVERS = {"GeoJSON", "GPKG", "ESRI Shapefile"}
JAPAN = (122.0, 20.0, 154.0, 46.0)


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a file holds: `frame` in EPSG:4326 without heights; `notes` say what was done to read it."""

    frame: "GeoDataFrame"
    notes: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The attributes, as the file names them."""
        return tuple(str(name) for name in self.frame.columns if name != self.frame.geometry.name)


def read_shapes(file: Path, *, crs: str | None = None) -> Shapes:
    """Read every feature. `crs` (EPSG:6668) goes before what the file says. Raises BadFile, one sentence."""
    _check(file)
    with _opened(file) as path, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        frame = _frame(path, file)
    notes = ["閉じていない輪があったので閉じました。"] if any("Non closed ring" in str(w.message) for w in warned) else []
    stated = _crs(crs) if crs else frame.crs
    if stated is None or not (stated.is_geographic or stated.is_projected):
        raise BadFile(f"{file.name}: 座標系が書かれていません。--crs で指定してください（例: --crs EPSG:6668）。")
    if stated.geodetic_crs is not None and "Tokyo" in stated.geodetic_crs.name:
        notes.append("旧日本測地系の座標を世界測地系に直しました。数メートルのずれが残ることがあります。")
    return Shapes(_in_lonlat(frame, stated, file), tuple(notes))


def text_of(value: Any) -> str:
    """An attribute as the officer sees it: no value is "", 12.0 is 12, blanks at the ends are dropped."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def outside_japan(bounds: tuple[float, float, float, float]) -> str:
    """Why these lon-lat bounds cannot be in Japan, in Japanese; "" when they can."""
    west, south, east, north = bounds
    if JAPAN[0] <= west and JAPAN[1] <= south and east <= JAPAN[2] and north <= JAPAN[3]:
        return ""
    at = f"（経度 {west:.5g}、緯度 {south:.5g}）"
    if JAPAN[0] <= south and JAPAN[1] <= west and north <= JAPAN[2] and east <= JAPAN[3]:
        return f"経度と緯度が入れかわっています{at}。"
    return f"日本の外の座標です{at}。座標系が違うときは --crs で指定してください。"


def _check(file: Path) -> None:
    if not file.is_file():
        raise BadFile(f"{file.name} はフォルダです。" if file.is_dir() else f"{file.name} が見つかりません。")
    opening = OPENINGS.get(file.suffix.lower())
    if opening is None:
        kinds = "GeoJSON、GeoPackage、シェープファイル（zip も可）"
        raise BadFile(f"{file.name} は読めない種類です。{kinds}を渡してください。")
    size = file.stat().st_size
    if size == 0:
        raise BadFile(f"{file.name} は空のファイルです。")
    if size > LIMIT_BYTES:
        most = LIMIT_BYTES // 1_000_000
        raise BadFile(f"{file.name} は大きすぎます（{size:,} バイト）。{most} MB までにしてください。")
    _check_opening(file, opening, file)


def _check_opening(path: Path, opening: re.Pattern[bytes], file: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(1_000)
    except OSError as problem:
        raise BadFile(f"{file.name} を開けません（{problem.strerror}）。") from problem
    if not opening.match(head):
        raise BadFile(f"{file.name} の中身が {path.suffix} ではありません。")


@contextmanager
def _opened(file: Path) -> Iterator[Path]:
    """The path that GDAL may open: the file, or what a zip holds."""
    if file.suffix.lower() != ".zip":
        yield file
        return
    with TemporaryDirectory() as folder:
        path = unpacked(file, Path(folder))
        _check_opening(path, OPENINGS[path.suffix], file)
        yield path


def _frame(path: Path, file: Path) -> "GeoDataFrame":
    import pyogrio

    dbf = dbf_of(path, file.name) if path.suffix.lower() == ".shp" else None
    options = {"encoding": BYTE_BY_BYTE} if dbf else {}
    try:
        layer = _layer(path, file)
        info = pyogrio.read_info(path, layer=layer, force_feature_count=True, **options)
        if info["driver"] not in DRIVERS:
            raise BadFile(f"{file.name} の中身が {path.suffix} ではありません。")
        count = info["features"]
        if not 0 < count <= LIMIT_FEATURES:
            raise BadFile(f"{file.name} の形は {count:,} 件です。1 件から {LIMIT_FEATURES:,} 件までです。")
        frame = pyogrio.read_dataframe(path, layer=layer, force_2d=True, on_invalid="fix", **options)
    except (RuntimeError, ValueError, UnboundLocalError) as problem:  # the last is pyogrio's for a garbled .prj
        raise BadFile(f"{file.name} を読めません。壊れているか、形式が違います。") from problem
    return with_letters(frame, encoding_of(dbf)) if dbf else frame


def _layer(path: Path, file: Path) -> str:
    import pyogrio

    layers = [str(name) for name, shape in pyogrio.list_layers(path) if shape is not None]
    if len(layers) != 1:
        several = f"には層が2つ以上あります（{'、'.join(layers)}）。1つだけの"
        raise BadFile(f"{file.name} {several if layers else 'には形がありません。形のある'}ファイルを渡してください。")
    return layers[0]


def _in_lonlat(frame: "GeoDataFrame", stated: "CRS", file: Path) -> "GeoDataFrame":
    from pyproj.exceptions import ProjError

    try:
        return frame.set_crs(stated, allow_override=True).to_crs(4326).reset_index(drop=True)
    except ProjError as problem:
        raise BadFile(f"{file.name} の座標系を緯度経度に読みかえられません。--crs で指定してください。") from problem


def _crs(text: str) -> "CRS":
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    found = re.fullmatch(r"(?:EPSG:)?(\d{4,6})", text.strip(), re.IGNORECASE)
    try:
        if found:
            return CRS.from_epsg(int(found[1]))
    except CRSError:
        pass
    raise BadFile(f"座標系「{text}」がわかりません。EPSG:6668 のように指定してください。")
