"""会場の欄: what a row says of where it is held, its coordinates among it."""

import re

from geodata.address.levels import LEVEL_WORDS
from geodata.address.match import MatchLevel
from geodata.keeping.venue import PlaceDraft
from geodata.models import Answer, Mode
from importers import cells
from importers.rows import Row

JAPAN = (122.0, 154.0, 20.0, 46.0)  # west, east, south, north
HOME = re.compile(r"個人宅|代表者宅|(?<!古)民家|町名まで|(?<![住社])宅(?:[（(]|$)")
HOME_TOLD = re.compile(r"個人宅|代表者宅|自宅を開放|自宅で開催|会場は自宅")  # in remarks, where 自宅 alone may be anybody's
NOWHERE = re.compile(r"[-‐－―ー–—/\s]*|なし|無し?|未定|調整中|不明|非公開|該当なし")
LEVELS = {words: level for level, words in LEVEL_WORDS.items() if level >= MatchLevel.MACHIAZA}  # as our own lists say
COMING_BY = "ido_hanbai"  # 移動販売
NUMBERED = re.compile(r"\d+\s*(?:[-ー－‐−番]|丁目)|\d$")
ONLINE = re.compile(r"オンライン|Zoom|ズーム|WEB|ウェブ|リモート", re.IGNORECASE)
ONLINE_VENUE = re.compile(r"(?:オンライン|Zoom|ズーム|WEB|ウェブ).*", re.IGNORECASE | re.DOTALL)


def mode_of(row: Row, category: str) -> Mode:
    """In person, online, both, visiting or moving, from what the row fills in; a shop that comes by has no hall."""
    if row.layout.declared.mode:
        return Mode(row.layout.declared.mode)
    said, venue = cells.plain(row["online"]), cells.plain(row["place"])
    here = bool(address_of(row) or (venue and not ONLINE_VENUE.fullmatch(venue) and not NOWHERE.fullmatch(venue)))
    offered = bool(ONLINE.search(said)) or cells.answer(said) is Answer.YES
    if "訪問" in said and not here:
        return Mode.VISITING
    if ONLINE_VENUE.fullmatch(venue) and not here:
        return Mode.ONLINE
    if offered and not re.search(r"なし|不可|×", said):
        return Mode.HYBRID if here and "のみ" not in said else Mode.ONLINE
    comes_by = bool(row["served_area"]) or category == COMING_BY
    return Mode.MOVING if comes_by and not (here or _pointed(row)) else Mode.IN_PERSON


def _pointed(row: Row) -> bool:
    return bool(row["latlng"] or (row["lat"] and row["lng"]))


def address_of(row: Row) -> str:
    """The address cell; "" for －, なし, 未定 and the like."""
    return "" if NOWHERE.fullmatch(cells.plain(row["address"])) else row["address"]


def venue_of(row: Row, mode: Mode) -> PlaceDraft | None:
    """The 会場; None for what is held nowhere."""
    if mode in (Mode.ONLINE, Mode.VISITING, Mode.MOVING):
        return None
    written, below = _apart(address_of(row), row["place"])
    address = _with_city(row, written)
    name = " ".join((row["place"] or below).split())
    if name and NOWHERE.fullmatch(cells.plain(name)):
        row.say("place", f"会場が「{name[:20]}」となっています。決まったら会場と住所を入力してください。")
        name = ""
    home = bool(HOME.search(row["visibility"]) or HOME.search(row["place"]) or HOME_TOLD.search(row["remarks"]))
    point = _point(row)
    if home:
        row.say("place", "個人宅のため、町名までを公開します。")
    if not address and point is None:
        row.say("address", "住所がないため地図にのせられません。住所を入力してください。")
    return PlaceDraft(
        name=name[:300],
        address=address,
        building=row["building"][:300],
        postal_code=cells.plain(row["postal_code"])[:8],
        point=point,
        private_home=home,
        barrier_free=cells.answer(row["barrier_free"]),
        parking=cells.answer(row["parking"]),
        level=LEVELS.get(cells.plain(row["level"]), MatchLevel.VENUE),
    )


def _apart(address: str, place: str) -> tuple[str, str]:
    """千秋公園⏎佐竹史料館: a line without a number below the address is the 会場, where no column has one."""
    first, _, below = address.partition("\n")
    named = below and not place and not re.search(r"\d", below) and not re.search(r"[、，,・]\s*$", first)
    return (first, below) if named else (address, "")


def _with_city(row: Row, address: str) -> str:
    """The address, with 都道府県 and 市区町村 of their own columns in front when it leaves them out."""
    city, prefecture = row["city"].strip(), row["prefecture"].strip()
    if not address:
        return ""
    if city and NUMBERED.search(city):
        row.say("city", f"市区町村の列に「{city[:30]}」と番地まで入っています。市区町村名だけにしてください。")
        city = ""
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
