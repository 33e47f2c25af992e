"""出典どうしを合わせる: readings and 町字ID reach every source's 町, and of each 町 one entry is preferred."""

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Integer, String, func, select, text
from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town import label
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource, PostalCode
from importers.gazetteer.families import FAMILIES
from importers.gazetteer.temporary import made, statement, temporary

LEARNED = temporary("town_learned", id=Integer, value=String)
CHOME = re.compile(r"(.+?)(\d+)丁目", re.ASCII)
TELLING = ("abr-town", "isj-town", "geolonia", "post-town", "")  # "" is a source that came by another way
RANKED = [family.code for family in sorted(FAMILIES.values(), key=lambda family: family.rank)]
Keyed = Mapping[tuple[str, str], str]


def settle(session: Session, codes: Iterable[str]) -> None:
    """Bring the sources of these municipalities' 都道府県 into line. To be run in the transaction that changed them."""
    _keys(session)
    if _alone(session):
        return
    for pref in sorted({code[:2] for code in codes if code}):
        span = {"first": pref, "next": f"{int(pref) + 1:02}"}
        session.execute(statement("settle_same"), span)
        _readings(session, span)
        session.execute(statement("settle_preferred"), span | {"ranked": RANKED})
    session.expire_all()


def _keys(session: Session) -> None:
    """The keys of towns that were loaded before there were keys."""
    entry = GazetteerEntry
    stmt = select(entry.id, entry.machiaza, entry.koaza).where(entry.town_key == "", entry.level == MatchLevel.MACHIAZA)
    _learn(session, "town_key", [(id_, town_key(label(name, koaza))) for id_, name, koaza in session.execute(stmt)])


def _alone(session: Session) -> bool:
    """Whether a single source tells of 町, so that there is nothing to bring into line."""
    source = GazetteerSource
    return session.scalar(select(func.count()).where(source.family.in_(TELLING))) == 1


def _readings(session: Session, span: Mapping[str, str]) -> None:
    """The readings of 郵便番号データ, which has 丁目 and 小字 only by their 町."""
    entry, postal = GazetteerEntry, PostalCode
    stmt = select(postal.city_code, postal.town_key, func.min(postal.kana)).where(
        postal.kana != "", postal.office == "", postal.city_code >= span["first"], postal.city_code < span["next"]
    )
    read = {(code, key): kana for code, key, kana in session.execute(stmt.group_by(postal.city_code, postal.town_key))}
    if read:
        towns = select(entry.id, entry.city_code, entry.machiaza, entry.town_key).where(entry.kana == "", *_towns(span))
        found = ((id_, _reading(read, str(code), name, key)) for id_, code, name, key in session.execute(towns))
        _learn(session, "kana", [(id_, kana) for id_, kana in found if kana])


def _reading(read: Keyed, code: str, name: str, key: str) -> str:
    if kana := read.get((code, key)):
        return kana
    if (chome := CHOME.fullmatch(key)) and (kana := read.get((code, chome[1]))):
        return f"{kana}{chome[2]}チョウメ"
    return read.get((code, town_key(name)), "")


def _towns(span: Mapping[str, str]) -> tuple[ColumnElement[bool], ...]:
    entry = GazetteerEntry
    return entry.level == MatchLevel.MACHIAZA, entry.city_code >= span["first"], entry.city_code < span["next"]


def _learn(session: Session, column: str, values: list[tuple[int, str]]) -> None:
    if values:
        with made(session, LEARNED):
            copy_rows(session, LEARNED, LEARNED.columns.keys(), values)
            session.execute(text(f"UPDATE gazetteer_entry AS e SET {column} = value FROM town_learned AS l WHERE l.id = e.id"))
