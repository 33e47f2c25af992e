"""絞りこみ: what a person may choose, read from a query, told as a sentence, and asked of the database."""

from geodata.filters.chosen import ResourceFilter
from geodata.filters.reading import READERS
from geodata.filters.timespan import SLOTS, WEEKDAYS, TimeSpan

QUERY = frozenset(READERS)  # the names that a query may hold

__all__ = ["QUERY", "SLOTS", "WEEKDAYS", "ResourceFilter", "TimeSpan"]
