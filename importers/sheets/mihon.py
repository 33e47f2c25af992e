"""見本の一覧表: how the nine workbooks of the 見本 city are laid out, one declaration a sheet."""
# ruff: noqa: RUF012 - a declaration is read and never changed

from importers.sheets.base import Sheet

NOTES = ("※", "（注）", "計")


class KodomoShokudoSheet(Sheet):
    """こども食堂一覧 (子育て支援課). Two title rows; the last rows hold only a number."""

    file = "01_kodomo_shokudo.xlsx"
    sheet = "一覧"
    category = "kodomo_shokudo"
    source = "（見本）子育て支援課 こども食堂一覧"
    header_row = 3
    skip_rows_starting = NOTES
    columns = {
        "名称": "name",
        "フリガナ": "name_kana",
        "運営団体": "organization",
        "会場": "place",
        "所在地": "address",
        "開催日": "schedule",
        "開始時刻": "starts",
        "終了時刻": "ends",
        "対象": "target",
        "参加費（子ども）": "fee_child",
        "参加費（大人）": "fee_adult",
        "予約": "reservation",
        "定員": "capacity",
        "電話番号": "phone",
        "車いす": "barrier_free",
        "駐車場": "parking",
        "緯度": "lat",
        "経度": "lng",
        "最終確認日": "confirmed_on",
        "備考": "remarks",
    }


class NinchishoCafeSheet(Sheet):
    """認知症カフェ一覧 (地域包括ケア推進課). A CP932 CSV whose first two lines are titles; no coordinates."""

    file = "02_ninchisho_cafe.csv"
    category = "ninchisho_cafe"
    source = "（見本）地域包括ケア推進課 認知症カフェ一覧"
    header_row = 3
    skip_rows_starting = NOTES
    columns = {
        "カフェ名": "name",
        "実施主体": "organization",
        "開催場所": "place",
        "住所": "address",
        "開催日時": "schedule",
        "参加費": "fee",
        "対象者": "target",
        "申込み": "reservation",
        "電話": "phone",
        "確認日": "confirmed_on",
        "備考": "remarks",
    }


class IbashoSheet(Sheet):
    """ふれあいサロン・居場所一覧 (社会福祉協議会). A blank row between 地区; the last group meets online."""

    file = "03_ibasho_salon.xlsx"
    sheet = "サロン一覧"
    category = "ibasho"
    source = "（見本）社会福祉協議会 サロン・居場所一覧"
    header_row = 5
    skip_rows_starting = NOTES
    columns = {
        "サロン名": "name",
        "運営": "organization",
        "会場": "place",
        "会場住所": "address",
        "頻度": "frequency",
        "曜日": "weekdays",
        "開始": "starts",
        "終了": "ends",
        "日程の備考": "schedule_note",
        "形式": "online",
        "費用": "fee",
        "対象": "target",
        "申込み": "reservation",
        "電話": "phone",
        "メール": "email",
        "ホームページ": "url",
        "車いす": "barrier_free",
        "緯度": "lat",
        "経度": "lng",
        "公開可否": "visibility",
        "確認年月日": "confirmed_on",
        "備考": "remarks",
    }


class HyakkomiSheet(Sheet):
    """まちのえき・100コミ一覧表 (市民活動推進課). 緯度 and 経度 share a cell; a 計 row ends it."""

    file = "04_hyakkomi_machinoeki.xlsx"
    sheet = "R8まちのえき"
    category = "hyakkomi"
    source = "（見本）市民活動推進課 まちのえき・100コミ一覧表"
    header_row = 5
    skip_rows_starting = NOTES
    columns = {
        "番号": "source_id",
        "拠点名": "name",
        "運営主体": "organization",
        "場所": "place",
        "所在地": "address",
        "緯度・経度": "latlng",
        "開所日時": "schedule",
        "主な活動": "description",
        "電話": "phone",
        "メールアドレス": "email",
        "ホームページ": "url",
        "車いす": "barrier_free",
        "駐車場": "parking",
        "更新日": "confirmed_on",
        "備考": "remarks",
    }


class HyakusaiTaisoSheet(Sheet):
    """いきいき百歳体操 実施グループ一覧 (高齢施策課). A header of two rows, the upper one merged."""

    file = "05_koreisha.xlsx"
    sheet = "百歳体操"
    category = "hyakusai_taiso"
    source = "（見本）高齢施策課 いきいき百歳体操 実施グループ一覧"
    header_row = 4
    header_rows = 2
    skip_rows_starting = NOTES
    columns = {
        "グループ名": "name",
        "会場/名称": "place",
        "会場/所在地": "address",
        "開催/曜日": "weekdays",
        "開催/開始": "starts",
        "開催/終了": "ends",
        "開催/備考": "schedule_note",
        "参加/費用": "fee",
        "参加/定員": "capacity",
        "参加/申込み": "reservation",
        "車いす": "barrier_free",
        "位置/緯度": "lat",
        "位置/経度": "lng",
        "確認日": "confirmed_on",
    }


class RojinClubSheet(Sheet):
    """単位老人クラブ一覧 (高齢施策課). The 町名, written once for its clubs, is all the address there is."""

    file = "05_koreisha.xlsx"
    sheet = "老人クラブ"
    category = "rojin_club"
    source = "（見本）高齢施策課 単位老人クラブ一覧"
    header_row = 2
    fill_down = ("町名",)
    skip_rows_starting = NOTES
    columns = {
        "町名": "address",
        "クラブ名": "name",
        "活動場所": "place",
        "活動日": "schedule",
        "主な活動": "description",
        "連絡先電話": "phone",
        "確認日": "confirmed_on",
    }


