"""変わるところの言い方: what a topic says in the record and in the row, in the words of a page."""

from collections.abc import Mapping

from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel
from geodata.keeping.venue import PlaceDraft
from geodata.models import Answer, Mode
from importers.change import Row
from importers.presents import VISIBLE_TO, Present, PresentPlace
from importers.topics import Topic

MODES = {Mode.ONLINE: "オンライン", Mode.HYBRID: "会場とオンライン", Mode.VISITING: "訪問", Mode.MOVING: "移動"}
ANSWERS = {Answer.YES: "○", Answer.NO: "×", Answer.UNKNOWN: "不明"}


def old_words(topic: Topic, present: Present, names: Mapping[str, str]) -> str:
    """What the record says; `names` has the 種類 by code."""
    if topic.code == "organization":
        return present.organization
    if topic.code == "place":
        return _where(present.values["mode"], present.place.name, present.place.address)
    return _word(topic, present.values[topic.columns[0]], names)


def new_words(topic: Topic, row: Row, names: Mapping[str, str]) -> str:
    """What the row says; "" for nothing."""
    if topic.code == "organization":
        return row.draft.organization
    values: Mapping[str, object] = row.draft.values
    if topic.code == "place":
        place = row.place
        return _where(row.draft.values["mode"], *(((place.name, place.draft.address)) if place else ("", "")))
    return _word(topic, values[topic.columns[0]], names)


def _where(mode: Mode, name: str, address: str) -> str:
    return "　".join(part for part in (MODES.get(mode, ""), name, address) if part)


def _word(topic: Topic, value: object, names: Mapping[str, str]) -> str:
    if topic.code == "category":
        return names.get(str(value), str(value))
    if topic.code == "visibility":
        return next(words for one, words in VISIBLE_TO.items() if one == value)
    return "" if value is None else str(value)


def finer_words(topic: Topic, present: Present, row: Row) -> tuple[str, str]:
    """What is understood of it, where the words are the same: the point on the map, the sessions read, free or not."""
    if topic.code == "place" and row.place:
        return _sureness(present.place), _sureness(row.place.draft, row.place.level)
    values: Mapping[str, object] = row.draft.values
    columns = [column for column in topic.columns if column in values]
    return "、".join(str(present.values[one] or "") for one in columns), "、".join(str(values[one] or "") for one in columns)


def _sureness(place: PresentPlace | PlaceDraft, level: MatchLevel | None = None) -> str:
    answers = (f"{name}{ANSWERS[said]}" for name, said in (("車いす", place.barrier_free), ("駐車場", place.parking)))
    return f"位置: {LEVEL_WORDS[level or place.level]}、{'、'.join(answers)}"
