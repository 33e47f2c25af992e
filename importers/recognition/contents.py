"""セルの中身: what the cells of a column look like, whatever stands above them."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from importers import cells

SAMPLE = 80  # cells looked at in a column
ALIKE = 0.75  # the share of cells that makes a column of a kind
WEEK = "月火水木金土日"
TIME = r"(?:午前|午後|am|pm)?\s?\d{1,2}(?:[:時]\d{0,2}分?|時半)"
PATTERNS = {
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "url": r"(?:https?://|www\.)\S+(?:\s.*)?",
    "postal_code": r"〒\s?\d{3}-?\d{4}|\d{3}-\d{4}",
    "phone": r"(?:tel:?\s?)?\(?0\d{1,4}\)?[-( ]?\d{1,4}[-) ]\d{3,4}(?:\D.*)?|0\d{9,10}",
    "latlng": r"\(?\d{2}\.\d{3,}\s?[,、 ]\s?1\d{2}\.\d{3,}\)?",
    "weekdays": rf"(?:毎週|毎月|第[1-5一二三四五・,、]+)?[{WEEK}祝](?:曜日?)?(?:[・,、/;~〜～\-\s]*[{WEEK}祝](?:曜日?)?)*|平日|毎日",
    "starts": rf"{TIME}[~〜～]?",
    "hours": rf"{TIME}\s?(?:[~〜～\-ー–−]|から)\s?(?:{TIME})?(?:まで)?(?:[、,/\s].*)?",
    "schedule": rf".*(?:毎週|毎月|隔週|第\s?[1-5一二三四五](?:.{{0,6}})[{WEEK}]|[{WEEK}]曜|不定期|\d月\d{{1,2}}日|通年).*",
    "confirmed_on": r"(?:20\d{2}|令和\s?\d{1,2}|r\d{1,2}|平成\s?\d{1,2}|h\d{1,2})[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?.*",
    "fee": r"(?:.*\d\s?円.*|.*無料.*|有料|実費.*|¥\d[\d,]*)",
    "address": r"(?:〒?\d{3}-\d{4}\s)?(?=.*\d)(?:.*[都道府県市区町村郡].*\d.*|.*(?:丁目|番地?|号).*|\D{1,12}\d{1,4}(?:[-の]\d{1,4})+.*)",
    "target": r".*(?:どなたでも|誰でも|だれでも|歳以上|歳未満|歳から|歳まで|高齢者|小学生|中学生|子ども|こども|親子|保護者|乳幼児|未就学|住民|市民|"
    r"の方|の人|障害|障がい|外国).*",
    "answer": r"[○〇◯◎●×✕△]|有り?|無し?|あり|なし|可|不可|要|不要|はい|いいえ|済|未",
    "number": r"\d{1,6}",
}  # fmt: skip
COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
KANA = re.compile(r"[ァ-ヶー・\s()（）ぁ-ん]+")
CHECKED = ("phone", "fax", "email", "url", "postal_code", "lat", "lng", "latlng", "address", "starts", "ends")
SPANNED = re.compile(r".*[~〜～].*\d.*")  # from something to a time
SEEN_AS = {"fax": "phone", "ends": "starts"}
NEVER_DATA = ("phone", "email", "url", "postal_code", "latlng", "hours", "starts")  # what no header is
ORDER = (
    "email", "url", "postal_code", "phone", "latlng", "lat", "lng", "hours", "starts", "weekdays", "confirmed_on", "schedule", "address",
    "fee", "target",
)  # fmt: skip
IN_WORDS = {
    "email": "メールアドレス", "url": "ホームページのアドレス", "postal_code": "郵便番号", "phone": "電話番号", "latlng": "緯度と経度",
    "lat": "緯度", "lng": "経度",
    "hours": "時間帯", "starts": "時刻", "weekdays": "曜日", "confirmed_on": "日付", "schedule": "開催日時", "address": "住所", "fee": "費用", "target": "対象",
}  # fmt: skip


def sample(texts: Sequence[str]) -> list[str]:
    """The filled cells of a column that are looked at, spread over its length."""
    filled = [text for text in texts if text]
    step = max(1, len(filled) // SAMPLE)
    return [" ".join(unicodedata.normalize("NFKC", text).lower().split()) for text in filled[::step][:SAMPLE]]


def share(kind: str, texts: Sequence[str]) -> float:
    """How many of `texts`, as `sample` gives them, look like `kind`: 0 to 1."""
    look = _LOOKS.get(kind) or COMPILED[SEEN_AS.get(kind, kind)].fullmatch
    return sum(bool(look(text)) for text in texts) / len(texts) if texts else 0.0


def looks_like(texts: Sequence[str]) -> tuple[str, float]:
    """The field that the cells of a column speak of, and the share of them; ("", 0) when they speak of none."""
    for kind in ORDER if len(texts) > 1 else ():
        part = share(kind, texts)
        if part >= ALIKE:
            return kind, part
    return "", 0.0


def is_data(text: str) -> bool:
    """True for a cell that stands below a header and never in one."""
    said = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return any(COMPILED[kind].fullmatch(said) for kind in NEVER_DATA) or bool(re.fullmatch(r"[\d.,-]{2,}", said))


def running(texts: Sequence[str]) -> bool:
    """True for 1, 2, 3 … from the top."""
    return len(texts) > 1 and list(texts[:3]) == [str(n) for n in range(int(texts[0]), int(texts[0]) + len(texts[:3]))] if (
        texts and texts[0].isdecimal() and len(texts[0]) < 6
    ) else False  # fmt: skip


def _between(low: float, high: float) -> Callable[[str], bool]:
    def look(text: str) -> bool:
        value = cells.coordinate(text)
        return value is not None and low <= value <= high and ("." in text)

    return look


_LOOKS: dict[str, Callable[[str], object]] = {
    "lat": _between(20, 46), "lng": _between(122, 154),
    "name_kana": KANA.fullmatch, "span": SPANNED.fullmatch,
}  # fmt: skip
