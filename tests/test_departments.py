"""課と市: what belongs to another 所管課 or another city is not there, on every staff route about one object."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import _copied
from flask import Flask
from routes import ROLES, Asker, Things, make_things, of_objects
from sqlalchemy import Engine

from geodata import municipalities
from geodata.database import transaction
from geodata.models import Role
from geodata.settings import Settings
from mapapp import create_app
from mapapp.access import SEE_EVERYTHING

NARA = "292010"
OURS, THEIRS = "福祉政策課", "こども課"
LINES = of_objects()


@pytest.fixture(scope="module")
def city(cluster_url: str, template: str, admin: Engine) -> Iterator[Engine]:
    with _copied(cluster_url, template, admin) as engine:
        with transaction(engine) as session:
            municipalities.ensure(session, NARA, "奈良市")
        yield engine


@pytest.fixture(scope="module")
def app(city: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings(instance=tmp_path_factory.mktemp("instance"), version_max_age_s=0), city)


@pytest.fixture(scope="module")
def theirs(city: Engine) -> Things:
    with transaction(city) as session:
        return make_things(session, THEIRS)


@pytest.fixture(scope="module")
def abroad(city: Engine) -> Things:
    with transaction(city) as session:
        return make_things(session, "", NARA)


@pytest.fixture(scope="module")
def of_one_department(app: Flask, city: Engine) -> dict[Role, Asker]:
    return {role: Asker(app, city, role, OURS) for role in ROLES if role and role not in SEE_EVERYTHING}


@pytest.fixture(scope="module")
def of_all_departments(app: Flask, city: Engine) -> dict[Role, Asker]:
    return {role: Asker(app, city, role) for role in ROLES if role}


def answers_of(askers: dict[Role, Asker], line: tuple[str, str, tuple[str, ...]], things: Things) -> set[str]:
    """What those are told who may use the route at all."""
    method, path, own = line
    may = [role for role, answer in zip(ROLES, own, strict=True) if role in askers and answer not in ("login", "403")]
    return {askers[role].asks(method, things.path(path)) for role in may if role}


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:2]))
def test_another_departments_objects_are_not_there(
    of_one_department: dict[Role, Asker], theirs: Things, line: tuple[str, str, tuple[str, ...]]
) -> None:
    assert answers_of(of_one_department, line, theirs) <= {"404"}


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:2]))
def test_another_citys_objects_are_not_there(
    of_all_departments: dict[Role, Asker], abroad: Things, line: tuple[str, str, tuple[str, ...]]
) -> None:
    assert answers_of(of_all_departments, line, abroad) == {"404"}


def test_a_row_belongs_to_its_own_upload(city: Engine, of_one_department: dict[Role, Asker], theirs: Things) -> None:
    """Through an upload of one's own nobody reaches a row of another's: it is as if there were none."""
    with transaction(city) as session:
        mixed = replace(make_things(session, OURS), row_id=theirs.row_id)
        nothing = replace(mixed, row_id=2_000_000_000)
    rows = [line for line in LINES if line[0] == "POST" and "<row_id>" in line[1]]
    assert rows
    for line in rows:
        told = answers_of(of_one_department, line, mixed)
        assert told == answers_of(of_one_department, line, nothing) and told <= {"404", "409"}
