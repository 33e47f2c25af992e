"""街区レベル位置参照情報: points of 街区 and 地番, without codes of municipalities and with several rows a block."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from geodata.address.match import MatchLevel
from geodata.address.town_key import town_key
from geodata.bulk import copy_rows
from importers.gazetteer.abr_towns import Table
from importers.gazetteer.city_names import CityNames
from importers.gazetteer.detect import Layout
from importers.gazetteer.families import Family
from importers.gazetteer.points import PointReader
from importers.gazetteer.reading import Reading, read
from importers.gazetteer.report import Loaded
from importers.gazetteer.streets import LONGEST, PLACES, ROWS, number_of, store
from importers.gazetteer.temporary import made
from importers.gazetteer.wards import ward_today

NAMES = ("都道府県名", "市区町村名", "大字町丁目名", "街区符号・地番", "経度", "緯度")
ALSO = ("小字・通称名", "代表フラグ", "更新前履歴フラグ", "更新後履歴フラグ")
GONE = "3"  # 履歴フラグ: 1 新規作成, 2 名称変更, 3 削除, 0 変更なし


def load_isj_blocks(session: Session, tables: Sequence[Table], family: Family) -> Loaded:
    """Replace the blocks by those of the files. BadFile for a damaged one, or when a municipality is not known by name."""
    loaded, points, cities = Loaded(family.name), PointReader(), CityNames.of(session)
    with made(session, ROWS, PLACES):
        for piece, layout in tables:
            with read(piece) as reading:
                copy_rows(session, ROWS, ROWS.columns.keys(), _rows(reading, layout, points, cities, loaded))
        loaded.dropped = points.dropped
        return store(session, [piece for piece, _ in tables], family, MatchLevel.BLOCK, loaded)


def _rows(
    reading: Reading, layout: Layout, points: PointReader, cities: CityNames, loaded: Loaded
) -> Iterator[tuple[object, ...]]:
    codes: dict[tuple[str, str], str] = {}
    for pref, city, town, number, lng, lat, koaza, representative, *history in reading.rows(NAMES, layout.aliases, ALSO):
        loaded.rows += 1
        number = number_of((number,))
        if GONE in history:
            loaded.abolished += 1
        elif not number or len(number) > LONGEST:
            loaded.nameless += 1
        else:
            city = ward_today(city, town)
            code = codes.get((pref, city)) or codes.setdefault((pref, city), cities.code(reading, pref, city))
            point = points.read(reading, lng, lat)
            key = f"{code}{loaded.rows:012}"
            yield key, code, town_key(town + koaza), number, int(representative != "1"), *(point or (None, None))
