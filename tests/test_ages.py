"""対象と年齢: the spans that people write, and the 対象 that follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.ages import AgeSpan, age_span, targets_of


@pytest.mark.parametrize(
    "said,span",
    [
        ("おおむね65歳以上", AgeSpan(65, None, True)), ("６５歳以上の方", AgeSpan(65, None)), ("小学生以下", AgeSpan(None, 12)),
        ("0～3歳", AgeSpan(0, 3)), ("0歳から3歳までの子と保護者", AgeSpan(0, 3)), ("3歳未満", AgeSpan(None, 2)), ("18歳まで", AgeSpan(None, 18)),
        ("6か月～1歳6か月", AgeSpan(0, 1)), ("6か月～18か月", AgeSpan(0, 1)), ("小学4年生～中学生", AgeSpan(6, 15)), ("中学生以上", AgeSpan(12, None)),
        ("未就園児と保護者", AgeSpan(0, 5)), ("40歳以上65歳未満", AgeSpan(40, 64)), ("1歳～", AgeSpan(1, None)), ("どなたでも", None), ("", None),
        ("65", None), ("300歳以上", None), ("10歳以上5歳以下", None),
    ],
)  # fmt: skip
def test_spans_of_ages(said: str, span: AgeSpan | None) -> None:
    assert age_span(said) == span


@pytest.mark.parametrize(
    "said,codes",
    [
        ("おおむね70歳以上", ("koreisha",)), ("65歳以上", ("koreisha",)), ("3歳未満", ("kosodate_katei",)), ("18歳まで", ("kodomo",)),
        ("小学生", ("kodomo",)), ("どなたでも", ("dare_demo",)), ("認知症の方と家族", ("ninchisho",)), ("40歳以上", ()), ("", ()), ("要相談", ()),
    ],
)  # fmt: skip
def test_whom_it_is_for(said: str, codes: tuple[str, ...]) -> None:
    assert targets_of(said) == codes


def test_a_span_has_an_end() -> None:
    with pytest.raises(ValueError, match="end"):
        AgeSpan(None, None)


@given(st.text(max_size=20) | st.lists(st.sampled_from(["65", "歳", "以上", "～", "か月", "小学生", "²", "٣", "未満", "0"])).map("".join))
def test_any_text_has_a_span_or_none(text: str) -> None:
    span = age_span(text)
    assert span is None or span.low is None or span.high is None or span.low <= span.high
    targets_of(text)
