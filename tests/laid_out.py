"""見本の一覧表: twelve lists laid out as departments do, and what a person would say that their columns are.

The recognition was tuned on these, on those of tests/laid_out_more.py, on importers/mihon and on the real workbooks;
tests/laid_out_unseen.py was written after it.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ods import write_ods
from tests.xls import old_book

Rows = Sequence[Sequence[Any]]
OTHERS = frozenset({""})


def _as_they_are(_: Worksheet) -> None:
    """No merged cells, nothing hidden."""


@dataclass(frozen=True)
class LaidOut:
    """`columns` gives by Excel's letter the fields that are right, "|" between them; a letter not named holds none of ours."""

    name: str
    sheets: Mapping[str, Rows]
    sheet: str
    header_row: int
    columns: Mapping[str, str]
    rows: int
    dress: Callable[[Worksheet], None] = _as_they_are
    hidden_sheets: Sequence[str] = ()
    encoding: str = "cp932"
    first: str = field(default="")  # the name in the first row

    def write(self, folder: Path) -> Path:
        """The file, in the format that its name ends with."""
        path = folder / self.name
        if path.suffix in (".csv", ".tsv"):
            with path.open("w", encoding=self.encoding, newline="") as file:
                csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",").writerows(self.sheets[self.sheet])
        elif path.suffix == ".xls":
            old_book(path, [[str(cell or "") for cell in row] for row in self.sheets[self.sheet]], sheet=self.sheet)
        elif path.suffix == ".ods":
            write_ods(path, self.sheets)
        else:
            self._workbook().save(path)
        return path

    def _workbook(self) -> Workbook:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in self.sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(list(row))
            if title in self.hidden_sheets:
                page.sheet_state = "hidden"
            if title == self.sheet:
                self.dress(page)
        return book


def _kosodate(page: Worksheet) -> None:
    for cells in ("A1:K1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4", "H3:H4", "I3:J3", "K3:K4"):
        page.merge_cells(cells)


def _hidden_rows(page: Worksheet) -> None:
    for number in (4, 6):
        page.row_dimensions[number].hidden = True


KOSODATE = LaidOut(
    "子育てサロン.xlsx",
    {"R8": [
        ["令和8年度　子育てサロン一覧表（見本）"],
        [None] * 9 + ["こども政策課"],
        ["№", "サロン名", "開催場所", None, "開催日", "時間", "対象年齢", "参加費", "問い合わせ先", None, "備考"],
        [None, None, "名称", "住所", None, None, None, None, "団体名", "電話番号", None],
        [1, "見本・にこにこ広場", "見本第一集会所", "元町一丁目5-2", "第2火曜日", "10:00～11:30", "0歳～3歳", "無料",
         "見本元町地区社協", "0743-00-0001", None],
        [2, "見本・ぴよぴよ", "見本公民館", "東新町8-38", "毎週木曜日", "10:00～12:00", "就学前の子と保護者", "100円",
         "見本東新町の会", "0743-00-0002", "要申込"],
        [3, "見本・どんぐり", "見本会館", "鹿ノ台東2-1-1", "第1・3金曜", "9:30～11:00", "1歳～", "1回200円",
         "見本鹿ノ台の会", "0743-00-0003", None],
        [4, None, None, None, None, None, None, None, None, None, None],
        ["※参加を希望される方は、各サロンへお問い合わせください。"],
    ]},
    "R8", 3,
    {"A": "source_id", "B": "name", "C": "place", "D": "address", "E": "schedule|days", "F": "hours|schedule|starts", "G": "target",
     "H": "fee", "I": "organization", "J": "phone", "K": "remarks"},
    3, _kosodate, first="見本・にこにこ広場",
)  # fmt: skip

