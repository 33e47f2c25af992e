"""見出しを読む: declared, told or recognised, and what a sentence says when a sheet or column is not there."""
# ruff: noqa: RUF012 - a declaration is read and never changed

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.errors import BadColumn, BadSheet
from importers.layout import declared_layout, header_texts, told_layout
from importers.recognition.words import NAMED
from importers.rows import Row, filled_rows
from importers.sheets.base import FIELDS, Sheet
from importers.tables import Table

SALONS = Table("サロン", (
    ("サロンの一覧", "", "", ""),
    ("令和8年4月1日現在", "", "", ""),
    ("番号", "サロン名", "会場\n住所", "会員数"),
    ("1", "ひだまり", "元町1-2", "12"),
    ("2", "", "", ""),
    ("※ 休止中のものを除く", "", "", ""),
    ("番号", "サロン名", "会場住所", "会員数"),
    ("3", "つくし", "〃", "9"),
    ("", "", "", "21"),
), "list.xlsx")  # fmt: skip
NOTES = Table("メモ", (("書くところ",), ("電話する",)), "list.xlsx")


class Salons(Sheet):
    """As the department lays it out."""

    sheet = "サロン"
    header_row = 3
    columns = {"番号": "source_id", "サロン名": "name", "会場住所": "address"}


class Grouped(Sheet):
    """Two header rows, and groups."""

    header_rows = 2
    fill_down = ("区分",)
    columns = {"区分": "category", "名称": "name", "会場/名": "place", "会場/住所": "address", "備考": "remarks"}


GROUPED = Table("", (
    ("区分", "名称", "会場", "", "備考"),
    ("", "", "名", "住所", ""),
    ("広場", "い", "甲", "元町1", ""),
    ("", "ろ", "乙", "", ""),
    ("相談", "", "", "", ""),
    ("", "は", "", "", "x"),
))  # fmt: skip


def rows(layout_of: type[Sheet] | None, *tables: Table) -> dict[int, dict[str, str]]:
    """{row number: {field: text}}."""
    layout = declared_layout(tables, layout_of) if layout_of else told_layout(tables)
    fields = set(layout.columns.values())
    return {n: {name: Row(layout, n, raw)[name] for name in sorted(fields)} for n, raw in filled_rows(layout)}


def test_declared() -> None:
    layout = declared_layout([NOTES, SALONS], Salons)
    assert (layout.table.name, layout.header_row, layout.first_row, layout.unused) == ("サロン", 3, 4, ("会員数",))
    assert rows(Salons, NOTES, SALONS) == {
        4: {"source_id": "1", "name": "ひだまり", "address": "元町1-2"},
        8: {"source_id": "3", "name": "つくし", "address": "元町1-2"},
    }


def test_recognised_among_sheets_and_titles() -> None:
    layout = told_layout([NOTES, SALONS])
    assert (layout.table.name, layout.header_row) == ("サロン", 3)
    assert layout.columns == {"番号": "source_id", "サロン名": "name", "会場住所": "address"}


def test_told_wins_over_recognised() -> None:
    layout = told_layout([SALONS], columns={"会員数": "capacity", "番号": "name"})
    assert layout.columns == {"会場住所": "address", "番号": "name", "会員数": "capacity"}
    several = told_layout([SALONS], columns={"会員数": "remarks", "番号": "remarks"})
    assert several.columns["会員数"] == several.columns["番号"] == "remarks"
    assert told_layout([SALONS], header_row=7).first_row == 8


def test_two_header_rows_are_joined() -> None:
    assert header_texts(GROUPED, 1, 2) == ["区分", "名称", "会場/名", "会場/住所", "備考"]
    assert rows(Grouped, GROUPED) == {
        3: {"category": "広場", "name": "い", "place": "甲", "address": "元町1", "remarks": ""},
        4: {"category": "広場", "name": "ろ", "place": "乙", "address": "", "remarks": ""},
        6: {"category": "相談", "name": "は", "place": "", "address": "", "remarks": "x"},
    }


def test_columns_of_one_field_are_joined() -> None:
    table = Table("", (("名称", "予約方法", "予約特記事項"), ("い", "電話", "前日まで")))
    assert rows(None, table)[2]["reservation"] == "電話\n前日まで"


@pytest.mark.parametrize(
    "header,field",
    [("施設名称", "name"), ("電話番号１", "phone"), ("ＴＥＬ", "phone"), ("名称_カナ", "name_kana"), ("定員（人）", "capacity"),
     ("所在地\n（住所）", "address"), ("開園時間（平日）", "weekday_starts"), ("location", "latlng")],
)  # fmt: skip
def test_headers_are_known_however_they_are_written(header: str, field: str) -> None:
    table = Table("", (("団体名" if field != "name" else "住所", header), ("い", "ろ")))
    assert field in told_layout([table]).columns.values()


def test_every_name_is_of_a_field_and_of_one_only() -> None:
    words = [word for names in NAMED.values() for word in names.split()]
    assert set(NAMED) <= FIELDS and len(words) == len(set(words))


@pytest.mark.parametrize(
    "say,words",
    [
        (lambda: declared_layout([NOTES], Salons), "list.xlsx にシート「サロン」がありません。あるのは 「メモ」 です。"),
        (lambda: told_layout([SALONS, NOTES], sheet="ない"), "シート「ない」がありません。あるのは 「サロン」、「メモ」"),
        (lambda: told_layout([NOTES]), "list.xlsx のシート「メモ」 に名称の列が見つかりません。"),
        (lambda: told_layout([SALONS], header_row=900), "名称の列が見つかりません"),
        (lambda: told_layout([Table("空", ())]), "名称の列が見つかりません"),
    ],
)
def test_a_sheet_that_is_not_there(say: object, words: str) -> None:
    with pytest.raises(BadSheet, match=re.escape(words)):
        say()  # type: ignore[operator]


@pytest.mark.parametrize(
    "say,words",
    [
        (lambda: declared_layout([Table("サロン", NOTES.rows * 2)], Salons),
         "サロン の3行目に列「番号」がありません。あるのは 「書くところ」 です。"),
        (lambda: declared_layout([Table("サロン", ())], Salons), "列「番号」がありません。あるのは 空の行 です。"),
        (lambda: told_layout([SALONS], columns={"あだ名": "name"}), "3行目に列「あだ名」がありません。あるのは 「番号」"),
        (lambda: told_layout([SALONS], columns={"番号": "nickname"}), "「nickname」は使えません。使えるのは address"),
        (lambda: told_layout([SALONS], columns={"サロン名": "remarks"}), "名称の列がありません"),
    ],
)  # fmt: skip
def test_a_column_that_is_not_there(say: object, words: str) -> None:
    with pytest.raises(BadColumn, match=re.escape(words)):
        say()  # type: ignore[operator]


CELLS = st.sampled_from(["名称", "住所", "", "※注", "#", "〃", "電話番号", "い", "会場\n住所"]) | st.text(max_size=5)


@given(st.lists(st.lists(CELLS, max_size=5).map(tuple), max_size=8))
def test_any_table_is_laid_out_or_refused(table: list[tuple[str, ...]]) -> None:
    try:
        found = rows(None, Table("表", tuple(table)))
    except (BadSheet, BadColumn):
        return
    assert all(1 < number <= len(table) for number in found)
