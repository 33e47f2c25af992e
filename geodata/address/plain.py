"""ふつうの住所: the usual spellings, read in one look.

Whatever is unusual in any way is left to the careful reading (search.py); where this one reads, both agree.
"""

import re

from geodata.address import reasons
from geodata.address.block import Block, Chomes
from geodata.address.characters import fold
from geodata.address.dictionary import Dictionary
from geodata.address.names import WHOLE
from geodata.address.numerals import NUMERALS, kanji_numbers, value_of
from geodata.address.steps import DASHES, NOTES

LETTERS = "一-鿿々〆ぁ-ゖァ-ヺー"
NOT_FIRST = "0-9Ff階号室棟館丁番地目条線の"  # behind a number and a blank these still belong to the number
WORD = f"[A-Za-z0-9・{LETTERS}-]++"
ROOM = r"\d{1,4}+(?>(?:号室|階|F)?)"
PLAIN = re.compile(  # (?>...) and not )?+, which finds nothing behind a group that gave back, in Python before 3.11.5 (gh-106052)
    rf"([{LETTERS}]{{2,40}}+)(?>(?:(\d{{1,2}}+)丁目(?>(?: (?=\d))?))?)"
    rf"(?>(?:(\d{{1,5}}+)(?>(?:(番地の?|番|[-の{DASHES}])(?!0)(\d{{1,5}}+)(?:号|[-{DASHES}](\d{{1,5}}+))?|番地|番)?))?)"
    rf"(?>(?: (?![{NOT_FIRST}]|[ー-] ?\d|(?<=[0-9番地号] )-)({WORD}(?>(?: (?!\d){WORD})*)(?>(?: {ROOM})?)))?)"
)
CHOME = re.compile(r"(.+[^一二三四五六七八九十])([一二三四五六七八九十]{1,3})丁目")
NO_NUMBER = 0.8  # how sure a 町 is behind which a building stands and no number: it may be a venue's own name
SUPPLIED = 0.9  # how sure a 町 is whose municipality the caller tells
DIGIT = re.compile("[0-9]")
NUMERAL = re.compile(f"[{''.join(sorted(NUMERALS))}]")
A_ROOM = re.compile(r" \d|\d号室")
# for a building's name: it may be an address, or none at all
UNUSUAL = re.compile(
    r"^(?:ほか|[他外先]|地先|地内|付近|附近|周辺)$|[0-9目番地号] ?[ー-] ?\d|第 \d|\d番|\d号(?!室)|[ーの]\d|丁目|町|字"
    rf"|{NUMERAL.pattern}|{NOTES.pattern}"
)


Plain = tuple[int, int, str, str, float, str]
"""A plain address: its municipality and 町 by number, 番地以下, building, how surely, and what is to be said."""


def read_plain(dictionary: Dictionary, text: str, allowed: frozenset[int] | None) -> Plain | None:
    """The address that a half-width text is, from 市区町村 on, or None for the careful reading to see to."""
    found = PLAIN.fullmatch(text)
    if found is None:
        return None
    name, chome, first, _, second, third, building = found.groups()
    pref, cities, end, former = dictionary.gate.begin(name)
    sure = 1.0
    if len(cities) != 1 or former or (allowed and not pref and cities[0] not in allowed):
        if cities or pref or not allowed or len(allowed) != 1:
            return None
        cities, sure = tuple(allowed), SUPPLIED
    municipality = cities[0]
    block, base = dictionary.block(municipality), name[end:]
    if building and (UNUSUAL.search(building) or fold(building) in block.names or (first is None and A_ROOM.search(building))):
        return None
    if building and first is None:
        sure *= NO_NUMBER
    rest = (first or "") if second is None else f"{first}-{second}" if third is None else f"{first}-{second}-{third}"
    place = block.exact.get(base) if chome is None else None
    if place is not None:
        return municipality, place, rest, building or "", sure, ""
    town = _folded(block, base, chome, found)
    if town is None:
        return None
    place, score, note = town
    return municipality, place, rest[len(first) + 1:] if note else rest, building or "", score * sure, note


def without_blanks(text: str) -> str:
    """The text less its blanks in front of the first digit, where a name ends in any case; "" if it has none."""
    number = DIGIT.search(text)
    if number is None:
        return ""
    return text[:number.start()].replace(" ", "") + text[number.start():] if " " in text else text


def _folded(block: Block, base: str, chome: str | None, found: re.Match[str]) -> tuple[int, float, str] | None:
    """The town where its name is not written as the office does, or the 丁目 in digits or as the first number.

    How surely, and what is to be said: nothing, unless the first number is the 丁目.
    """
    if chome is None and base.endswith("丁目") and (kanji := CHOME.fullmatch(base)):
        base, chome = kanji[1], str(value_of(kanji[2]))
    folded = fold(base)
    if folded.startswith(("大字", "字")):
        folded = folded[folded.index("字") + 1:]
    packed = block.names.get(folded)
    if packed is None or not folded or folded in block.before_digits or isinstance(packed, list) or (
        NUMERAL.search(base) and kanji_numbers(folded) != folded
    ):
        return None
    if isinstance(packed, int):
        return None if chome else (packed, 1.0, "")
    if chome:
        place = packed.get(chome)
        return None if place is None else (place, 1.0, "")
    return _without_chome(packed, found)


def _without_chome(chomes: Chomes, found: re.Match[str]) -> tuple[int, float, str] | None:
    """元町1234-5, which has no 丁目, or 元町2-14-8, whose 丁目 is the first number."""
    first, joint, second = found.group(3, 4, 5)
    own = chomes.get(WHOLE)
    if own is not None and (not first or len(first) > 2):
        return own, 1.0, ""
    if own is not None or not second or joint[0] == "番" or (place := chomes.get(first)) is None:
        return None
    return place, 0.95, reasons.INFERRED_CHOME