FUREAI = LaidOut(
    "ふれあいいきいきサロン.csv",
    {"csv": [
        ["ふれあい・いきいきサロン実施状況（見本）", "", "", "", "", "", ""],
        ["令和8年4月1日現在　社会福祉協議会", "", "", "", "", "", ""],
        ["", "", "", "", "", "", ""],
        ["地区名", "サロンの名称", "拠点", "実施回数", "実施曜日・時間", "代表者", "連絡先"],
        ["北地区", "見本サロンあおば", "見本第二集会所", "月2回", "第1・3水曜日 13:30～15:30", "（省略）", "0743-00-0011"],
        ["", "見本サロンひだまり", "見本老人憩の家", "月1回", "第2金曜日 10:00～12:00", "（省略）", "0743-00-0012"],
        ["", "見本サロンもみじ", "見本自治会館", "週1回", "毎週月曜日 10:00～", "（省略）", "0743-00-0013"],
        ["南地区", "見本サロンつくし", "見本コミュニティ会館", "月1回", "第4土曜日 13:00～15:00", "（省略）", "0743-00-0014"],
        ["", "見本サロンすみれ", "見本南集会所", "不定期", "不定期", "（省略）", "0743-00-0015"],
        ["", "", "", "", "", "", ""],
        ["合計", "5か所", "", "", "", "", ""],
    ]},
    "csv", 4,
    {"A": "|area", "B": "name", "C": "place", "D": "frequency", "E": "schedule|weekdays", "G": "phone"},
    5, first="見本サロンあおば",
)  # fmt: skip

ROJIN = LaidOut(
    "老人クラブ（二段）.xlsx",
    {"名簿": [
        ["単位クラブ名簿（見本）"],
        [],
        ["番号", "クラブ名", "活動拠点", "電話", None, "番号", "クラブ名", "活動拠点", "電話"],
        [1, "見本長寿会", "見本一丁目会館", "0743-00-0021", None, 4, "見本寿会", "見本四丁目会館", "0743-00-0024"],
        [2, "見本明生会", "見本二丁目会館", "0743-00-0022", None, 5, "見本福寿会", "見本五丁目会館", "0743-00-0025"],
        [3, "見本白寿会", "見本三丁目会館", "0743-00-0023", None, 6, "見本千歳会", "見本六丁目会館", "0743-00-0026"],
    ]},
    "名簿", 3,
    {"A": "source_id", "B": "name", "C": "place", "D": "phone"},
    3, first="見本長寿会",
)  # fmt: skip

NINCHISHO = LaidOut(
    "認知症の集いの場.xlsx",
    {"一覧": [
        ["１　認知症カフェ（見本）"],
        ["カフェ名", "運営法人", "会場", "会場所在地", "開催日時", "利用料", "予約の要否", "問合せ電話番号"],
        ["見本カフェほっと", "見本福祉会", "見本デイサービス", "元町2-3-4", "第3日曜 13:30～15:00", "100円", "不要", "0743-00-0031"],
        ["見本カフェゆるり", "見本医療法人", "見本クリニック", "東新町3-3", "毎月第2土曜日 14:00～16:00", "無料", "要", "0743-00-0032"],
        ["見本カフェなごみ", "見本の会", "見本珈琲店", "壱分町1-1", "偶数月の第1木曜日 10:00～", "飲み物代", "不要", "0743-00-0033"],
        [],
        ["２　介護者のつどい（見本）"],
        ["つどい名", "会場名", "日程", "対象者"],
        ["見本つどい会", "見本包括支援センター", "第4火曜 10:00～11:30", "介護をしている家族"],
    ]},
    "一覧", 2,
    {"A": "name", "B": "organization", "C": "place", "D": "address", "E": "schedule", "F": "fee", "G": "reservation", "H": "phone"},
    3, first="見本カフェほっと",
)  # fmt: skip

