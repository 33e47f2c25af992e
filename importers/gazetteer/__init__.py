"""住所辞書の取り込み: the official files of towns, street points, postal codes and venues, as published."""

from importers.gazetteer.loading import load_gazetteer
from importers.gazetteer.own_venues import load_own_venues
from importers.gazetteer.report import GazetteerReport, Loaded
from importers.gazetteer.status import GazetteerStatus, gazetteer_status
from importers.gazetteer.wheel import TownsReport, load_towns

__all__ = [
    "GazetteerReport",
    "GazetteerStatus",
    "Loaded",
    "TownsReport",
    "gazetteer_status",
    "load_gazetteer",
    "load_own_venues",
    "load_towns",
]
