"""会場の欄: what somebody says of where it is held, before anybody looks for it on the map."""

from dataclasses import dataclass

from geodata.address.match import MatchLevel
from geodata.models import Answer


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """会場 as a row or a form tells it. `point` is (lng, lat) when it gives coordinates, `level` how sure it says they are."""

    name: str
    address: str
    building: str
    postal_code: str
    point: tuple[float, float] | None
    private_home: bool
    barrier_free: Answer
    parking: Answer
    level: MatchLevel = MatchLevel.VENUE
