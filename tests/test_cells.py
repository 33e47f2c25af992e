"""セルを読む: what each way of writing gives, and that no text at all makes a reader fail."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata import telephone
from geodata.models import Answer
from importers import cells

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.parametrize(
    "said,answer",
    [
        ("○", YES),
        ("〇", YES),
        ("◯", YES),
        ("◎", YES),
        ("有", YES),
        ("あり（2台）", YES),
        ("可", YES),
        ("はい", YES),
        ("TRUE", YES),
        ("１", YES),
        ("無料駐車場5台", YES),
        ("×", NO),
        ("✕", NO),
        ("なし", NO),
        ("無", NO),
        ("不可", NO),
        ("いいえ", NO),
        ("0", NO),
        ("", UNKNOWN),
        ("△", UNKNOWN),
        ("要相談", UNKNOWN),
        ("-", UNKNOWN),
        ("不明", UNKNOWN),
        ("段差あります", UNKNOWN),
        ("なし（近くに有料あり）", NO),
        ("不可。", NO),
        ("一部可", UNKNOWN),
        ("可（要相談）", YES),
        ("可能な場合あり", UNKNOWN),
        ("利用できます", YES),
        ("対応していません", NO),
        ("✓", YES),
        ("0台", NO),
        ("20台", YES),
    ],
)
def test_yes_no_and_unknown(said: str, answer: Answer) -> None:
    assert cells.answer(said) is answer


@pytest.mark.parametrize(
    "fee,free",
    [
        ("無料", YES),
        ("参加費無料", YES),
        ("0円", YES),
        ("0", YES),
        ("０円", YES),
        ("タダ", YES),
        ("入場無料（飲み物付き）", YES),
        ("100円", NO),
        ("1,500円", NO),
        ("300", NO),
        ("有料", NO),
        ("実費", NO),
        ("¥200", NO),
        ("無料（材料費は実費）", NO),
        ("こども無料、大人300円", NO),
        ("無料（お茶代別途）", NO),
        ("商品代のみ", NO),
        ("", UNKNOWN),
        ("未定又は無料", UNKNOWN),
        ("カンパ制", UNKNOWN),
        ("お問い合わせください", UNKNOWN),
        ("無料の場合あり", UNKNOWN),
        ("こどもの利用料は無料です。", UNKNOWN),
        ("中学生まで無料", UNKNOWN),
        ("15歳以下無料", UNKNOWN),
        ("初回無料", UNKNOWN),
    ],
)
def test_free_means_free_for_all_who_come(fee: str, free: Answer) -> None:
    assert cells.free_of_charge(fee) is free


@pytest.mark.parametrize(
    "child,adult,children_only,free",
    [
        ("0", "0", False, YES),
        ("0", "300", False, NO),
        ("0", "", False, UNKNOWN),
        ("0", "", True, YES),
        ("無料", "カンパ", False, UNKNOWN),
        ("", "", True, UNKNOWN),
        ("100", "0", False, NO),
    ],
)
def test_free_by_who_pays(child: str, adult: str, children_only: bool, free: Answer) -> None:
    assert cells.free_of_charge("", child=child, adult=adult, children_only=children_only) is free


@pytest.mark.parametrize(
    "said,number",
    [
        ("(045)516-8560", "045-516-8560"),
        ("０７４３－７４－１１１１", "0743-74-1111"),
        ("(090)0000－0000", "090-0000-0000"),
        ("0743(74)1111", "0743-74-1111"),
        ("0743 74 1111", "0743-74-1111"),
        ("743741111", "0743-74-1111"),
        ("9012345678", "090-1234-5678"),
        ("120123456", "0120-123-456"),
        ("0120-000-000", "0120-000-000"),
        ("110", "110"),
        ("00-1201(担当: 福祉係)", "00-1201(担当: 福祉係)"),
        ("0743-74-1111（内線123）", "0743-74-1111(内線123)"),
        ("", ""),
        ("なし", "なし"),
    ],
)
def test_telephone_numbers(said: str, number: str) -> None:
    assert telephone.phone(said) == number


@pytest.mark.parametrize(
    "number,lacks", [("74-1111", True), ("0743-74-1111", False), ("110", False), ("なし", False), ("", False)]
)
def test_a_number_without_its_area_code(number: str, lacks: bool) -> None:
    assert telephone.lacks_area_code(number) is lacks


@pytest.mark.parametrize(
    "said,on",
    [
        ("令和8年4月1日", date(2026, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R8.4.1", date(2026, 4, 1)),
        ("Ｒ８．４．１", date(2026, 4, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H31/4/30", date(2019, 4, 30)),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("2026年4月1日現在", date(2026, 4, 1)),
        ("2026-04-01 09:30", date(2026, 4, 1)),
        ("46113", date(2026, 4, 1)),
        ("令和8年6月", date(2026, 6, 1)),
        ("2026年6月", date(2026, 6, 1)),
        ("R8.6", date(2026, 6, 1)),
        ("昭和60年4月1日", date(1985, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("令和8年2月30日", None),
        ("令和8年13月1日", None),
        ("4月1日", None),
        ("未確認", None),
        ("", None),
        ("1", None),
        ("99999999", None),
        ("0743-74-1111", None),
    ],
)
def test_dates(said: str, on: date | None) -> None:
    assert cells.day(said) == on


@pytest.mark.parametrize(
    "said,value",
    [
        ("34.6926", 34.6926),
        ("135", 135.0),
        (" ３４．６ ", 34.6),
        ("-34.5", -34.5),
        ("181", None),
        ("nan", None),
        ("inf", None),
        ("1e2", None),
        ("34°41′", None),
        ("34°44′6″", 34.735),
        ("北緯34度44分6秒", 34.735),
        ("34°60′6″", None),
        ("", None),
        ("1_0", None),
    ],
)
def test_coordinates(said: str, value: float | None) -> None:
    assert cells.coordinate(said) == value


@pytest.mark.parametrize(
    "said", ["34.35,133.99", "34.35、133.99", "(34.35, 133.99)", "34.35 133.99", "３４．３５，１３３．９９"]
)
def test_a_pair_in_one_cell(said: str) -> None:
    assert cells.pair(said) == (34.35, 133.99)


READERS: tuple[Callable[[str], Any], ...] = (
    cells.plain,
    cells.answer,
    cells.free_of_charge,
    telephone.phone,
    telephone.lacks_area_code,
    cells.day,
    cells.coordinate,
    cells.pair,
)
PIECES = st.sampled_from(
    ["令和", "元", "年", "月", "日", "-", "/", "²", "٣", "①", "円", "無料", "9", "0", "(", "R", "．", "〇", "½", "万"]
)


@given(st.text(max_size=40) | st.lists(PIECES, max_size=10).map("".join))
@example("²")
@example("R²年٣月1日")
@example("٣٤٥٦٧")
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for read in READERS:
        read(text)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_as_it_was_written(on: date) -> None:
    assert cells.day(on.isoformat()) == cells.day(f"{on.year}年{on.month}月{on.day}日") == cells.day(f"{on:%Y/%m/%d}") == on
    if on >= date(2019, 5, 1):
        assert (
            cells.day(f"令和{on.year - 2018}年{on.month}月{on.day}日")
            == cells.day(f"R{on.year - 2018}.{on.month}.{on.day}")
            == on
        )


@given(st.from_regex(r"0\d{1,4}-\d{1,4}-\d{4}", fullmatch=True))
def test_a_number_with_hyphens_stays(number: str) -> None:
    assert (
        telephone.phone(number) == telephone.phone(telephone.phone(number)) == number.translate(str.maketrans("٠", "0"))
        or not number.isascii()
    )
