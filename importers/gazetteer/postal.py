"""郵便番号: KEN_ALL and utf_ken_all (a row a 町, its reading beside it), JIGYOSYO (a row an office); none has a header."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from sqlalchemy.orm import Session

from geodata.address.town_key import town_key
from geodata.bulk import copy_rows
from geodata.models.gazetteer import PostalCode
from importers.gazetteer.abr_towns import Table
from importers.gazetteer.families import Family
from importers.gazetteer.isj_towns import six_digits
from importers.gazetteer.reading import Reading, read
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import JAPAN, edition_of, prefectures_of, published_on, renew

COLUMNS = ("source_id", "code", "city_code", "pref", "city", "town", "town_key", "kana", "rest", "office")
WIDTHS = {"post-town": 15, "post-office": 13}
CODE = re.compile(r"\d{7}", re.ASCII)
WHOLE = re.compile(r"以下に掲載がない場合|.*の次に.*番地がくる場合|.+一円")  # of the municipality; 一円 alone is a 町
ABOLISHED = "5"
MOST_ROWS = 500_000
Row = tuple[str, ...]


def load_postal(session: Session, tables: Sequence[Table], family: Family) -> Loaded:
    """Replace the codes by those of the files. BadFile for a damaged one."""
    pieces = [piece for piece, _ in tables]
    loaded = Loaded(family.name, edition_of(pieces), tuple(piece.told for piece in pieces))
    rows: dict[Row, None] = {}
    for piece, _ in tables:
        with read(piece, headed=False) as reading:
            for row in _offices(reading, loaded) if family.code == "post-office" else _towns(reading, loaded):
                rows[row] = None
                if len(rows) > MOST_ROWS:
                    raise reading.bad("郵便番号の表としては長すぎます。")
    counts = Counter(city_code for _, city_code, *_ in rows)
    scope = JAPAN if family.code == "post-office" else prefectures_of(counts)
    source = renew(session, family, scope, PostalCode, counts, edition=loaded.edition, dated=published_on(pieces))
    copy_rows(session, PostalCode.__table__, COLUMNS, ((source, *row) for row in rows))
    loaded.kept, loaded.codes = len(rows), frozenset(counts)
    loaded.repeated = loaded.rows - loaded.abolished - len(rows)
    return loaded


def _towns(reading: Reading, loaded: Loaded) -> Iterator[Row]:
    open_code = ""
    for row in _rows(reading, WIDTHS["post-town"], loaded):
        code, kana, town = row[2], unicodedata.normalize("NFKC", row[5]), row[8]
        if code == open_code:  # KEN_ALL goes on in the next row when a note in brackets is long
            open_code = "" if "）" in town else open_code
            continue
        if "（" in town and "）" not in town:
            open_code = code
        town, kana = town.partition("（")[0], kana.partition("(")[0]
        if WHOLE.fullmatch(town):
            town, kana = "", ""
        yield _checked(reading, code), six_digits(reading, row[0]), row[6], row[7], town, town_key(town), kana, "", ""


def _offices(reading: Reading, loaded: Loaded) -> Iterator[Row]:
    for row in _rows(reading, WIDTHS["post-office"], loaded):
        jis, kana, office, pref, city, town, rest, code = row[:8]
        if row[12] == ABOLISHED:
            loaded.abolished += 1
            continue
        yield (_checked(reading, code), six_digits(reading, jis), pref, city, town, town_key(town),
               unicodedata.normalize("NFKC", kana), unicodedata.normalize("NFKC", rest), office)  # fmt: skip


def _rows(reading: Reading, width: int, loaded: Loaded) -> Iterator[list[str]]:
    for row in chain((list(reading.first),), reading.all_rows(width)):
        loaded.rows += 1
        yield [cell.strip() for cell in row]


def _checked(reading: Reading, code: str) -> str:
    if not CODE.fullmatch(code):
        raise reading.bad(f"郵便番号「{code}」が7けたの数字ではありません。")
    return code
