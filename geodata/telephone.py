"""電話番号: written in one way, with hyphens where they were written."""

import re
import unicodedata


def phone(text: str) -> str:
    """(045)516-8560 → 045-516-8560. A text with words stays as it is.

    A number that lost its leading zero in a number cell has it again; where hyphens stood in it, nobody knows.
    """
    said = re.sub(r"[ \t\u3000]+", " ", unicodedata.normalize("NFKC", text)).strip()
    digits = re.sub(r"[‐‑–—―−ー()]", "-", said)
    digits = re.sub(r"-+", "-", digits.replace(" ", "")).strip("-")
    if not re.fullmatch(r"[\d-]+", digits):
        return said
    bare = digits.replace("-", "")
    lost = len(bare) == 9 or (len(bare) == 10 and bare[0] in "789")
    return "0" + bare if lost and "-" not in digits and bare[0] != "0" else digits


def lacks_area_code(number: str) -> bool:
    """74-1111 rings only for who lives there. Three- and four-digit numbers (110, 7119) ring for all."""
    bare = number.replace("-", "")
    return bare.isdigit() and 4 < len(bare) < 9
