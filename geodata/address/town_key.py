"""照合の鍵: the forms in which the names of 町 and of 会場 meet, whichever source they come from."""

import re
from functools import lru_cache

from geodata.address.names import key
from geodata.japanese import search_form

AZA = re.compile(r"(?:大字|字)(?=.)")
MARKS = re.compile(r"[\W_]+")
SMALL_KE = str.maketrans("ゖゕ", "けか")


@lru_cache(maxsize=50_000)
def town_key(label: str) -> str:
    """今福２丁目 and 今福二丁目 as 今福2丁目: `label` is the 町 with its 丁目 and 小字, as geodata.address.town.label tells it.

    The letters are folded as the geocoder folds them; 大字 and 字 are left out wherever they stand, as sources differ in them.
    """
    return AZA.sub("", key(label))


def venue_key(name: str) -> str:
    """鹿ノ台集会所 (大ホール) as 鹿の台集会所大ほーる: the search form without brackets, ・ and other marks."""
    return MARKS.sub("", search_form(name).translate(SMALL_KE))
