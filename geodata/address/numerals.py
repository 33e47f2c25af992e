"""漢数字: kanji numerals become digits, but only where a number is meant: 二丁目, 十一番地, 北一条. 三輪 stays."""

import re

DIGITS = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"壱": 1, "弐": 2, "参": 3}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERALS = frozenset("〇一二三四五六七八九十百千壱弐参")
NUMERAL = "[〇一二三四五六七八九十百千]++"
MORE = "[〇一二三四五六七八九十百千]*+"
COUNTED = re.compile(  # begins with the numeral and looks back from there, so that a search skips to it
    "[〇一二三四五六七八九十百千壱弐参](?:(?<=[壱弐参])(?<![0-9].)(?=丁)|(?<=[^壱弐参])(?:"
    rf"(?<![0-9].){MORE}(?=[丁条條番号線区部]|地割|-\d|の\d)|(?<=\d[-番号の][^〇百千])[一二三四五六七八九十]*+(?![一-鿿])"
    rf"|(?<=番地の.){MORE}|(?<=番地.){MORE}(?=号|-|$)))"
)
ANY = re.compile(NUMERAL)
ONE = re.compile(f"[{''.join(sorted(NUMERALS))}]")
JOINED = re.compile("[一二三四五六七八九十百〇](?<=[のノ之ー―－‐-].)(?<=[一二三四五六七八九十百番地]..)")
CHAIN = re.compile(  # all of 番地 in kanji behind a 町: 八の三十八, 八―三八
    "[一二三四五六七八九十百](?<=[町村目].)[一二三四五六七八九十百]*(?:(?:番地?)?[のノ之ー―－‐-][一二三四五六七八九十百〇]+)+(?=$|[\\s番号(（])"
)
MISTAKEN = re.compile("[ニハー―](?=丁目)(?<![ァ-ヺー―].)")  # kana and dashes that look like 二, 八 and 一
SLIPPED = re.compile("(?<=[0-9一二三四五六七八九])(?:丁[日め]|町目)(?=[0-9])")
MEANT = {"ニ": "二", "ハ": "八", "ー": "一", "―": "一"}


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


def in_kanji(number: int) -> str:
    """二十一 for 21; up to 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "〇一二三四五六七八九"[tens] + "十") + ("〇一二三四五六七八九"[ones] if ones else "")


USUAL = {in_kanji(number): str(number) for number in range(1, 100)}


def kanji_numbers(text: str) -> str:
    """二丁目 as 2丁目, 北一条西 as 北1条西, 十一番地の三 as 11番地の3; ニ丁目 with a kana ニ too."""
    if "ニ丁目" in text or "ハ丁目" in text or "ー丁目" in text or "―丁目" in text:
        text = MISTAKEN.sub(lambda found: MEANT[found[0]], text)
    elif ("丁日" in text or "丁め" in text or "町目" in text) and "丁目" not in text:
        text = SLIPPED.sub("丁目", text)
    first = ONE.search(text)
    if first is None:  # as in half of all cells
        return text
    if JOINED.search(text, first.start()):
        text = CHAIN.sub(lambda found: "-".join(str(value_of(one)) for one in ANY.findall(found[0])), text)
    return COUNTED.sub(_in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    return USUAL.get(found[0]) or str(value_of(found[0]))


def all_digits(name: str) -> str:
    """Every numeral of a 町's name as digits: 二十四軒 as 24軒, for those who type it so."""
    return ANY.sub(lambda found: str(value_of(found[0])), name)
