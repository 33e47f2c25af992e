"""窓口: what a worker process opens once and keeps: the dictionary of what is loaded now, and what it offers while one types.

For pages: `store().kept("suggester", lambda: suggester(store().session(), settings.instance, settings.municipality))`
gives one Suggester a worker and a version of the data, and its `suggest(typed)` the answers.
"""

import threading
from pathlib import Path

from sqlalchemy.orm import Session

from geodata.address.compile import compile_dictionary
from geodata.address.dictionary import Dictionary
from geodata.address.located import AddressBook, connection_of
from geodata.address.shelf import dictionary_path
from geodata.address.suggest import Suggester
from geodata.errors import GeodataError

_lock = threading.Lock()
_open: dict[Path, Dictionary] = {}  # the last one


def dictionary(session: Session, instance: Path) -> Dictionary:
    """The dictionary of what the database has loaded, mapped once a process; an empty one while nothing is loaded.

    One that is damaged, made by another version of ours, or missing is compiled anew, which takes seconds for all Japan.
    """
    path = dictionary_path(connection_of(session), instance)
    if path is None:
        return Dictionary.build(())
    with _lock:
        if path not in _open:
            opened = _opened(session, path)
            _open.clear()
            _open[path] = opened
        return _open[path]


def book(session: Session, instance: Path) -> AddressBook:
    """An address book for one request: over the kept dictionary, asking in the session's own transaction."""
    return AddressBook.over(dictionary(session, instance), session)


def suggester(session: Session, instance: Path, municipality: str) -> Suggester:
    """町 and 会場 of the municipality's 都道府県 (six-digit code), its own first. 0.1 s for 奈良県: to be kept, not made again."""
    known = dictionary(session, instance)
    cities = [known.municipalities[number].code for number in known.gate.within(municipality[:2])]
    return Suggester.of(connection_of(session), known, cities or [municipality], municipality)


def _opened(session: Session, path: Path) -> Dictionary:
    try:
        return Dictionary.open(path)
    except (OSError, GeodataError):
        return Dictionary.open(compile_dictionary(session, path))
