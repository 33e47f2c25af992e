"""The schema: migrations and models agree, and constraints keep nonsense out."""

import pytest
from alembic import command
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geodata.database import _config, check, engine_for, upgrade


def test_models_and_migrations_agree(fresh_database: Engine) -> None:
    config = _config()
    with fresh_database.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_schema_can_be_taken_back_and_laid_again(fresh_database: Engine) -> None:
    config = _config()
    for step in (command.downgrade, command.upgrade):
        with fresh_database.begin() as connection:
            config.attributes["connection"] = connection
            step(config, "base" if step is command.downgrade else "head")


PLACE = "INSERT INTO place (municipality_code, name, address_key, level, published_level, needs_review, private_home, barrier_free, parking, location, published_location) VALUES"  # noqa: E501
RESOURCE = "INSERT INTO resource (municipality_code, source, source_key, category_code, mode, status, visibility, name, free, phone_visibility, fax_visibility, email_visibility, consent, consented_on) VALUES"  # noqa: E501
NONSENSE = {
    "a municipality of five digits": "INSERT INTO municipality (code, name, srid) VALUES ('29209', '生駒市', 6674)",
    "a plane of no 系": "INSERT INTO municipality (code, name, srid) VALUES ('292100', '香芝市', 4326)",
    "a point without a level": f"{PLACE} ('292095', 'a', 'k', 'none', 'none', false, false, 'unknown', 'unknown', 'SRID=4326;POINT(135.7 34.7)', NULL)",
    "latitude and longitude swapped": f"{PLACE} ('292095', 'a', 'k', 'venue', 'none', false, false, 'unknown', 'unknown', 'SRID=4326;POINT(34.7 135.7)', NULL)",
    "a private home shown to the house": f"{PLACE} ('292095', 'a', 'k', 'venue', 'venue', false, true, 'unknown', 'unknown', 'SRID=4326;POINT(135.7 34.7)', 'SRID=4326;POINT(135.7 34.7)')",  # noqa: E501
    "a maybe that is no answer": f"{PLACE} ('292095', 'a', 'k', 'none', 'none', false, false, 'maybe', 'unknown', NULL, NULL)",
    "held in person nowhere": f"{RESOURCE} ('292095', 's', 'k', 'ibasho', 'in_person', 'published', 'public', 'a', 'yes', 'public', 'public', 'public', 'unknown', NULL)",  # noqa: E501
    "consent dated but not given": f"{RESOURCE} ('292095', 's', 'k', 'ibasho', 'online', 'published', 'public', 'a', 'yes', 'public', 'public', 'public', 'unknown', '2026-04-01')",  # noqa: E501
    "a resource without a name": f"{RESOURCE} ('292095', 's', 'k', 'ibasho', 'online', 'published', 'public', '', 'yes', 'public', 'public', 'public', 'unknown', NULL)",  # noqa: E501
    "an area that crosses itself": "INSERT INTO area (municipality_code, kind, code, name, boundary, approximate) VALUES ('292095', 'jichikai', 'j1', '西町', 'SRID=4326;MULTIPOLYGON(((0 0, 1 1, 1 0, 0 1, 0 0)))', false)",  # noqa: E501
    "two rows of the data version": "INSERT INTO data_version (id, number) VALUES (2, 1)",
}


@pytest.mark.parametrize("sentence", NONSENSE)
def test_nonsense_is_kept_out(db: Session, sentence: str) -> None:
    with pytest.raises(DBAPIError, match="violates check constraint"):
        db.execute(text(NONSENSE[sentence]))


def test_audit_is_append_only(db: Session) -> None:
    db.execute(text("INSERT INTO audit_entry (municipality_code, table_name, row_id, field) VALUES ('292095', 't', 1, 'f')"))
    with pytest.raises(DBAPIError, match="append-only"):
        db.execute(text("UPDATE audit_entry SET field = 'g'"))


def test_every_change_of_public_data_raises_the_version(db: Session) -> None:
    def version() -> int:
        return db.execute(text("SELECT number FROM data_version")).scalar_one()

    before = version()
    db.execute(text("UPDATE category SET position = position WHERE code = 'ibasho'"))
    assert version() == before + 1


def test_a_database_without_postgis_gets_it(cluster_url: str, admin: Engine) -> None:
    """As a PostgreSQL of one's own may be."""
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE bare TEMPLATE template0"))
    engine = engine_for(make_url(cluster_url).set(database="bare").render_as_string(hide_password=False))
    try:
        upgrade(engine)
        check(engine)
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE bare WITH (FORCE)"))
