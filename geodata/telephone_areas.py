"""市外局番: how many digits of a telephone number are its area code, as far as four or five digits tell it.

From 総務省「市外局番の一覧」. Where neighbours share four digits (0223 and 022-3) nobody can say from the digits alone.
"""

import re

THREE = (
    "011 017:7 018:8 019:69 022:127 023:01269 024:59 025:123 026:2 027:1235 028:16 029:028 042:134567 043:0123457 044 045 046:248 047:2347 "
    "048:123456789 049:2 052 053:045 054:012369 055:29 058:02389 059:0123 060 072:02346789 073:4 075 076:0249 077:57 078 079:23 082:1258 "
    "083:2 084:9 086:0124 087:0123468 088:68 089:019 092:123456789 093:123456789 094:15 095:138 096:123 097:156 098:189 099:289"
)
TWO = "03 0420 0471 06"
UNTOLD = (
    "05979 015:45 022:3 025:0456789 026:4 027:8 028:39 029:13 042:289 047:059 049:9 053:9 059:89 079:456 082:49 083:6789 085:1 086:356789 099:134"
)
FIVE = (
    "01267 01372 01374 01377 01392 01397 01398 01456 01457 01466 01547 01558 01564 01586 01587 01632 01634 01635 01648 01654 01655 01656 "
    "01658 04992 04994 04996 04998 05769 07468 08387 08388 08477 08512 08514 08516 09802 09912 09913 09969"
)
LENGTHS = {"090": 3, "080": 3, "070": 3, "050": 3, "060": 3, "0120": 4, "0800": 4, "0570": 4, "0990": 4}  # no places at all


def _listed(text: str) -> tuple[str, ...]:
    """018:8 is 0188, 011 is 011."""
    parts = (part.partition(":") for part in text.split())
    return tuple(stem + digit for stem, _, digits in parts for digit in (digits or ("",)))


TABLES = ((5, _listed(FIVE)), (0, _listed(UNTOLD)), (3, _listed(THREE)), (2, _listed(TWO)))


def hyphenated(digits: str) -> str:
    """0743741111 as 0743-74-1111; as it is where its length is wrong, or where its area code cannot be told."""
    if re.fullmatch(r"0[5-9]0\d{8}", digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if not digits.startswith("0800") else f"0800-{digits[4:7]}-{digits[7:]}"
    if not re.fullmatch(r"0\d{9}", digits):
        return digits
    if digits[:4] in LENGTHS:
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    length = next((size for size, stems in TABLES if digits.startswith(stems)), 4)
    return f"{digits[:length]}-{digits[length:-4]}-{digits[-4:]}" if length else digits


def right_length(digits: str) -> bool:
    """True for as many digits as such a number has; short numbers (110, 189, 7119) are of any."""
    if not digits.startswith("0"):
        return True
    return len(digits) == (11 if re.match(r"0[5-9]0", digits) and not digits.startswith(("0570", "0990")) else 10)
