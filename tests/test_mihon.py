"""見本データ: the nine workbooks that ship are whole, laid out as declared, and point at nobody real."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from importers.sheets.base import FIELDS, Sheet
from importers.sheets.mihon import SHEETS

ROOT = Path(__file__).parent.parent
MIHON = ROOT / "importers" / "mihon"
TOWNS = ROOT.parent / "shared" / "data" / "address" / "nara_towns_geolonia.csv"
BOOKS = sorted({sheet.file for sheet in SHEETS})
KINDS = {
    "kodomo_shokudo", "ninchisho_cafe", "ibasho", "hyakkomi", "hyakusai_taiso", "rojin_club",
    "kosodate", "shuro_shien", "ikomaru_madoguchi", "ikomaru_sodankai", "ido_hanbai", "haishoku",
}  # fmt: skip

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.__name__)
every_book = pytest.mark.parametrize("book", BOOKS)


def tables(book: str) -> dict[str, list[list[str]]]:
    """Each sheet of a book as rows of text; a CSV is one sheet without a name."""
    if book.endswith(".csv"):
        with (MIHON / book).open(encoding="cp932", newline="") as file:
            return {"": list(csv.reader(file))}
    workbook = CalamineWorkbook.from_path(str(MIHON / book))
    return {
        name: [[str(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python(False)]
        for name in workbook.sheet_names
    }


def headers(sheet: type[Sheet]) -> list[str]:
    """The header of each column, two rows joined by "/" where the declaration says two."""
    rows = tables(sheet.file)[sheet.sheet][sheet.header_row - 1 :][: sheet.header_rows]
    if len(rows) == 1:
        return rows[0]
    texts, above = [], ""
    for upper, lower in zip(*rows, strict=True):
        above = upper or above
        texts.append(f"{above}/{lower}" if lower else upper)
    return texts


def records(sheet: type[Sheet]) -> list[dict[str, str]]:
    """The rows that have a name, as {field: text}, without filling anything down."""
    fields = [sheet.columns.get(header, "") for header in headers(sheet)]
    body = tables(sheet.file)[sheet.sheet][sheet.header_row + sheet.header_rows - 1 :]
    kept = (row for row in body if not row[0].startswith(sheet.skip_rows_starting))
    rows = [dict(zip(fields, row, strict=True)) for row in kept]
    return [row for row in rows if row["name"].strip()]


def text_of(book: str) -> str:
    return "\n".join(cell for rows in tables(book).values() for row in rows for cell in row)


def half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def jichikai() -> list[dict[str, str]]:
    with (MIHON / "jichikai.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_nine_books_and_nothing_undeclared() -> None:
    assert len(BOOKS) == 9
    assert {path.name for path in MIHON.iterdir()} == {*BOOKS, "jichikai.csv", "districts.csv", "README.md"}


def test_there_is_enough_to_look_at() -> None:
    assert sum(len(records(sheet)) for sheet in SHEETS) >= 180


def test_every_kind_is_there() -> None:
    assert {code for sheet in SHEETS for code in (sheet.category, *sheet.categories.values())} == KINDS


@every_sheet
def test_the_header_stands_where_declared(sheet: type[Sheet]) -> None:
    assert set(sheet.columns) <= set(headers(sheet))
    assert set(sheet.columns.values()) <= FIELDS
    assert set(sheet.fill_down) <= set(sheet.columns)


@every_sheet
def test_what_a_category_column_says_is_known(sheet: type[Sheet]) -> None:
    said = {row["category"] for row in records(sheet) if row.get("category")}
    assert said == set(sheet.categories)


@every_sheet
def test_every_row_says_it_is_a_sample(sheet: type[Sheet]) -> None:
    for row in records(sheet):
        assert row["name"].endswith("（見本）")
        assert "見本" in row.get("organization", "見本")


@every_book
def test_every_title_says_it_is_a_sample(book: str) -> None:
    for rows in tables(book).values():
        assert rows[0][0].startswith("（見本）")


@every_book
def test_no_telephone_can_ring(book: str) -> None:
    """00 after the area code is given to nobody."""
    for number in re.findall(r"\b0\d{1,4}[-()]{1,2}\d{1,4}[-)]\d{3,4}", half_width(text_of(book))):
        assert re.sub(r"\D", "", number).startswith("074300"), number


@every_sheet
def test_a_telephone_cell_holds_such_a_number(sheet: type[Sheet]) -> None:
    for row in records(sheet):
        for cell in (row.get("phone", ""), row.get("fax", "")):
            digits = re.sub(r"\D", "", half_width(cell))
            assert not digits or re.fullmatch(r"(0743)?00\d{4}", digits), cell


@every_book
def test_mail_and_pages_lead_nowhere(book: str) -> None:
    text = half_width(text_of(book))
    assert {m for m in re.findall(r"[\w.+-]+@([\w.-]+)", text)} <= {"example.jp"}
    assert {m for m in re.findall(r"https?://([^/\s]+)", text)} <= {"example.jp"}


def test_a_venue_has_one_point() -> None:
    """One 会場 written in several books has the same point in each, within the rounding of the book."""
    points: dict[str, set[tuple[float, float]]] = {}
    for row in (row for sheet in SHEETS for row in records(sheet)):
        pair = row["latlng"].split(",") if row.get("latlng") else [row.get("lat", ""), row.get("lng", "")]
        if all(pair):
            place = half_width(row["place"]).split()[0]
            points.setdefault(place, set()).add((round(float(pair[0]), 4), round(float(pair[1]), 4)))
    assert len(points) >= 50
    for place, found in points.items():
        assert max(lat for lat, _ in found) - min(lat for lat, _ in found) < 0.00015, place
        assert max(lng for _, lng in found) - min(lng for _, lng in found) < 0.00015, place


def test_some_rows_are_bad_or_unconfirmed() -> None:
    """見本 that were all in order would hide what the map does with those that are not."""
    rows = [row for sheet in SHEETS for row in records(sheet)]
    addresses = {row["address"] for row in rows if "address" in row}
    assert {"", "市内各所", "南田原町", "生駒市桜台3丁目9-1", "見本・喫茶まどか"} <= addresses
    assert sum(not row["confirmed_on"] for row in rows if "confirmed_on" in row) >= 5
    assert sum(row.get("visibility") == "町名まで" for row in rows) == 1


def test_each_machi_belongs_to_one_jichikai() -> None:
    machi = [row["町丁目"] for row in jichikai()]
    assert len(machi) == len(set(machi)) == 111
    assert 45 <= len({row["自治会名"] for row in jichikai()}) <= 60


def test_a_jichikai_has_one_reading() -> None:
    readings = {(row["自治会名"], row["かな"]) for row in jichikai()}
    assert len(readings) == len({name for name, _ in readings})
    for name, kana in readings:
        assert name.endswith("自治会")
        assert re.fullmatch("[ぁ-んー]+じちかい", kana)


def test_the_machi_are_those_of_the_dictionary() -> None:
    if not TOWNS.exists():
        pytest.skip("共有の町丁目データ（../shared/data）がありません")
    with TOWNS.open(encoding="utf-8", newline="") as file:
        dictionary = {row["town"] for row in csv.DictReader(file) if row["city"] == "生駒市"}
    assert {row["町丁目"] for row in jichikai()} == dictionary


def test_districts_are_made_of_jichikai() -> None:
    with (MIHON / "districts.csv").open(encoding="utf-8", newline="") as file:
        districts = list(csv.DictReader(file))
    models = [district for district in districts if district["モデル"] == "○"]
    assert [(model["slug"], len(model["自治会名"].split("、"))) for model in models] == [("shikanodai", 2)]
    for district in districts:
        members = {row["自治会名"] for row in jichikai() if row["地区"] == district["名称"]}
        assert members == set(district["自治会名"].split("、"))


def test_a_jichikai_that_is_served_is_ours() -> None:
    known = {row["自治会名"] for row in jichikai()}
    areas = [row["served_area"] for sheet in SHEETS for row in records(sheet) if "served_area" in row]
    named = {name for area in areas for name in re.split(r"[、／・\n]", area) if name.endswith("自治会")}
    assert len(named) > 20
    assert named <= known
