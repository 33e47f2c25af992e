"""実行計画: at 20,000 resources the questions that pages ask most find their rows by index, as PostgreSQL itself says."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from crowd import IKOMA, crowd, grid
from shapely.geometry import Polygon, box
from sqlalchemy import Engine, event, func, make_url, select, text, update
from sqlalchemy.orm import Session
from town import jichikai, resource
from two_towns import find_again

from geodata.assignment import assign_places
from geodata.bulk import copy_rows
from geodata.database import engine_for, transaction
from geodata.features import fitting
from geodata.filters import ResourceFilter
from geodata.models import ImportBatch, ImportRow, Resource, served_area
from geodata.queries.areas import area_page
from geodata.queries.resources import detail, listing
from geodata.queries.vocabulary import Vocabulary, data_version, load_vocabulary

COUNT = 20_000
WEST, SOUTH, STEP = 135.66, 34.65, 0.01


@pytest.fixture(scope="module")
def city(cluster_url: str, template: str, admin: Engine) -> Iterator[Session]:
    """20,000 resources in 64 自治会, in a database of their own."""
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE plans TEMPLATE {template} STRATEGY file_copy"))
    engine = engine_for(make_url(cluster_url).set(database="plans").render_as_string(hide_password=False))
    with transaction(engine) as session:
        _build(session)
    with Session(engine) as session:
        yield session
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE plans WITH (FORCE)"))


@pytest.fixture(scope="module")
def words(city: Session) -> Vocabulary:
    return load_vocabulary(city, IKOMA)


def _build(session: Session) -> None:
    crowd(session, COUNT, grid())
    areas = [jichikai(session, f"第{x}{y}自治会", _cell(x, y), code=f"cell-{x}-{y}") for x in range(8) for y in range(8)]
    for name in ("絵手紙の会", "手紙を書く会", "移動販売車"):
        find_again(resource(session, name, (135.7, 34.7)))
    some = session.scalars(select(Resource.id).order_by(Resource.id).limit(100)).all()
    copy_rows(session, served_area, ("resource_id", "area_id"), ((id_, area.id) for id_ in some for area in areas))
    _batches(session)
    assign_places(session, IKOMA)
    session.execute(text("ANALYZE"))


def _cell(x: int, y: int) -> Polygon:
    west, south = WEST + x * STEP, SOUTH + y * STEP
    return box(west, south, west + STEP, south + STEP)


def _batches(session: Session) -> None:
    """A hundred lists of 200 rows; the resources of one are known."""
    lists = [
        ImportBatch(municipality_code=IKOMA, source=f"一覧{n}", file_name="一覧.xlsx", sha256="0" * 64) for n in range(100)
    ]
    session.add_all(lists)
    session.flush()
    rows = ((one.id, number, "new") for one in lists for number in range(1, 201))
    copy_rows(session, ImportRow.__table__, ("batch_id", "number", "action"), rows)
    session.execute(text("ANALYZE"))
    first = session.scalars(select(func.min(Resource.id))).one()
    session.execute(update(Resource).where(Resource.id.between(first, first + 199)).values(batch_id=lists[0].id))


def indexes(session: Session, ask: Callable[[], object]) -> set[str]:
    """The indexes that PostgreSQL takes for all that is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    questions = [(said, given) for said, given in asked if said.startswith(("SELECT", "WITH"))]
    assert questions
    plans = [connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {said}", given).scalar_one() for said, given in questions]
    return {name for plan in plans for name in _named(plan)}


def _named(plan: Any) -> Iterator[str]:
    if isinstance(plan, list):
        for one in plan:
            yield from _named(one)
    elif isinstance(plan, dict):
        if "Index Name" in plan:
            yield plan["Index Name"]
        for one in plan.values():
            yield from _named(one)


def test_nearest_first(city: Session, words: Vocabulary) -> None:
    start = city.scalars(select(Resource.place_id).where(Resource.place_id.is_not(None)).limit(1)).one()
    used = indexes(city, lambda: listing(city, ResourceFilter(near=f"p:{start}"), words))
    assert "ix_place_published_geography" in used and "ix_resource_place_id" in used


def test_within_the_map(city: Session, words: Vocabulary) -> None:
    chosen = ResourceFilter(bbox=(135.70, 34.70, 135.705, 34.705))
    assert "ix_place_published_location" in indexes(city, lambda: fitting(city, chosen, words))
    assert "ix_place_published_location" in indexes(city, lambda: listing(city, chosen, words))


@pytest.mark.parametrize("word", ["手紙", "絵手紙", "移動販売車"])
def test_a_free_word(city: Session, words: Vocabulary, word: str) -> None:
    found = listing(city, ResourceFilter(q=word), words)
    assert 0 < found.total <= 2
    assert "ix_resource_bigrams" in indexes(city, lambda: fitting(city, ResourceFilter(q=word), words))


def test_a_jichikai(city: Session, words: Vocabulary) -> None:
    wanted = {"ix_place_area_area_id", "ix_served_area_area_id", "ix_resource_place_id"}
    assert wanted <= indexes(city, lambda: fitting(city, ResourceFilter(areas=("cell-3-3",)), words))
    assert wanted <= indexes(city, lambda: area_page(city, "cell-3-3", words))


def test_a_walk_away(city: Session, words: Vocabulary) -> None:
    assert "ix_place_published_geography" in indexes(city, lambda: area_page(city, "cell-3-3", words))


def test_one_resource(city: Session, words: Vocabulary) -> None:
    some = city.scalars(select(Resource.id).where(Resource.place_id.is_not(None)).limit(1)).one()
    assert {"pk_resource", "ix_resource_place_id"} <= indexes(city, lambda: detail(city, some, words))


def test_the_rows_of_a_list(city: Session) -> None:
    batch = city.scalars(select(func.min(ImportBatch.id))).one()
    rows = select(ImportRow).where(ImportRow.batch_id == batch).order_by(ImportRow.number)
    assert "uq_import_row_batch_id_number" in indexes(city, lambda: city.execute(rows).all())
    mine = select(Resource.id).where(Resource.batch_id == batch)
    assert "ix_resource_batch_id" in indexes(city, lambda: city.execute(mine).all())


def test_the_version_is_one_row(city: Session) -> None:
    """Asked twice a second by each worker."""
    data_version(city)
    plan = city.execute(text("EXPLAIN (FORMAT JSON) SELECT number FROM data_version")).scalar_one()
    assert json.loads(json.dumps(plan))[0]["Plan"]["Total Cost"] < 10
