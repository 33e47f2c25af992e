"""たずねる: what the check is not sure of is asked once, and what staff said is remembered for the next edition."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from lists import IKOMA, small_geocoder
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.database import transaction
from geodata.models import UploadState
from geodata.staff import uploads
from geodata.staff.scope import Scope
from importers import check_upload, receive

ALL = Scope(IKOMA, every=True)
ODD = (
    ("集まりのこと", "どこで", "連絡"),
    ("ひだまりの会", "生駒市元町1-6-12", "0743-74-0001"),
    ("こもれびの会", "生駒市東新町8-38", "0743-74-0002"),
    ("せせらぎの会", "生駒市元町2-1-1", "0743-74-0003"),
)
PLAIN = (
    ("名称", "住所", "開催日時", "電話番号"), ("ひだまり", "元町1-6-12", "毎週火曜", "0743-74-0001"),
    ("こもれび", "東新町8-38", "毎週水曜", "0743-74-0002"), ("せせらぎ", "元町2-1-1", "毎週木曜", "0743-74-0003"),
)  # fmt: skip


def book(sheets: Mapping[str, Sequence[Sequence[str]]], hidden: Sequence[int] = ()) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for number in hidden:
            sheet.row_dimensions[number].hidden = True
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def checked(engine: Engine, content: bytes, *, department: str = "福祉課", **options: Any) -> uploads.UploadInfo:
    with transaction(engine) as session:
        id_ = receive(
            session, content=content, file_name="一覧.xlsx", municipality=IKOMA, department=department, options=options
        )
    return again(engine, id_)


def again(engine: Engine, id_: int, **options: Any) -> uploads.UploadInfo:
    """Checked once more, when staff said something."""
    if options:
        with transaction(engine) as session:
            uploads.tell(session, ALL, id_, options, None)
    check_upload(engine, id_, lambda _: small_geocoder(), lambda *_: None)
    with Session(engine) as session:
        return uploads.upload(session, ALL, id_)


def test_a_plain_list_is_asked_nothing_and_shows_how_it_was_read(fresh_database: Engine) -> None:
    info = checked(fresh_database, book({"一覧": PLAIN}), category="ibasho")
    assert info.state is UploadState.READY, info.result["questions"]
    assert [(g["header"], g["field"]) for g in info.result["guesses"]] == [
        ("名称", "name"), ("住所", "address"), ("開催日時", "schedule"), ("電話番号", "phone"),
    ]  # fmt: skip
    assert info.result["guesses"][0]["samples"] == ["ひだまり", "こもれび", "せせらぎ"]


def test_an_odd_list_is_asked_about_once(fresh_database: Engine) -> None:
    info = checked(fresh_database, book({"一覧": ODD}))
    assert info.state is UploadState.ASKING and info.result["questions"] and info.result["preview"][0][0] == "集まりのこと"
    columns = {"集まりのこと": "name", "どこで": "address", "連絡": ""}
    said = again(fresh_database, info.id, header_row=1, columns=columns, remember=True, category="ibasho")
    assert said.state is UploadState.READY and said.result["columns"] == {"集まりのこと": "name", "どこで": "address"}
    next_edition = checked(fresh_database, book({"一覧": (*ODD, ("そよかぜの会", "元町1-1", ""))}))
    assert next_edition.state is UploadState.READY and next_edition.result["columns"] == said.result["columns"]
    assert {guess["why"] for guess in next_edition.result["guesses"] if guess["field"]} == {"前に決めた対応から"}
    assert checked(fresh_database, book({"一覧": ODD}), department="よその課").state is UploadState.ASKING


def test_what_was_not_to_be_remembered_is_asked_again(fresh_database: Engine) -> None:
    info = checked(fresh_database, book({"一覧": ODD}))
    again(
        fresh_database, info.id, header_row=1, columns={"集まりのこと": "name", "どこで": "address", "連絡": ""}, remember=False
    )
    assert checked(fresh_database, book({"一覧": ODD})).state is UploadState.ASKING


@pytest.mark.parametrize(("answer", "rows"), [("skip", 2), ("read", 3)])
def test_hidden_rows_are_taken_or_left_as_staff_say(fresh_database: Engine, answer: str, rows: int) -> None:
    info = checked(fresh_database, book({"一覧": PLAIN}, hidden=[3]))
    assert info.state is UploadState.ASKING
    assert [question["kind"] for question in info.result["questions"]] == ["hidden"]
    assert again(fresh_database, info.id, hidden=answer).result["rows"] == rows


def test_the_other_table_may_be_meant(fresh_database: Engine) -> None:
    other = (PLAIN[0], ("そよかぜ", "元町1-1", "毎週金曜", "0743-74-0004"), ("あおぞら", "元町1-2", "毎週土曜", "0743-74-0005"))
    info = checked(fresh_database, book({"北": PLAIN, "南": other}))
    (question,) = [one for one in info.result["questions"] if one["kind"] == "part"]
    value = next(value for value, words in question["choices"] if "「南」" in words)
    chosen = again(
        fresh_database,
        info.id,
        part=value,
        columns={"名称": "name", "住所": "address", "開催日時": "schedule", "電話番号": "phone"},
    )
    assert (chosen.state, chosen.result["sheet"], chosen.result["rows"]) == (UploadState.READY, "南", 2)


def test_a_file_without_a_list_shows_its_rows_in_words_of_the_office(fresh_database: Engine) -> None:
    info = checked(fresh_database, book({"一覧": (("令和8年度",), ("1", "2"), ("3", "4"))}))
    assert info.state is UploadState.ASKING and info.result["preview"][1] == ["1", "2"]
    assert "--" not in info.result["questions"][0]["message"]
