"""辞書の置き場所: which compiled dictionary belongs to what the database has loaded."""

from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

from psycopg import Connection

EDITION = (files("geodata") / "sql" / "dictionary_edition.sql").read_text(encoding="utf-8")


def dictionary_path(connection: Connection[Any], instance: Path) -> Path | None:
    """The file below `instance`, there or not: another load, another file. None while nothing is loaded."""
    loaded = connection.execute(EDITION).fetchall()
    if not loaded:
        return None
    digest = blake2b(repr([tuple(row) for row in loaded]).encode(), digest_size=6).hexdigest()
    return instance / f"gazetteer-{digest}.dictionary"
