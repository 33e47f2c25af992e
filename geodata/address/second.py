"""二つ目の住所: where in what follows an address another begins."""

import re
from itertools import islice

from geodata.address.bare import A_STREET_NUMBER, FEW, STREET_NUMBER
from geodata.address.characters import fold
from geodata.address.dictionary import Dictionary
from geodata.address.found import readings_in
from geodata.address.line import Line

MARKS_TO_TRY = 5
BETWEEN = re.compile(r"[、,/・;と&:(→⇒+]|及び|および|または|又は|もしくは|あるいは|から|より|(?<![^\W\d])か|\s")
PARTING = frozenset(("、", ",", "/", "・", ";", "と", "&", "→", "⇒", "+", "及び", "および", "または", "又は", "もしくは", "あるいは", "から", "より", "か"))


def second_address(dictionary: Dictionary, municipality: int, building: str, tail: str) -> int | None:
    """Where in what follows an address another begins: 「中通二丁目、山王新町1」. A building named after its 町 is none.

    `tail` is the whole text that the building was taken from: what parts it from the number says much.
    """
    before = tail[:tail.rfind(building)].rstrip()[-1:]
    marks = [(found.end(), found[0]) for found in islice(BETWEEN.finditer(building), MARKS_TO_TRY)]
    for place, parting in ((0, before), *marks):
        if _is_address(dictionary, municipality, building[place:].strip(), parting in PARTING):
            return place
    return None


def _is_address(dictionary: Dictionary, municipality: int, text: str, parted: bool) -> bool:
    folded = fold(text.replace(" ", ""))
    if not parted and not A_STREET_NUMBER.search(folded) and folded not in dictionary.block(municipality).names:
        return False
    line = Line(text)
    start = dictionary.gate.read(folded)
    cities, at = (start.cities[:FEW], start.end) if start.cities else ((municipality,), 0)
    return any(
        reading.end == len(folded) or STREET_NUMBER.match(folded, reading.end) is not None
        or ((parted or bool(start.cities)) and line.number_at(reading.end))
        for reading in readings_in(dictionary, line, cities, at)
    )
