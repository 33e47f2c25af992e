"""地図: one description of what a map shows, and the frames of the city, of a 自治会 and of a 地区 made from it."""

from mapapp.maps.description import Frame, MapDescription, Tiles
from mapapp.maps.gather import Scope, area_scope, city_scope, describe, district_scope
from mapapp.maps.live import area_frame, city_frame, district_frame, frame_script, parts_of

__all__ = [
    "Frame",
    "MapDescription",
    "Scope",
    "Tiles",
    "area_frame",
    "area_scope",
    "city_frame",
    "city_scope",
    "describe",
    "district_frame",
    "district_scope",
    "frame_script",
    "parts_of",
]
