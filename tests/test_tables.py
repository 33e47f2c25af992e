"""表を読む: what each kind of cell and file becomes, with the row numbers that Excel shows."""

import csv
import io
import string
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from importers.errors import BadFile
from importers.files import measure
from importers.tables import Table, read_tables
from tests.lists import book

MIHON_ODS = Path(__file__).parents[1] / "importers/mihon/07_shuro_silver.ods"
ROWS = [["名称", "住所"], ["ひだまりサロン", "生駒市元町1-6-12"], ["", ""], ["①会館・髙﨑", "〜−"]]


def read(path: Path) -> Table:
    """The first sheet."""
    return read_tables(measure(path))[0]


def of(tmp_path: Path, content: bytes, name: str = "list.csv") -> list[list[str]]:
    """The rows of a file with this content."""
    path = tmp_path / name
    path.write_bytes(content)
    return [list(row) for row in read(path).rows]


def as_csv(rows: list[list[str]], **dialect: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-be"])
def test_any_encoding_that_offices_use(tmp_path: Path, encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    rows = [[cell.replace("〜−", "～－") for cell in row] for row in ROWS]
    assert of(tmp_path, mark + as_csv(rows).encode(encoding)) == rows


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("between", [",", "\t"])
def test_any_separator_and_line_end(tmp_path: Path, between: str, ends: str) -> None:
    text = "子ども食堂の一覧\r\n（令和8年4月1日現在）\r\n" + as_csv(ROWS, delimiter=between, lineterminator=ends)
    assert of(tmp_path, text.encode()) == [["子ども食堂の一覧"], ["（令和8年4月1日現在）"], *ROWS]


def test_a_workbook_an_ods_and_a_csv_say_the_same(tmp_path: Path) -> None:
    table = read(book(tmp_path / "list.xlsx", ROWS, sheet="一覧"))
    assert table.name == "一覧" and [list(row) for row in table.rows] == ROWS
    assert [table.name for table in read_tables(measure(MIHON_ODS))] == ["就労支援"]
    assert read(MIHON_ODS).row(5)[0].startswith("シルバー人材センター")


@pytest.mark.parametrize(
    "cell,text",
    [
        (140007.0, "140007"), (34.68, "34.68"), (0, "0"), (-1.5, "-1.5"), (1e20, "1e+20"), (True, "はい"), (False, "いいえ"),
        (date(2026, 4, 1), "2026-04-01"), (datetime(2026, 4, 1), "2026-04-01"),
        (datetime(2026, 4, 1, 9, 30), "2026-04-01 09:30"), (time(17, 30), "17:30"), (time(0, 0), "00:00"),
        (timedelta(hours=25, minutes=30), "25:30"), ("  ひだまり\u3000", "ひだまり"), ("上\r\n下", "上\n下"), (None, ""),
        ("a\u200bb\ufeffc", "abc"), ("gpj.\u202eexe", "gpj.exe"), ("=1+1のこと", "=1+1のこと"),
    ],
)  # fmt: skip
def test_a_cell_becomes_what_a_person_reads(tmp_path: Path, cell: Any, text: str) -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page["A1"], page["B1"], page["C1"] = "始", cell, "終"
    if isinstance(cell, str):
        page["B1"].data_type = "s"
    if isinstance(cell, timedelta):
        page["B1"].number_format = "[h]:mm"
    workbook.save(tmp_path / "cell.xlsx")
    assert read(tmp_path / "cell.xlsx").row(1) == ("始", text, "終")


def test_the_numbers_of_rows_are_those_of_excel(tmp_path: Path) -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page["B4"] = "四行目"
    workbook.save(tmp_path / "gap.xlsx")
    table = read(tmp_path / "gap.xlsx")
    assert table.row(4)[1] == "四行目" and table.row(5) == () and table.row(0) == ()


def test_a_merged_cell_holds_for_each_of_its_rows(tmp_path: Path) -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in [("区分", "名称", "会場"), ("広場", "い", "甲"), ("", "ろ", ""), ("", "は", "乙"), ("相談", "に", "丙")]:
        page.append(row)
    page.merge_cells("A2:A4")
    page.merge_cells("C2:C3")
    workbook.save(tmp_path / "merged.xlsx")
    assert read(tmp_path / "merged.xlsx").rows[1:] == (
        ("広場", "い", "甲"), ("広場", "ろ", "甲"), ("広場", "は", "乙"), ("相談", "に", "丙"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "rows,words",
    [
        ([["x"] * 501], "列が多すぎます（500列まで）"),
        ([["名称"], ["長" * 4_001]], "2行目に4,000文字をこえるセル"),
        ([["名称"]] + [["い"]] * 100_000, "100,001行あります。100,000行まで"),
    ],
)
def test_a_table_beyond_all_lists_is_refused_by_name(tmp_path: Path, rows: list[list[str]], words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(as_csv(rows), encoding="utf-8")
    with pytest.raises(BadFile) as told:
        read(path)
    assert words in str(told.value) and str(told.value).startswith("list.csv")


def test_a_sheet_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"list.xlsx のシート「一覧」 は列が多すぎます（500列まで）"):
        read(book(tmp_path / "list.xlsx", [["x"] * 501]))


def test_a_quotation_mark_left_open_is_told_by_its_row(tmp_path: Path) -> None:
    text = '名称,備考\nい,よい\nろ,"閉じない\nは,のみこまれる\n'
    with pytest.raises(BadFile, match=r"list.csv の3行目から引用符「\"」が閉じていません"):
        of(tmp_path, text.encode())


@pytest.mark.parametrize("cell", ['5" の管', 'いわゆる"場"', '"話すだけ"でも'])
def test_a_quotation_mark_within_a_cell_does_no_harm(tmp_path: Path, cell: str) -> None:
    rows = of(tmp_path, f"名称,備考\nい,{cell}\nろ,次\n".encode())
    assert [row[0] for row in rows] == ["名称", "い", "ろ"] and "場" not in rows[2][1]


def test_a_cell_with_line_breaks_is_one_row(tmp_path: Path) -> None:
    assert of(tmp_path, '名称,備考\r\nい,"上\r\n下"\r\nろ,次\r\n'.encode("cp932"))[1:] == [["い", "上\n下"], ["ろ", "次"]]


def test_nothing_but_blank_lines(tmp_path: Path) -> None:
    assert not any(any(row) for row in of(tmp_path, b"\r\n\r\n\r\n"))


LETTERS = st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Zs"))
READABLE = st.text(LETTERS | st.sampled_from("\n,\"\t '"), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(READABLE.map(str.strip), min_size=2, max_size=4), min_size=1, max_size=6))
def test_any_table_written_as_csv_reads_back(tmp_path: Path, rows: list[list[str]]) -> None:
    rows = [["名称,", *row] for row in rows]  # what a table has more of than tabs
    found = of(tmp_path, as_csv(rows, quoting=csv.QUOTE_ALL).encode())
    assert [row for row in found if row] == rows


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=300) | st.text(string.printable, min_size=1).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    try:
        of(tmp_path, content)
    except BadFile as problem:
        assert "list.csv" in str(problem)
