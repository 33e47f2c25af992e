"""二段の見出し: what a header means when the word above it counts too (会場/名称, 平日/開始, 参加費/大人)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from geodata.japanese import search_form
from importers.recognition.names import PATTERN, Meaning, meanings
from importers.recognition.words import PRIVATE

WEEKDAYS = frozenset("月火水木金土日")
HOLDER = "ところ|ばしょ|どこ|会場|場所|開催場所|実施場所|活動場所|拠点|開催地|設置場所|活動拠点"
GROUP = "団体|運営.*|主催者?|法人|事業者|実施.*|問い?合わ?せ先?|お問い?合わ?せ先?|連絡先|申し?込み?先?|担当"
PATTERNS: tuple[tuple[str, str], ...] = (
    (r"(代表|会長|担当者|責任者|役員).*/.*", PRIVATE),
    (rf"({HOLDER})/(名称|名|会場名?|施設名|場所|施設)", "place"), (rf"({HOLDER})/(住所|所在地|番地|町名)", "address"),
    (rf"({GROUP})/(名称|名|団体名?|施設名|機関|事業所名?|課名?|部署|窓口|組織名?)", "organization"),
    (r".*(申し?込|問い?合わ?せ|連絡).*/(窓口|担当課?|課名?|部署|機関)", "organization"),
    (rf"({GROUP}|事務局|本部)/(住所|所在地)", ""),
    (r".*(費|料金?|代)/(こども|子ども|子供|小学生|児童|小人|中学生以下)", "fee_child"), (r".*(費|料金?|代)/(大人|おとな|成人|一般)", "fee_adult"),
    (r".*(費|料金?|代)/.*", "fee"),
    (r"(平日|月.金曜?)/(開始|から|開園|開館|開所|始).*", "weekday_starts"), (r"(平日|月.金曜?)/(終了|まで|閉園|閉館|閉所|終).*", "weekday_ends"),
    (r"土曜?日?/(開始|から|開園|開館|開所|始).*", "saturday_starts"), (r"土曜?日?/(終了|まで|閉園|閉館|閉所|終).*", "saturday_ends"),
    (r".*/平日", "weekday_hours"), (r".*時間?帯?/土曜日?", "saturday_hours"), (r".*時間?帯?/日曜日?", "sunday_hours"), (r".*/祝日", "holiday_hours"),
    (r".*(日時|日程|開催|実施|活動)/(備考|特記事項|その他)", "schedule_note"), (r".*(日時|開催|実施|活動|とき|いつ)/(日|日にち|開催日|月日)", "schedule"),
    (r".*/(始|始め|始まり|開始|から|自)", "starts"), (r".*/(終|終り|終わり|終了|まで|至)", "ends"),
)  # fmt: skip
COMPILED = tuple((re.compile(search_form(pattern)), field) for pattern, field in PATTERNS)


@lru_cache(maxsize=8_192)
def meanings_of(words: tuple[str, ...]) -> tuple[Meaning, ...]:
    """What the header of a column may mean, its words from top to bottom; the surest first."""
    if not words:
        return ()
    if len(words) > 1 and (found := _by_both(words)):
        return found
    if is_weekday(words[-1]):
        return (("weekday_marks", 0.9, "曜日ごとの列のため"),)
    if len(words) == 1:
        return meanings(words[0])
    return meanings("".join(words[-2:])) or meanings(words[-1]) or _doubted(meanings(words[-2]))


def is_weekday(word: str) -> bool:
    """月, 火曜, 水曜日."""
    return search_form(word).removesuffix("曜日").removesuffix("曜") in WEEKDAYS


def _by_both(words: Sequence[str]) -> tuple[Meaning, ...]:
    form = search_form(f"{words[-2]}/{words[-1]}")
    for pattern, field in COMPILED:
        if pattern.fullmatch(form):
            why = "上の段の見出しとあわせて" if field != PRIVATE else PRIVATE
            return (("" if field == PRIVATE else field, PATTERN + 0.05, why),)
    return ()


def _doubted(found: Sequence[Meaning]) -> tuple[Meaning, ...]:
    return tuple((field, min(certainty, 0.6), "上の段の見出しだけから") for field, certainty, _ in found)
