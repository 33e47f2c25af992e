"""書き出しの形: a layout as its headers and what stands under each; our own plain sheet and the register of staff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geodata.address.levels import LEVEL_WORDS
from geodata.exports.record import Exported
from geodata.models import Answer, Mode, Status, Visibility

Cell = Callable[[Exported], str]
ANSWERS = {Answer.YES: "はい", Answer.NO: "いいえ", Answer.UNKNOWN: ""}
MODES = {
    Mode.IN_PERSON: "", Mode.ONLINE: "オンラインのみ", Mode.HYBRID: "会場とオンライン", Mode.VISITING: "訪問", Mode.MOVING: "",
}  # fmt: skip
SEEN_BY = {Visibility.PUBLIC: "公開", Visibility.PROFESSIONAL: "専門職のみ", Visibility.STAFF: "非公開"}
STEPS = {Status.DRAFT: "下書き", Status.CHECKED: "点検済み", Status.PUBLISHED: "公開", Status.WITHDRAWN: "取り下げ"}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table that leaves: its `name` on the command line, its title, and header → cell in order."""

    name: str
    title: str
    columns: Mapping[str, Cell]
    staff_only: bool = False

    @property
    def headers(self) -> list[str]:
        """The first row."""
        return list(self.columns)

    def row(self, one: Exported) -> list[str]:
        """One record under those headers."""
        return [cell(one) for cell in self.columns.values()]


def said(name: str) -> Cell:
    """The attribute as it is."""
    return lambda one: str(getattr(one, name))


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)




def _confirmed(one: Exported) -> str:
    return one.confirmed_on.isoformat() if one.confirmed_on else ""


SHEET: dict[str, Cell] = {
    "名称": said("name"), "名称_カナ": said("kana"), "種類": said("category"), "運営団体": said("organization"),
    "会場": said("place"), "住所": said("address"), "方書": said("building"), "郵便番号": said("postal_code"),
    "緯度": lambda one: _number(one.lat), "経度": lambda one: _number(one.lng),
    "位置の確かさ": lambda one: LEVEL_WORDS[one.level] if one.lat is not None else "",
    "電話番号": said("phone"), "FAX番号": said("fax"), "メールアドレス": said("email"), "URL": said("url"),
    "開催日時": said("schedule"), "対象": said("target"), "費用": said("fee"), "予約": said("reservation"),
    "定員": said("capacity"), "バリアフリー": lambda one: ANSWERS[one.barrier_free], "駐車場": lambda one: ANSWERS[one.parking],
    "開催形式": lambda one: MODES[one.mode], "巡回地域": said("served"), "内容": said("description"),
    "対応言語": said("languages"), "最終確認日": _confirmed, "公開可否": lambda one: SEEN_BY[one.visibility],
    "備考": said("remarks"),
}  # fmt: skip
"""The plain sheet: every header is one that importers read, so that it comes back as it went."""

REGISTER: dict[str, Cell] = {
    "番号": said("id"), **SHEET, "自治会": said("jichikai"), "所管課": said("department"),
    "公開の段階": lambda one: STEPS[one.status], "もとになった一覧": said("source"),
}  # fmt: skip

OURS = (
    Layout("ichiran", "社会資源一覧（そのまま取り込める形）", SHEET),
    Layout("daicho", "社会資源台帳（職員用・公開の段階や所管課つき）", REGISTER, staff_only=True),
)
