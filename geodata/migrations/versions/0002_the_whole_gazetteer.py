"""The whole gazetteer: street points, postal codes and venue names beside the 町."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEVELS = ("none", "prefecture", "city", "machiaza", "interpolated", "block", "residence", "parcel", "venue")


def upgrade() -> None:
    """Apply."""
    _source_and_entry()
    op.create_table(
        "street_point",
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("town_key", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "level",
            sa.Enum(*LEVELS, name="matchlevel", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("far", sa.Boolean(), nullable=False),
        sa.Column("location", _point(), nullable=False),
        sa.PrimaryKeyConstraint("city_code", "town_key", "number", "level", "source_id", name=op.f("pk_street_point")),
    )
    op.create_table(
        "postal_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        _short("pref"),
        _short("city"),
        _short("town"),
        _short("town_key"),
        _short("kana"),
        _short("rest"),
        _short("office"),
        sa.CheckConstraint("code ~ '^[0-9]{7}$'", name=op.f("ck_postal_code_seven_digits")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["gazetteer_source.id"], name=op.f("fk_postal_code_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postal_code")),
    )
    op.create_index("ix_postal_code_code", "postal_code", ["code"])
    op.create_index("ix_postal_code_city_code_town_key", "postal_code", ["city_code", "town_key"])
    op.create_index(op.f("ix_postal_code_source_id"), "postal_code", ["source_id"])
    _venue_name()


def _source_and_entry() -> None:
    op.add_column("gazetteer_source", sa.Column("family", sa.String(length=40), server_default="", nullable=False))
    op.add_column("gazetteer_source", sa.Column("published_on", sa.Date(), nullable=True))
    op.add_column(
        "gazetteer_source",
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    op.execute("UPDATE gazetteer_source SET family = 'geolonia' WHERE slug = 'geolonia'")
    op.add_column("gazetteer_entry", _short("town_key"))
    op.add_column("gazetteer_entry", sa.Column("inherited", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("gazetteer_entry", sa.Column("preferred", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("gazetteer_entry", sa.Column("jukyo", sa.Boolean(), nullable=True))
    op.create_check_constraint(
        op.f("ck_gazetteer_entry_inherited_goes_with_point"), "gazetteer_entry", "NOT inherited OR location IS NOT NULL"
    )
    op.create_index("ix_gazetteer_entry_city_code_town_key", "gazetteer_entry", ["city_code", "town_key"])


def _venue_name() -> None:
    op.create_table(
        "venue_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        _short("kana"),
        sa.Column("city_code", sa.String(length=6), nullable=True),
        _short("address"),
        sa.Column("location", _point(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["gazetteer_source.id"], name=op.f("fk_venue_name_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue_name")),
    )
    op.create_index("ix_venue_name_name_key", "venue_name", ["name_key"])
    op.create_index("ix_venue_name_city_code", "venue_name", ["city_code"])
    op.create_index("ix_venue_name_location", "venue_name", ["location"], postgresql_using="gist", postgresql_ops={})
    op.create_index(op.f("ix_venue_name_source_id"), "venue_name", ["source_id"])
    op.execute(
        "CREATE TRIGGER raise_data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON venue_name"
        " FOR EACH STATEMENT EXECUTE FUNCTION raise_data_version()"
    )


def _point() -> Geometry:
    return Geometry(
        geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry",
        nullable=False,
    )


def _short(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length=300), server_default="", nullable=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("venue_name")
    op.drop_table("postal_code")
    op.drop_table("street_point")
    op.drop_index("ix_gazetteer_entry_city_code_town_key", table_name="gazetteer_entry")
    op.drop_constraint(op.f("ck_gazetteer_entry_inherited_goes_with_point"), "gazetteer_entry", type_="check")
    for column in ("jukyo", "preferred", "inherited", "town_key"):
        op.drop_column("gazetteer_entry", column)
    for column in ("counts", "published_on", "family"):
        op.drop_column("gazetteer_source", column)
