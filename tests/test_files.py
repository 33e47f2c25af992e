"""読めないファイル: each gets one Japanese sentence with its name, soon, and nothing of it is kept."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import ImportBatch
from importers.errors import BadFile, ImportProblem
from importers.files import FileKind, measure
from importers.tables import read_tables
from tests.lists import imported

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def workbook() -> bytes:
    """A small sound workbook."""
    made, content = Workbook(), io.BytesIO()
    page = made.active
    assert page is not None
    for row in [("名称", "住所"), ("ひだまりサロン", "生駒市元町1-6-12")]:
        page.append(row)
    made.save(content)
    return content.getvalue()


def repacked(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The workbook with its parts changed, and more parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return content.getvalue()


def same(_: str, data: bytes) -> bytes:
    return data


def bomb() -> bytes:
    """60 MB of blanks in one sheet."""
    blanks = b" " * 60_000_000 + b"</sheetData>"
    return repacked(lambda name, data: data.replace(b"</sheetData>", blanks) if name == SHEET else data)


def lying_bomb() -> bytes:
    """The same, whose directory says that the sheet is 5,000 bytes long."""
    content = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    return bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 5_000)))


def locked() -> bytes:
    """Every part marked as encrypted."""
    content = bytearray(workbook())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


BAD = {
    "空.xlsx": (lambda: b"", "空のファイル"),
    "空.csv": (lambda: b"", "空のファイル"),
    "冊子.xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 500, "表のファイルではありません"),
    "写真.csv": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "表のファイルではありません"),
    "書庫.xlsx": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200), "表のファイルではありません"),
    "中身.csv": (lambda: b"\x00\x01\x02" * 900, "表のファイルではありません"),
    "文書.xlsx": (lambda: zipped({"word/document.xml": b"<x/>"}), "表のファイルではありません"),
    "鍵付き.xlsx": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "パスワード"),
    "鍵付きzip.xlsx": (locked, "パスワード"),
    "古い.xls": (lambda: OLE + bytes(4_000), "Excelのファイルとして読めません"),
    "爆弾.xlsx": (bomb, "大きくなりすぎる"),
    "嘘の爆弾.xlsx": (lying_bomb, "こわれています"),
    "部品だらけ.xlsx": (lambda: repacked(same, {f"xl/media/{n}.bin": b"x" for n in range(2_100)}), "大きくなりすぎる"),
    "途中まで.xlsx": (lambda: workbook()[:2_000], "こわれています"),
    "頭だけ.xlsx": (lambda: b"PK\x03\x04", "こわれています"),
    "XML違い.xlsx": (lambda: repacked(lambda n, d: d[: len(d) // 2] if n == SHEET else d), "Excelのファイルとして読めません"),
    "シート抜け.xlsx": (lambda: repacked(lambda n, d: b"" if n == "xl/workbook.xml" else d), "Excelのファイルとして読めません"),
    "文字化け.csv": (lambda: b"\xff\xfa\x81\xff\xfd" * 50, "文字コード"),
    "奇数.csv": (lambda: b"\xff\xfeabc", "文字コード"),
}  # fmt: skip


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence_and_leaves_nothing(db: Session, tmp_path: Path, name: str) -> None:
    made, words = BAD[name]
    path = tmp_path / name
    path.write_bytes(made())
    with pytest.raises(BadFile) as told:
        imported(db, path)
    sentence = str(told.value)
    assert words in sentence and sentence.startswith(name) and sentence.endswith("。") and "\n" not in sentence
    assert str(tmp_path) not in sentence
    assert db.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "ない.xlsx", tmp_path):
        with pytest.raises(BadFile, match=f"ファイルがありません: {path.name}"):
            measure(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "大きい.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(BadFile, match=r"大きい.csv は大きすぎます（60 MB）。50 MBまでに分けてください。"):
        measure(path)


def test_a_file_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "権限.csv"
    path.write_bytes(b"x")

    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(BadFile, match=r"権限.csv を開けません"):
        measure(path)


def test_a_file_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    sound = tmp_path / "名前はcsv.csv"
    sound.write_bytes(workbook())
    assert measure(sound).kind is FileKind.BOOK
    assert read_tables(measure(sound))[0].row(2) == ("ひだまりサロン", "生駒市元町1-6-12")
    text = tmp_path / "名前はxlsx.xlsx"
    text.write_text("名称,住所\nひだまり,生駒市", encoding="cp932")
    assert measure(text).kind is FileKind.TEXT
    assert measure(text).digest != measure(sound).digest


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_never_ends_in_a_trace(tmp_path: Path, seed: int) -> None:
    """Bytes struck out, changed or cut off anywhere: it is read, or refused with a sentence."""
    chance = random.Random(seed)
    content = bytearray(workbook())
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = tmp_path / "傷.xlsx"
    path.write_bytes(bytes(content[: chance.randint(len(content) // 2, len(content))] if seed % 3 == 0 else content))
    try:
        read_tables(measure(path))
    except ImportProblem as problem:
        assert str(problem).startswith("傷.xlsx")
