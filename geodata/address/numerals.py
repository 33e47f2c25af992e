"""漢数字: kanji numerals become digits, but only where a number is meant: 二丁目, 十一番地, 北一条. 三輪 stays."""

import re

DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"壱": 1, "弐": 2, "参": 3}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERALS = frozenset("〇一二三四五六七八九十百千壱弐参")
NUMERAL = "[〇一二三四五六七八九十百千]++"
COUNTED = re.compile(
    rf"(?<![0-9])(?:{NUMERAL}|[壱弐参])(?=丁)|(?<![0-9]){NUMERAL}(?=[条條]|番|号|線|地割|区|部|-\d|の\d)|(?<=\d[-番号の])[一二三四五六七八九十]++(?![一-鿿])"
    rf"|(?<=番地の){NUMERAL}|(?<=番地){NUMERAL}(?=号|-)"
)
ANY = re.compile(NUMERAL)


def value_of(numeral: str) -> int:
    """21 for 二十一 and for 二一; 0 for 〇. The letters must all be numerals."""
    if not any(letter in UNITS for letter in numeral):
        return int("".join(str(DIGITS[letter]) for letter in numeral))
    total, pending = 0, 0
    for letter in numeral:
        if letter in UNITS:
            total, pending = total + (pending or 1) * UNITS[letter], 0
        else:
            pending = pending * 10 + DIGITS[letter]
    return total + pending


def kanji_numbers(text: str) -> str:
    """二丁目 as 2丁目, 北一条西 as 北1条西, 十一番地の三 as 11番地の3."""
    if NUMERALS.isdisjoint(text):
        return text
    return COUNTED.sub(lambda found: str(value_of(found[0])), text)


def all_digits(name: str) -> str:
    """Every numeral of a 町's name as digits: 二十四軒 as 24軒, for those who type it so."""
    return ANY.sub(lambda found: str(value_of(found[0])), name)