class KosodateSheet(Sheet):
    """子育て支援の場一覧 (子育て支援総合センター). 区分 is merged; empty ruled rows follow."""

    file = "06_kosodate.xlsx"
    sheet = "子育て支援"
    category = "kosodate"
    source = "（見本）子育て支援総合センター 子育て支援の場一覧"
    header_row = 4
    fill_down = ("区分",)
    skip_rows_starting = NOTES
    categories = {
        "子育てひろば": "kosodate",
        "一時預かり": "kosodate",
        "ファミリー・サポート": "kosodate",
        "相談・教室": "kosodate",
    }
    columns = {
        "区分": "category",
        "施設・事業名": "name",
        "運営者": "organization",
        "会場": "place",
        "住所": "address",
        "実施日": "weekdays",
        "開始時間": "starts",
        "終了時間": "ends",
        "休み": "schedule_note",
        "対象": "target",
        "利用料": "fee",
        "予約": "reservation",
        "内容": "description",
        "電話": "phone",
        "ＦＡＸ": "fax",
        "E-mail": "email",
        "車いす・ベビーカー": "barrier_free",
        "駐車場": "parking",
        "緯度": "lat",
        "経度": "lng",
        "確認日": "confirmed_on",
    }


class ShuroSheet(Sheet):
    """就労支援・シルバー人材センター一覧 (三課合同). An OpenDocument sheet: every cell is text, dates too."""

    file = "07_shuro_silver.ods"
    sheet = "就労支援"
    category = "shuro_shien"
    source = "（見本）商工観光課ほか 就労支援・シルバー人材センター一覧"
    header_row = 4
    skip_rows_starting = NOTES
    columns = {
        "事業所名": "name",
        "運営法人": "organization",
        "会場": "place",
        "郵便番号": "postal_code",
        "所在地": "address",
        "建物": "building",
        "利用できる日時": "schedule",
        "対象となる方": "target",
        "利用料": "fee",
        "内容": "description",
        "電話番号": "phone",
        "FAX番号": "fax",
        "メール": "email",
        "車いす": "barrier_free",
        "駐車場": "parking",
        "情報の確認日": "confirmed_on",
        "備考": "remarks",
    }


class IkomaruMadoguchiSheet(Sheet):
    """いこまる相談窓口一覧 (福祉政策課). Desks for any trouble; the last is only a telephone."""

    file = "08_ikomaru.xlsx"
    sheet = "相談窓口"
    category = "ikomaru_madoguchi"
    source = "（見本）福祉政策課 いこまる相談窓口一覧"
    header_row = 3
    skip_rows_starting = NOTES
    columns = {
        "窓口名": "name",
        "担当": "organization",
        "場所": "place",
        "住所": "address",
        "受付日時": "schedule",
        "電話": "phone",
        "FAX": "fax",
        "メール": "email",
        "ホームページ": "url",
        "オンライン相談": "online",
        "対応できることば": "languages",
        "車いす": "barrier_free",
        "駐車場": "parking",
        "料金": "fee",
        "どんなところ": "description",
        "緯度": "lat",
        "経度": "lng",
        "内容確認日": "confirmed_on",
    }


class IkomaruSodankaiSheet(Sheet):
    """いこまる相談会日程表 (福祉政策課). In person, online or both; days or lists of dates."""

    file = "08_ikomaru.xlsx"
    sheet = "相談会"
    category = "ikomaru_sodankai"
    source = "（見本）福祉政策課 いこまる相談会日程表"
    header_row = 5
    skip_rows_starting = NOTES
    columns = {
        "相談会名": "name",
        "日程": "schedule",
        "開始": "starts",
        "終了": "ends",
        "形式": "online",
        "会場": "place",
        "会場住所": "address",
        "予約": "reservation",
        "定員（組）": "capacity",
        "申込み電話": "phone",
        "申込みURL": "url",
        "料金": "fee",
        "内容確認日": "confirmed_on",
        "備考": "remarks",
    }


class IdoHanbaiSheet(Sheet):
    """移動販売・配食サービス一覧 (高齢施策課・商工観光課). No address: the 自治会 and 町 served."""

    file = "09_ido_hanbai_haishoku.xlsx"
    sheet = "移動販売・配食"
    category = "ido_hanbai"
    mode = "moving"
    source = "（見本）高齢施策課・商工観光課 移動販売・配食サービス一覧"
    header_row = 5
    fill_down = ("区分",)
    skip_rows_starting = NOTES
    categories = {"移動販売": "ido_hanbai", "配食": "haishoku"}
    columns = {
        "区分": "category",
        "名称": "name",
        "事業者": "organization",
        "まわる地域・届ける地域": "served_area",
        "曜日・時間": "schedule",
        "内容": "description",
        "料金": "fee",
        "申込み": "reservation",
        "電話": "phone",
        "確認": "confirmed_on",
        "備考": "remarks",
    }


SHEETS: tuple[type[Sheet], ...] = (
    KodomoShokudoSheet,
    NinchishoCafeSheet,
    IbashoSheet,
    HyakkomiSheet,
    HyakusaiTaisoSheet,
    RojinClubSheet,
    KosodateSheet,
    ShuroSheet,
    IkomaruMadoguchiSheet,
    IkomaruSodankaiSheet,
    IdoHanbaiSheet,
)
