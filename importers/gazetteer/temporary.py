"""一時表: rows wait in tables of the transaction, so that files of any length are joined in little memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Column, MetaData, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import TextClause


def temporary(name: str, **columns: Any) -> Table:
    """A table that is gone with its transaction at the latest."""
    return Table(name, MetaData(), *(Column(column, kind) for column, kind in columns.items()), prefixes=["TEMPORARY"],
                 postgresql_on_commit="DROP")  # fmt: skip


@contextmanager
def made(session: Session, *tables: Table) -> Iterator[None]:
    """The tables, while they are needed. After an error the rollback takes them away."""
    session.execute(text("SET LOCAL work_mem = '64MB'"))
    for table in tables:
        table.create(session.connection())
    yield
    for table in tables:
        table.drop(session.connection())


@cache
def statement(name: str) -> TextClause:
    """A whole statement of geodata/sql."""
    return text((files("geodata") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def analyze(session: Session, *tables: Table) -> None:
    """Tell the planner how many rows there are: nobody else does for a temporary table."""
    for table in tables:
        session.execute(text(f"ANALYZE {table.name}"))
