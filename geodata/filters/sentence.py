"""The filter as a Japanese sentence; mapapp/static/js/sentence.mjs says the same in the browser."""

from typing import TYPE_CHECKING

from geodata.filters.timespan import WEEKDAYS, TimeSpan

if TYPE_CHECKING:
    from geodata.filters.chosen import ResourceFilter
    from geodata.queries.vocabulary import Vocabulary

EVERYTHING = "すべての社会資源"


def describe(chosen: "ResourceFilter", vocabulary: "Vocabulary") -> str:
    """When, what, for whom, where, how, in which words: 火曜日の午後・認知症カフェ・鹿ノ台自治会."""
    parts = [
        _date(chosen),
        _when(chosen.weekdays, chosen.time),
        "または".join(vocabulary.categories[code].name for code in chosen.categories),
        "または".join(vocabulary.targets[code] for code in chosen.targets),
        "または".join(vocabulary.areas[code].name for code in chosen.areas),
        "無料" if chosen.free else "",
        "バリアフリー" if chosen.barrier_free else "",
        "地図の範囲" if chosen.bbox else "",
        f"「{chosen.q}」" if chosen.q else "",
    ]
    return "・".join(part for part in parts if part) or EVERYTHING


def _date(chosen: "ResourceFilter") -> str:
    return f"{chosen.date.year}年{chosen.date.month}月{chosen.date.day}日" if chosen.date else ""


def _when(weekdays: tuple[str, ...], span: TimeSpan | None) -> str:
    days = "・".join(WEEKDAYS[day] for day in weekdays) + "曜日" if weekdays else ""
    hours = span.describe() if span else ""
    return "の".join(part for part in (days, hours) if part)
