"""道と役割: every route and what each role gets, as tests/routes.py lists it; and no change without its token, anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import routes
from conftest import _copied
from flask import Flask
from people import IKOMA
from routes import ROLES, Asker, Things, make_things
from sqlalchemy import Engine

from geodata.database import transaction
from geodata.settings import Settings
from mapapp import create_app
from mapapp.access import insist

OURS = "福祉政策課"
LINES = routes.lines()
ENDS_THE_LOGIN = ("/login", "/logout", "/account")


@pytest.fixture(scope="module")
def city(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    with _copied(cluster_url, template, admin) as engine:
        yield engine


@pytest.fixture(scope="module")
def app(city: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings(instance=tmp_path_factory.mktemp("instance"), version_max_age_s=0), city)


@pytest.fixture(scope="module")
def askers(app: Flask, city: Engine) -> list[Asker]:
    return [Asker(app, city, role, OURS) for role in ROLES]


@pytest.fixture(scope="module")
def things(city: Engine) -> Things:
    return new(city)


def new(city: Engine) -> Things:
    with transaction(city) as session:
        return make_things(session, OURS, IKOMA)


def test_every_route_has_its_line(app: Flask) -> None:
    there = routes.rules(app)
    assert sorted(set(there) - set(LINES)) == [], "tests/routes.py に、この道の行を足してください"
    assert sorted(set(LINES) - set(there)) == [], "tests/routes.py に、もうない道の行があります"


@pytest.mark.parametrize(("method", "path"), LINES)
def test_each_role_gets_what_is_written(
    app: Flask, city: Engine, askers: list[Asker], things: Things, method: str, path: str
) -> None:
    got = []
    for asker, expected in zip(askers, LINES[method, path], strict=True):
        changes = method == "POST" and expected not in ("login", "403")
        of = new(city) if changes else things
        assert "<" not in of.path(path), "tests/routes.py の Things に、この引数を足してください"
        got.append(asker.asks(method, of.path(path)))
        if path.startswith(ENDS_THE_LOGIN):
            asker.begin()
    assert tuple(got) == LINES[method, path]


def test_no_answer_is_our_own_mistake() -> None:
    assert not [line for line, answers in LINES.items() if any(answer.startswith("5") for answer in answers)]


@pytest.mark.parametrize(("method", "path"), [line for line in LINES if line[0] != "GET"])
def test_nothing_changes_without_a_token(askers: list[Asker], things: Things, method: str, path: str) -> None:
    assert {asker.asks(method, things.path(path), token=False) for asker in askers} == {"400"}


def test_a_staff_route_that_names_no_roles_is_refused(app: Flask, city: Engine, tmp_path: Path) -> None:
    careless = create_app(Settings(instance=tmp_path), city)
    careless.add_url_rule("/staff/secret", view_func=lambda: "", endpoint="careless")
    with pytest.raises(RuntimeError, match="careless"):
        insist(careless)
