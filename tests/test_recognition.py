"""見分ける: parts, groups, headings, hidden rows, and that whatever was told or remembered wins."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from importers.drafts import drafts
from importers.errors import BadSheet, ImportProblem
from importers.files import measure
from importers.layout import declared_layout
from importers.recognition import SURE, Guess, recognise, signature_of
from importers.recognition.guess import letter
from importers.recognition.names import meanings
from importers.sheets.base import Sheet
from importers.sheets.mihon import SHEETS
from importers.tables import Table, read_tables
from tests.laid_out import ROJIN, SHOKUDO, TAISO, TUNED
from tests.laid_out_last import KAZOKUKAI, LAST
from tests.laid_out_later import KAIGOYOBO, LATER
from tests.laid_out_more import MORE
from tests.laid_out_unseen import UNSEEN
from tests.lists import TODAY
from tests.ods import write_ods
from tests.reading import Score, judge
from tests.xls import old_book

MIHON = Path(__file__).parents[1] / "importers/mihon"
ALL = (*TUNED, *MORE, *LATER, *LAST, *UNSEEN)
LIST = Table("一覧", (("サロン名", "場所", "謎の列"), ("見本一", "元町会館", "あ"), ("見本二", "東会館", "い")), "list.xlsx")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_list_is_read_as_a_person_would(tmp_path: Path, one: object) -> None:
    """Nine in ten right over all of them is the bench's figure; here nothing may be wrong without a word."""
    from tests.laid_out import LaidOut

    assert isinstance(one, LaidOut)
    path, score = one.write(tmp_path), Score()
    judge(one, path, score)
    assert score.wrong == 0, score.said
    if score.right == score.all:
        read, _ = drafts(recognise(read_tables(measure(path))).layout, today=TODAY)
        assert len(read) == one.rows and (not one.first or read[0].values["name"] == one.first)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: one.__name__)
def test_our_own_workbooks_are_recognised_as_they_are_declared(sheet: type[Sheet]) -> None:
    tables = read_tables(measure(MIHON / sheet.file))
    found = recognise(tables, sheet=sheet.sheet)
    columns = {header: field for header, field in sheet.columns.items() if header != "休み"}
    assert found.layout.columns.items() >= columns.items() and found.layout.header_row == sheet.header_row
    declared, _ = drafts(declared_layout(tables, sheet), today=TODAY)
    read, _ = drafts(found.layout, today=TODAY)
    assert [(one.number, one.values["name"], one.place) for one in read] == [(one.number, one.values["name"], one.place) for one in declared]


def test_parts_can_be_chosen(tmp_path: Path) -> None:
    tables = read_tables(measure(ROJIN.write(tmp_path)))
    first, second = recognise(tables), recognise(tables, part=1)
    assert [(part.columns, part.header_row, part.rows) for part in first.parts] == [("A～D", 3, 3), ("F～I", 3, 3)]
    names = [[draft.values["name"] for draft in drafts(one.layout, today=TODAY)[0]] for one in (first, second)]
    assert names == [["見本長寿会", "見本明生会", "見本白寿会"], ["見本寿会", "見本福寿会", "見本千歳会"]]
    assert any("ほかにも表があります（3行目から F～I列）" in sentence for sentence in first.unsure)
    with pytest.raises(BadSheet, match="表は2個です"):
        recognise(tables, part=2)


def test_a_table_below_another_has_its_own_header(tmp_path: Path) -> None:
    tables = read_tables(measure(KAZOKUKAI.write(tmp_path)))
    above, below = recognise(tables, part=0), recognise(tables, part=1)
    assert (above.layout.header_row, below.layout.header_row) == (2, 7)
    assert [draft.values["name"] for draft in drafts(below.layout, today=TODAY)[0]] == ["見本断酒会", "見本ピアの会"]
    assert [draft.number for draft in drafts(above.layout, today=TODAY)[0]] == [3, 4]


