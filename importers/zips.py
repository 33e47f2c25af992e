"""zip に入った地図: the one map file inside, unpacked only after its declared sizes have been looked at."""

import zlib
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from importers.errors import BadFile

LIMIT_UNPACKED = 1_000_000_000  # bytes
LIMIT_RATIO = 200  # a real .shp packs 2 times, a .dbf full of blanks 60; zip bombs 1,000
RATIO_COUNTS_FROM = 10_000_000  # bytes unpacked
LIMIT_MEMBERS = 1_000
MAPS = (".shp", ".gpkg", ".geojson", ".json")  # in this order of preference
BESIDE = {".shp": (".shp", ".shx", ".dbf", ".prj")}
CHUNK = 1 << 20


def unpacked(file: Path, folder: Path) -> Path:
    """Unpack the map that `file` holds into `folder`, under the name `map`; its path. Raises BadFile."""
    try:
        with ZipFile(file) as archive:
            members = _checked(archive.infolist(), file)
            chosen = _map_among(members, file)
            suffix = chosen.suffix.lower()
            for path, info in members.items():
                if path.with_suffix("") == chosen.with_suffix("") and path.suffix.lower() in BESIDE.get(suffix, (suffix,)):
                    _write(archive, info, folder / f"map{path.suffix.lower()}")
    except (BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as problem:
        raise BadFile(f"{file.name} は zip として読めません。壊れていないか確かめてください。") from problem
    return folder / f"map{suffix}"


def _checked(infos: list[ZipInfo], file: Path) -> dict[PurePosixPath, ZipInfo]:
    if any(info.flag_bits & 1 for info in infos):
        raise BadFile(f"{file.name} はパスワードで暗号化されています。解除した zip を渡してください。")
    total = sum(info.file_size for info in infos)
    if len(infos) > LIMIT_MEMBERS or total > LIMIT_UNPACKED:
        raise BadFile(f"{file.name} は中身が大きすぎます（展開すると {total:,} バイト、{len(infos):,} ファイル）。")
    if any(info.file_size > max(RATIO_COUNTS_FROM, LIMIT_RATIO * info.compress_size) for info in infos):
        raise BadFile(f"{file.name} は圧縮のしかたが異常なため開きません。")
    return {PurePosixPath(info.filename.replace("\\", "/")): info for info in infos}


def _map_among(members: dict[PurePosixPath, ZipInfo], file: Path) -> PurePosixPath:
    """The only map of the best format; of two with one name, as 国土数値情報 packs them, the UTF-8 one."""
    for suffix in MAPS:
        found = [path for path in members if path.suffix.lower() == suffix and not path.name.startswith("._")]
        if len({path.name for path in found}) > 1:
            names = "、".join(sorted(path.name for path in found))
            raise BadFile(f"{file.name} には地図が2つ以上あります（{names}）。1つだけを渡してください。")
        if found:
            return max(found, key=lambda path: "UTF-8" in str(path).upper())
    raise BadFile(f"{file.name} の中に、シェープファイル・GeoPackage・GeoJSON がありません。")


def _write(archive: ZipFile, info: ZipInfo, target: Path) -> None:
    with archive.open(info) as packed, target.open("wb") as out:
        left = info.file_size
        while piece := packed.read(CHUNK):
            left -= len(piece)
            if left < 0:
                raise BadZipFile("more than declared")
            out.write(piece)
