"""セルを読む: one cell, one value, or the reason why not. The text itself is kept beside whatever is understood."""

import re
import unicodedata
from datetime import date, timedelta

from geodata.models import Answer

YES = re.compile(r"^(○|〇|◯|◎|●|有|あり|有り|可|はい|yes|true|1|対応|対応可|無料)", re.IGNORECASE)
NO = re.compile(r"^(×|✕|✖|x|無|なし|無し|不可|いいえ|no|false|0|非対応|なし)$", re.IGNORECASE)
FREE = re.compile(r"無料|^0円?$|^¥?0$|タダ")
YEN = re.compile(r"[1-9]\d*(?:,\d{3})*\s*円|有料|実費|¥[1-9]")
ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
ERA_DATE = re.compile(r"(令和|平成|[rh])\s*(\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})", re.IGNORECASE)
PLAIN_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
SERIALS = range(20_000, 80_000)  # 1954 to 2119 as Excel counts days
EPOCH = date(1899, 12, 30)


def plain(text: str) -> str:
    """NFKC, blanks folded: what the readers below look at."""
    return re.sub(r"[ \t\u3000]+", " ", unicodedata.normalize("NFKC", text)).strip()


def answer(text: str) -> Answer:
    """○×△, 有無, はい・いいえ. △ and 要相談 are unknown, as is everything else."""
    said = plain(text)
    if NO.match(said):
        return Answer.NO
    return Answer.YES if YES.match(said) else Answer.UNKNOWN


def free_of_charge(*fees: str) -> Answer:
    """無料か: yes only when nobody pays; a fee for anybody is no; nothing written is unknown."""
    said = [plain(fee) for fee in fees if fee.strip()]
    if any(YEN.search(fee) or (fee.isdigit() and int(fee) > 0) for fee in said):
        return Answer.NO
    return Answer.YES if said and any(FREE.search(fee) for fee in said) else Answer.UNKNOWN


def phone(text: str) -> str:
    """電話番号 with hyphens where they were written: (045)516-8560 → 045-516-8560. A text with words stays as it is."""
    said = plain(text)
    digits = re.sub(r"[‐‑–—―−ー()]", "-", said)
    digits = re.sub(r"-+", "-", digits.replace(" ", "")).strip("-")
    if not re.fullmatch(r"[\d-]+", digits):
        return said
    bare = digits.replace("-", "")
    if len(bare) == 9 and "-" not in digits:  # a number cell lost its leading zero
        return "0" + bare
    return digits


def day(text: str) -> date | None:
    """令和8年4月1日, R8.4.1, 2026/4/1, an Excel serial; None when it is no date."""
    said = plain(text)
    if found := ERA_DATE.search(said):
        era, year, month, number = found.groups()
        return _date(ERAS[era.lower()] + (1 if year == "元" else int(year)), int(month), int(number))
    if found := PLAIN_DATE.search(said):
        return _date(*(int(part) for part in found.groups()))
    if said.isdigit() and int(said) in SERIALS:
        return EPOCH + timedelta(days=int(said))
    return None


def coordinate(text: str) -> float | None:
    """A decimal degree; None when it is none."""
    try:
        value = float(plain(text))
    except ValueError:
        return None
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
