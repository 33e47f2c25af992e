"""住所辞書の取り込み: the official files of towns, street points, postal codes and venues, as published."""

from importers.gazetteer.wheel import GazetteerReport, load_towns

__all__ = ["GazetteerReport", "load_towns"]
