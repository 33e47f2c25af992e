"""電話番号: written in one way, each number of a cell with hyphens as they were written, or where its area code puts them."""

import re
import unicodedata

from geodata.telephone_areas import hyphenated, right_length

LABEL = re.compile(r"^(?:tel|℡|電話(?:番号)?|fax|ファックス)\s*[:.]?\s*(?=[(\d])", re.IGNORECASE)
USUAL = re.compile(r"0\d{1,4}-\d{1,4}-\d{4}", re.ASCII)
NUMBER = re.compile(r"(\(?\d[\d\-() ]*\d)(\D.*)?")
APART = re.compile(r"\s*[、,/;\n]\s*(?=(?:tel|fax|電話)?[:.\s]*\(?0\d)|(?<=\d)\s+(?=\(?0\d{1,4}[-)]\d)", re.IGNORECASE)
PLAIN = str.maketrans("０１２３４５６７８９（）＃" + "‐‑–—―−－ー", "0123456789()#" + "-" * 8)  # sign by sign: places stay the same
IN_A_TEXT = re.compile(r"(?<![\d-])(?:\(0\d{1,4}\) ?|0\d{1,4}(?:-|\(| (?=\d{1,4}[- ]\d)))\d{1,4}[-) ] ?\d{3,4}(?!-?\d)|(?<![\d-])0\d{9,10}(?!-?\d)", re.ASCII)
ALONE = re.compile(r"#?[\d\-() ]*\d", re.ASCII)


def calls(text: str) -> tuple[tuple[str, str], ...]:
    """The text in pieces, each with what to dial for it, "" for words: (("0743-70-0001", "0743700001"), ("、山田 ", ""), …).

    A short number (110, #7119, 74-1111) is one when it stands alone.
    """
    plain = text.translate(PLAIN)
    if ALONE.fullmatch(plain) and len(_dialled(plain)) < 10:
        return ((text, _dialled(plain)),)
    pieces, at = [], 0
    for found in IN_A_TEXT.finditer(plain):
        pieces += [(text[at : found.start()], ""), (text[found.start() : found.end()], _dialled(found[0]))]
        at = found.end()
    return tuple(piece for piece in (*pieces, (text[at:], "")) if piece[0])


def phone(text: str) -> str:
    """(045)516-8560 → 045-516-8560, several numbers parted by 、. What stands beside a number (内線, 担当) stays beside it.

    A number that lost its leading zero in a number cell has it again.
    """
    if USUAL.fullmatch(text):
        return text
    said = "\n".join(" ".join(line.split()) for line in unicodedata.normalize("NFKC", text).splitlines())
    parts = (_one(part.strip()) for part in APART.split(said.strip()))
    return "、".join(dict.fromkeys(part for part in parts if part))


def lacks_area_code(number: str) -> bool:
    """74-1111 rings only for who lives there. Three- and four-digit numbers (110, 7119) ring for all."""
    bare = number.replace("-", "")
    return bare.isdigit() and 4 < len(bare) < 9


def wrong_length(number: str) -> bool:
    """True when one of the numbers has a digit too many or too few."""
    for part in number.split("、"):
        found = re.match(r"[\d-]+", part)
        bare = found[0].replace("-", "") if found else ""
        if bare.isascii() and len(bare) > 4 and not right_length(bare):
            return True
    return False


def _dialled(plain: str) -> str:
    return re.sub(r"[^0-9#]", "", plain)


def _one(text: str) -> str:
    said = LABEL.sub("", text)
    found = NUMBER.fullmatch(re.sub(r"[‐‑–—―−ー]", "-", said))
    if not found or (found[2] and found[2][0] not in "( 内代直"):
        return text
    digits = re.sub(r"-+", "-", re.sub(r"[() ]+", "-", found[1])).strip("-")
    return _written(digits) + (found[2] or "") if digits.isascii() else text


def _written(digits: str) -> str:
    bare = digits.replace("-", "")
    if "-" in digits:
        return digits
    lost = len(bare) == 9 or (len(bare) == 10 and bare[0] in "789")
    return hyphenated("0" + bare if lost and bare[0] != "0" else bare)