SHOKUDO = LaidOut(
    "地域食堂_調査票集計.xlsx",
    {
        "記入例": [
            ["食堂名称", "開催場所", "開催場所の住所", "開催日", "開始", "終了", "こども料金", "おとな料金", "TEL"],
            ["（例）さんぷる食堂", "さんぷる会館", "元町1-1-1", "第1日曜", "11:00", "13:00", 0, 300, "0743-00-0000"],
        ],
        "入力リスト": [["開催頻度", "予約"], ["毎週", "要"], ["月1回", "不要"], ["月2回", "どちらでも"]],
        "回答": [
            ["食堂名称", "開催場所", "開催場所の住所", "開催日", "開始", "終了", "こども料金", "おとな料金", "TEL"],
            ["見本こども食堂きずな", "見本東会館", "東新町1-1", "第1日曜", "11:00", "13:00", 0, 300, "0743-00-0041"],
            ["見本わくわく食堂", "見本西会館", "元町1-2-3", "第2土曜", "11:30", "13:30", 0, 200, "0743-00-0042"],
            ["見本やめた食堂", "見本南会館", "元町2-2-3", "第3土曜", "11:30", "13:30", 100, 200, "0743-00-0043"],
            ["見本おかえり食堂", "見本北会館", "鹿ノ台東2-3", "第4金曜", "17:30", "19:30", 0, 0, "0743-00-0044"],
            ["見本休みの食堂", "見本中会館", "鹿ノ台東2-5", "第1金曜", "17:30", "19:30", 0, 0, "0743-00-0045"],
        ],
        "R7旧": [["食堂名称", "開催場所", "開催場所の住所", "開催日", "開始", "終了", "こども料金", "おとな料金", "TEL"]]
        + [[f"見本旧食堂{n}", "見本会館", "元町1-1", "第1日曜", "11:00", "13:00", 0, 300, "0743-00-0049"] for n in range(9)],
    },
    "回答", 1,
    {"A": "name", "B": "place", "C": "address", "D": "schedule|days", "E": "starts", "F": "ends", "G": "fee_child", "H": "fee_adult", "I": "phone"},
    5, _hidden_rows, ("R7旧",), first="見本こども食堂きずな",
)  # fmt: skip

IDO = LaidOut(
    "移動スーパー停留所.tsv",
    {"tsv": [
        ["巡回コース", "停車場所", "停車場所住所", "曜日", "到着時刻", "出発時刻", "事業者名", "注文受付電話"],
        ["見本Aコース", "見本公園前", "生駒市元町一丁目1-1", "月・木", "10:00", "10:20", "見本商店", "0743-00-0051"],
        ["見本Aコース", "見本集会所", "生駒市元町二丁目2-2", "月・木", "10:40", "11:00", "見本商店", "0743-00-0051"],
        ["見本Bコース", "見本団地3号棟", "生駒市東新町5-5", "火・金", "13:00", "13:30", "見本商店", "0743-00-0051"],
        ["見本Bコース", "見本病院前", "生駒市東新町6-6", "火・金", "13:45", "14:10", "見本商店", "0743-00-0051"],
    ]},
    "tsv", 1,
    {"A": "name|served_area", "B": "place|name", "C": "address", "D": "weekdays", "E": "starts", "F": "ends", "G": "organization", "H": "phone"},
    4, encoding="utf-16",
)  # fmt: skip

YASASHII = LaidOut(
    "みんなの居場所.xlsx",
    {"Sheet1": [
        ["みんなの居場所（見本）"],
        ["なまえ", "どんなところ？", "どこで", "いつ", "だれが来られる", "いくら", "といあわせ", "リンク"],
        ["見本ほっとスペース", "だれでも来てよい部屋です", "生駒市元町一丁目6番12号", "毎週水曜日 13:00～16:00", "どなたでも", "無料", "0743-00-0061",
         "https://example.jp/hot"],
        ["見本まなび舎", "宿題を手伝います", "生駒市東新町8番38号", "毎週土曜日 10:00～12:00", "小学生・中学生", "無料", "0743-00-0062",
         "https://example.jp/manabi"],
        ["見本にほんご教室", "日本語を勉強します", "生駒市鹿ノ台東二丁目3番地", "第2・4日曜日 10:00～11:30", "外国人の方", "1回100円", "0743-00-0063",
         "https://example.jp/nihongo"],
        ["見本みんなの庭", "野菜を育てます", "生駒市壱分町56番地", "不定期", "どなたでも", "実費", "090-0000-0064", ""],
    ]},
    "Sheet1", 2,
    {"A": "name", "B": "description", "C": "address", "D": "schedule", "E": "target", "F": "fee", "G": "phone", "H": "url"},
    4, first="見本ほっとスペース",
)  # fmt: skip