def test_hidden_rows_are_asked_about(tmp_path: Path) -> None:
    tables = read_tables(measure(SHOKUDO.write(tmp_path)))
    found = recognise(tables)
    assert found.hidden_rows == (4, 6) and any("非表示の行が2行あります（4、6行目）" in said for said in found.unsure)
    assert [(one.name, one.hidden) for one in found.sheets if one.hidden] == [("R7旧", True)]
    rows = {how: len(drafts(recognise(tables, hidden=how).layout, today=TODAY)[0]) for how in ("ask", "take", "skip")}
    assert rows == {"ask": 5, "take": 5, "skip": 3}
    assert not any("非表示の行" in said for said in recognise(tables, hidden="skip").unsure)


def test_hidden_rows_of_older_formats(tmp_path: Path) -> None:
    rows = [["サロン名", "住所"], ["見本一", "元町1-1"], ["見本二", "元町1-2"]]
    for path in (old_book(tmp_path / "list.xls", rows, hidden_rows=(3,)), write_ods(tmp_path / "list.ods", {"一覧": rows}, (3,))):
        assert recognise(read_tables(measure(path))).hidden_rows == (3,)


def test_a_hidden_sheet_alone_is_read_and_told(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "表紙"  # type: ignore[union-attr]
    page = book.create_sheet("一覧")
    for row in LIST.rows:
        page.append(list(row))
    page.sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    found = recognise(read_tables(measure(tmp_path / "list.xlsx")))
    assert found.layout.table.name == "一覧" and any("「一覧」は非表示です" in said for said in found.unsure)


def test_headings_between_rows_tell_the_category() -> None:
    rows = (("名称", "住所", "電話"), ("■こども食堂", "", ""), ("見本食堂", "元町1-1", ""), ("■認知症カフェ", "", ""), ("見本の家", "元町1-2", ""))
    found = recognise([Table("一覧", rows)])
    read, _ = drafts(found.layout, today=TODAY)
    assert [(one.number, one.values["category_code"]) for one in read] == [(3, "kodomo_shokudo"), (5, "ninchisho_cafe")]
    assert found.left_out == {2: "■こども食堂", 4: "■認知症カフェ"}


def test_headings_of_places_and_notes_are_left_out(tmp_path: Path) -> None:
    found = recognise(read_tables(measure(KAIGOYOBO.write(tmp_path))))
    assert found.left_out == {3: "【北部圏域】", 6: "【南部圏域】"} and not found.layout.headings


def test_columns_of_weekdays_are_one_schedule(tmp_path: Path) -> None:
    read, _ = drafts(recognise(read_tables(measure(TAISO.write(tmp_path)))).layout, today=TODAY)
    words = [one.values["schedule_words"] for one in read]
    assert words[:3] == ["毎週 月・木曜 10:00–11:00", "毎週 火曜 13:30–14:30", "毎週 水・金曜 9:30–10:30"]


@pytest.mark.parametrize(
    ("headers", "organizations", "fields"),
    [
        (("団体名称", "会場", "電話"), ("ひまわり会", "すみれ会"), {"団体名称": "name", "会場": "place", "電話": "phone"}),
        (("実施機関", "会場", "電話"), ("福祉政策課", "福祉政策課"), {"実施機関": "organization", "会場": "name", "電話": "phone"}),
        (("団体名", "サロン名", "電話"), ("ひまわり会", "すみれ会"), {"団体名": "organization", "サロン名": "name", "電話": "phone"}),
    ],
)
def test_what_a_list_without_a_name_is_called_by(headers: tuple[str, str, str], organizations: tuple[str, str], fields: dict[str, str]) -> None:
    rows = tuple((who, place, "0743-74-1111") for who, place in zip(organizations, ("鹿ノ台集会所", "南コミュニティセンター"), strict=True))
    assert recognise([Table("一覧", (headers, *rows))]).layout.columns == fields


def test_what_staff_say_wins_over_all() -> None:
    signature = recognise([LIST]).signature
    told = recognise([LIST], columns={"謎の列": "target", "場所": ""}, remembered={signature: {"謎の列": "remarks", "場所": "address"}})
    assert told.layout.columns == {"サロン名": "name", "謎の列": "target"}


def test_a_mapping_is_remembered_by_its_headers() -> None:
    signature = recognise([LIST]).signature
    again = recognise([LIST], remembered={signature: {"サロン名": "name", "場所": "address", "謎の列": "target"}})
    assert again.layout.columns == {"サロン名": "name", "場所": "address", "謎の列": "target"}
    assert {guess.sure for guess in again.guesses} == {1.0} and not [said for said in again.unsure if "確かめて" in said]


def test_a_signature_is_that_of_the_words() -> None:
    assert signature_of(["ＴＥＬ", "住　所"]) == signature_of(["tel", "住所"]) != signature_of(["住所", "tel"])
    assert len(signature_of(["住所"])) == 64


def test_persons_are_not_taken(tmp_path: Path) -> None:
    found = recognise(read_tables(measure(TAISO.write(tmp_path))))
    assert {"代表者氏名", "代表者電話番号"} <= set(found.layout.unused)
    assert sum("個人の名前や連絡先" in said for said in found.unsure) == 2


@pytest.mark.parametrize(
    "header,cells,field",
    [
        ("どこ", ("生駒市元町1-2", "生駒市東新町3-4"), "address"), ("？", ("0743-74-1111", "0743-74-1112"), "phone"), ("リンク先", ("https://a.jp/",
         "https://b.jp/"), "url"),
        ("X", ("34.6921", "34.7001"), "lat"), ("Y", ("135.6921", "135.7001"), "lng"), ("？？", ("第1火曜 10:00～", "毎週水曜 13:00～"), "schedule"),
        ("A", ("a@example.jp", "b@example.jp"), "email"), ("B", ("630-0001", "630-0002"), "postal_code"), ("C", ("10:00～12:00", "13:00～15:00"), "hours"),
    ],
)  # fmt: skip
def test_cells_speak_for_a_header_nobody_knows(header: str, cells: tuple[str, str], field: str) -> None:
    rows = (("名称", header, "備考"), ("見本一", cells[0], ""), ("見本二", cells[1], ""))
    guess = next(one for one in recognise([Table("一覧", rows)]).guesses if one.column == 1)
    assert guess.field == field and (guess.sure < SURE or meanings(header))


def test_a_header_that_its_cells_deny_is_doubted() -> None:
    rows = (("名称", "電話番号"), *((f"見本{n}", f"生駒市元町{n}-1") for n in range(5)))
    found = recognise([Table("一覧", rows)])
    guess = found.guesses[1]
    assert guess.sure < SURE and any("「電話番号」（B列）" in said for said in found.unsure)


def test_a_table_on_its_side_is_told() -> None:
    table = Table("様式", (("名称", "見本"), ("住所", "元町1-1"), ("電話番号", "0743-74-1111"), ("開催日時", "毎週月曜"), ("備考", "")), "x.xlsx")
    with pytest.raises(BadSheet, match="行と列を入れかえて"):
        recognise([table])


@pytest.mark.parametrize("number,name", [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_excel_calls_them(number: int, name: str) -> None:
    assert letter(number) == name


def test_a_certainty_lies_between_none_and_all() -> None:
    with pytest.raises(ValueError, match="certainty"):
        Guess("名称", "name", 1.5, "")


WORDS = st.sampled_from(["名称", "住所", "会場", "電話", "", "月", "火", "○", "第1火曜", "10:00", "※", "■ 北", "元町1-2", "名称", "0743-74-1111",
 "A"]) | st.text(max_size=4)


@given(
    st.lists(st.lists(WORDS, max_size=7).map(tuple), max_size=12),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4).map(lambda at: (min(at[0], at[2]), min(at[1], at[3]), max(at[0], at[2]), max(at[1], at[3]))), max_size=3),
    st.frozensets(st.integers(1, 12), max_size=3),
)
def test_any_table_is_recognised_or_refused(rows: list[tuple[str, ...]], merged: list[tuple[int, int, int, int]], hidden: frozenset[int]) -> None:
    table = Table("表", tuple(rows), hidden_rows=hidden, merged=tuple(merged))
    try:
        found = recognise([table], hidden="skip")
    except ImportProblem:
        return
    read, refused = drafts(found.layout, today=TODAY)
    assert all(found.layout.first_row <= one.number <= len(rows) and one.number not in hidden for one in read)
    assert "name" in found.layout.columns.values() and all(problem.message for problem in refused)
