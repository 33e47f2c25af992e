"""ResourceFilter: the one filter behind the page, the list, the API and the sentence above them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select

from geodata.errors import BadFilter
from geodata.filters import reading
from geodata.filters.apply import conditions
from geodata.filters.sentence import describe
from geodata.filters.timespan import TimeSpan

if TYPE_CHECKING:
    from geodata.queries.vocabulary import Vocabulary

Stmt = TypeVar("Stmt", bound=Select[Any])
Box = tuple[float, float, float, float]
QUERY_NAMES = {"categories": "category", "targets": "target", "weekdays": "weekday", "areas": "area"}


@dataclass(frozen=True, slots=True)
class ResourceFilter:
    """What was chosen. Within one name any value fits, between names all must; nothing chosen hides nothing.

    `bbox` is min lng, min lat, max lng, max lat in lon-lat. `near` is a 町 (`t:code`) or a 会場 (`p:id`), never a free point:
    a person's own position stays in the browser. `unknown` lets in what is not known to fit.
    """

    categories: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    time: TimeSpan | None = None
    date: datetime.date | None = None
    areas: tuple[str, ...] = ()
    q: str = ""
    bbox: Box | None = None
    free: bool = False
    barrier_free: bool = False
    unknown: bool = False
    near: str = ""
    lang: str = "ja"
    page: int = 1

    @classmethod
    def from_args(cls, pairs: Iterable[tuple[str, str]], vocabulary: "Vocabulary") -> "ResourceFilter":
        """From the pairs of a query string; empty values count as not given. Raises BadFilter with a sentence."""
        given: dict[str, list[str]] = {}
        for number, (name, value) in enumerate(pairs):
            if number >= reading.MOST_PAIRS:
                raise BadFilter(f"指定が多すぎます。{reading.MOST_PAIRS}個までにしてください。")
            if name not in reading.READERS:
                raise BadFilter(f"「{name[:40]}」という指定はありません。使えるのは {'、'.join(reading.READERS)} です。")
            if value.strip():
                given.setdefault(name, []).append(value.strip())
        read = {name: reading.READERS[name](values, vocabulary) for name, values in given.items()}
        return cls(**{field: read[name] for field, name in _names().items() if name in read})

    def to_args(self) -> list[tuple[str, str]]:
        """The query that gives this filter again, in one order, without what was not chosen."""
        return [(name, text) for field, name in _names().items() for text in _texts(getattr(self, field), field)]

    def describe(self, vocabulary: "Vocabulary") -> str:
        """火曜日の午後・認知症カフェ・鹿ノ台自治会."""
        return describe(self, vocabulary)

    def apply(self, stmt: Stmt, vocabulary: "Vocabulary") -> Stmt:
        """`stmt`, over resource outer-joined to place, with every condition of the filter."""
        return stmt.where(*conditions(self, vocabulary))

    @property
    def chosen_anything(self) -> bool:
        """True when something is hidden by this filter."""
        return any(name not in ("near", "lang", "page", "unknown") for name, _ in self.to_args())


@cache
def _names() -> dict[str, str]:
    """Field → query name."""
    return {field.name: QUERY_NAMES.get(field.name, field.name) for field in fields(ResourceFilter)}


def _texts(value: object, field: str) -> list[str]:
    if value in ((), None, "", False) or (field, value) in (("lang", "ja"), ("page", 1)):
        return []
    if field == "bbox":
        return [",".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in value)]  # type: ignore[attr-defined]
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return ["1" if value is True else str(value)]