SODAN = LaidOut(
    "各種相談.ods",
    {"相談一覧": [
        ["市民相談のご案内（見本）"],
        ["相談種別", "相談名", "相談内容", "相談日時", "相談場所", "申込方法", "担当課", "電話番号（直通）"],
        ["法律", "見本法律相談", "相続、離婚など", "毎週火曜日 13:00～16:00", "見本市役所1階相談室", "前日までに電話", "見本市民課", "0743-00-0071"],
        ["", "見本司法書士相談", "登記など", "第3木曜日 13:00～16:00", "見本市役所1階相談室", "前日までに電話", "見本市民課", "0743-00-0071"],
        ["生活", "見本消費生活相談", "契約トラブルなど", "月～金曜日 9:00～16:00", "見本消費生活センター", "予約不要", "見本消費課", "0743-00-0072"],
        ["", "見本くらしの相談", "お金のことなど", "月～金曜日 9:00～17:00", "見本福祉センター", "予約不要", "見本福祉課", "0743-00-0073"],
        ["子育て", "見本子育て相談", "発達、しつけなど", "月～金曜日 8:30～17:15", "見本子ども家庭センター", "予約不要", "見本子ども課", "0743-00-0074"],
    ]},
    "相談一覧", 2,
    {"A": "category", "B": "name", "C": "description", "D": "schedule", "E": "place", "F": "reservation", "G": "organization|", "H": "phone"},
    5, first="見本法律相談",
)  # fmt: skip

KAIKAN = LaidOut(
    "集会施設.csv",
    {"csv": [
        ["館　名", "郵便番号", "所　在　地", "電　話", "ＦＡＸ", "開館時間", "休館日", "駐車台数", "車椅子用トイレ", "管理者"],
        ["見本ふれあい会館", "630-0001", "生駒市元町1-6-12", "0743-00-0081", "0743-00-0091", "9:00～21:00", "月曜日・年末年始", "10台", "有", "見本市"],
        ["見本コミュニティセンター", "630-0002", "生駒市東新町8-38", "0743-00-0082", "0743-00-0092", "9:00～22:00", "火曜日", "30台", "有", "見本財団"],
        ["見本鹿ノ台ふれあいホール", "630-0003", "生駒市鹿ノ台東2-3", "0743-00-0083", "", "9:00～17:00", "祝日", "なし", "無", "見本自治会"],
    ]},
    "csv", 1,
    {"A": "name", "B": "postal_code", "C": "address", "D": "phone", "E": "fax", "F": "schedule|hours|starts", "G": "closed_days|schedule_note|schedule",
     "H": "parking", "I": "barrier_free", "J": "organization"},
    3, first="見本ふれあい会館",
)  # fmt: skip

TAISO = LaidOut(
    "体操会場.xlsx",
    {"会場": [
        ["いきいき体操　会場一覧（見本）", None, None, None, None, None, None, None, None, None, "R8.4.1現在"],
        ["", "会場", "所在地", "月", "火", "水", "木", "金", "時間", "参加人数", "代表者氏名", "代表者電話番号"],
        [1, "見本一区集会所", "元町1-3-3", "○", None, None, "○", None, "10:00～11:00", 15, "（省略）", "090-0000-0091"],
        [2, "見本二区集会所", "元町2-3-3", None, "○", None, None, None, "13:30～14:30", 22, "（省略）", "090-0000-0092"],
        [3, "見本三区集会所", "東新町3-3", None, None, "○", None, "○", "9:30～10:30", 18, "（省略）", "090-0000-0093"],
        [4, "見本四区集会所", "東新町4-4", "○", None, None, None, None, "10:00～11:00", 9, "（省略）", "090-0000-0094"],
    ]},
    "会場", 2,
    {"A": "source_id|", "B": "name|place", "C": "address", "D": "weekday_marks", "E": "weekday_marks", "F": "weekday_marks", "G": "weekday_marks",
     "H": "weekday_marks", "I": "hours|schedule|starts", "J": "|capacity"},
    4,
)  # fmt: skip

