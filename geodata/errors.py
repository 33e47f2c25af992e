"""Errors of geodata: one base, one line each. Every message is a Japanese sentence that may be shown to a user."""


class GeodataError(Exception):
    """わがごとマップの処理でおきた、利用者に伝えられる問題。"""


class BadFilter(GeodataError):
    """絞りこみの指定が読めません。"""


class UnknownArea(GeodataError):
    """その区域は台帳にありません。"""


class UnknownDistrict(GeodataError):
    """その地区は台帳にありません。"""


class UnknownResource(GeodataError):
    """その社会資源は公開されていません。"""


class DatabaseAway(GeodataError):
    """データベースにつながりません。"""


class BadSetting(GeodataError):
    """設定の値が正しくありません。"""


class UnknownUpload(GeodataError):
    """その取り込みはありません。"""


class NotNow(GeodataError):
    """いまの段階ではその操作はできません。"""


class UnknownLayout(GeodataError):
    """その書き出しの形はありません。"""


class UnknownAccount(GeodataError):
    """その利用者はいません。"""


class BadAccount(GeodataError):
    """利用者の内容が正しくありません。"""


class LastAdmin(BadAccount):
    """管理者が一人もいなくなるため、その変更はできません。"""


class BadRule(GeodataError):
    """確認の期限のきまりが正しくありません。"""


class BadCorrection(GeodataError):
    """訂正の申し出が読めません。"""


class UnknownCorrection(GeodataError):
    """その申し出はありません。"""


class Overtaken(GeodataError):
    """ほかの人が先に変えています。"""


class UnknownPlace(GeodataError):
    """その会場は台帳にありません。"""


class BadPoint(GeodataError):
    """その位置は使えません。"""
