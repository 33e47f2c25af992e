"""国の形: the national layouts a list can leave in, header for header.

The headers are those of デジタル庁「エリアデータ活用のためのデータモデル」公共施設 and of 推奨データセット 公共施設一覧, 子育て施設一覧 and
介護サービス事業所一覧. What we do not know is left empty; a pin that is only the middle of a 町 is not given as a place.
"""

from geodata.exports.layouts import OURS, Cell, Layout, said
from geodata.exports.record import Exported
from geodata.models import Answer

AVAILABLE = {Answer.YES: "有", Answer.NO: "無", Answer.UNKNOWN: ""}
DAYS = "月火水木金土日"
COARSE = ("prefecture", "city", "machiaza", "interpolated")
PUBLIC_FACILITY = """全国地方公共団体コード ID 地方公共団体名 名称 名称_カナ 名称_英字 POIコード 施設種別 所在地_全国地方公共団体コード 町字ID
所在地_連結表記 所在地_都道府県 所在地_市区町村 所在地_町字 所在地_番地以下 建物名等(方書) 郵便番号 緯度 経度 高度の種別 高度の値 電話番号 内線番号
連絡先メールアドレス 連絡先FormURL 連絡先備考 法人番号 団体名 管理者区分 延床面積 利用可能曜日 開始時間 終了時間 利用可能時間特記事項 説明 車椅子可
車椅子貸出 ツエ貸出 バリアフリートイレ スロープ、エレベータ、エスカレータ 点字ブロック等の移動支援 点字や読上による支援 盲導犬・介助犬、聴導犬同伴 字幕 筆談対応
優先駐車場 オストメイト対応トイレ 授乳室 おむつ替えコーナー 飲食可否 ベビーカー貸出 ベビーカー利用 URL 画像URL（配列） 備考"""
RECOMMENDED_FACILITY = """都道府県コード又は市区町村コード NO 都道府県名 市区町村名 名称 名称_カナ 名称_通称 POIコード 住所 方書 緯度 経度 電話番号 内線番号
法人番号 団体名 利用可能曜日 開始時間 終了時間 利用可能日時特記事項 説明 バリアフリー情報 URL 備考"""
RECOMMENDED_CHILDCARE = """都道府県コード又は市区町村コード NO 都道府県名 市区町村名 名称 名称_カナ 種別 住所 方書 緯度 経度 アクセス方法 駐車場情報 電話番号
内線番号 FAX番号 法人番号 団体名 認可等年月日 収容定員 受入年齢 利用可能曜日 開始時間 終了時間 利用可能日時特記事項 一時預かりの有無 URL 備考"""
RECOMMENDED_CARE = """都道府県コード又は市町村コード No 都道府県名 市区町村名 事業所名 事業所名カナ サービスの種類 住所 方書（ビル名等） 緯度 経度 電話番号
FAX番号 法人番号 法人の名称 事業所番号 利用可能曜日 利用可能曜日特記事項 定員 URL 高齢者の方と障害者の方が同時一体的に利用できるサービス
介護保険の通常の指定基準を満たしている 障害福祉の通常の指定基準を満たしている 備考"""


def layouts(municipality: str, prefecture: str, city: str) -> dict[str, Layout]:
    """Every layout by its name, ours first; the national ones say whose data it is."""
    cells = _cells(municipality, prefecture, city)
    national = (
        ("kokyo_shisetsu", "エリアデータ 公共施設（デジタル庁のデータモデル）", PUBLIC_FACILITY),
        ("suisho_kokyo_shisetsu", "推奨データセット 公共施設一覧", RECOMMENDED_FACILITY),
        ("suisho_kosodate_shisetsu", "推奨データセット 子育て施設一覧", RECOMMENDED_CHILDCARE),
        ("suisho_kaigo_jigyosho", "推奨データセット 介護サービス事業所一覧（24列）", RECOMMENDED_CARE),
    )
    made = [Layout(name, title, {h: cells.get(h, _nothing) for h in headers.split()}) for name, title, headers in national]
    return {layout.name: layout for layout in (*OURS, *made)}


def _cells(municipality: str, prefecture: str, city: str) -> dict[str, Cell]:
    """What stands under a header, whichever layout has it."""
    return {
        "全国地方公共団体コード": lambda one: municipality, "都道府県コード又は市区町村コード": lambda one: municipality,
        "都道府県コード又は市町村コード": lambda one: municipality, "所在地_全国地方公共団体コード": lambda one: municipality,
        "地方公共団体名": lambda one: prefecture + city, "都道府県名": lambda one: prefecture, "市区町村名": lambda one: city,
        "所在地_都道府県": lambda one: prefecture if one.address else "", "所在地_市区町村": lambda one: city if one.address else "",
        "ID": said("id"), "NO": said("id"), "No": said("id"), "名称": said("name"), "名称_カナ": said("kana"),
        "事業所名": said("name"), "事業所名カナ": said("kana"), "種別": said("category"), "施設種別": said("category"),
        "サービスの種類": said("category"), "住所": said("address"), "所在地_連結表記": said("address"), "方書": said("building"),
        "方書（ビル名等）": said("building"), "建物名等(方書)": said("building"), "郵便番号": said("postal_code"),
        "緯度": lambda one: _sure(one, one.lat), "経度": lambda one: _sure(one, one.lng), "電話番号": said("phone"),
        "FAX番号": said("fax"), "連絡先メールアドレス": said("email"), "団体名": said("organization"),
        "法人の名称": said("organization"), "利用可能曜日": _weekdays, "開始時間": said("starts"), "終了時間": said("ends"),
        "利用可能日時特記事項": said("schedule"), "利用可能時間特記事項": said("schedule"), "利用可能曜日特記事項": said("schedule"),
        "説明": said("description"), "車椅子可": lambda one: AVAILABLE[one.barrier_free], "収容定員": _digits("capacity"),
        "定員": _digits("capacity"), "受入年齢": said("target"), "駐車場情報": lambda one: AVAILABLE[one.parking], "URL": said("url"),
        "バリアフリー情報": lambda one: AVAILABLE[one.barrier_free],
    }  # fmt: skip


def _nothing(_: Exported) -> str:
    return ""


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _sure(one: Exported, value: float | None) -> str:
    return "" if one.level in COARSE else _number(value)


def _weekdays(one: Exported) -> str:
    return "".join(word for number, word in enumerate(DAYS) if one.weekday_mask >> number & 1)


def _digits(name: str) -> Cell:
    """A column of numbers takes only a number: 30人 gives 30, 応相談 nothing."""

    def cell(one: Exported) -> str:
        text = str(getattr(one, name)).removesuffix("人").removesuffix("名")
        return text if text.isascii() and text.isdigit() else ""

    return cell
