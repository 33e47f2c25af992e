"""zip の表計算ファイル: xlsx and ods are refused by what their directory declares, then by what unpacking really gives."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from importers.errors import BadFile

MOST_UNPACKED = 200_000_000  # bytes, all parts together
MOST_RATIO = 100
RATIO_MATTERS_FROM = 20_000_000
MOST_PARTS = 2_000
CHUNK = 1 << 18
BOOKS = {"[Content_Types].xml", "content.xml", "mimetype"}
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)|^(Basic|Scripts)/", re.IGNORECASE)
BINARY_BOOK = re.compile(r"^xl/workbook\.bin$", re.IGNORECASE)
ROOT = re.compile(rb"<[A-Za-z]")


def check_zip(path: Path) -> None:
    """Raise BadFile for what is no workbook, or none that may be opened. Only what was declared small is unpacked at all."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            _declared(path.name, parts)
            _really(path, parts)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError):
        raise BadFile(f"{path.name} はこわれています。元のファイルを開いて保存しなおしてください。") from None


def pieces(path: Path, part: ZipInfo) -> Iterator[bytes]:
    """The content of a part as it really is, piece by piece; BadZipFile when it is more than its directory declares."""
    left, inflate = part.file_size, zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    for packed in _packed(path, part):
        rest = packed
        while rest:
            piece, rest = (inflate.decompress(rest, CHUNK), inflate.unconsumed_tail) if inflate else (rest, b"")
            left -= len(piece)
            if left < 0:
                raise zipfile.BadZipFile("more than declared")
            yield piece


def _packed(path: Path, part: ZipInfo) -> Iterator[bytes]:
    """The bytes of a part as they stand in the file, behind its local header."""
    with path.open("rb") as file:
        file.seek(part.header_offset + 26)
        lengths = file.read(4)
        if len(lengths) < 4:
            raise zipfile.BadZipFile("no local header")
        file.seek(sum(struct.unpack("<HH", lengths)), 1)
        left = part.compress_size
        while left > 0 and (packed := file.read(min(CHUNK, left))):
            left -= len(packed)
            yield packed


def _declared(name: str, parts: list[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(f"{name} はパスワードで保護されています。パスワードを外して保存しなおしてください。")
    if not names & BOOKS:
        raise BadFile(f"{name} は表のファイルではありません。Excel（xlsx）かCSVで保存しなおしてください。")
    if any(BINARY_BOOK.search(one) for one in names):
        raise BadFile(f"{name} はバイナリ形式（xlsb）です。Excelで開き、「Excelブック（xlsx）」で保存しなおしてください。")
    if any(MACROS.search(one) for one in names):
        raise BadFile(f"{name} にはマクロが入っています。Excelで開き、マクロのない「Excelブック（xlsx）」で保存しなおしてください。")
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    suspicious = unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or suspicious:
        limits = f"部品は{MOST_PARTS:,}個、展開後は{MOST_UNPACKED // 1_000_000} MBまで"
        raise BadFile(f"{name} は開くと大きくなりすぎるため、読み込みませんでした（{limits}）。不要なシートや画像を除いてください。")


def _really(path: Path, parts: list[ZipInfo]) -> None:
    for part in parts:
        head = b""
        for piece in pieces(path, part):
            head = head if ROOT.search(head) else head + piece
        if part.filename.endswith((".xml", ".rels")) and _has_entities(head):
            raise BadFile(f"{path.name} にはXMLの実体宣言が入っているため、読み込みませんでした。Excelで開いて保存しなおしてください。")


def _has_entities(head: bytes) -> bool:
    """True when something is declared before the first element; also when each letter takes two bytes."""
    plain = head.replace(b"\x00", b"")
    root = ROOT.search(plain)
    prologue = plain[: root.start()] if root else plain
    return b"<!DOCTYPE" in prologue or b"<!ENTITY" in prologue
