"""見出しを読む: which sheet, which header row, and which column is which field — declared, told, or recognised by name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geodata.japanese import search_form
from importers.errors import BadColumn, BadSheet
from importers.sheets.base import FIELDS, Sheet
from importers.tables import Table

CATEGORY_TOLD_BY = {"フードパントリー実施": "kodomo_shokudo"}  # a header that only one national layout has
HEADER_WITHIN = 30  # title rows above a header are fewer than this
NAMED = {
    "name": "名称 施設名 施設名称 団体名 サロン名 クラブ名 事業所名 食堂名 カフェ名 name 事業所の名称 会の名称 居場所名 "
            "要配慮者利用施設名称",
    "name_kana": "名称_カナ 名称カナ ふりがな フリガナ 施設名カナ 事業所名カナ",
    "category": "種類 種別 区分 施設種別 分類 category 施設区分 service",
    "organization": "運営団体名 運営団体 運営主体 実施主体 団体の名称 施設設置者 法人の名称 主催 運営",
    "place": "会場 会場名 開催場所 場所 実施場所",
    "address": "住所 所在地 address 所在地_連結表記 会場住所 住所_表記 施設所在地",
    "building": "方書 建物名等(方書) 建物名等_方書",
    "postal_code": "郵便番号",
    "lat": "緯度 lat latitude 北緯",
    "lng": "経度 lng lon longitude 東経",
    "latlng": "location 緯度経度",
    "phone": "電話番号 電話番号1 電話 tel telephonenumber 連絡先 連絡先電話番号 問合せ先",
    "fax": "fax fax番号 ファックス",
    "email": "メールアドレス メールアドレス1 e-mail mail メール",
    "url": "url 公式サイトアドレス ホームページ webサイト referenceobject",
    "schedule": "開催日時 開催日程 日時 活動日時 実施日時 開設日時 相談日時 開催日 availabledate",
    "frequency": "開催頻度",
    "weekdays": "開催曜日 曜日 利用可能曜日",
    "weekday_starts": "開園時間(平日) 開館時間(平日) 開所時間(平日) 開始時間(平日)",
    "weekday_ends": "終園時間(平日) 閉園時間(平日) 閉館時間(平日) 閉所時間(平日) 終了時間(平日)",
    "saturday_starts": "開園時間(土曜日) 開館時間(土曜日) 開所時間(土曜日) 開始時間(土曜日)",
    "saturday_ends": "終園時間(土曜日) 閉園時間(土曜日) 閉館時間(土曜日) 閉所時間(土曜日) 終了時間(土曜日)",
    "starts": "開催開始時間 開始時間 開始時刻 利用開始時間 starttime",
    "ends": "開催終了時間 終了時間 終了時刻 利用終了時間 endtime",
    "schedule_note": "開催日時特記事項 利用可能日時特記事項 availabledatenote",
    "target": "対象 対象者 参加条件 参加対象 利用対象",
    "fee": "費用 参加費 料金 利用料 会費 参加費特記事項",
    "fee_child": "参加費_小学生",
    "fee_adult": "参加費_大人",
    "reservation": "予約 予約方法 予約特記事項 申込 申込み",
    "capacity": "定員 定員(人) capacity",
    "barrier_free": "バリアフリー 車いす 車椅子 車いす対応 車椅子可",
    "parking": "駐車場",
    "online": "オンライン 開催形式 オンライン対応 オンライン参加",
    "served_area": "巡回地域 巡回場所 配達地域 配達エリア 提供エリア 訪問地域",
    "description": "内容 活動内容 概要 設置目的 支援内容",
    "languages": "対応言語",
    "confirmed_on": "最終確認日 確認日 更新日",
    "visibility": "公開可否 公開",
    "remarks": "備考 note",
    "source_id": "no № no. 番号 id 整理番号",
    "prefecture": "都道府県 都道府県名",
    "city": "市区町村名 市区町村",
    "level": "位置の確かさ",
}
MANY = ("reservation",)  # fields that several columns may fill together
SYNONYMS = {search_form(word): name for name, words in NAMED.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet is laid out: `columns` gives the field of each header text, `places` the column number of each header."""

    table: Table
    header_row: int
    first_row: int
    columns: Mapping[str, str]
    places: Mapping[str, int]
    unused: tuple[str, ...] = ()
    declared: type[Sheet] = field(default=Sheet)

    @property
    def category(self) -> str:
        """The 種類 that the layout itself tells; "" when it tells none."""
        return next((code for header, code in CATEGORY_TOLD_BY.items() if header in self.places), "")


