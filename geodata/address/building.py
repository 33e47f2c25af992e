"""建物名: as the cell has it, 五番館 and not 5番館, though its numerals were read as numbers to find the address."""

import re

from geodata.address.numerals import kanji_numbers
from geodata.address.steps import NUMERALS, blanks, half_width, unseen

DIGITS = re.compile(r"\d+")
LONGEST, MOST = 100, 6  # letters, numbers
KANJI = f"[{NUMERALS}]"
NUMERAL = re.compile(KANJI)


def as_written(building: str, text: str) -> str:
    """`building`, which was read from `text`, with those of its numbers in kanji that `text` has so."""
    if building in text or len(building) > LONGEST or not NUMERAL.search(text) or not 0 < len(numbers := DIGITS.findall(building)) <= MOST:
        return building
    if building in half_width(text):
        return building
    pieces = DIGITS.split(building)
    pattern = re.escape(pieces[0]) + "".join(
        f"(?:{number}|{KANJI}{{1,9}})\\s?{re.escape(piece)}" for number, piece in zip(numbers, pieces[1:], strict=True))
    found = re.findall(pattern, blanks(unseen(half_width(text))))
    return found[-1].rstrip() if found and kanji_numbers(found[-1]).replace(" ", "") == building.replace(" ", "") else building
