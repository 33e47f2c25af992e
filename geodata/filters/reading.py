"""The query's values, each read by one small function that refuses nonsense with a sentence."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from geodata.errors import BadFilter
from geodata.filters.timespan import WEEKDAYS, TimeSpan

if TYPE_CHECKING:
    from geodata.queries.vocabulary import Vocabulary

MOST_PAIRS = 200
LONGEST_QUESTION = 100
MOST_PAGES = 10_000


def _codes(name: str, book: str) -> Callable[[list[str], "Vocabulary"], tuple[str, ...]]:
    def read(values: list[str], vocabulary: "Vocabulary") -> tuple[str, ...]:
        known: dict[str, Any] = getattr(vocabulary, book)
        for value in values:
            if value not in known:
                raise BadFilter(f"{name} に「{value[:40]}」はありません。一覧から選んでください。")
        return tuple(code for code in known if code in values)

    return read


def _weekdays(values: list[str], vocabulary: "Vocabulary") -> tuple[str, ...]:
    for value in values:
        if value not in WEEKDAYS:
            raise BadFilter(f"weekday は {'・'.join(WEEKDAYS)} のいずれかで指定してください: {value[:40]}")
    return tuple(day for day in WEEKDAYS if day in values)


def _one(name: str, values: list[str]) -> str:
    if len(set(values)) > 1:
        raise BadFilter(f"{name} は一つだけ指定してください。")
    return values[0]


def _time(values: list[str], vocabulary: "Vocabulary") -> TimeSpan:
    return TimeSpan.parse(_one("time", values))


def _date(values: list[str], vocabulary: "Vocabulary") -> date:
    text = _one("date", values)
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadFilter(f"date は 2026-11-23 の形で指定してください: {text[:40]}") from None


def _question(values: list[str], vocabulary: "Vocabulary") -> str:
    text = _one("q", values)
    if len(text) > LONGEST_QUESTION:
        raise BadFilter(f"フリーワードは{LONGEST_QUESTION}文字までで入力してください。")
    if "\x00" in text:
        raise BadFilter("フリーワードに使えない文字があります。")
    return text


def _bbox(values: list[str], vocabulary: "Vocabulary") -> tuple[float, float, float, float]:
    text = _one("bbox", values)
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BadFilter(f"bbox は 西の経度,南の緯度,東の経度,北の緯度 の順で指定してください: {text[:60]}")
    return west, south, east, north


def _flag(name: str) -> Callable[[list[str], "Vocabulary"], bool]:
    def read(values: list[str], vocabulary: "Vocabulary") -> bool:
        if _one(name, values) not in ("0", "1"):
            raise BadFilter(f"{name} は 1 か 0 で指定してください。")
        return values[0] == "1"

    return read


def _near(values: list[str], vocabulary: "Vocabulary") -> str:
    text = _one("near", values)
    kind, _, code = text.partition(":")
    if (kind == "t" and code in vocabulary.towns) or (kind == "p" and code.isascii() and code.isdigit() and len(code) < 10):
        return text
    raise BadFilter("near は町（t:町のコード）か会場（p:会場の番号）で指定してください。")


def _lang(values: list[str], vocabulary: "Vocabulary") -> str:
    if _one("lang", values) != "ja":
        raise BadFilter("lang に指定できるのは ja です。")
    return "ja"


def _page(values: list[str], vocabulary: "Vocabulary") -> int:
    text = _one("page", values)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_PAGES):
        raise BadFilter(f"page は1から{MOST_PAGES}の数で指定してください。")
    return int(text)


READERS: dict[str, Callable[[list[str], "Vocabulary"], Any]] = {
    "category": _codes("category", "categories"),
    "target": _codes("target", "targets"),
    "weekday": _weekdays,
    "time": _time,
    "date": _date,
    "area": _codes("area", "areas"),
    "q": _question,
    "bbox": _bbox,
    "free": _flag("free"),
    "barrier_free": _flag("barrier_free"),
    "unknown": _flag("unknown"),
    "near": _near,
    "lang": _lang,
    "page": _page,
}
