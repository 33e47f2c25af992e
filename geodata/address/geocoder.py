"""住所から位置へ: a text goes in, a point with an honest level comes out, and nothing leaves the process."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from geodata.address.answer import answer, careful_answer
from geodata.address.dictionary import Dictionary
from geodata.address.match import Match
from geodata.garbage import collected_later


class Geocoder:
    """Reads addresses against a dictionary. Safe to share between threads; `locate` never raises on any str."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary

    @classmethod
    def open(cls, path: Path) -> "Geocoder":
        """A geocoder over a saved dictionary; errors as Dictionary.open."""
        return cls(Dictionary.open(path))

    def locate_many(self, texts: Iterable[str], within: str | None = None) -> list[Match]:
        """locate for each text, in order. TypeError where one is no str.

        They are read sorted, so that addresses of one municipality meet while its names are still at hand in the processor
        and the same text is read once; no search for cycles goes through the growing list, which has none.
        """
        listed = list(texts)
        for place, text in enumerate(listed):
            if not isinstance(text, str):
                raise TypeError(f"texts[{place}] is {text!r}, no str; geodata.address.frames.locate_frame takes cells as they are")
        matches: list[Match | None] = [None] * len(listed)
        match: Match | None = None
        with collected_later():
            for place in sorted(range(len(listed)), key=listed.__getitem__):
                text = listed[place]
                if match is None or match.text != text:
                    match = answer(self.dictionary, text, within)
                matches[place] = match
        return cast("list[Match]", matches)

    def locate(self, text: str, within: str | None = None) -> Match:
        """Where an address is.

        `within` is the code (six digits, or five) of the municipality, 政令市 or 都道府県 that a bare 町名 belongs to; an
        address that names another municipality is found there all the same.
        """
        return answer(self.dictionary, text, within)

    def locate_carefully(self, text: str, within: str | None = None) -> Match:
        """The same as `locate`, without its look at the usual spellings: slower, and there to hold the two together."""
        return careful_answer(self.dictionary, text, within)
