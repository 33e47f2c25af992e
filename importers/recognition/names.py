"""見出しの名前: which field a header means, by the word itself, by its parts, or by a word that is almost it."""

import re
from difflib import get_close_matches
from functools import lru_cache

from geodata.japanese import search_form
from importers.recognition.words import DISASTER, LEFT_WORDS, OFFICE, PRIVATE, SECOND, SYNONYMS, WEAK

Meaning = tuple[str, float, str]  # field, certainty, why
EXACT, BRACKETS, PATTERN, ALMOST, KEYWORD, QUALIFIED = 0.98, 0.95, 0.86, 0.7, 0.68, 0.6
NUMBERING = re.compile(r"^[(（【]?(?:\d{1,2}|[①-⑳]|[ア-ン])[)）】.．、:：]\s*|^[※*＊●○◎■□◆]+|[※*＊]+\d?$")
ASIDE = re.compile(r"[（(【\[〔<＜].*?[)）】\]〕>＞]")
LONGEST = max(map(len, SYNONYMS)) + 1
QUALIFIER = re.compile(r"土曜?|日曜|祝|休業|休み|長期|夏|冬|予備|旧|変更前|法人|本部")
BOTH = re.compile(r"(電話|tel).*fax|fax.*(電話|tel)")
FILLED = re.compile(r"(?:を?ご?記入|を?ご?入力)(?:ください|して下さい|欄)?$|欄$|について$|[:：?？。]$")
THINGS = (
    "サロン|食堂|カフェ|教室|体操|クラブ|グループ|サークル|施設|事業所?|窓口|相談会?|イベント|講座|居場所|拠点|広場|ひろば|店舗?|会|講習|行事|資源|活動|"
    "つどい|集い|通いの場|園|館|センター|医院|薬局|学校|スペース|プログラム"
)
PATTERNS: tuple[tuple[str, str], ...] = (
    (r"^(代表|会長|担当者|責任者|施設長|理事長|世話人|申請者|民生委員|役員|連絡者|窓口担当).*|.*(氏名|生年月日|性別)$", PRIVATE),
    (r".*(fax|ファックス|ファクス).*", "fax"),
    (r".*(メール|mail).*", "email"),
    (r".*(url|ホームページ|hp|webサイト|ウェブサイト|web).*", "url"),
    (r"(法人|団体|事務局|本部|申込|連絡先|問い?合わ?せ先?|主催者?|運営.*)(の)?(住所|所在地).*", OFFICE),
    (r".*(危険|警戒|浸水|洪水|土砂|津波|高潮|災害|避難(確保)?計画).*(区域|地域|エリア|レベル|深|対象|分類|想定|有無)$", DISASTER),
    (r".*郵便番号.*", "postal_code"), (r".*緯度.*経度.*", "latlng"), (r".*緯度.*", "lat"), (r".*経度.*", "lng"),
    (r".*(電話|tel|℡|連絡先番号).*", "phone"),
    (r".*(住所|所在地)$", "address"), (r".*(フリガナ|カナ|ヨミ|読み方?)$", "name_kana"),
    (r".*(駐車).*", "parking"), (r".*(車椅子|車イス|バリアフリー|段差|スロープ).*", "barrier_free"),
    (r".*([休定]館日?|定休日?|休業日?|休診日?|休み|休所日?|休園日?|店休日|休日)$", "closed_days"),
    (r".*(日時|日程|スケジュール|曜?日[・/と、]?時間帯?|曜日.*時間)$", "schedule"), (r".*曜日?$", "weekdays"),
    (r".*(開始|開館|開所|開店|到着|始業|開会|開園|受付開始)(時間|時刻|予定)$", "starts"),
    (r".*(終了|閉館|閉所|閉店|出発|終業|閉会|閉園|受付終了)(時間|時刻|予定)$", "ends"),
    (r".*(時間帯?|時刻)$", "hours"), (r".*(頻度|回数)$", "frequency"),
    (r".*(対象|学年|年齢|参加資格|利用できる人|利用条件).*", "target"),
    (r".*(子ども|こども|子供|小学生|児童|小人).*(費|料|料金|代)$", "fee_child"), (r".*(大人|おとな|成人|一般).*(費|料|料金|代)$", "fee_adult"),
    (r".*(費用?|料金?|代金|月謝|負担額?|値段)$", "fee"), (r".*(申し?込み?|予約|エントリー).*", "reservation"),
    (r"(?!.*(参加|会員|利用|登録|延べ|実)).*(定員|定数|収容人数|受入(可能)?人数|募集人[員数]).*", "capacity"),
    (r".*(運営|主催|実施|経営|設置|開設|管理|提供|事業)(団体|主体|者|法人|会社|機関|元|組織|課)(の)?(名|名称)?$", "organization"),
    (r"(主催|所属|担当)(団体|課|部署|係)?名?$", "organization"),
    (r".*(会場|開催地|開催場所|実施場所|活動場所|活動先|集合場所)(の)?(名|名称)?$|.*(する|の)場所$", "place"),
    (r".*(内容|概要|特徴|特色|説明|紹介|目的|アピール|メッセージ)$", "description"),
    (r".*(言語|ことば)$", "languages"), (r".*(オンライン|リモート|zoom).*", "online"),
    (r".*(確認|更新|調査|時点|現在).*(日|年月日|年月)$", "confirmed_on"),
    (r".*(公開|掲載|公表|周知).*(可否|区分|希望|の可|有無)$|(公開|掲載|公表)", "visibility"),
    (r".*(地域|エリア|区域|コース|ルート)$", "served_area"),
    (r".*(種別|種類|区分|分類|カテゴリー?|ジャンル|分野)$", "category"), (r".*(備考|特記事項?|摘要|その他|コメント|メモ|留意事項|注意事項|補足).*", "remarks"),
    (r".*(番号|no\.?|通番|id|コード|№)$", "source_id"), (rf".*({THINGS})(の|等の?)?(名|名称|名前|名まえ|なまえ|タイトル)$", "name"),
)  # fmt: skip
KEYWORDS: tuple[tuple[str, str], ...] = (
    (rf"^({THINGS})$", "name"), (r"(子ども|こども|子供|小学生|児童).*(費|料|代|いくら)", "fee_child"),
    (r"(大人|おとな|成人).*(費|料|代|いくら)", "fee_adult"),
    (r"費|料金|利用料|値段|いくら|代金|負担|お金", "fee"), (r"電話|でんわ|tel|といあわせ|問合|問い合わせ|連絡|注文先", "phone"),
    (r"住所|所在|番地|じゅうしょ", "address"), (r"名前|なまえ|名まえ|名称", "name"),
    (r"場所|ところ|ばしょ|会場|どこ|施設", "place"),
    (r"(曜日?|日).*(時間|時)|日時|日程|いつ|とき|予定|スケジュール", "schedule"),
    (r"時間|じかん|何時", "hours"),
    (r"(店|定|館)休|休業|休診|休み?$|休日$", "closed_days"), (r"曜日|(開|ひら|実施|活動|開催|届け|稽古|練習|集まる).*日$", "weekdays"),
    (r"だれ|誰|どなた|対象|(参加|利用)でき|(れる|できる)(方|人)$", "target"), (r"申込|申し込|予約|もうしこみ", "reservation"),
    (r"運営|主催|団体|事業者|法人|担当|所属", "organization"), (r"内容|活動|とりくみ|取り?組|どんな|支援|中身|(できる|する)こと", "description"),
    (r"地域|エリア|区域", "served_area"), (r"ひとこと|持ち物|備考|その他|お知らせ|注意", "remarks"), (r"url|ホームページ|サイト|ページ$", "url"),
    (r"名$|タイトル", "name"),
)  # fmt: skip
NONE_OF_OURS = (PRIVATE, OFFICE, DISASTER)
SEARCHED = tuple((re.compile(search_form(pattern)), field) for pattern, field in KEYWORDS)
COMPILED = tuple((re.compile(search_form(pattern)), field) for pattern, field in PATTERNS)


