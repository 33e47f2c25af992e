"""絞りこみ: what a person may choose, read from a query, told as a sentence, and asked of the database."""

from geodata.filters.chosen import ResourceFilter
from geodata.filters.timespan import SLOTS, WEEKDAYS, TimeSpan

__all__ = ["SLOTS", "WEEKDAYS", "ResourceFilter", "TimeSpan"]
