"""対象と年齢: おおむね65歳以上, 小学生以下, 0～3歳: the span of ages that a text names, and the 対象 that follow from it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from geodata.vocabulary import target_codes
from importers.cells import plain

OLDEST = 120
SCHOOL = {  # ages at which one is a child of that school or stage
    "乳児": (0, 1), "乳幼児": (0, 6), "未就園児": (0, 5), "未就学児": (0, 6), "未就学": (0, 6), "就学前": (0, 6), "幼児": (1, 6), "園児": (3, 6),
    "小学": (6, 12), "中学": (12, 15), "高校": (15, 18), "大学生": (18, 22), "小中学生": (6, 15),
    "小・中学生": (6, 15),
}  # fmt: skip
UNIT = r"(?:歳|才|か月|ヶ月|カ月|ヵ月)"
SPAN = re.compile(rf"(\d{{1,3}})\s?({UNIT})?(?:児|頃)?\s?(?:[~〜～\-ー−]|から)\s?(?:満)?(\d{{1,3}})\s?({UNIT})")
FROM = re.compile(rf"(\d{{1,3}})\s?({UNIT})(?:児)?\s?(?:以上|~|〜|～|から|より上)")
UP_TO = re.compile(rf"(\d{{1,3}})\s?({UNIT})(?:児)?\s?(以下|未満|まで)")
STAGE = re.compile("|".join(sorted(SCHOOL, key=len, reverse=True)))
ABOUT = re.compile(r"おおむね|概ね|おおよそ|約|頃|程度|目安")
OLD, YOUNG, LITTLE = 60, 18, 6


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """From `low` to `high` in years, both within; None where it is open. `about` for おおむね."""

    low: int | None
    high: int | None
    about: bool = False

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a span has an end")


@lru_cache(maxsize=4_096)
def age_span(text: str) -> AgeSpan | None:
    """The one span of ages that a text names; None when it names none, or several that do not touch."""
    said = plain(text)
    about = bool(ABOUT.search(said))
    if found := SPAN.search(said):
        low, high = _years(found[1], found[2] or found[4]), _years(found[3], found[4])
        return AgeSpan(low, high, about) if low <= high <= OLDEST else None
    first, last = FROM.search(said), UP_TO.search(said)
    if first or last:
        low_ = _years(first[1], first[2]) if first else None
        high_ = _years(last[1], last[2]) - (last[3] == "未満") if last else None
        known = [age for age in (low_, high_) if age is not None]
        return AgeSpan(low_, high_, about) if all(0 <= age <= OLDEST for age in known) and known == sorted(known) else None
    return _by_stage(said, about)


def targets_of(text: str) -> tuple[str, ...]:
    """The 対象 that a cell names by its words, and by its ages where its words name none of that age."""
    codes = target_codes(text)
    span = age_span(text) if text else None
    if span is None:
        return tuple(codes)
    if span.low is not None and span.low >= OLD and "koreisha" not in codes:
        codes = [*codes, "koreisha"]
    if span.high is not None and span.high <= YOUNG and not {"kodomo", "kosodate_katei"} & set(codes):
        codes = [*codes, "kosodate_katei" if span.high <= LITTLE else "kodomo"]
    return tuple(codes)


def _years(number: str, unit: str) -> int:
    return int(number) if unit in ("歳", "才") else int(number) // 12


def _by_stage(said: str, about: bool) -> AgeSpan | None:
    """小学4年生～中学生, 小学生以下, 中学生以上."""
    stages = [SCHOOL[found[0]] for found in STAGE.finditer(said)]
    if not stages:
        return None
    low, high = min(low for low, _ in stages), max(high for _, high in stages)
    if re.search(r"(?:以上|から上)", said) and len(stages) == 1:
        return AgeSpan(low, None, about)
    if re.search(r"(?:以下|まで)", said) and len(stages) == 1:
        return AgeSpan(None, high, about)
    return AgeSpan(low, high, about)
