"""職員のことば: what a field and a value are called on screen, in the record of changes and in messages."""

from geodata.address.levels import LEVEL_WORDS
from geodata.models import Answer, Mode, Role, Status, Visibility

STATUSES = {
    Status.DRAFT: "下書き", Status.CHECKED: "点検済み", Status.PUBLISHED: "公開中", Status.WITHDRAWN: "取り下げ",
}  # fmt: skip
VISIBILITIES = {Visibility.PUBLIC: "だれにでも", Visibility.PROFESSIONAL: "専門職まで", Visibility.STAFF: "職員だけ"}
MODES = {
    Mode.IN_PERSON: "会場で", Mode.ONLINE: "オンライン", Mode.HYBRID: "会場とオンライン", Mode.VISITING: "自宅などへ訪問",
    Mode.MOVING: "地域を回る",
}  # fmt: skip
ANSWERS = {Answer.YES: "はい", Answer.NO: "いいえ", Answer.UNKNOWN: "不明"}
FREE = {Answer.YES: "無料", Answer.NO: "有料", Answer.UNKNOWN: "不明"}
CONSENTS = {Answer.YES: "同意あり", Answer.NO: "同意なし", Answer.UNKNOWN: "まだ聞いていない"}
ROLES = {
    Role.PROFESSIONAL: "専門職", Role.EDITOR: "編集", Role.PUBLISHER: "公開", Role.ADMIN: "管理", Role.AUDITOR: "監査",
}  # fmt: skip
WITHHOLDABLE = {
    "organization": "運営団体", "description": "内容", "reservation": "予約", "capacity": "定員", "languages": "対応できることば",
    "url": "ホームページ",
}  # fmt: skip
YES_NO = {True: "はい", False: "いいえ"}

RESOURCE = {
    "*": "記録", "name": "名称", "name_kana": "よみがな", "category_code": "種類", "organization_id": "運営団体",
    "place_id": "会場", "mode": "ひらきかた", "status": "公開の段階", "visibility": "見せる範囲", "description": "内容",
    "schedule_text": "開催日時", "schedules": "開催日時の読み取り", "target_text": "対象（ことば）", "targets": "対象",
    "fee_text": "費用", "free": "無料か", "reservation": "予約", "capacity": "定員", "languages": "対応できることば",
    "served_text": "回る地域（ことば）", "served": "回る自治会", "url": "ホームページ", "remarks": "備考（職員用）",
    "phone": "電話番号", "phone_visibility": "電話番号を見せる範囲", "fax": "FAX番号", "fax_visibility": "FAX番号を見せる範囲",
    "email": "メールアドレス", "email_visibility": "メールアドレスを見せる範囲", "consent": "連絡先を公開する同意",
    "consented_on": "同意の日", "consented_how": "同意の確かめ方", "last_confirmed_on": "内容の確認日",
    "confirmed_by": "確認した人の立場", "confirmed_how": "確認の方法", "source": "もとになった一覧", "source_key": "一覧での目印",
    "department": "所管課", "withheld": "住民に見せない項目", "hidden_since": "期限切れで公開を止めた日",
}  # fmt: skip
PLACE = {
    "*": "会場", "name": "会場の名前", "address": "会場の住所", "building": "建物・階", "postal_code": "郵便番号",
    "location": "地図の位置", "level": "位置の確かさ", "point_source": "位置の出どころ", "needs_review": "位置の要確認",
    "private_home": "個人宅", "barrier_free": "バリアフリー", "parking": "駐車場", "confirmed_on": "位置の確認日",
}  # fmt: skip
CATEGORY = {
    "*": "種類", "name": "種類の名前", "mark": "しるしの文字", "color": "しるしの色", "shape": "しるしの形",
    "confirm_months": "確認の期限（か月）", "hide_months": "公開を止める（か月）",
}  # fmt: skip
ACCOUNT = {
    "*": "登録", "role": "役割", "department": "所管課", "active": "利用", "password": "パスワード", "second_factor": "二段階認証",
    "recovery_codes": "予備のコード", "logins": "ログイン",
}  # fmt: skip
OTHERS = {
    "confirm_link": {"*": "番号", "ended_at": "使えなくした日"}, "correction": {"state": "扱い"},
    "source_layout": {"columns": "列の読み方"},
}
TABLES = {"resource": RESOURCE, "place": PLACE, "category": CATEGORY, "account": ACCOUNT, **OTHERS}
TABLE_NAMES = {"resource": "社会資源", "place": "会場", "category": "種類", "account": "利用者", "export": "書き出し", "call": "確認の電話",
               "confirm_link": "確認番号", "correction": "申し出", "source_layout": "覚えた列"}  # fmt: skip

VALUES: dict[str, dict[str, str]] = {
    "status": {k.value: v for k, v in STATUSES.items()},
    "role": {k.value: v for k, v in ROLES.items()},
    "mode": {k.value: v for k, v in MODES.items()},
    "free": {k.value: v for k, v in FREE.items()},
    "consent": {k.value: v for k, v in CONSENTS.items()},
    "level": {k.value: v for k, v in LEVEL_WORDS.items()},
    **{name: {k.value: v for k, v in VISIBILITIES.items()}
       for name in ("visibility", "phone_visibility", "fax_visibility", "email_visibility")},
    **{name: {k.value: v for k, v in ANSWERS.items()} for name in ("barrier_free", "parking")},
}  # fmt: skip


def field_name(table: str, field: str) -> str:
    """名称 for name; a field that has no word yet is told as it is."""
    return TABLES.get(table, {}).get(field, field)
