"""住所の読み方をそろえる: each step by table, and all of them on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.address.characters import FOLDED, OLD_FORMS
from geodata.address.numbers import read_chome, read_tail
from geodata.address.numerals import all_digits, kanji_numbers, value_of
from geodata.address.steps import STEPS, blanks, clean, counters, half_width, hyphens, labels, notes, unseen

TABLE = {
    half_width: [("１－２ｶﾞ", "1-2ガ"), ("か\u3099", "が"), ("㈱", "(株)")],
    unseen: [("葛\U000e0100城", "葛城"), ("元\u200b町\ufeff", "元町"), ("元\x07町", "元町")],
    blanks: [(" 元町\n1 \u3000 2 ", "元町 1 2")],
    counters: [("元町 二 十 丁 目 3 番 地 の 2", "元町 二十丁目 3番地の 2"), ("元町 1 2", "元町 1 2"),
        ("元町1-2 三番館", "元町1-2 三番館")],
    hyphens: [
        ("1ー2―3−4", "1-2-3-4"), ("1 - 2", "1-2"), ("2丁目ー3", "2丁目-3"), ("1の2", "1-2"), ("11番地の3", "11番地-3"),
        ("サービスセンター1", "サービスセンター1"), ("鹿の台1", "鹿の台1"), ("1-2センター3", "1-2センター3"),
    ],
    notes: [
        ("元町1-2 ※駐車場なし", "元町1-2"), ("元町1-2 TEL 0743-74-1111", "元町1-2"), ("元町1-2 電話0743-74-1111", "元町1-2"),
        ("元町1-2 HOTEL 3F", "元町1-2 HOTEL 3F"), ("元町1-2 電話局ビル", "元町1-2 電話局ビル"),
    ],
    labels: [
        ("〒630-0257 奈良県", "奈良県"), ("630-0257奈良県", "奈良県"), ("住所:奈良県", "奈良県"),
        ("【所在地】奈良県", "奈良県"),
        ("・奈良県", "奈良県"), ("会場: 元町1", "元町1"), ("所在地1:元町1", "元町1"),
        ("会場町1", "会場町1"), ("住吉区1", "住吉区1"), ("12丁目3", "12丁目3"),
    ],
    kanji_numbers: [
        ("二丁目十一番地", "2丁目11番地"), ("北一条西二十三丁目", "北1条西23丁目"), ("壱丁目", "1丁目"), ("五條1", "5條1"),
        ("元町二-3", "元町2-3"), ("四日市市三滝台", "四日市市三滝台"), ("壱分町83", "壱分町83"), ("千代田1", "千代田1"),
        ("元町1-2三番館", "元町1-2三番館"),
    ],
}


@pytest.mark.parametrize(("step", "text", "wanted"), [(step, *row) for step, rows in TABLE.items() for row in rows])
def test_step(step, text: str, wanted: str) -> None:
    assert step(text) == wanted


@given(st.text())
def test_every_step_takes_any_text(text: str) -> None:
    for step in STEPS:
        assert isinstance(step(text), str)


@given(st.text(st.sampled_from("奈良県生駒市元町のノ一二十番地丁目号条-－ーｰ― 　\n1２3〒:：住所※TELtel電話0()（）\u200b\x01")))
def test_leaving_steps_out_changes_nothing(text: str) -> None:
    whole = text
    for step in STEPS:
        whole = step(whole)
    assert clean(text) == whole


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(text.translate(FOLDED)) == len(text)


def test_old_forms_fold_to_letters_that_stay() -> None:
    for group in OLD_FORMS.split():
        assert {letter.translate(FOLDED) for letter in group} == {group[0]}, group


@given(st.integers(1, 9999))
def test_numerals_are_read_back(number: int) -> None:
    written, left = "", number
    for unit, letter in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, left = divmod(left, unit)
        if digit:
            written += ("" if digit == 1 and letter else "〇一二三四五六七八九"[digit]) + letter
    assert value_of(written) == number
    assert value_of("".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))) == number


def test_all_digits() -> None:
    assert all_digits("二十四軒一条") == "24軒1条"


TAILS = [
    ("14番8号", "14-8", ""), ("2429番地-1", "2429-1", ""), ("1142番地の1", "1142-1", ""), ("1番8", "1-8", ""),
    ("83番48", "83-48", ""),
    ("1-19 元町ストレートビル1階", "1-19", "元町ストレートビル1階"), ("6-2桜ビル302", "6-2", "桜ビル302"),
    ("2-14 302", "2-14", "302"),
    ("1-2-3F", "1-2", "3F"), ("1-2 3階", "1-2", "3階"), ("8075番地(傍示)", "8075", "傍示"), ("甲12-3", "甲12-3", ""),
    ("", "", ""),
    ("字佐保山1-2", "字佐保山1-2", ""), ("公民館", "", "公民館"), ("公民館2階", "", "公民館2階"), ("5-3号棟", "5", "3号棟"),
]


@pytest.mark.parametrize(("tail", "rest", "building"), TAILS)
def test_tail(tail: str, rest: str, building: str) -> None:
    assert read_tail(tail) == (rest, building, "")


UNREAD = [
    ("123番地先", "123", "", "先"), ("地先", "", "", "地先"), ("無番地", "", "", "無番地"), ("官有無番地", "", "", "官有無番地"),
    ("12-3(仮換地5街区6画地)", "12-3", "", "仮換地5街区6画地"), ("5街区6画地", "", "", "5街区6画地"),
    ("土地区画整理事業地内 5街区3画地", "", "", "土地区画整理事業地内 5街区3画地"),
    ("1-2ほか", "1-2", "", "ほか"), ("1番外2筆", "1", "", "外2筆"),
    ("1-2内科クリニック", "1-2", "内科クリニック", ""), ("1-2先 みどりビル", "1-2", "みどりビル", "先"),
]


@pytest.mark.parametrize(("tail", "rest", "building", "unread"), UNREAD)
def test_what_qualifies_a_number_is_left_unread(tail: str, rest: str, building: str, unread: str) -> None:
    assert read_tail(tail) == (rest, building, unread)


@pytest.mark.parametrize(("tail", "rest"), [
    ("甲の12番地3", "甲12-3"), ("甲第12番地", "甲12"), ("イ12番地", "イ12"), ("12-甲3", "12-甲3"), ("乙1番ロ2", "乙1-ロ2"), ("ニ5の2", "ニ5-2"),
])
def test_letters_that_number(tail: str, rest: str) -> None:
    assert read_tail(tail).rest == rest

@pytest.mark.parametrize(("tail", "wanted"), [
    ("1丁目2", (1, "丁目")), ("12丁目", (12, "丁目")), ("2-14-8", (2, "")), ("3", (3, "")), ("1丁2", (1, "丁")),
    ("第4地割5", (4, "地割")), ("4地割5", (4, "地割")), ("二-3", (2, "")),
    ("1004番地", None), ("1番地", None), ("1番2号", None), ("100-2", None), ("", None), ("公民館", None),
])
def test_chome(tail: str, wanted: tuple[int, str] | None) -> None:
    read = read_chome(tail)
    assert (read and (read.number, read.written)) == wanted
