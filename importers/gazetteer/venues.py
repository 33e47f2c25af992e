"""施設の一覧: any table with 名称, 緯度 and 経度 gives names that stand for a point: 公共施設一覧, 指定緊急避難場所."""

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.address.codes import with_check_digit
from geodata.address.town_key import venue_key
from geodata.bulk import copy_rows, ewkt
from geodata.models.gazetteer import GazetteerEntry, GazetteerSource, VenueName
from importers.errors import BadFile
from importers.files import MOST_BYTES, measure
from importers.gazetteer.city_names import CityNames
from importers.gazetteer.families import VENUES
from importers.gazetteer.pieces import Piece
from importers.gazetteer.points import EAST, NORTH, SOUTH, WEST, Lonlat
from importers.gazetteer.report import Loaded
from importers.gazetteer.sources import JAPAN, edition_of, published_on, renew
from importers.tables import Table, read_tables

HEADINGS = {  # the first that a table has is taken
    "name": ("名称", "施設名", "施設名称", "施設・場所名", "施設・避難所名", "会場名", "避難所名", "避難場所名", "避難施設名",
             "場所名", "会場", "name"),
    "lat": ("緯度", "緯度(10進)", "緯度(世界測地系)", "lat", "latitude"),
    "lng": ("経度", "経度(10進)", "経度(世界測地系)", "lng", "lon", "longitude"),
    "kana": ("名称_カナ", "名称カナ", "名称(カナ)", "施設名_カナ", "施設名カナ", "施設名(カナ)", "フリガナ", "ふりがな", "よみ",
             "カナ", "kana"),
    "address": ("住所", "所在地", "所在地_連結表記", "所在地住所", "施設所在地", "address"),
    "code": ("全国地方公共団体コード", "都道府県コード又は市区町村コード", "市区町村コード", "地方公共団体コード", "lg_code"),
    "pref": ("都道府県名", "所在地_都道府県", "都道府県"),
    "city": ("都道府県名及び市町村名", "市区町村名", "所在地_市区町村", "市町村名", "city"),
}  # fmt: skip
NEEDED = ("name", "lat", "lng")
HEADER_WITHIN = 20  # rows; titles stand above
COLUMNS = ("source_id", "name", "name_key", "kana", "city_code", "address", "location")
DATED = re.compile(r"(?<!\d)20\d\d(?:[-_.]?\d\d){0,2}(?!\d)|\s*[(（]\d+[)）]$")  # 一覧_20260401, and 一覧 (1) of a browser
NEAR = 0.05  # degrees within which a 町 tells the municipality
Row = tuple[str, str, str, str | None, str, str]


def load_venues(session: Session, piece: Piece, licence: str = "") -> Loaded:
    """Replace the venues of that file's name by what it holds now. BadFile when it holds no such table."""
    stem = Path(piece.names[0]).stem
    name = f"{VENUES.name} {stem}"[:200]
    loaded = Loaded(name, edition_of([piece]), (piece.told,))
    cities = CityNames.of(session)
    rows = {row: None for table in _tables(piece) for row in _venues(table, cities, loaded)}
    slug = f"{VENUES.code}-{blake2b(DATED.sub('', stem).encode(), digest_size=6).hexdigest()}"
    source = renew(session, VENUES, JAPAN, VenueName, {}, edition=loaded.edition, dated=published_on([piece]),
                   name=name, slug=slug)  # fmt: skip
    kept = session.get_one(GazetteerSource, source)
    kept.licence, kept.attribution = licence, f"{stem}（{licence}）を加工" if licence else stem
    copy_rows(session, VenueName.__table__, COLUMNS, ((source, *row) for row in rows))
    loaded.kept, loaded.codes = len(rows), finish(session, source)
    loaded.repeated = loaded.rows - loaded.nameless - loaded.without_position - loaded.dropped - len(rows)
    return loaded


