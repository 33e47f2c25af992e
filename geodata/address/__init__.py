"""住所: reading Japanese addresses as people write them, offline, to a point with an honest level."""

from geodata import native

if not native.up_to_date():
    native.pass_over()

from geodata.address.dictionary import Dictionary
from geodata.address.geocoder import Geocoder
from geodata.address.image import DamagedDictionary
from geodata.address.match import Candidate, Match, MatchLevel, Point, Source
from geodata.address.town import Municipality, Town

__all__ = ["Candidate", "DamagedDictionary", "Dictionary", "Geocoder", "Match", "MatchLevel", "Municipality", "Point",
           "Source", "Town"]
