"""座標の検査: a longitude and a latitude from a file, or the reason why it gives none."""

from dataclasses import dataclass

from importers.gazetteer.reading import Reading

WEST, SOUTH, EAST, NORTH = 122.0, 20.0, 154.5, 46.0  # 日本の範囲
SAME = frozenset({"", "EPSG:4612", "EPSG:6668", "EPSG:4326"})  # JGD2000, JGD2011 and WGS84 are taken as equal
Lonlat = tuple[float, float]


@dataclass(slots=True)
class PointReader:
    """Reads points and counts those that it had to drop."""

    dropped: int = 0

    def read(self, reading: Reading, lng: str, lat: str, srid: str = "") -> Lonlat | None:
        """(lng, lat) in EPSG:4326, or None for a blank or impossible one. BadFile when it is no number."""
        if not lng or not lat:
            return None
        try:
            x, y = float(lng), float(lat)
        except ValueError as problem:
            raise reading.bad(f"座標「{lng}, {lat}」が数ではありません。") from problem
        if WEST <= x <= EAST and SOUTH <= y <= NORTH and srid in SAME:
            return x, y
        self.dropped += 1
        return None
