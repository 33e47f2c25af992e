"""出典の系統: what each family of files is called, under which licence it comes, and where it is published."""

from dataclasses import dataclass

ABR = "アドレス・ベース・レジストリ（デジタル庁）"
ABR_LICENCE = "デジタル庁 利用規約（CC BY 4.0 互換）"
ISJ = "位置参照情報（国土交通省）"
ISJ_LICENCE = "位置参照情報 利用規約（PDL1.0、CC BY 4.0 互換）"
POST = "郵便番号データ（日本郵便）"
POST_LICENCE = "日本郵便は著作権を主張していません"


@dataclass(frozen=True, slots=True)
class Family:
    """Files of one kind. `rank`: whose 町 is preferred, the lowest first; `paired`: points are in files of their own."""

    code: str
    name: str
    licence: str
    attribution: str
    rank: int = 9
    paired: bool = False


def _abr(code: str, name: str, rank: int = 9, paired: bool = True) -> Family:
    return Family(code, f"{ABR} {name}", ABR_LICENCE, f"「{ABR}」をもとに作成", rank, paired)


def _isj(code: str, name: str, rank: int = 9) -> Family:
    return Family(code, f"{ISJ} {name}", ISJ_LICENCE, f"「{ISJ}」（{name}）を加工して作成", rank)


def _post(code: str, name: str) -> Family:
    return Family(code, f"{POST} {name}", POST_LICENCE, f"{POST}をもとに作成")


GEOLONIA = Family(
    "geolonia", "Geolonia 住所データ", "CC BY 4.0",
    "「Geolonia 住所データ」（株式会社Geolonia、CC BY 4.0。国土交通省「位置参照情報」ほかを加工）", rank=3,
)  # fmt: skip
VENUES = Family("venues", "施設の一覧", "", "")
OWN_VENUES = Family("own-venues", "登録済みの会場", "", "")
FAMILIES = {family.code: family for family in (
    _abr("abr-pref", "都道府県マスター"), _abr("abr-city", "市区町村マスター"), _abr("abr-town", "町字マスター", rank=1),
    _abr("abr-block", "住居表示－街区マスター"), _abr("abr-residence", "住居表示－住居マスター"),
    _abr("abr-parcel", "地番マスター"),
    _isj("isj-town", "大字・町丁目レベル", rank=2), _isj("isj-block", "街区レベル"),
    _post("post-town", "住所の郵便番号"), _post("post-office", "事業所の個別郵便番号"),
    GEOLONIA, VENUES, OWN_VENUES,
)}  # fmt: skip
