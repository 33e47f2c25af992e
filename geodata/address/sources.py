"""出典の名前と日付: what the points of a batch are told to come from, asked once for all of them."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Any

from psycopg import Connection

from geodata.address.match import Source

SOURCES_ASKED = (files("geodata") / "sql" / "sources_asked.sql").read_text(encoding="utf-8")
CONFIRMED = "職員が確かめた位置"


def sources(connection: Connection[Any], numbers: Iterable[int]) -> dict[int, Source]:
    """The sources of these ids of gazetteer_source; one query, none for no ids."""
    asked = list(set(numbers))
    if not asked:
        return {}
    rows = connection.execute(SOURCES_ASKED, {"ids": asked}).fetchall()
    return {number: Source(name, dated(published_on, edition)) for number, name, published_on, edition in rows}


def dated(published_on: date | None, edition: str) -> str:
    """The day that a source was published (2026-04-01), or its edition where nobody dated it."""
    return published_on.isoformat() if published_on else edition


def confirmed(on: date) -> Source:
    """A pin that staff confirmed on a day."""
    return Source(CONFIRMED, on.isoformat())