SHOGAI = LaidOut(
    "障害福祉サービス.xlsx",
    {
        "表紙": [["障害福祉サービス事業所一覧（見本）"], ["令和8年4月"], ["障害福祉課"]],
        "就労B": [
            ["就労継続支援Ｂ型（見本）"],
            ["事業所番号", "事業所名", "ふりがな", "サービス種別", "主たる対象者", "定員", "〒", "事業所所在地", "TEL", "FAX", "法人名", "指定年月日"],
            ["2910000001", "見本作業所あさひ", "みほんさぎょうしょあさひ", "就労継続支援Ｂ型", "知的・精神", 20, "630-0011", "元町1-10-1", "0743-00-0101",
             "0743-00-0201", "社会福祉法人見本", "H25.4.1"],
            ["2910000002", "見本工房ゆめ", "みほんこうぼうゆめ", "就労継続支援Ｂ型", "特定なし", 20, "630-0012", "東新町10-2", "0743-00-0102",
             "0743-00-0202", "NPO法人見本", "R2.10.1"],
            ["2910000003", "見本ワークス", "みほんわーくす", "就労継続支援Ｂ型", "身体", 10, "630-0013", "鹿ノ台東2-8", "0743-00-0103",
             "0743-00-0203", "合同会社見本", "R5.4.1"],
        ],
    },
    "就労B", 2,
    {"A": "source_id", "B": "name", "C": "name_kana", "D": "category", "E": "target", "F": "capacity", "G": "postal_code", "H": "address", "I": "phone",
     "J": "fax", "K": "organization"},
    3, first="見本作業所あさひ",
)  # fmt: skip

GAKUSHU = LaidOut(
    "学習支援教室.csv",
    {"csv": [
        ["通番", "教室名", "実施団体", "会場名称", "会場の所在地", "実施曜日", "開始時間",
         "終了時間", "受講料", "対象学年", "ホームページアドレス", "メールアドレス", "公開の可否", "最終更新"],
        ["1", "見本まなびの森", "NPO見本", "見本公民館", "元町1-1-2", "水", "18:00",
         "20:00", "無料", "中学生", "https://example.jp/mori", "mori@example.jp", "可", "2026/4/1"],
        ["2", "見本てらこや", "見本の会", "見本集会所", "東新町2-2", "土", "10:00",
         "12:00", "無料", "小学4年生～中学生", "", "terakoya@example.jp", "可", "2026/4/15"],
        ["3", "見本スタディ", "見本学舎", "見本会館", "鹿ノ台東2-4", "月・木", "17:00",
         "19:00", "月1,000円", "高校生世代", "https://example.jp/study", "study@example.jp", "不可", "2026/5/1"],
    ]},
    "csv", 1,
    {"A": "source_id", "B": "name", "C": "organization", "D": "place", "E": "address", "F": "weekdays", "G": "starts", "H": "ends", "I": "fee", "J": "target",
     "K": "url", "L": "email", "M": "visibility", "N": "confirmed_on"},
    3, encoding="utf-8-sig", first="見本まなびの森",
)  # fmt: skip

TUNED: tuple[LaidOut, ...] = (
    KOSODATE, FUREAI, ROJIN, NINCHISHO, SHOKUDO, IDO, YASASHII, SODAN, KAIKAN, TAISO, SHOGAI, GAKUSHU,
)  # fmt: skip
