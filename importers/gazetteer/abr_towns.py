"""町字マスター: towns of アドレス・ベース・レジストリ, joined with their points by (lg_code, machiaza_id)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from sqlalchemy import Boolean, Double, String
from sqlalchemy.orm import Session

from geodata.address.town import NO_OAZA, label
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows
from geodata.due import today_in_japan
from geodata.models.gazetteer import GazetteerEntry
from importers.gazetteer.detect import Layout, Role
from importers.gazetteer.families import Family
from importers.gazetteer.pieces import Piece
from importers.gazetteer.points import PointReader
from importers.gazetteer.reading import Reading, read
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import edition_of, published_on, renew, scope_of
from importers.gazetteer.temporary import analyze, made, statement, temporary

ROWS = temporary(
    "town_row", key=String, pref=String, city=String, machiaza=String, koaza=String, kana=String, town_key=String, jukyo=Boolean
)
PLACES = temporary("town_place", key=String, lng=Double, lat=Double)
IDS = ("lg_code", "machiaza_id")
NAMES = (*IDS, "pref", "city", "oaza_cho")
ALSO = ("county", "ward", "chome", "koaza", "oaza_cho_kana", "chome_kana", "koaza_kana", "rsdt_addr_flg", "ablt_date")
CODE = re.compile(r"\d{6}", re.ASCII)
CHOME = re.compile(r"(\d{1,2})丁目", re.ASCII)
KANJI = "〇一二三四五六七八九"
Table = tuple[Piece, Layout]


def load_abr_towns(session: Session, tables: Sequence[Table], family: Family) -> Loaded:
    """Replace 町字 by those of the files. BadFile for a damaged one; nothing is then written."""
    pieces = [piece for piece, _ in tables]
    loaded = Loaded(family.name, edition_of(pieces), tuple(piece.told for piece in pieces))
    points = PointReader()
    with made(session, ROWS, PLACES):
        for piece, layout in tables:
            if layout.role is not Role.POINTS:
                with read(piece) as reading:
                    copy_rows(session, ROWS, ROWS.columns.keys(), _named(reading, layout, loaded))
            if layout.role is not Role.NAMES:
                with read(piece) as reading:
                    loaded.positions += copy_rows(session, PLACES, PLACES.columns.keys(), _placed(reading, layout, points))
        analyze(session, ROWS, PLACES)
        counts = {code: count for code, count in session.execute(statement("town_counts"))}
        leftovers = session.execute(statement("town_leftovers")).one()
        source = renew(session, family, scope_of(pieces, counts), GazetteerEntry, counts,
                       edition=loaded.edition, dated=published_on(pieces))  # fmt: skip
        written = session.execute(statement("town_entries"), {"source": source}).one()
    loaded.without_position, loaded.without_name = leftovers
    loaded.kept, loaded.inherited, loaded.pointless = written
    loaded.repeated = loaded.rows - loaded.abolished - loaded.nameless - loaded.kept
    loaded.codes, loaded.dropped = frozenset(counts), points.dropped
    return loaded


def checked(reading: Reading, lg_code: str, today: str = "", ablt_date: str = "") -> bool:
    """Whether the row is in force. BadFile when its code is none: a spreadsheet program eats the 0 in front."""
    if not CODE.fullmatch(lg_code):
        raise reading.bad(f"lg_code「{lg_code}」が6けたの数字ではありません。")
    return not ablt_date or ablt_date > today


def kanji_chome(chome: str) -> str:
    """２丁目 as 二丁目, as the other sources and the town halls write it; other names as they are."""
    found = CHOME.fullmatch(unicodedata.normalize("NFKC", chome))
    if not found:
        return chome
    tens, ones = divmod(int(found[1]), 10)
    return (KANJI[tens] if tens > 1 else "") + ("十" if tens else "") + (KANJI[ones] if ones else "") + "丁目"


def _named(reading: Reading, layout: Layout, loaded: Loaded) -> Iterator[tuple[object, ...]]:
    today = today_in_japan().isoformat()
    for row in reading.rows(NAMES, layout.aliases, ALSO):
        lg, town, pref, city, oaza, county, ward, chome, koaza, *kana, jukyo, abolished = row
        loaded.rows += 1
        if not checked(reading, lg, today, abolished):
            loaded.abolished += 1
        elif not oaza and not chome and not koaza:
            loaded.nameless += 1
        else:
            name = oaza + kanji_chome(chome) or NO_OAZA
            yield (lg + town, pref, county + city + ward, name, koaza, unicodedata.normalize("NFKC", "".join(kana)),
                   town_key(label(name, koaza)), None if jukyo == "" else jukyo == "1")  # fmt: skip


def _placed(reading: Reading, layout: Layout, points: PointReader) -> Iterator[tuple[object, ...]]:
    for lg, town, lng, lat, srid in reading.rows((*IDS, "rep_lon", "rep_lat"), layout.aliases, ("rep_srid",)):
        checked(reading, lg)
        point = points.read(reading, lng, lat, srid)
        if point is not None:
            yield (lg + town, *point)
