"""セルを読む: one cell, one value, or the reason why not. The text itself is kept beside whatever is understood."""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from geodata.models import Answer

YES = re.compile(r"^(○|〇|◯|◎|●|✓|✔|レ$|有|あり|可|はい|できます|できる|利用でき|います|yes|true|1|[1-9]\d*台|対応|無料)", re.IGNORECASE)
NO = re.compile(
    r"^(×|✕|✖|x|無|なし|無し|不可|いいえ|ありません|できません|できない|no|false|0台?|非対応|対応(?:不可|なし|していません)|利用(?:不可|できません))[。)]?"
    r"(?:$|[(、。※])",
    re.IGNORECASE,
)
DEPENDS = re.compile(r"△|相談|場合|一部|未定|問い?合わ?せ|確認|によ[りる]")
ASIDE = re.compile(r"(?<=.)[(※].*")
FREE = re.compile(r"無料|^0円?$|^¥?0$|タダ")
FREE_FOR_SOME = re.compile(
    r"[^、。,()]*(?:こども|子ども|子供|児童|生徒|学生|中学|高校|未就学|幼児|乳児|歳|高齢|会員|初回|体験|見学)[^、。,()]*無料"
)
YEN = re.compile(r"[1-9]\d*(?:,\d{3})*\s*円|有料|実費|¥[1-9]|別途|代のみ|代は?各自|代は?別")
UNSETTLED = re.compile(r"未定|カンパ|寄付|場合|要問|相談")
ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
MONTH_AND_DAY = r"\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?(?!\d)"
ERA_DATE = re.compile(r"(令和|平成|昭和|(?<![a-z])[rhs])\s*(\d{1,2}|元)" + MONTH_AND_DAY, re.IGNORECASE)
PLAIN_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})" + MONTH_AND_DAY)
DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)  # 20260401
SERIALS = range(20_000, 80_000)  # 1954 to 2119 as Excel counts days
SEXAGESIMAL = re.compile(r"(?:北緯|東経|[ne])?\s?(\d{1,3})\s?[°度]\s?(\d{1,2})\s?['′’分]\s?(\d{1,2}(?:\.\d+)?)\s?(?:[\"″”秒]|′′|'')?", re.ASCII | re.IGNORECASE)
EPOCH = date(1899, 12, 30)


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """NFKC, blanks folded: what the readers below look at."""
    return re.sub(r"[ \t\u3000]+", " ", unicodedata.normalize("NFKC", text)).strip()


def answer(text: str) -> Answer:
    """○×△, 有無, はい・いいえ. △, 要相談 and 一部可 are unknown, as is everything else."""
    said = plain(text)
    if DEPENDS.search(ASIDE.sub("", said)):
        return Answer.UNKNOWN
    if NO.match(said):
        return Answer.NO
    return Answer.YES if YES.match(said) else Answer.UNKNOWN


def free_of_charge(fee: str, *, child: str = "", adult: str = "", children_only: bool = False) -> Answer:
    """無料か: yes only when nobody pays; a fee for anybody is no; unknown when not all of those who come are spoken of."""
    said = [plain(text) for text in (fee, child, adult) if text.strip()]
    if any(YEN.search(text) or _is_amount(text) for text in said):
        return Answer.NO
    if any(UNSETTLED.search(text) for text in said):
        return Answer.UNKNOWN
    told = FREE.search(plain(adult)) or FREE.search(FREE_FOR_SOME.sub("", plain(fee)))
    some = FREE.search(plain(child)) or FREE.search(plain(fee))
    return Answer.YES if told or (children_only and some) else Answer.UNKNOWN


def _is_amount(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


def day(text: str) -> date | None:
    """令和8年4月1日, R8.4.1, 2026/4/1, an Excel serial, the first of 令和8年4月; None when it is no date."""
    said = plain(text)
    if found := ERA_DATE.search(said):
        era, year, month, number = found.groups()
        return _date(ERAS[era.lower()] + (1 if year == "元" else int(year)), int(month), int(number or 1))
    if found := PLAIN_DATE.search(said):
        year, month, number = found.groups()
        return _date(int(year), int(month), int(number or 1))
    if found := DIGITS.fullmatch(said):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if said.isdecimal() and len(said) == 5 and int(said) in SERIALS:
        return EPOCH + timedelta(days=int(said))
    return None


def coordinate(text: str) -> float | None:
    """A decimal degree, or degrees, minutes and seconds (34°44′6″); None when it is none."""
    said = plain(text)
    if found := SEXAGESIMAL.fullmatch(said):
        degrees, minutes, seconds = (float(part) for part in found.groups())
        return round(degrees + minutes / 60 + seconds / 3600, 7) if max(minutes, seconds) < 60 and degrees < 180 else None
    found = re.fullmatch(r"[+-]?\d{1,3}(?:\.\d+)?", said, re.ASCII)
    value = float(found[0]) if found else 999
    return value if abs(value) <= 180 else None


def pair(text: str) -> tuple[float | None, float | None]:
    """Latitude and longitude in one cell, in this order: "34.35,133.99"."""
    parts = re.split(r"[,、\s]+", plain(text).strip("()"))
    return (coordinate(parts[0]), coordinate(parts[1])) if len(parts) == 2 else (None, None)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
