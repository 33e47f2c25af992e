"""職員の絞りこみ: what staff ask the list of records for, read from a query and written as one again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from geodata.errors import BadFilter
from geodata.models import Answer, Status, Visibility

SORTS = {
    "-changed": "更新の新しい順", "name": "種類・名前の順", "status": "公開の段階の順", "confirmed": "確認の古い順",
    "level": "位置の不確かな順",
}  # fmt: skip
LEVELS = {"none": "位置が分からない", "town": "町まで", "block": "番地・建物まで", "nowhere": "会場なし"}
NO_DEPARTMENT = "-"  # of the whole city hall
LONGEST = 100
PAGES = 100_000


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """One value a name, "" for any. `department` is - for records of the whole city hall; `batch` an import's number."""

    q: str = ""
    category: str = ""
    status: str = ""
    visibility: str = ""
    department: str = ""
    area: str = ""
    source: str = ""
    batch: str = ""
    level: str = ""
    consent: str = ""
    stale: bool = False
    home: bool = False
    waiting: bool = False
    hidden: bool = False
    sort: str = "-changed"
    page: int = 1

    def __post_init__(self) -> None:
        allowed: dict[str, Iterable[str]] = {
            "status": Status, "visibility": Visibility, "consent": Answer, "level": LEVELS, "sort": SORTS,
        }  # fmt: skip
        for name, values in allowed.items():
            if getattr(self, name) and getattr(self, name) not in set(values):
                raise BadFilter(f"{name} の指定が読めません。画面の一覧から選びなおしてください。")
        if self.batch and not (self.batch.isascii() and self.batch.isdigit() and len(self.batch) < 10):
            raise BadFilter("取り込みの番号は数字で指定してください。")

    @classmethod
    def from_args(cls, pairs: Iterable[tuple[str, str]]) -> "RecordFilter":
        """Read a query. Raises BadFilter for what is unknown, twice there, too long or holds control characters."""
        kinds = {field.name: field.type for field in fields(cls)}
        given: dict[str, Any] = {}
        for name, value in pairs:
            text = value.strip()
            if name not in kinds or name in given:
                raise BadFilter(f"「{name[:40]}」という指定は読めません。画面の一覧から選びなおしてください。")
            if text:
                given[name] = _read(name, str(kinds[name]), text)
        return cls(**given)

    def to_args(self) -> dict[str, str]:
        """The query again, without what nobody chose."""
        plain = RecordFilter()
        chosen = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name)}
        return {name: "1" if value is True else str(value) for name, value in chosen.items()}

    def conditions(self) -> dict[str, str]:
        """What narrows the list, without its order and page."""
        return replace(self, sort="-changed", page=1).to_args()


def _read(name: str, kind: str, text: str) -> Any:
    limit = 200 if name in ("source", "department") else LONGEST
    if len(text) > limit or any(ord(sign) < 32 for sign in text):
        raise BadFilter(f"{name} は{limit}文字までの、ふつうの文字で指定してください。")
    if "bool" in kind:
        if text != "1":
            raise BadFilter(f"{name} に指定できるのは 1 だけです。")
        return True
    if "int" in kind:
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= PAGES):
            raise BadFilter("ページの番号が正しくありません。")
        return int(text)
    return text
