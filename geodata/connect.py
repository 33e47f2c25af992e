"""軽い接続: psycopg alone, for commands that only ask and cannot wait for models and migrations to be imported."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection

from geodata.cluster import private_database
from geodata.errors import DatabaseAway
from geodata.settings import Settings

SCHEME = re.compile(r"^postgres(?:ql)?(?:\+\w+)?:")


@contextmanager
def url_of(settings: Settings) -> Iterator[str]:
    """The URL of the database to ask; the private cluster runs while we are inside. NoPostgis when there is none."""
    if settings.database_url and not settings.database_password_file:
        yield settings.database_url
        return
    with private_database(settings) as url:
        yield url


@contextmanager
def reading(url: str) -> Iterator[Connection[Any]]:
    """A connection that can only read. DatabaseAway when there is none, or its schema is not ours."""
    try:
        connection = psycopg.connect(SCHEME.sub("postgresql:", url), connect_timeout=5, options="-c jit=off")
    except psycopg.Error as problem:
        raise DatabaseAway("データベースにつながりません。wagagoto db up を実行してください。") from problem
    with connection:
        connection.read_only = True
        try:
            yield connection
        except psycopg.errors.UndefinedTable as problem:
            raise DatabaseAway("データベースの形が古いままです。wagagoto db upgrade を実行してください。") from problem
        except psycopg.OperationalError as problem:
            raise DatabaseAway("データベースとのつながりが切れました。もう一度実行してください。") from problem
