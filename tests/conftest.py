"""What the tests share: a real PostGIS for the session, a transaction or a database for each test, a served 見本 city."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from geodata import municipalities, vocabulary
from geodata.cluster import Cluster
from geodata.database import engine_for, transaction, upgrade

IKOMA = "292095"
numbers = itertools.count(1)


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private cluster of the tests' own, that may forget when the machine crashes."""
    cluster = Cluster.at(tmp_path_factory.mktemp("instance"), durable=False)
    with cluster as url:
        yield url


@pytest.fixture(scope="session")
def admin(cluster_url: str) -> Iterator[Engine]:
    """A connection that may make and drop databases."""
    engine = create_engine(cluster_url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def template(cluster_url: str, admin: Engine) -> str:
    """The name of a database with the schema, the words and 生駒市 in it."""
    engine = engine_for(cluster_url)
    upgrade(engine)
    with transaction(engine) as session:
        municipalities.ensure(session, IKOMA, "生駒市")
        vocabulary.ensure(session)
    engine.dispose()
    return str(make_url(cluster_url).database)


@pytest.fixture(scope="session")
def shared(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    """The database of all tests that roll back."""
    with _copied(cluster_url, template, admin) as engine:
        yield engine


@pytest.fixture
def db(shared: Engine) -> Iterator[Session]:
    """A session whose work is forgotten, commits within it too."""
    with shared.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            session.execute(text("SET LOCAL lock_timeout = '5s'"))
            yield session
        outer.rollback()


@pytest.fixture
def fresh_database(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    """A database of one's own, for servers, threads and commits."""
    with _copied(cluster_url, template, admin) as engine:
        yield engine


class _copied:
    """A copy of the template while it is used."""

    def __init__(self, url: str, template: str, admin: Engine) -> None:
        self.name = f"copy{next(numbers)}"
        self.admin, self.template = admin, template
        self.engine = engine_for(make_url(url).set(database=self.name).render_as_string(hide_password=False))

    def __enter__(self) -> Engine:
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {self.name} TEMPLATE {self.template} STRATEGY file_copy"))
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self.name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data beside the checkout; tests that read them say so when they are not there."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("実データ（../shared/data）がないため確かめられません")
    return folder
