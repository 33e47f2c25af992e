"""シェープファイルの文字: a .dbf in UTF-8 or CP932, whatever its .cpg claims, and names cut off in mid-letter."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from importers.errors import BadFile

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

BYTE_BY_BYTE = "ISO-8859-1"  # decodes whatever there is, and gives the bytes back; GDAL wants it in capitals
SAMPLE_BYTES = 4_000_000


def dbf_of(shp: Path, name: str) -> Path:
    """The .dbf beside a .shp. Raises BadFile, with the `name` the user gave, when a part is missing."""
    there = {path.suffix.lower(): path for path in shp.parent.iterdir() if path.stem == shp.stem}
    if missing := [suffix for suffix in (".shx", ".dbf") if suffix not in there]:
        lost = "、".join(missing)
        raise BadFile(f"{name} と一緒にあるはずの {lost} がありません。同じ場所に置くか zip にしてください。")
    return there[".dbf"]


def encoding_of(dbf: Path) -> str:
    """utf-8 or cp932, whichever loses fewer letters: a .cpg is often missing, and often wrong."""
    with dbf.open("rb") as stream:
        sample = stream.read(SAMPLE_BYTES)
    return min(("utf-8", "cp932"), key=lambda encoding: sample.decode(encoding, "replace").count("\ufffd"))


def with_letters(frame: "GeoDataFrame", encoding: str) -> "GeoDataFrame":
    """Texts read byte by byte as the letters they are; half a letter at the end of a full field is dropped."""

    def letters(text: Any) -> Any:
        return text.encode(BYTE_BY_BYTE, "ignore").decode(encoding, "ignore") if isinstance(text, str) else text

    for column in frame.columns:
        if column != frame.geometry.name:
            frame[column] = frame[column].map(letters)
    return frame.rename(columns=letters)