@lru_cache(maxsize=8_192)
def meanings(header: str) -> tuple[Meaning, ...]:
    """What a header may mean, the surest first; () when it is not known. A field "" is known to be none of ours."""
    if exact := _exactly(header):
        return exact
    bare = search_form(FILLED.sub("", ASIDE.sub("", NUMBERING.sub("", header.strip()))))
    if bare in WEAK:
        return ((WEAK[bare], ALMOST, "町の名前だけの列のため"),)
    if BOTH.search(bare):
        return (("phone", KEYWORD, "電話とFAXが一つの列のため"),)
    return _by_pattern(bare) or _almost(bare) or _by_keyword(bare)


def known(header: str) -> bool:
    """True for a word that stands above columns, exactly or with brackets: quickly, as every cell of a list is asked."""
    return len(header) <= 30 and any(certainty > PATTERN for _, certainty, _ in _exactly(header))


def _exactly(header: str) -> tuple[Meaning, ...]:
    """By a word of the list, as it stands or without its brackets."""
    said = NUMBERING.sub("", header.strip())
    apart = ASIDE.sub("", said)
    whole, bare = search_form(said), search_form(FILLED.sub("", apart))
    for form, certainty in ((whole, EXACT), (bare, QUALIFIED if QUALIFIER.search(said[len(apart) :]) else BRACKETS)):
        if form in SYNONYMS:
            return _either(form, SYNONYMS[form], certainty)
        if form in LEFT_WORDS:
            return (("", certainty, LEFT_WORDS[form]),)
    return ()


def _either(form: str, field: str, certainty: float) -> tuple[Meaning, ...]:
    """A word of two meanings gives way to one of a single meaning, wherever that stands: サロン名 is the name beside 団体名."""
    if form not in SECOND:
        return ((field, certainty, "見出しの言葉から"),)
    return tuple((name, certainty - 0.01 - 0.02 * at, "見出しの言葉から") for at, name in enumerate(SECOND[form]))


def _by_pattern(form: str) -> tuple[Meaning, ...]:
    if not 1 < len(form) <= 30:
        return ()
    for pattern, field in COMPILED:
        if pattern.fullmatch(form):
            return (("", PATTERN, field),) if field in NONE_OF_OURS else ((field, PATTERN, "見出しの言葉の一部から"),)
    return ()


def _by_keyword(form: str) -> tuple[Meaning, ...]:
    """A word somewhere in a longer text: doubtful, unless the cells say the same."""
    if not 1 < len(form) <= 40:
        return ()
    found = next((field for pattern, field in SEARCHED if pattern.search(form)), "")
    return ((found, KEYWORD, "見出しにある言葉から"),) if found else ()


def _almost(form: str) -> tuple[Meaning, ...]:
    """A word with one slip of the keyboard: 所在地_連結標記."""
    if not 4 <= len(form) <= LONGEST:
        return ()
    alike = [word for word in SYNONYMS if abs(len(word) - len(form)) < 2 and (word[:2] == form[:2] or word[-2:] == form[-2:])]
    near = get_close_matches(form, alike, n=1, cutoff=0.84)
    return ((SYNONYMS[near[0]], ALMOST, f"「{near[0]}」に近い見出しから"),) if near else ()
