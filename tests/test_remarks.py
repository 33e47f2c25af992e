"""備考つきの表: the workbook as it was, and one column more."""

import io
from pathlib import Path

import pytest
from ods import write_ods
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Border, Font, PatternFill, Side

from importers import remarked
from importers.files import measure
from importers.tables import read_tables

ROWS = [("名称", "住所"), ("ひだまり", "生駒市元町1-6-12"), ("<b>&みなみ", "生駒市東新町8-38")]
TOLD = {2: "新規／番地がありません。", 3: "変更なし"}


def workbook(path: Path) -> bytes:
    book = Workbook()
    book.active.title = "表紙"  # type: ignore[union-attr]
    sheet = book.create_sheet("一覧")
    sheet.append(["見本の一覧"])
    for row in ROWS:
        sheet.append(row)
    sheet["A2"].font, sheet["A2"].fill = Font(bold=True), PatternFill("solid", "FFCC00")
    sheet["B3"].border = Border(left=Side("thin"))
    sheet.merge_cells("A1:B1")
    sheet.column_dimensions["A"].width = 33
    sheet["D9"] = "=SUM(1,2)"
    book.save(path)
    return path.read_bytes()


def test_a_workbook_keeps_its_look(tmp_path: Path) -> None:
    told = {3: "新規／番地がありません。", 4: "=HYPERLINK(1)"}
    name, made = remarked(workbook(tmp_path / "a.xlsx"), "../一覧.xlsx", told, sheet="一覧", header_row=2)
    assert name == "一覧_確認結果.xlsx"
    book = load_workbook(io.BytesIO(made))
    sheet = book["一覧"]
    assert book.sheetnames == ["表紙", "一覧"] and book["表紙"].max_column == 1
    assert [sheet.cell(row, 5).value for row in (1, 2, 3, 4)] == [None, "確認の結果", "新規／番地がありません。", "'=HYPERLINK(1)"]
    assert sheet["E4"].data_type == "s" and sheet["D9"].value == "=SUM(1,2)"
    assert sheet["A2"].font.bold and sheet["A2"].fill.start_color.rgb == "00FFCC00" and sheet["B3"].border.left.style == "thin"
    assert sheet["E3"].border.left.style == "thin", "the new cell looks like its neighbour"
    assert sheet.column_dimensions["A"].width == 33 and "A1:B1" in map(str, sheet.merged_cells.ranges)
    assert sheet["A4"].value == "<b>&みなみ"


def test_what_was_remarked_reads_as_before(tmp_path: Path) -> None:
    content = workbook(tmp_path / "a.xlsx")
    path = tmp_path / "b.xlsx"
    path.write_bytes(remarked(content, "a.xlsx", {4: "変更なし"}, sheet="一覧", header_row=2)[1])
    before, after = (read_tables(measure(one))[1].rows for one in (tmp_path / "a.xlsx", path))
    assert [row[:2] for row in after] == [row[:2] for row in before]


def test_rows_without_numbers_and_with_prefixes_are_counted(tmp_path: Path) -> None:
    from zipfile import ZipFile

    path = tmp_path / "a.xlsx"
    workbook(path)
    other = tmp_path / "b.xlsx"
    sheet = ('<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="inlineStr">'
             "<x:is><x:t>名称</x:t></x:is></x:c></x:row><x:row/><x:row><x:c t=\"inlineStr\"><x:is><x:t>ひだまり</x:t></x:is></x:c></x:row>"
             "</x:sheetData></x:worksheet>")  # fmt: skip
    with ZipFile(path) as old, ZipFile(other, "w") as new:
        for part in old.namelist():
            new.writestr(part, sheet if part.endswith("sheet2.xml") else old.read(part))
    made = load_workbook(io.BytesIO(remarked(other.read_bytes(), "a.xlsx", {3: "新規"}, sheet="一覧")[1]))["一覧"]
    assert [made.cell(row, 2).value for row in (1, 2, 3)] == ["確認の結果", None, "新規"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_csv_keeps_its_encoding(encoding: str, end: str) -> None:
    content = end.join([*(",".join(row) for row in ROWS), ""]).encode(encoding)
    name, made = remarked(content, "一覧.csv", TOLD)
    lines = [*(f"{','.join(row)},{told}" for row, told in zip(ROWS, ("確認の結果", *TOLD.values()), strict=True)), ""]
    assert (name, made) == ("一覧_確認結果.csv", end.join(lines).encode(encoding))


def test_letters_that_an_encoding_lacks_are_no_obstacle() -> None:
    assert "？".encode("cp932") not in remarked("名称\nひだまり\n".encode("cp932"), "a.csv", {2: "😀"})[1]
    assert remarked("名称\nひだまり\n".encode("cp932"), "a.csv", {2: "😀"})[1].splitlines()[1].endswith(b",?")


def test_an_ods_becomes_an_xlsx(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", {"一覧": ROWS})
    name, made = remarked(path.read_bytes(), "一覧.ods", TOLD)
    assert name == "一覧_確認結果.xlsx"
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert [sheet.cell(row, 3).value for row in (1, 2, 3)] == ["確認の結果", *TOLD.values()]


def test_pictures_stay(tmp_path: Path) -> None:
    pillow = pytest.importorskip("PIL.Image")
    picture = tmp_path / "dot.png"
    pillow.new("RGB", (4, 4)).save(picture)
    book = Workbook()
    book.active.append(["名称"])  # type: ignore[union-attr]
    book.active.add_image(Image(picture))  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    made = remarked((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", {1: "新規"})[1]
    assert b"xl/media/image1.png" in made
