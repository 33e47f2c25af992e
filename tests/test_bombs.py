"""爆弾: files made to fill memory or time are refused with a sentence, within 5 seconds and 100 MB."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from importers.errors import BadFile
from importers.files import measure
from importers.tables import read_tables
from tests.ods import write_content
from tests.test_files import SHEET, repacked, same, workbook
from tests.xls import old_book

SECONDS, MEGABYTES = 5, 100
WATCHED = """
import json, sys, time
from pathlib import Path
from importers.errors import BadFile
from importers.files import measure
from importers.tables import read_tables

def resident():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024

for path in sorted(Path(sys.argv[1]).iterdir()):
    Path("/proc/self/clear_refs").write_text("5")  # the highest is that of now
    before, start, said = resident(), time.perf_counter(), ""
    try:
        read_tables(measure(path))
    except BadFile as problem:
        said = str(problem)
    told = {"name": path.name, "said": said, "seconds": time.perf_counter() - start, "grown": resident() - before}
    print(json.dumps(told))
"""


def cells(xml: bytes) -> bytes:
    """A workbook whose sheet holds these rows."""
    return repacked(lambda name, data: data.replace(b"</sheetData>", xml + b"</sheetData>") if name == SHEET else data)


def of_cell(place: str) -> bytes:
    """One more cell far away."""
    row = "".join(letter for letter in place if letter.isdigit())
    return cells(f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'.encode())


def entities() -> bytes:
    """A billion laughs in the table of strings."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return repacked(lambda name, data: laughs + data if name == SHEET else data)


def wide_letters() -> bytes:
    """The same in UTF-16."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x/>'.encode("utf-16")
    return repacked(lambda name, data: text if name == "xl/styles.xml" else data)


def two_faces() -> bytes:
    """A sheet declared small whose stream goes on for 300 MB, its checksum right for the declared part."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part) + (b" " * 150_000_000 if part.filename == SHEET else b""))
    sound = bytearray(content.getvalue())
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        size = archive.getinfo(SHEET).file_size
    return bytes(sound.replace(size.to_bytes(4, "little"), (9_000).to_bytes(4, "little")))


def ods(tables: str) -> Callable[[Path], None]:
    """Writes an OpenDocument book of these tables."""
    return lambda path: write_content(path, tables)


def xlsx(made: Callable[[], bytes]) -> Callable[[Path], None]:
    """Writes what `made` gives."""
    return lambda path: path.write_bytes(made()) and None


CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
BOMBS = {
    "はなれた行.xlsx": (xlsx(lambda: of_cell("A1048576")), "1,048,576行"),
    "はなれた列.xlsx": (xlsx(lambda: of_cell("XFD2")), "列が多すぎます"),
    "すみ.xlsx": (xlsx(lambda: of_cell("SA99000")), "はなれすぎています"),
    "実体.xlsx": (xlsx(entities), "実体宣言"),
    "実体16.xlsx": (xlsx(wide_letters), "実体宣言"),
    "二つの顔.xlsx": (xlsx(two_faces), "こわれています"),
    "長い行.xlsx": (xlsx(lambda: cells(b'<row r="9"><c r="A9"><v>1</v></c>' + b"<!-- x -->" * 1_900_000)), "長すぎる行"),
    "マクロ.xlsm": (xlsx(lambda: repacked(same, {"xl/vbaProject.bin": b"x" * 900})), "マクロ"),
    "マクロ.xlsx": (xlsx(lambda: repacked(same, {"xl/macrosheets/sheet1.xml": b"<x/>"})), "マクロ"),
    "二進.xlsb": (xlsx(lambda: repacked(same, {"xl/workbook.bin": b"x"})), "xlsb"),
    "くりかえし.ods": (
        ods(f'<table:table table:name="表"><table:table-row table:number-rows-repeated="900000">'
            f'{CELL.format("")}</table:table-row></table:table>'), "900,000行"),
    "くりかえす列.ods": (
        ods(f'<table:table table:name="表"><table:table-row>{CELL.format(" table:number-columns-repeated=" + chr(34) + "9000" + chr(34))}'
            "</table:table-row></table:table>"), "列が多すぎます"),
    "すみ.xls": (lambda path: old_book(path, [["名称"]], far=(65_535, 255)) and None, "はなれすぎています"),
    "ページ.xls": (lambda path: path.write_text("<html><table><tr><td>名称</td></tr></table></html>") and None, "Webページ"),
    "式の表.xls": (lambda path: path.write_text('<?xml version="1.0"?><Workbook><x/></Workbook>') and None, "Webページ"),
    "文書.csv": (lambda path: path.write_bytes(b"{\\rtf1 x}") and None, "RTF"),
}  # fmt: skip


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a process of its own said to each of them, how long it took, and how it grew."""
    folder = tmp_path_factory.mktemp("bombs")
    for name, (write, _) in BOMBS.items():
        write(folder / name)
    done = subprocess.run([sys.executable, "-c", WATCHED, folder], capture_output=True, text=True, check=True)
    return {told["name"]: told for told in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_soon_and_small(watched: dict[str, dict[str, Any]], name: str) -> None:
    told, words = watched[name], BOMBS[name][1]
    assert words in told["said"] and told["said"].startswith(name) and told["said"].endswith("。")
    assert told["seconds"] < SECONDS and told["grown"] < MEGABYTES


def test_what_only_looks_strewn_is_read(tmp_path: Path) -> None:
    """A styled cell in the last column, and a value some rows below, are no bomb."""
    path = tmp_path / "余白.xlsx"
    path.write_bytes(cells(b'<row r="5000"><c r="A5000" t="inlineStr"><is><t>x</t></is></c><c r="XFD5000" s="0"/></row>'))
    assert len(read_tables(measure(path))[0].rows) == 5_000


def test_an_old_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    path = old_book(tmp_path / "古い.xls", [["名称"], ["見本"]], macros=True)
    with pytest.raises(BadFile, match="マクロ"):
        read_tables(measure(path))
