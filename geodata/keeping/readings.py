"""開催日時の読み: what a list or a form says of it, as it was understood and as residents are told."""

from functools import lru_cache

from geodata.schedule import grammar
from geodata.schedule.session import Reading, Understood
from geodata.schedule.words import describe


@lru_cache(maxsize=grammar.KEPT)
def words_of(reading: Reading) -> str:
    """What residents are told of it; as it was written where nothing was understood."""
    return describe(reading) if reading.understood is not Understood.NONE else reading.text
