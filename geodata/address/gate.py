"""都道府県・市区町村の入口: how an address begins, and which municipalities that can mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geodata.address.characters import FOLDED
from geodata.address.codes import PREFECTURES, with_check_digit
from geodata.address.names import key
from geodata.address.town import Municipality

COUNTY = re.compile(r"^.{1,5}?郡(?=.+[町村]$)")
WARD = re.compile(r"^(.+?市)(.+区)$")


class Start(NamedTuple):
    """The beginning of an address: 都道府県 or "", the municipalities it may mean, and where the rest begins."""

    pref: str
    cities: tuple[int, ...]
    end: int


class Gate:
    """Reads the beginning of a folded address. Municipalities are numbers: their places in the list given."""

    def __init__(self, municipalities: Sequence[Municipality]) -> None:
        self._municipalities = municipalities
        self._prefs = {pref.translate(FOLDED): pref for pref in PREFECTURES}
        self._short_prefs = {folded[:2]: pref for folded, pref in self._prefs.items() if len(folded) == 3}
        self._cities = _spelled(municipalities)
        self._longest = max(map(len, self._cities), default=0)
        self._by_pref: dict[str, set[int]] = defaultdict(set)
        for number, municipality in enumerate(municipalities):
            self._by_pref[municipality.pref].add(number)

    def read(self, folded: str, at: int = 0, allowed: frozenset[int] | None = None) -> Start:
        """What stands at a place of `folded`. Several municipalities of one name: those in `allowed`, if any."""
        pref, at = self._pref(folded, at)
        numbers, end = self._city(folded, at)
        if not pref and not numbers:
            short = self._short_prefs.get(folded[at:at + 2], "")
            if short and (found := self._city(folded, at + 2))[0]:
                pref, (numbers, end) = short, found
        if pref:
            numbers = tuple(number for number in numbers if number in self._by_pref[pref])
        if allowed and len(numbers) > 1:
            numbers = tuple(number for number in numbers if number in allowed) or numbers
        return Start(pref, numbers, end if numbers else at)

    def of_pref(self, pref: str) -> frozenset[int]:
        """All municipalities of a 都道府県."""
        return frozenset(self._by_pref[pref])

    def within(self, code: str) -> frozenset[int]:
        """Those that a code covers: a municipality, a 政令市 with its 区, or a 都道府県 (29, 290009). Five digits do too."""
        return frozenset(_covered(self._municipalities, code))

    def _pref(self, folded: str, at: int) -> tuple[str, int]:
        for end in (at + 3, at + 4):
            if pref := self._prefs.get(folded[at:end]):
                return pref, end
        return "", at

    def _city(self, folded: str, at: int) -> tuple[tuple[int, ...], int]:
        cities = self._cities
        for end in range(min(at + self._longest, len(folded)), at + 1, -1):
            if numbers := cities.get(folded[at:end]):
                return numbers, end
        return (), at


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


def _spelled(municipalities: Iterable[Municipality]) -> dict[str, tuple[int, ...]]:
    """Folded names: with and without 郡, a 区 with and without its 市, and a 政令市 for all its 区."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, municipality in enumerate(municipalities):
        names = {municipality.city, COUNTY.sub("", municipality.city)}
        if ward := WARD.match(municipality.city):
            names |= {ward[1], ward[2]}
        for name in names:
            found[key(name)].append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}


def _covered(municipalities: Sequence[Municipality], code: str) -> Iterable[int]:
    five = code[:5]
    if len(code) not in (2, 5, 6) or not code.isdecimal():
        return []
    if len(code) == 2 or five[2:] == "000":
        return [n for n, m in enumerate(municipalities) if m.code[:2] == code[:2]]
    if exact := [n for n, m in enumerate(municipalities) if m.code[:5] == five]:
        return exact
    following = min((m for m in municipalities if m.code[:2] == code[:2] and m.code[:5] > five),
                    key=lambda m: m.code, default=None)
    ward = WARD.match(following.city) if following and int(following.code[:5]) - int(five) <= 2 else None
    return [n for n, m in enumerate(municipalities) if ward and m.city.startswith(ward[1])
            and following and m.pref == following.pref]
