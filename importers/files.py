"""ファイルを開く前に: a file is measured, and refused, by its first bytes and declared sizes before anything unpacks it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from importers.books import check_zip
from importers.errors import BadFile

MOST_BYTES = 50_000_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
OTHERS = {
    b"%PDF": "PDF", b"\x89PNG": "画像", b"\xff\xd8\xff": "画像", b"GIF8": "画像", b"Rar!": "圧縮ファイル", b"7z\xbc\xaf": "圧縮ファイル",
    b"\x1f\x8b": "圧縮ファイル", b"{\\rtf": "文書（RTF）", b"II*\x00": "画像", b"MM\x00*": "画像", b"MZ": "プログラム", b"\x7fELF": "プログラム",
}  # fmt: skip
MARKED_UP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|\?xml|meta|div|script)\b", re.IGNORECASE)
BOMS = (b"\xff\xfe", b"\xfe\xff")
FEW = 0.02  # the share of zero bytes that a damaged text may have
MORE = 5  # times as many zeros on one side: 一 and the wide blank end with one too
NO_TABLE = "表のファイルではありません"


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
        check_zip(path)
        return FileKind.BOOK
    if content.startswith(OLE):
        if ENCRYPTED_OLE in content:
            raise BadFile(f"{path.name} はパスワードで保護されています。パスワードを外して保存しなおしてください。")
        return FileKind.BOOK
    _check_text(path, content)
    return FileKind.TEXT


def _check_text(path: Path, content: bytes) -> None:
    other = next((name for magic, name in OTHERS.items() if content.startswith(magic)), "")
    if other:
        raise BadFile(f"{path.name} は{NO_TABLE}（{other}です）。Excel（xlsx）かCSVで保存しなおしてください。")
    if MARKED_UP.match(content):
        said = "中身がWebページ（HTML・XML）です。Excelで開き、「Excelブック（xlsx）」で保存しなおしてください。"
        raise BadFile(f"{path.name} は{NO_TABLE}。{said}")
    if not content.startswith(BOMS) and not two_bytes(content) and content.count(0) > FEW * len(content):
        raise BadFile(f"{path.name} は{NO_TABLE}。Excel（xlsx）かCSVで保存しなおしてください。")


def two_bytes(content: bytes) -> str:
    """The name of UTF-16 without its mark, told by the zero bytes of commas and line ends; "" for other texts."""
    head = content[:4_096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(content) % 2 or max(even, odd) <= MORE * min(even, odd):
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(name, "ignore")
    return name if re.search(r"[,\t\r\n]", text) and not re.search(r"[\x00-\x08\ue000-\uf8ff]", text) else ""