def finish(session: Session, source: int) -> frozenset[str]:
    """Give venues without a municipality that of the nearest 町, and count. Returns the municipalities."""
    venue, town = VenueName, GazetteerEntry
    nearest = (
        select(town.city_code)
        .where(town.location.op("&&")(func.ST_Expand(venue.location, NEAR)), town.level == "machiaza")
        .order_by(func.ST_DistanceSphere(town.location, venue.location)).limit(1).correlate(venue).scalar_subquery()
    )  # fmt: skip
    session.execute(
        update(venue).where(venue.source_id == source, venue.city_code.is_(None)).values(city_code=nearest),
        execution_options={"synchronize_session": False},
    )
    counted = select(func.coalesce(venue.city_code, ""), func.count()).where(venue.source_id == source)
    kept = session.get_one(GazetteerSource, source)
    kept.counts = {code: count for code, count in session.execute(counted.group_by(venue.city_code))}
    session.flush()
    return frozenset(kept.counts)


def _tables(piece: Piece) -> Iterator[tuple[Table, int, Mapping[str, int]]]:
    """Every sheet that has such a header, with the row it stands in and the places of its columns."""
    found = False
    for table in _read(piece):
        for number in range(1, min(HEADER_WITHIN, len(table.rows)) + 1):
            if columns := _columns(table.row(number)):
                yield table, number, columns
                found = True
                break
    if not found:
        raise BadFile(f"{piece.told} は住所の辞書として読める表ではありません（名称・緯度・経度の列が見つかりません）。")


def _read(piece: Piece) -> Sequence[Table]:
    """A table outside a zip as it is; one within goes to disk first."""
    if not piece.zipped:
        return read_tables(measure(piece.path))
    with tempfile.TemporaryDirectory() as folder, piece.opened() as stream:
        content = stream.read(MOST_BYTES + 1)
        path = Path(folder) / Path(piece.names[0]).name
        path.write_bytes(content)
        return read_tables(measure(path))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """The places of the known headings, or {} when one that is needed is missing."""
    names = [unicodedata.normalize("NFKC", cell).replace("\n", "").replace(" ", "").lower() for cell in row]
    found = {
        field: names.index(heading)
        for field, headings in HEADINGS.items()
        if (heading := next((one for one in headings if one in names), None))
    }
    return found if all(field in found for field in NEEDED) else {}


def _venues(found: tuple[Table, int, Mapping[str, int]], cities: CityNames, loaded: Loaded) -> Iterator[Row]:
    table, header, columns = found
    for row in table.rows[header:]:
        if not any(row):
            continue
        loaded.rows += 1
        cells = {field: " ".join(row[place].split()) if place < len(row) else "" for field, place in columns.items()}
        name, key = cells["name"], venue_key(cells["name"])
        point = _point(cells["lng"], cells["lat"])
        if not key or len(name) > 200 or len(key) > 200:
            loaded.nameless += 1
        elif not cells["lng"] or not cells["lat"]:
            loaded.without_position += 1
        elif point is None:
            loaded.dropped += 1
        else:
            yield (name, key, unicodedata.normalize("NFKC", cells.get("kana", ""))[:300], _city(cells, cities),
                   cells.get("address", "")[:300], str(ewkt(point)))  # fmt: skip


def _point(lng: str, lat: str) -> Lonlat | None:
    try:
        x, y = float(unicodedata.normalize("NFKC", lng)), float(unicodedata.normalize("NFKC", lat))
    except ValueError:
        return None
    return (x, y) if WEST <= x <= EAST and SOUTH <= y <= NORTH else None


def _city(cells: Mapping[str, str], cities: CityNames) -> str | None:
    code = cells.get("code", "")
    if code.isascii() and code.isdigit() and code[2:5] != "000":
        if len(code) == 5:
            return with_check_digit(code)
        if len(code) == 6:
            return code
    pref, city, address = cells.get("pref", ""), cells.get("city", ""), cells.get("address", "")
    return cities.of_address(pref + city) if city else cities.of_address(address)
