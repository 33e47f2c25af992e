"""ファイルを開く前に: a file is measured, and refused, by its first bytes and declared sizes before anything unpacks it."""

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from importers.errors import BadFile

MOST_BYTES = 50_000_000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 100
RATIO_MATTERS_FROM = 20_000_000
MOST_PARTS = 2_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
MARKUP = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


class FileKind(StrEnum):
    """What a file is by its bytes, whatever its name says."""

    BOOK = "book"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class MeasuredFile:
    """A file that may be opened: its path, its kind, and the SHA-256 of its bytes."""

    path: Path
    kind: FileKind
    digest: str


def measure(path: Path) -> MeasuredFile:
    """Look at a workbook or CSV from outside. Raises BadFile with what to do next."""
    if not path.is_file():
        raise BadFile(f"ファイルがありません: {path.name}")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            raise BadFile(f"{path.name} は大きすぎます（{size // 1_000_000} MB）。{most} MBまでに分けてください。")
        content = path.read_bytes()
    except OSError:
        raise BadFile(f"{path.name} を開けません。ほかのソフトで開いていないか、読む権限があるかを確かめてください。") from None
    if not content:
        raise BadFile(f"{path.name} は空のファイルです。")
    return MeasuredFile(path, _kind(path, content), sha256(content).hexdigest())


def _kind(path: Path, content: bytes) -> FileKind:
    if content.startswith(ZIP):
        _measure_zip(path)
        return FileKind.BOOK
    if content.startswith(OLE):
        if ENCRYPTED_OLE in content:
            raise BadFile(f"{path.name} はパスワードで保護されています。パスワードを外して保存しなおしてください。")
        return FileKind.BOOK
    if content.startswith(MARKUP) or (b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise BadFile(f"{path.name} は表のファイルではありません。Excel（xlsx）かCSVで保存しなおしてください。")
    return FileKind.TEXT


def _measure_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise BadFile(f"{path.name} はこわれています。元のファイルを開いて保存しなおしてください。") from None
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(f"{path.name} はパスワードで保護されています。パスワードを外して保存しなおしてください。")
    names = {part.filename for part in parts}
    if not names & {"[Content_Types].xml", "content.xml", "mimetype"}:
        raise BadFile(f"{path.name} は表のファイルではありません。Excel（xlsx）かCSVで保存しなおしてください。")
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    suspicious = unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or suspicious:
        raise BadFile(f"{path.name} は開くと大きくなりすぎるため、読み込みませんでした。不要なシートや画像を除いてください。")
