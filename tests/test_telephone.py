"""電話番号: every way of writing one, several in a cell, and where hyphens belong."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata.telephone import calls, phone, wrong_length
from geodata.telephone_areas import hyphenated


@pytest.mark.parametrize(
    "said,number",
    [
        ("0743-74-1111、0743-75-2222", "0743-74-1111、0743-75-2222"), ("0743-74-1111/090-1234-5678", "0743-74-1111、090-1234-5678"),
        ("0743-74-1111\n0743-74-1111", "0743-74-1111"), ("TEL:0743(74)1111", "0743-74-1111"), ("電話　０７４３７４１１１１", "0743-74-1111"),
        ("0743-74-1111 内線 12", "0743-74-1111 内線 12"), ("0743-74-1111（代）", "0743-74-1111(代)"), ("見本課 0743-74-1111", "見本課 0743-74-1111"),
        ("0743-74-1111（平日のみ）", "0743-74-1111(平日のみ)"),
    ],
)  # fmt: skip
def test_numbers_of_a_cell(said: str, number: str) -> None:
    assert phone(said) == number


@pytest.mark.parametrize(
    "number",
    ["0743-74-1111", "03-1234-5678", "06-6123-4567", "011-211-1111", "045-671-2121", "075-222-1111", "01558-2-1234", "04992-2-1234", "0120-123-456",
     "090-1234-5678", "0800-123-4567", "0570-012-345", "050-1234-5678", "0852-22-1111"],
)  # fmt: skip
def test_hyphens_stand_behind_the_area_code(number: str) -> None:
    assert hyphenated(number.replace("-", "")) == phone(number.replace("-", "")) == number


@pytest.mark.parametrize("digits", ["0223345678", "012345", "1234567890", "0597912345"])
def test_where_the_area_code_cannot_be_told_nothing_is_guessed(digits: str) -> None:
    assert hyphenated(digits) == digits


@pytest.mark.parametrize(
    "number,wrong",
    [("0743-74-1111", False), ("0743-74-111", True), ("090-1234-567", True), ("110", False), ("", False), ("なし", False), ("74-1111", False),
     ("0743-74-1111、0743-75-22222", True), ("0743-74-1111(内線1)", False), ("189", False)],
)  # fmt: skip
def test_a_digit_too_many_or_too_few(number: str, wrong: bool) -> None:
    assert wrong_length(number) is wrong


@given(st.text(max_size=30) | st.lists(st.sampled_from(["0743", "-", "74", "(", ")", "、", "\n", " ", "TEL", "²", "٣", "内線", "ー"])).map("".join))
def test_any_text_twice_is_the_same(text: str) -> None:
    assert phone(phone(text)) == phone(text)


@pytest.mark.parametrize(
    "said,dialled",
    [
        ("0743-70-0001", ["0743700001"]), ("0743-70-0001 090-1111-2222(山田)", ["0743700001", "09011112222"]),
        ("0743-70-0001、0743-70-0002", ["0743700001", "0743700002"]), ("見本課 0743(70)0001（内線 2345）", ["0743700001"]),
        ("(0743) 70-0001 / 0120-123-456", ["0743700001", "0120123456"]), ("０７４３－７０－０００１", ["0743700001"]),
        ("0743 70 0001", ["0743700001"]), ("0743700001と09011112222", ["0743700001", "09011112222"]), ("110", ["110"]), ("#7119", ["#7119"]),
        ("74-1111", ["741111"]), ("なし", []), ("", []), ("番号 1234-5678-9012-3456", []), ("74-1111（平日）", []), ("0743-70-0001-5", []),
    ],
)  # fmt: skip
def test_each_number_of_a_text_can_be_dialled(said: str, dialled: list[str]) -> None:
    assert [number for _, number in calls(said) if number] == dialled


@given(st.text(max_size=40) | st.lists(st.sampled_from(["0743", "-", "70", "0001", "(", ")", "、", " ", "０", "山田", "#", "²", "٣"])).map("".join))
@example("000000000٠")
def test_the_pieces_of_a_text_are_the_text(said: str) -> None:
    pieces = calls(said)
    assert "".join(piece for piece, _ in pieces) == said
    assert all(number.isascii() and number.lstrip("#").isdigit() for _, number in pieces if number)
