"""データベースへの接続: one engine, short sessions, and the schema brought to its newest migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geodata.errors import DatabaseAway
from geodata.patience import lose_patience
from geodata.settings import Settings

SECONDS_TO_WAIT = 1  # a page must be able to say within two seconds that the database is away
LOCK_KEY = 292095  # one upgrade at a time


def engine_for(url: str, *, pool: int = 8) -> Engine:
    """An engine whose connections give up after a second instead of holding a page."""
    engine = create_engine(
        with_driver(url),
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=SECONDS_TO_WAIT,
        connect_args={"connect_timeout": SECONDS_TO_WAIT, "application_name": "wagagoto",
                      "options": "-c jit=off -c timezone=Asia/Tokyo"},
    )
    lose_patience(engine)
    return engine


def with_driver(url: str) -> str:
    """Any postgres URL as SQLAlchemy wants it for psycopg 3; the secret stays inside."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def with_password(settings: Settings) -> str | None:
    """settings.database_url, with the password from database_password_file if there is one."""
    if settings.database_url is None or settings.database_password_file is None:
        return settings.database_url
    password = settings.database_password_file.read_text(encoding="utf-8").strip()
    return make_url(settings.database_url).set(password=password).render_as_string(hide_password=False)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is kept whole or not at all."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest migration; several starters take turns."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        _need_postgis(connection)
        if _revision(connection) == _head():
            return
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _need_postgis(connection: Connection) -> None:
    """A database of one's own may not have PostGIS yet; making it may be more than our user is allowed to."""
    if connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")):
        return
    try:
        connection.execute(text("CREATE EXTENSION postgis"))
    except DBAPIError as problem:
        raise DatabaseAway(
            "データベースに PostGIS がありません。管理者の権限で CREATE EXTENSION postgis を実行してください。"
        ) from problem


def check(engine: Engine) -> None:
    """Raise DatabaseAway unless the database answers and its schema is the newest."""
    try:
        with engine.connect() as connection:
            if _revision(connection) != _head():
                raise DatabaseAway("データベースの形が古いままです。wagagoto db upgrade を実行してください。")
    except DatabaseAway:
        raise
    except Exception as problem:
        raise DatabaseAway("データベースにつながりません。wagagoto db up を実行してください。") from problem


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _revision(connection: object) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()  # type: ignore[arg-type]
