"""会場の欄: what a row says of where it is held, its coordinates among it."""

import re
from dataclasses import dataclass

from geodata.models import Answer, Mode
from importers import cells
from importers.rows import Row

JAPAN = (122.0, 154.0, 20.0, 46.0)  # west, east, south, north
HOME = re.compile(r"個人宅|自宅|民家|町名まで")


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """会場 as a row tells it. `point` is (lng, lat) when the row itself gives coordinates."""

    name: str
    address: str
    building: str
    postal_code: str
    point: tuple[float, float] | None
    private_home: bool
    barrier_free: Answer
    parking: Answer


def mode_of(row: Row) -> Mode:
    """In person, online, both, visiting or moving, from what the row fills in."""
    said = cells.plain(row["online"])
    if row.layout.declared.mode:
        return Mode(row.layout.declared.mode)
    here = bool(row["address"] or row["place"])
    if "訪問" in said and not here:
        return Mode.VISITING
    if re.search(r"オンライン|Zoom|ズーム|WEB|○|〇", said, re.IGNORECASE) and not re.search(r"なし|不可|×", said):
        return Mode.HYBRID if here and not re.search(r"のみ", said) else Mode.ONLINE
    if not row["address"] and re.fullmatch(r"オンライン.*|Zoom.*", cells.plain(row["place"]), re.IGNORECASE):
        return Mode.ONLINE
    return Mode.MOVING if row["served_area"] and not here else Mode.IN_PERSON


def venue_of(row: Row, mode: Mode) -> PlaceDraft | None:
    """The 会場; None for what is held nowhere."""
    if mode in (Mode.ONLINE, Mode.VISITING, Mode.MOVING):
        return None
    address = _with_city(row)
    name = " ".join(row["place"].split())
    home = bool(HOME.search(row["visibility"] + row["remarks"] + row["place"]))
    if not address and not row["place"]:
        row.say("address", "住所がないため地図にのせられません。住所を入力してください。")
    return PlaceDraft(
        name=name[:300],
        address=address,
        building=row["building"][:300],
        postal_code=cells.plain(row["postal_code"])[:8],
        point=_point(row),
        private_home=home,
        barrier_free=cells.answer(row["barrier_free"]),
        parking=cells.answer(row["parking"]),
    )


def _with_city(row: Row) -> str:
    """The address cell, with 都道府県 and 市区町村 of their own columns in front when it leaves them out."""
    address, city, prefecture = row["address"], row["city"].strip(), row["prefecture"].strip()
    if not address:
        return ""
    if city and city not in address and not any(part in address for part in (city.removesuffix("市"),) if len(part) > 2):
        address = city + address
    return address if not prefecture or address.startswith(prefecture) or prefecture in address else prefecture + address


def _point(row: Row) -> tuple[float, float] | None:
    lat, lng = cells.coordinate(row["lat"]), cells.coordinate(row["lng"])
    if row["latlng"]:
        lat, lng = cells.pair(row["latlng"])
    if lat is None or lng is None:
        if row["lat"] or row["lng"] or row["latlng"]:
            row.say("lat", "緯度・経度が数として読めないため、住所から位置を求めました。")
        return None
    west, east, south, north = JAPAN
    if west <= lat <= east and south <= lng <= north:
        lat, lng = lng, lat
        row.say("lat", "緯度と経度が入れかわっていたため、入れかえて読みました。")
    if not (west <= lng <= east and south <= lat <= north):
        row.say("lat", "緯度・経度が日本の外を指しているため、住所から位置を求めました。")
        return None
    return lng, lat
