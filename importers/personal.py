"""個人の電話番号: what a row tells by which its telephone is somebody's own, and so for staff alone until they say otherwise."""

import re
import unicodedata

from geodata.keeping.venue import PlaceDraft
from importers.rows import Row

HEADER = re.compile(r"代表者|個人|自宅|(?<![在住社])宅(?![配食老急])")
IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)")
ADDRESSED = re.compile(r"[^\W\d_]\s?(?:様|さん|氏)(?![^\W\d_])")  # 山田様, 田中さん
SOMEBODY = re.compile(r"(?:担当|代表者?|会長|世話人)?[\s:]*[一-龥々]{2,4}(?:\s[一-龥々ぁ-ん]{1,4})?\s?(?:様|さん|氏|方|宅)?")
NOBODY = re.compile(
    r"代表$|直通|内線|担当$|事務|携帯|電話|固定|平日|土日|曜|祝|昼|夜|朝|午[前後]|時|専用|共通|共用|兼用|受付|予約|相談|窓口|無料|通話|留守|転送|不可"
    r"|福祉|包括|健康|子育|高齢|社会|社協|本[部店社]|支[部店所]|総務|[課係室館会所局店園校院署寺市町村区駅団組]$|会長$|世話人$|問合|申込|連絡|会員|緊急"
)  # fmt: skip


def is_personal(row: Row, place: PlaceDraft | None) -> bool:
    """True when the 会場 is somebody's home, or the header or the cell of the telephone says whose it is."""
    if not (row["phone"] or row["fax"]):
        return False
    home = place is not None and place.private_home
    return home or any(HEADER.search(header) for header in row.headers("phone")) or _names_somebody(row["phone"])


def _names_somebody(cell: str) -> bool:
    """090-1111-2222（山田）, 山田様."""
    text = unicodedata.normalize("NFKC", cell)
    named = (found[1].strip() for found in IN_BRACKETS.finditer(text))
    return bool(ADDRESSED.search(text)) or any(SOMEBODY.fullmatch(name) and not NOBODY.search(name) for name in named)
