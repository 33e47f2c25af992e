"""大字・町丁目レベル位置参照情報, and the CSV edition of Geolonia 住所データ, laid out alike with readings and 小字."""

import unicodedata
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from geodata.address.codes import with_check_digit
from geodata.address.town import Town
from importers.gazetteer.abr_towns import Table
from importers.gazetteer.detect import Layout
from importers.gazetteer.entries import write_entries
from importers.gazetteer.families import GEOLONIA, Family
from importers.gazetteer.points import PointReader
from importers.gazetteer.reading import Reading, read
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import JAPAN, edition_of, published_on, scope_of
from importers.gazetteer.wards import in_ward_of_today

NAMES = ("都道府県名", "市区町村コード", "市区町村名", "大字町丁目名", "経度", "緯度")
ALSO = ("小字・通称名", "大字町丁目名カナ")
MOST_ROWS = 1_000_000


def load_isj_towns(session: Session, tables: Sequence[Table], family: Family) -> Loaded:
    """Replace 町丁目 by those of the files. BadFile for a damaged one."""
    pieces = [piece for piece, _ in tables]
    loaded = Loaded(family.name, edition_of(pieces), tuple(piece.told for piece in pieces))
    points, towns = PointReader(), dict[tuple[str, str], Town]()
    for piece, layout in tables:
        with read(piece) as reading:
            for town in _towns(reading, layout, points, loaded):
                towns.setdefault((town.city_code, town.label), town)
    codes = {code for code, _ in towns}
    scope = JAPAN if family is GEOLONIA else scope_of(pieces, codes)  # its other edition, the wheel, is of all Japan
    loaded.codes = write_entries(
        session, family, scope, list(towns.values()), edition=loaded.edition, dated=published_on(pieces)
    )
    loaded.kept, loaded.dropped = len(towns), points.dropped
    loaded.repeated = loaded.rows - loaded.nameless - len(towns)
    loaded.pointless = sum(town.point is None for town in towns.values())
    return loaded


def six_digits(reading: Reading, code: str) -> str:
    """The municipality's six digits from its five. BadFile when they are none."""
    try:
        return with_check_digit(code.zfill(5))
    except ValueError as problem:
        raise reading.bad(f"市区町村コード「{code}」が5けたの数字ではありません。") from problem


def _towns(reading: Reading, layout: Layout, points: PointReader, loaded: Loaded) -> Iterator[Town]:
    for pref, code, city, name, lng, lat, koaza, kana in reading.rows(NAMES, layout.aliases, ALSO):
        loaded.rows += 1
        if loaded.rows > MOST_ROWS:
            raise reading.bad("町丁目の表としては長すぎます。")
        point = points.read(reading, lng, lat) or (None, None)
        if not name:
            loaded.nameless += 1
            continue
        town = Town(six_digits(reading, code), pref, city, name, koaza, unicodedata.normalize("NFKC", kana), "", *point)
        yield in_ward_of_today(town)
