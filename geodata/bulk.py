"""まとめて書く: many rows into one table by COPY, inside the session's own transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import sql
from sqlalchemy import Column, ColumnElement, Engine, FromClause, MetaData, Table, func, select, text
from sqlalchemy import Sequence as DbSequence
from sqlalchemy.orm import Session

GIN = ("ix_resource_bigrams", "ix_schedule_days")
# by what large statements find rows; the rest of the statistics is for PostgreSQL itself to take, in its own time
FOUND_BY = (
    "resource (id, municipality_code, source, source_key, batch_id, place_id, organization_id, status, visibility, category_code)",
    "place (id, municipality_code, made_at, confirmed_on, level)", "schedule (id, resource_id)", "schedule_exception (schedule_id)",
    "resource_target (resource_id)", "served_area (resource_id)", "import_row (id, batch_id, resource_id, action)",
    "audit_entry (id, table_name, row_id, municipality_code)",
)


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


def index_later(session: Session) -> None:
    """Let what this transaction writes wait in a list beside each GIN index, for `settle`: a third of the time to write it."""
    session.execute(text("SET LOCAL gin_pending_list_limit = '64MB'"))


def settle(engine: Engine) -> None:
    """After much was written: put it in its place in the GIN indexes, and let the planner know how much there is.

    What it does nobody waits for, and PostgreSQL itself would do it within a minute or two.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for index in GIN:
            connection.execute(select(func.gin_clean_pending_list(index)))
        connection.execute(text(f"ANALYZE {', '.join(FOUND_BY)}"))


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