def declared_layout(tables: Sequence[Table], sheet: type[Sheet]) -> Layout:
    """As the declaration says. Raises BadSheet or BadColumn when the file is laid out otherwise."""
    table = table_named(tables, sheet.sheet)
    return _layout(table, sheet.header_row, sheet.header_rows, dict(sheet.columns), sheet)


def told_layout(
    tables: Sequence[Table], *, sheet: str = "", header_row: int | None = None, columns: Mapping[str, str] | None = None
) -> Layout:
    """As the caller says; what is not said is recognised by the names of the headers."""
    candidates = [table_named(tables, sheet)] if sheet else list(tables)
    chosen = [(table, header_row or _header_row(table, columns or {})) for table in candidates]
    named = [(table, row) for table, row in chosen if row and (columns or "name" in _recognised(table.row(row)).values())]
    if not named:
        tried = "、".join(table.called for table in candidates)
        raise BadSheet(
            f"{tried} に名称の列が見つかりません。"
            "--header-row で見出しの行を、--column 名称=name のように列を指定してください。"
        )
    table, row = max(named, key=lambda pair: len(_recognised(pair[0].row(pair[1]))))
    said = _told(columns or {})
    mapping = {h: name for h, name in _recognised(table.row(row)).items() if h not in said and name not in said.values()}
    return _layout(table, row, 1, mapping | said, Sheet)


def table_named(tables: Sequence[Table], name: str) -> Table:
    """The sheet of that name, or the first. Raises BadSheet naming those that exist."""
    for table in tables:
        if not name or table.name == name:
            return table
    there = "、".join(f"「{table.name}」" for table in tables)
    raise BadSheet(f"{tables[0].file or tables[0].name} にシート「{name}」がありません。あるのは {there} です。")


def _layout(table: Table, header_row: int, header_rows: int, columns: dict[str, str], sheet: type[Sheet]) -> Layout:
    headers = header_texts(table, header_row, header_rows)
    places: dict[str, int] = {}
    for number, header in enumerate(headers):
        places.setdefault(header, number)
    missing = [header for header in columns if header not in places]
    if missing:
        there = "、".join(f"「{h}」" for h in headers if h)
        where = f"{table.called} の{header_row}行目"
        raise BadColumn(f"{where}に列「{missing[0]}」がありません。あるのは {there or '空の行'} です。")
    if "name" not in columns.values():
        raise BadColumn(f"{table.called} に名称の列がありません。--column 見出し=name で指定してください。")
    used = {header: field_ for header, field_ in columns.items() if header in places}
    unused = tuple(h for h in headers if h and h not in used)
    return Layout(table, header_row, header_row + header_rows, used, places, unused, sheet)


def header_texts(table: Table, header_row: int, header_rows: int = 1) -> list[str]:
    """The header of each column; two rows are joined by "/", the upper one reaching right over its merged cells."""
    upper = [one_line(cell) for cell in table.row(header_row)]
    if header_rows == 1:
        return upper
    lower = [one_line(cell) for cell in table.row(header_row + 1)]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    texts, above = [], ""
    for top, bottom in zip(upper, lower, strict=True):
        above = top or (above if bottom else "")
        texts.append(f"{above}/{bottom}" if above and bottom and above != bottom else above or bottom)
    return texts


def _header_row(table: Table, told: Mapping[str, str]) -> int | None:
    """The row with most headers that are known or told, two at least."""
    scored = [
        (len(_recognised(row).keys() | (told.keys() & {one_line(cell) for cell in row})), -number)
        for number, row in enumerate(table.rows[:HEADER_WITHIN], 1)
    ]
    best = max(scored, default=(0, 0))
    return -best[1] if best[0] >= 2 else None


def _recognised(row: Sequence[str]) -> dict[str, str]:
    """header → field, each field but MANY once (the first column that bears its name)."""
    mapping: dict[str, str] = {}
    for cell in row:
        header = one_line(cell)
        name = SYNONYMS.get(search_form(header)) or SYNONYMS.get(search_form(re.sub(r"[（(].*?[)）]", "", header)))
        if name and header not in mapping and (name in MANY or name not in mapping.values()):
            mapping[header] = name
    if "weekdays" in mapping.values() and mapping.get("開催日") == "schedule":
        mapping["開催日"] = "days"  # beside a column of weekdays it holds dates
    return mapping


def _told(columns: Mapping[str, str]) -> dict[str, str]:
    for header, name in columns.items():
        if name not in FIELDS:
            raise BadColumn(f"--column {header}={name} の「{name}」は使えません。使えるのは {'、'.join(sorted(FIELDS))} です。")
    return dict(columns)


def one_line(cell: str) -> str:
    """A header as it is looked up: its line breaks are only for the eye."""
    return "".join(cell.split("\n")).strip()
