"""市区町村の名前: from a name to its code, for files and addresses that do not tell the code."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.models.gazetteer import GazetteerEntry
from importers.gazetteer.reading import Reading

GUN = re.compile("^.+?郡(?=.+[町村]$)")
LEVELS = (MatchLevel.CITY, MatchLevel.MACHIAZA)


@dataclass(frozen=True, slots=True)
class CityNames:
    """`whole` by 都道府県 and name; `bare` by the name alone where only one municipality has it. 郡 may be left out."""

    whole: dict[str, str]
    bare: dict[str, str]

    @classmethod
    def of(cls, session: Session) -> "CityNames":
        """The municipalities that the dictionary knows."""
        entry = GazetteerEntry
        stmt = select(entry.city_code, entry.pref, entry.city).where(entry.level.in_(LEVELS), entry.city_code.is_not(None))
        whole: dict[str, str] = {}
        bare: dict[str, set[str]] = {}
        for code, pref, city in session.execute(stmt.distinct()):
            for name in {city, GUN.sub("", city)}:
                whole.setdefault(pref + name, str(code))
                bare.setdefault(name, set()).add(str(code))
        return cls(whole, {name: min(codes) for name, codes in bare.items() if len(codes) == 1})

    def code(self, reading: Reading, pref: str, city: str) -> str:
        """The code of a municipality that a row names. BadFile when the dictionary lacks it."""
        code = self.whole.get(pref + city)
        if code is None:
            raise reading.bad(f"「{pref}{city}」の市区町村コードが分かりません。先に町字の辞書を入れてください。")
        return code

    def of_address(self, address: str) -> str | None:
        """The municipality that an address begins with, the longest name first."""
        for length in range(min(len(address), 20), 1, -1):
            if found := self.whole.get(address[:length]) or self.bare.get(address[:length]):
                return found
        return None
