"""地図の色と線: one calm palette for the live map, the standalone file and the printed figure."""

from types import MappingProxyType
from typing import Final

INK: Final = MappingProxyType({
    "paper": "#ebe6db",  # outside the city
    "land": "#f8f5ec",
    "outline": "#cfc3ab",
    "water": "#9cc5dc",
    "water_name": "#2f6484",
    "road": "#ffffff",
    "road_edge": "#d9d1c0",
    "rail": "#8a857d",
    "rail_gap": "#f8f5ec",
    "rail_name": "#615c55",
    "station": "#3f3b36",
    "place": "#6a6154",
    "area": "#4d4030",
    "real": "#a08a66",
    "model": "#b4551d",
    "model_tint": "#fbe8c9",
    "chosen": "#8f3212",
    "chosen_tint": "#fffdf6",
    "halo": "#fdfbf5",
})  # fmt: skip

LEGEND: Final = MappingProxyType({
    "chosen": "この地図の区域",
    "model": "わがごとカイギのモデル地区",
    "real": "自治会の区域",
    "rough": "点線は、おおよその区域（正確な境界ではありません）",
    "rail": "鉄道と駅",
    "water": "川・池",
    "road": "道路",
})  # fmt: skip
"""What each kind of line is called; in this order in every legend."""
