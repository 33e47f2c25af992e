"""Standard: a national layout as a declaration: its headers, and which of them are fields of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from geodata.japanese import search_form

COMMON = {
    "全国地方公共団体コード": "municipality_code", "都道府県コード又は市区町村コード": "municipality_code",
    "都道府県コード又は市町村コード": "municipality_code",
    "ID": "source_id", "NO": "source_id", "名称": "name", "名称_カナ": "name_kana", "種別": "category", "実施サービス": "category",
    "所在地_連結表記": "address", "住所": "address", "所在地_都道府県": "prefecture", "所在地_市区町村": "city", "都道府県名": "prefecture",
    "都道府県": "prefecture", "市区町村名": "city", "建物名等(方書)": "building", "方書": "building", "郵便番号": "postal_code", "緯度": "lat",
    "経度": "lng", "電話番号": "phone", "内線番号": "extension", "FAX番号": "fax", "連絡先メールアドレス": "email", "法人の名称": "organization",
    "団体名": "organization", "利用可能曜日": "weekdays", "利用可能曜日特記事項": "schedule_note", "利用可能日時特記事項": "schedule_note",
    "利用可能時間特記事項": "schedule_note", "開始時間": "starts", "終了時間": "ends", "定員": "capacity", "収容定員": "capacity",
    "受入年齢": "target", "URL": "url", "備考": "remarks", "説明": "description", "駐車場情報": "parking", "車椅子可": "barrier_free",
    "バリアフリー情報": "barrier_free", "送迎範囲": "served_area", "事業所番号": "source_id", "診療曜日": "weekdays", "診療開始時間": "starts",
    "診療終了時間": "ends", "診療日時特記事項": "schedule_note", "診療科目": "description",
}  # fmt: skip
INSIDE = 0.8  # of a file's headers, that must be of the layout
FEWEST = 6


def _form(header: str) -> str:
    return search_form(header)


@dataclass(frozen=True)
class Standard:
    """A layout: `headers` parted by "|", `own` where a header means another field than in most, `marks` of which two tell it."""

    name: str
    headers: str
    marks: str
    category: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Header in search form → field, "" for what is none of ours."""
        meant = COMMON | dict(self.own)
        listed = self.headers.split("|")
        taken = {meant[header] for header in self.own} - {""}
        return {
            _form(header): meant.get(header, "") if header in self.own or meant.get(header) not in taken else "" for header in listed
        }

    def fields(self, headers: Sequence[str]) -> dict[str, str]:
        """The field of each header that is of this layout."""
        return {header: self.columns[_form(header)] for header in headers if _form(header) in self.columns}

    def fits(self, headers: Sequence[str]) -> tuple[int, float]:
        """How many headers are of this layout, and which share of all headers of both; (0, 0) when it is another list."""
        forms = {_form(header) for header in headers}
        met = forms & self.columns.keys()
        marks = sum(_form(mark) in met for mark in self.marks.split("|"))
        if marks < 2 or len(met) < FEWEST or len(met) < INSIDE * len(forms):
            return 0, 0.0
        return len(met), len(met) / len(forms | self.columns.keys())
