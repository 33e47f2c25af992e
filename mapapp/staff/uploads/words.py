"""取り込みのことば: steps, sums, levels of place and columns, as an officer would say them."""

from collections.abc import Mapping

from geodata.address.match import MatchLevel
from geodata.models import RowAction, UploadState
from geodata.staff.upload_choices import Taken
from geodata.staff.uploads import UploadInfo

BUSY = {
    UploadState.WAITING: "ファイルを読み取っています", UploadState.COMMITTING: "取り込んでいます",
    UploadState.UNDOING: "取り込みを元に戻しています",
}  # fmt: skip
ACTIONS = {
    RowAction.NEW: "新規", RowAction.CHANGED: "変更", RowAction.UNCHANGED: "変更なし", RowAction.GONE: "一覧から消えた",
    RowAction.REFUSED: "取り込めない",
}  # fmt: skip
VIEWS = {
    "": "すべての行", **{action.value: f"{words}の行" for action, words in ACTIONS.items()},
    "gone": "一覧から消えたもの", "refused": "取り込めない行", "problems": "気になることがある行", "twins": "同じものかもしれない行",
    "edited": "職員が直した内容とちがう行",
}  # fmt: skip
LEVELS = {
    MatchLevel.VENUE: "会場の座標", MatchLevel.PARCEL: "地番まで", MatchLevel.RESIDENCE: "住居番号まで",
    MatchLevel.BLOCK: "番地まで", MatchLevel.INTERPOLATED: "番地のおよその位置", MatchLevel.MACHIAZA: "町の中心",
    MatchLevel.CITY: "市区町村まで", MatchLevel.PREFECTURE: "都道府県まで", MatchLevel.NONE: "位置なし",
}  # fmt: skip
COARSE = (MatchLevel.MACHIAZA, MatchLevel.CITY, MatchLevel.PREFECTURE)
COLUMNS = {
    "name": "名称", "name_kana": "名称のふりがな", "category": "種類", "organization": "運営団体", "place": "会場の名前",
    "address": "住所", "building": "建物・方書", "postal_code": "郵便番号", "prefecture": "都道府県", "city": "市区町村",
    "lat": "緯度", "lng": "経度", "latlng": "緯度と経度（一つの欄）", "level": "位置の確かさ",
    "schedule": "開催日時（文章）", "frequency": "開催の頻度（毎月・第2など）", "weekdays": "曜日", "days": "開催日（日付や曜日）",
    "starts": "開始時刻", "ends": "終了時刻", "weekday_starts": "平日の開始時刻", "weekday_ends": "平日の終了時刻",
    "saturday_starts": "土曜日の開始時刻", "saturday_ends": "土曜日の終了時刻", "schedule_note": "日時の注意書き",
    "target": "対象", "fee": "費用", "fee_child": "費用（こども）", "fee_adult": "費用（おとな）", "reservation": "予約・申込み",
    "capacity": "定員", "phone": "電話番号", "fax": "ファクス", "email": "メールアドレス", "url": "ホームページ",
    "description": "内容", "barrier_free": "バリアフリー", "parking": "駐車場", "online": "オンライン・開催形式",
    "served_area": "回る地域・配達地域", "languages": "対応言語", "confirmed_on": "最終確認日", "visibility": "公開してよいか",
    "remarks": "備考", "source_id": "整理番号",
}  # fmt: skip
"""Field of importers.sheets → what the select calls it, in the order of the select."""
NEXT = {
    UploadState.ASKING: "列を確かめる", UploadState.READY: "行を確かめる", UploadState.DONE: "元に戻す",
    UploadState.FAILED: "わけを見る",
}  # fmt: skip


def next_of(state: UploadState, may_edit: bool) -> tuple[str, str]:
    """(endpoint, words) of the step that comes next."""
    if not may_edit or state not in NEXT:
        return ".show", "見る"
    return ".undo" if state is UploadState.DONE else ".show", NEXT[state]


def sum_of(info: UploadInfo) -> str:
    """新規12・変更3: what a file does or did, "" while nobody knows."""
    counts: Mapping[str, int] = info.result.get("counts", {})
    said = [f"{words}{counts[action]:,}" for action, words in ACTIONS.items() if counts.get(action)]
    return "・".join(said)


def will_do(taken: Taken) -> tuple[str, str]:
    """(button, sentence): 新規12件、変更3件を取り込む, and what it means. Both "" when nothing would change."""
    parts = (("新規", taken.new), ("変更", taken.changed), ("まとめる", taken.merged))
    said = "、".join(f"{words}{n:,}件" for words, n in parts if n)
    off = f"一覧から消えた{taken.gone:,}件を地図から外"
    left = f"取り込まないと決めた{taken.left:,}件はそのままにします。" if taken.left else ""
    if not said and not taken.gone:
        return "", left
    if not said:
        return f"{off}す", f"{left}あとで元に戻せます。"
    return f"{said}を取り込む", f"{f'{off}します。' if taken.gone else ''}{left}あとで元に戻せます。"
