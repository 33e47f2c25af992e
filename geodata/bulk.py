"""まとめて書く: many rows into one table by COPY, inside the session's own transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import sql
from sqlalchemy import Column, ColumnElement, FromClause, MetaData, Table, func, select
from sqlalchemy import Sequence as DbSequence
from sqlalchemy.orm import Session


def copy_rows(session: Session, table: FromClause, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into the named columns; JSON columns take psycopg's Jsonb, geometry takes EWKT. Returns how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(_name(table)), sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    )
    count = 0
    connection = session.connection().connection.driver_connection
    assert connection is not None
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


@contextmanager
def table_beside(session: Session, name: str, columns: Iterable[ColumnElement[Any]]) -> Iterator[Table]:
    """A temporary table of columns like these, empty, while we are inside."""
    named = (Column(str(one.key), one.type) for one in columns)
    table = Table(name, MetaData(), *named, prefixes=["TEMPORARY"])
    connection = session.connection()
    table.create(connection)
    yield table
    table.drop(connection)  # after an error the transaction is lost, and the table with it


def next_ids(session: Session, table: FromClause, count: int) -> list[int]:
    """`count` fresh ids of a table, so that rows and what hangs off them can be copied in one go."""
    if count == 0:
        return []
    sequence = DbSequence(f"{_name(table)}_id_seq")
    numbers = func.generate_series(1, count).table_valued("n")
    return list(session.scalars(select(sequence.next_value()).select_from(numbers)))


def ewkt(point: tuple[float, float] | None) -> str | None:
    """A lon-lat point as COPY wants it."""
    return None if point is None else f"SRID=4326;POINT({point[0]!r} {point[1]!r})"


def array_text(values: Iterable[str | int]) -> str:
    """A list as COPY wants it, made many times faster than by the driver: {"あい","う\\"え"}."""
    texts = [str(value) for value in values]
    together = "".join(texts)
    if '"' in together or "\\" in together:
        texts = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    return '{"' + '","'.join(texts) + '"}' if texts else "{}"


def _name(table: FromClause) -> str:
    """A mapped class's __table__ is typed as any FromClause."""
    assert isinstance(table, Table)
    return table.name
