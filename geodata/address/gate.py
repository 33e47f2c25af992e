"""都道府県・市区町村の入口: how an address begins, and which municipalities that can mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from geodata.address.characters import FOLDED
from geodata.address.codes import PREFECTURES, prefecture_code, with_check_digit
from geodata.address.former import former_names
from geodata.address.names import key
from geodata.address.town import Municipality

COUNTY = re.compile(r"^.{1,5}?郡(?=.+[町村]$)")
WARD = re.compile(r"^(.+?市)(.+区)$")
LONG, SHORT = 5, 2  # 奈良県生駒 of 奈良県生駒市; 生駒 of 生駒市
CODES = {pref: prefecture_code(pref) for pref in PREFECTURES}
KINDS = "市町村区"
LONGEST_STEM = 6


class Start(NamedTuple):
    """The beginning of an address: 都道府県 or "", the municipalities it may mean, and where the rest begins.

    `former` is the name of the 旧市町村 that was written, folded and without its 郡.
    """

    pref: str
    cities: tuple[int, ...]
    end: int
    former: str = ""


NOWHERE = Start("", (), 0)


class Gate:
    """Reads the beginning of a folded address. Municipalities are numbers: their places in the list given."""

    def __init__(self, municipalities: Sequence[Municipality]) -> None:
        self._municipalities = municipalities
        self._starts = _starts(municipalities)
        for name, start in _former(municipalities).items():
            self._starts.setdefault(name, start)
        self._lengths = _lengths(self._starts)
        self._longest = max(map(len, self._starts))
        self._folded_prefs = {pref: pref.translate(FOLDED) for pref in PREFECTURES}
        self._stems: dict[str, tuple[Start, ...]] | None = None  # made when first asked for
        self.within = lru_cache(maxsize=4096)(self._within)

    def read(self, folded: str, at: int = 0, allowed: frozenset[int] | None = None) -> Start:
        """What stands at a place of `folded`. Several municipalities of one name: those in `allowed`, if any."""
        start = self.begin(folded[at:at + self._longest] if at else folded)
        if not at and (not allowed or len(start.cities) < 2):
            return start
        cities = tuple(number for number in start.cities if number in allowed) if allowed else ()
        return Start(start.pref, cities or start.cities, at + start.end, start.former)

    def begin(self, folded: str) -> Start:
        """What a folded text begins with."""
        starts = self._starts
        for length in self._lengths.get(folded[:LONG]) or self._lengths.get(folded[:SHORT], ()):
            if start := starts.get(folded[:length]):
                return start
        return NOWHERE

    def stem(self, folded: str, pref: str, at: int) -> Iterator[Start]:
        """奈良県生駒元町, whose 市 is not written: the municipalities of a 都道府県 whose name stands there but for 市町村."""
        before = self._folded_prefs[pref]
        if self._stems is None:
            self._stems = _stems(self._starts)
        if before + folded[at:at + SHORT] not in self._stems:
            return
        for length in range(min(LONGEST_STEM, len(folded) - at - 1), 1, -1):
            for start in self._stems.get(before + folded[at:at + length], ()):
                yield Start(start.pref, start.cities, at + length, start.former)

    def of_pref(self, pref: str) -> frozenset[int]:
        """All municipalities of a 都道府県."""
        return self.within(CODES[pref])

    def _within(self, code: str) -> frozenset[int]:
        """Those that a code covers: a municipality, a 政令市 with its 区, or a 都道府県 (29, 290009). Five digits do too.

        None for one whose check digit is wrong.
        """
        return frozenset(_covered(self._municipalities, code))


def one_city(found: Sequence[Municipality]) -> Municipality | None:
    """The municipality that a name means: the only one found, or the 政令市 whose 区 they all are."""
    if len(found) == 1:
        return found[0]
    owners = {(city.pref, ward[1]) for city in found if (ward := WARD.match(city.city))}
    if len(owners) != 1 or not all(WARD.match(city.city) for city in found):
        return None
    ((pref, city),) = owners
    first = min(city.code for city in found)
    return Municipality(with_check_digit(f"{int(first[:5]) // 10 * 10:05}"), pref, city)


def without_county(city: str) -> str:
    """斑鳩町 for 生駒郡斑鳩町."""
    return COUNTY.sub("", city)


def _starts(municipalities: Sequence[Municipality]) -> dict[str, Start]:
    """Every written beginning: 都道府県 alone, 市区町村 alone, both, and both without 県 (奈良生駒市)."""
    cities = _spelled(municipalities)
    found = {name: Start("", numbers, len(name)) for name, numbers in cities.items()}
    for pref in PREFECTURES:
        for whole in {pref, pref.translate(FOLDED)}:
            found[whole] = Start(pref, (), len(whole))
    for name, numbers in cities.items():
        for pref in {municipalities[number].pref for number in numbers}:
            inside = tuple(number for number in numbers if municipalities[number].pref == pref)
            whole = pref.translate(FOLDED)
            for before in {whole, pref, whole[:-1], pref[:-1]}:
                found.setdefault(before + name, Start(pref, inside, len(before + name)))
    return found


def _former(municipalities: Sequence[Municipality]) -> dict[str, Start]:
    """旧市町村, with 都道府県, or without it where they have their 郡 or are a 市; leading to what they are today.

    One name may have been that of several (群馬県東村), or its 町 have gone to several: all of them are meant.
    """
    standing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, m in enumerate(municipalities):
        for name in {m.city, ward[1] if (ward := WARD.match(m.city)) else m.city}:
            standing[m.pref, name.translate(FOLDED)].append(number)
    found: dict[str, Start] = {}
    for pref, city, names in former_names():
        today = tuple(standing.get((pref, city.translate(FOLDED)), ()))
        for name in names if today else ():
            whole, short = key(name), key(without_county(name))
            bare = {whole} if whole != short or "市" in name else set()
            for written in bare | {before + one for before in (pref, key(pref), pref[:-1]) for one in (whole, short)}:
                known = found.get(written)
                cities = today if known is None else (*known.cities, *[n for n in today if n not in known.cities])
                found[written] = Start("" if written == whole else pref, cities, len(written), short)
    return found


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By the first letters of a name, how long such names are, longest first: few lengths are then tried."""
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found[name[:LONG] if len(name) >= LONG else name[:SHORT]].add(len(name))
    short = {head: lengths for head, lengths in found.items() if len(head) < LONG}
    return {head: tuple(sorted(lengths | short.get(head[:SHORT], set()), reverse=True)) for head, lengths in found.items()}


