"""下書き: one row of a list as a 社会資源, and every sentence that a cell can earn."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.models import Answer, Mode, Visibility
from geodata.schedule.session import Understood
from importers.drafts import Draft, drafts
from importers.layout import told_layout
from importers.recognition.words import NAMED
from importers.sheets.base import FIELDS
from importers.tables import Table

TODAY = date(2026, 10, 14)


def draft(name: str = "ひだまり", **fields: str) -> Draft:
    """The draft of a row with these fields, each in a column that is called as the field."""
    table = Table("表", (("name", *fields), (name, *fields.values())))
    layout = told_layout([table], header_row=1, columns={name: name for name in ("name", *fields)})
    (read,), _ = drafts(layout, today=TODAY)
    return read


def told(one: Draft) -> list[tuple[str, str]]:
    """(column, message) of every problem."""
    return [(problem.column, problem.message) for problem in one.problems]


ADDRESS = {"address": "生駒市元町1-6-12"}


@pytest.mark.parametrize(
    "fields,mode",
    [
        (ADDRESS, Mode.IN_PERSON),
        ({"place": "元町会館"}, Mode.IN_PERSON),
        ({}, Mode.IN_PERSON),
        ({**ADDRESS, "online": "対面"}, Mode.IN_PERSON),
        ({**ADDRESS, "online": "×"}, Mode.IN_PERSON),
        ({**ADDRESS, "online": "○"}, Mode.HYBRID),
        ({**ADDRESS, "online": "会場とオンライン（Zoom）"}, Mode.HYBRID),
        ({**ADDRESS, "online": "オンラインのみ"}, Mode.ONLINE),
        ({"online": "オンライン"}, Mode.ONLINE),
        ({"place": "Zoom"}, Mode.ONLINE),
        ({"place": "オンライン（Zoom）", "address": "－", "online": "オンライン"}, Mode.ONLINE),
        ({"place": "オンライン", "address": "なし"}, Mode.ONLINE),
        ({"online": "家庭訪問"}, Mode.VISITING),
        ({"served_area": "市内全域"}, Mode.MOVING),
        ({"served_area": "市内全域", **ADDRESS}, Mode.IN_PERSON),
    ],
)
def test_how_it_is_held(fields: dict[str, str], mode: Mode) -> None:
    read = draft(**fields)
    assert read.values["mode"] is mode
    assert (read.place is None) == (mode in (Mode.ONLINE, Mode.VISITING, Mode.MOVING))


@pytest.mark.parametrize(
    "said,visibility",
    [
        ("公開", Visibility.PUBLIC),
        ("可", Visibility.PUBLIC),
        ("", Visibility.PUBLIC),
        ("非公開", Visibility.STAFF),
        ("公開不可", Visibility.STAFF),
        ("×", Visibility.STAFF),
        ("専門職のみ", Visibility.PROFESSIONAL),
        ("関係者のみ", Visibility.PROFESSIONAL),
    ],
)
def test_who_may_see_it(said: str, visibility: Visibility) -> None:
    assert draft(visibility=said).values["visibility"] is visibility


@pytest.mark.parametrize(
    "fields,column,words",
    [
        (
            {"schedule": "あしたのあしたごろ", **ADDRESS},
            "schedule",
            "「あしたのあしたごろ」が読み取れません。曜日や時間での絞りこみには出ません。",
        ),
        (
            {"schedule": "毎週火曜10:00～12:00 おやつ持参", **ADDRESS},
            "schedule",
            "「おやつ持参」が読み取れません。書かれたとおりに表示します。",
        ),
        ({"schedule": "現在休止中", **ADDRESS}, "schedule", "休止中と書かれています。"),
        (
            {"frequency": "5", "starts": "10:00", **ADDRESS},
            "frequency",
            "「月1回」とありますが、そのどの日かが書かれていません",
        ),
        (
            {"frequency": "6", "weekdays": "金", "schedule_note": "第2金曜日", **ADDRESS},
            "frequency",
            "コード「6」が曜日の書き方と合いません",
        ),
        ({"confirmed_on": "そのうち", **ADDRESS}, "confirmed_on", "確認日「そのうち」が日付として読めません"),
        ({"confirmed_on": "令和9年4月1日", **ADDRESS}, "confirmed_on", "まだ来ていない日です"),
        ({"category": "謎", **ADDRESS}, "category", "種類「謎」が分からないため「その他」にしました。"),
        ({"phone": "74-1111", **ADDRESS}, "phone", "電話番号「74-1111」に市外局番がありません。"),
        ({"url": "フェイスブックあり", **ADDRESS}, "url", "http:// か https:// から"),
        ({"place": "元町会館"}, "", "住所がないため地図にのせられません"),
        ({"address": "未定"}, "address", "住所がないため地図にのせられません"),
        ({"lat": "34.69", "lng": "東経", **ADDRESS}, "lat", "数として読めない"),
        ({"lat": "0", "lng": "0", **ADDRESS}, "lat", "日本の外"),
        ({"place": "代表者宅", **ADDRESS}, "place", "個人宅のため、町名までを公開します。"),
    ],
)
def test_what_a_cell_could_not_give_is_told(fields: dict[str, str], column: str, words: str) -> None:
    ((where, message),) = told(draft(**fields))
    assert where == column and words in message and message.endswith("。")


def test_a_row_in_order_earns_no_sentence() -> None:
    read = draft(
        **ADDRESS,
        place="元町会館",
        schedule="毎週火曜 10:00～12:00",
        fee="無料",
        phone="0743-74-1111",
        confirmed_on="令和8年4月1日",
        category="認知症カフェ",
        url="https://example.jp/",
        target="認知症の方と家族",
        barrier_free="○",
        parking="なし",
    )
    assert told(read) == []
    assert read.reading.understood is Understood.FULL
    assert read.values["free"] is Answer.YES and read.values["last_confirmed_on"] == date(2026, 4, 1)
    assert read.place is not None and (read.place.barrier_free, read.place.parking) == (Answer.YES, Answer.NO)


def test_a_code_of_the_national_layout_is_not_shown_to_residents() -> None:
    read = draft(frequency="4", weekdays="金", starts="17:00", ends="19:30", schedule_note="第2金曜日、第4金曜日")
    assert read.values["schedule_text"] == "金 / 17:00～19:30 / 第2金曜日、第4金曜日"
    assert read.values["schedule_words"] == "毎月 第2・第4金曜 17:00–19:30"
    assert draft(frequency="月1回", weekdays="第2火").values["schedule_text"] == "月1回 / 第2火"


def test_columns_of_hours_for_weekdays_and_saturday() -> None:
    read = draft(weekday_starts="7:30", weekday_ends="18:30", saturday_starts="8:00", saturday_ends="12:00")
    assert [(one.days, one.starts and one.starts.hour) for one in read.reading.sessions][-1] == (("SA",), 8)
    assert read.reading.sessions[0].days[:5] == ("MO", "TU", "WE", "TH", "FR")


def test_fees_of_several_columns_are_one_line() -> None:
    read = draft(fee_child="0", fee_adult="1500", fee="65歳以上は200円")
    assert read.values["fee_text"] == "こども 無料、おとな 1,500円、65歳以上は200円"


def test_prefecture_and_city_are_put_in_front_once() -> None:
    for address in ("元町1-6-12", "生駒市元町1-6-12", "奈良県生駒市元町1-6-12"):
        place = draft(address=address, prefecture="奈良県", city="生駒市").place
        assert place is not None and place.address == "奈良県生駒市元町1-6-12"


def test_a_name_is_one_line() -> None:
    assert draft("ひだまり\n（第二）\u3000サロン").values["name"] == "ひだまり （第二） サロン"


def test_equal_rows_have_equal_fingerprints_and_others_not() -> None:
    assert draft(fee="100円").fingerprint == draft(fee="100円").fingerprint != draft(fee="200円").fingerprint
    assert draft(fee="1").key == draft(fee="2").key != draft("つくし").key


def test_every_field_of_a_sheet_can_be_told() -> None:
    assert draft(**dict.fromkeys(sorted(FIELDS - {"name"}), "い")).values["name"] == "ひだまり"
    assert set(NAMED) <= FIELDS


CELL = st.text(max_size=15) | st.sampled_from(
    ["", "〃", "○", "令和8年", "毎週火曜", "オンライン", "(", "-", "34.6", "第9金曜", "25:99"]
)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS - {"name"})), CELL, max_size=12), st.text(min_size=1, max_size=10))
def test_any_row_is_read_or_refused(fields: dict[str, str], name: str) -> None:
    clean: dict[str, Any] = {key: "".join(cell.split("\x00")).strip() for key, cell in fields.items()}
    table = Table("表", (("name", *clean), (name.strip(), *clean.values())))
    layout = told_layout([table], header_row=1, columns={key: key for key in ("name", *clean)})
    read, refused = drafts(layout, today=TODAY)
    assert len(read) + len(refused) <= 1
    for one in read:
        assert one.values["name"] and len(one.key) <= 200 and len(one.fingerprint) <= 300


@pytest.mark.parametrize(
    "extension,number",
    [("123", "0743-74-1111 内線123"), ("内線 ４５６", "0743-74-1111 内線456"), ("", "0743-74-1111"), ("担当者へ", "0743-74-1111")],
)
def test_a_column_for_the_extension_stands_behind_the_number(extension: str, number: str) -> None:
    assert draft(phone="0743-74-1111", extension=extension).values["phone"] == number
    assert draft(extension=extension).values["phone"] == "", "an extension alone rings nowhere"
