"""どんな文字列でも: a minute and more of any text against the real 町. Never an exception, never a hang, never half an answer."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.address import Geocoder, Match, MatchLevel

SECONDS = 70
LIMIT_S = 0.5  # a hang: of the processor's time, a hundred times what `make bench` holds
PIECES = (
    *"奈良県生駒市元町一二十百千丁目番地号条線区のノ之ヶケがー-−‐－〜 　\n\t\r\x00\x1b１２9０()（）、，。・/／※☎〒:：#＝=+@\"'",
    "奈良県", "生駒市", "大阪府堺市", "京都市中京区", "宇陀郡榛原町", "元町", "高山町", "壱分町", "大字", "字", "公民館",
    "上る", "東入", "地割", "第", "1-2-3", "〒630-0257", "住所：", "TEL", "無番地", "地先", "仮換地", "街区", "号室",
    "土地区画整理事業地内", "甲", "イ", "\ud800", "\udfff", "ﷺ", "葛\U000e0100", "か\u3099", "ｶﾞ", "㈱", "①", "\u200b", "\ufeff",
    "\u202e", "𠮷", '=HYPERLINK("x")', "=cmd|' /C calc'!A0", "🏠", "١٢", "Ⅳ", "½",
)
TEXTS = st.one_of(
    st.text(max_size=520),
    st.text(st.characters(codec=None), max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=120).map("".join),
    st.tuples(st.sampled_from(PIECES), st.integers(1, 10_000)).map(lambda pair: (pair[0] * pair[1])[:10_000]),
)
WITHIN = st.sampled_from([None, "292095", "29209", "29", "271403", "999999", "", "x", "²", "٢٩٢٠٩"])


def seconds(geocoder: Geocoder, text: str, within: str | None) -> float:
    """Of the processor, for one text."""
    started = time.thread_time()
    geocoder.locate(text, within)
    return time.thread_time() - started


@pytest.mark.slow
def test_any_text_is_answered_at_once(geocoder: Geocoder) -> None:
    ends = time.monotonic() + SECONDS
    asked = slowest = 0.0
    worst = ""

    @settings(max_examples=2_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(TEXTS, WITHIN)
    def ask(text: str, within: str | None) -> None:
        nonlocal asked, slowest, worst
        found = geocoder.locate(text, within)
        taken = min(seconds(geocoder, text, within) for _ in range(2))
        asked += 1
        if taken > slowest:
            slowest, worst = taken, text
        assert isinstance(found, Match) and found.text == text
        assert (found.point is not None) == (found.level >= MatchLevel.MACHIAZA)
        assert found.reason and found.needs_review
        assert taken < LIMIT_S, text[:80]

    while time.monotonic() < ends:
        ask()
    print(f"{asked:,.0f} texts, slowest {slowest * 1000:.1f} ms: {worst[:60]!r}")


HOSTILE = (
    "いすみ市若山　１－１　ＴＥＬ　０　００", "1 " * 250, "一" * 500, "（" * 500, "生駒市" * 166, "あ、" * 250, "元町 " * 160, "-" * 500,
    "京都市中京区" + "上る" * 200, "見本ビル" * 120 + "1-2", "の1" * 250, "甲1" * 250, "市" * 500, "字" * 500,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_hangs(geocoder: Geocoder, text: str) -> None:
    for within in (None, "292095", "29"):
        assert min(seconds(geocoder, text, within) for _ in range(3)) < LIMIT_S
