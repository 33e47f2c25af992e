"""住所帳: the geocoder with the database behind it. 町 in memory; 番地, 会場 and confirmed pins joined once per batch."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from psycopg import Connection

from geodata.address.answer import LIMIT
from geodata.address.dictionary import Dictionary
from geodata.address.geocoder import Geocoder
from geodata.address.learned import Learned
from geodata.address.line import Line
from geodata.address.match import Match, MatchLevel, Point
from geodata.address.reverse import Nearby, address_at
from geodata.address.streets import on_streets
from geodata.address.venues import Venue, Venues, confirmed_venues

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Connect = Callable[[], Connection[Any]]
UNPLACED = frozenset((MatchLevel.NONE, MatchLevel.PREFECTURE, MatchLevel.CITY, MatchLevel.MACHIAZA))


class AddressBook(Geocoder):
    """Locates as Geocoder does, and then more exactly. Not to be shared between threads: it asks over one connection.

    What the city has confirmed is read once, at the first question; a later pin needs another book.
    """

    def __init__(self, dictionary: Dictionary, connect: Connect | None = None, learned: Learned | None = None) -> None:
        """`connect` gives the connection to ask, each time it is needed; without it the book knows 町 and `learned` only.

        Without `learned` the database tells.
        """
        super().__init__(dictionary)
        self._towns = Geocoder(dictionary)
        self._connect = connect
        self._learned = learned
        self._confirmed: dict[str, list[Venue]] | None = None

    @classmethod
    def over(cls, dictionary: Dictionary, session: "Session") -> "AddressBook":
        """A book that asks in a session's own transaction, and sees what that has written."""
        return cls(dictionary, lambda: connection_of(session))

    @property
    def learned(self) -> Learned:
        """The confirmed 会場."""
        if self._learned is None:
            self._learned = Learned.of(self._connect()) if self._connect else Learned(())
        return self._learned

    def locate(self, text: str, within: str | None = None) -> Match:
        """Where an address or a 会場 is. `within` as for Geocoder."""
        return self.locate_many([text], within)[0]

    def locate_many(self, texts: Iterable[str], within: str | None = None) -> list[Match]:
        """locate for each text, in order: two queries for all of them.

        First what the city confirmed, then the 番地 of official files, a 会場 by its name, and last between known 番地.
        """
        matches = self._towns.locate_many(texts, within)
        matches = [self.learned.same_address(match) for match in matches]
        if self._connect:
            matches = on_streets(self._connect(), matches)
        matches = self._named(matches, within)
        return [self.learned.between(match) for match in matches]

    def address_at(self, point: Point) -> Nearby:
        """The address of a lon-lat point. Errors as geodata.address.reverse.address_at; ValueError without a database."""
        if self._connect is None:
            raise ValueError("a book without a database knows no points")
        return address_at(self._connect(), point)

    def _named(self, matches: list[Match], within: str | None) -> list[Match]:
        open_ones = [match for match in matches if match.level in UNPLACED]
        if not open_ones:
            return matches
        if self._confirmed is None:
            self._confirmed = confirmed_venues(self.learned.references)
        connection = self._connect() if self._connect else None
        home = self._codes(within) if within else None
        ours = self.dictionary.municipality(home[0]) if home and len(home) == 1 else None
        venues = Venues.named_in(connection, open_ones, self.dictionary, self._confirmed, ours.city if ours else "")
        return [
            venues.place(match, self._codes(match.city_code) if match.city_code else self._written(match.text) or home)
            if match.level in UNPLACED else match for match in matches
        ]  # fmt: skip

    def _written(self, text: str) -> Sequence[str]:
        """The codes of the municipalities that a text begins with, of which no 町 was read: 生駒市見本会館."""
        start = self.dictionary.gate.read(Line.of(text[:LIMIT]).folded)
        return [self.dictionary.municipalities[number].code for number in start.cities]

    def _codes(self, code: str) -> Sequence[str]:
        """The six-digit codes of all municipalities that a code covers."""
        return [self.dictionary.municipalities[number].code for number in self.dictionary.gate.within(code)]


def connection_of(session: "Session") -> Connection[Any]:
    """psycopg's own connection below a session, all that is pending written."""
    session.flush()
    return cast("Connection[Any]", session.connection().connection.driver_connection)