def _stems(starts: Mapping[str, Start]) -> dict[str, tuple[Start, ...]]:
    """Municipalities by their names but for 市町村区; () for such a name cut behind the second letter after its 都道府県."""
    found: dict[str, list[tuple[int, Start]]] = defaultdict(list)
    for name, start in starts.items():
        if start.cities and name[-1] in KINDS:
            found[name[:-1]].append((KINDS.index(name[-1]), start))
    cut: dict[str, tuple[Start, ...]] = {stem[:length + SHORT]: () for stem in found for length in (3, 4)}
    return cut | {stem: tuple(start for _, start in sorted(kinds, key=itemgetter(0))) for stem, kinds in found.items()}


def _spelled(municipalities: Iterable[Municipality]) -> dict[str, tuple[int, ...]]:
    """Folded names: with and without 郡, a 区 with its 政令市, less the 市 and without it, and a 政令市 for all its 区."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, municipality in enumerate(municipalities):
        names = {municipality.city, without_county(municipality.city)}
        if ward := WARD.match(municipality.city):
            names |= {ward[1], ward[2], ward[1][:-1] + ward[2]}
        for name in names:
            for spelled in {key(name), name}:  # folded, and as it is for those who need not fold
                found[spelled].append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}


def _covered(municipalities: Sequence[Municipality], code: str) -> Iterable[int]:
    five = code[:5]
    if len(code) not in (2, 5, 6) or not code.isdecimal() or (len(code) == 6 and with_check_digit(five) != code):
        return []
    if len(code) == 2 or five[2:] == "000":
        return [n for n, m in enumerate(municipalities) if m.code[:2] == code[:2]]
    if exact := [n for n, m in enumerate(municipalities) if m.code[:5] == five]:
        return exact
    following = min((m for m in municipalities if m.code[:2] == code[:2] and m.code[:5] > five),
                    key=lambda m: m.code, default=None)
    ward = WARD.match(following.city) if following and five[4] == "0" and following.code[:4] == five[:4] else None
    return [n for n, m in enumerate(municipalities) if ward and m.city.startswith(ward[1])
            and following and m.pref == following.pref]
