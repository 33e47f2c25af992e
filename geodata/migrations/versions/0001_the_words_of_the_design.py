"""The words of the design, as tables."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=2), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.Column("shape", sa.String(length=16), nullable=False),
        sa.Column("description", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("consultation", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("color ~ '^#[0-9a-f]{6}$'", name=op.f("ck_category_color")),
        sa.CheckConstraint(
            "shape IN ('circle', 'square', 'diamond', 'triangle', 'pentagon', 'hexagon', 'star', 'flag')",
            name=op.f("ck_category_shape"),
        ),
        sa.CheckConstraint("char_length(mark) BETWEEN 1 AND 2", name=op.f("ck_category_mark")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_version_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
    op.create_table(
        "gazetteer_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=300), server_default="", nullable=False),
        sa.Column("edition", sa.String(length=300), server_default="", nullable=False),
        sa.Column("attribution", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gazetteer_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_gazetteer_source_slug")),
    )
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("prefecture", sa.String(length=300), server_default="", nullable=False),
        sa.Column("srid", sa.Integer(), nullable=False),
        sa.CheckConstraint("code ~ '^[0-9]{6}$'", name=op.f("ck_municipality_six_digits")),
        sa.CheckConstraint("srid BETWEEN 6669 AND 6687", name=op.f("ck_municipality_plane_rectangular")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
    )
    op.create_table(
        "need",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_need")),
    )
    op.create_table(
        "target",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_target")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("department", sa.String(length=300), server_default="", nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "professional",
                "editor",
                "publisher",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_account_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_index(op.f("ix_account_municipality_code"), "account", ["municipality_code"], unique=False)
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "jichikai",
                "school_zone",
                "care_zone",
                "machiaza",
                "municipality",
                name="areakind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_kana", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "boundary",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("members", sa.String(length=4000), server_default="", nullable=False),
        sa.CheckConstraint("code ~ '^[0-9A-Za-z_-]{1,40}$'", name=op.f("ck_area_code_for_addresses")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_area_named")),
        sa.CheckConstraint("ST_IsValid(boundary) AND NOT ST_IsEmpty(boundary)", name=op.f("ck_area_valid")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_area_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    op.create_index("ix_area_boundary", "area", ["boundary"], unique=False, postgresql_using="gist", postgresql_ops={})
    op.create_index(op.f("ix_area_municipality_code"), "area", ["municipality_code"], unique=False)
    op.create_index("ix_area_municipality_code_kind", "area", ["municipality_code", "kind"], unique=False)
    op.create_table(
        "basemap_feature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "shape",
            Geometry(srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry", nullable=False),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=4000), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('rail', 'station', 'water', 'road', 'place')", name=op.f("ck_basemap_feature_kind")),
        sa.CheckConstraint("NOT ST_IsEmpty(shape)", name=op.f("ck_basemap_feature_not_empty")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_basemap_feature_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basemap_feature")),
    )
    op.create_index(op.f("ix_basemap_feature_municipality_code"), "basemap_feature", ["municipality_code"], unique=False)
    op.create_index("ix_basemap_feature_municipality_code_kind", "basemap_feature", ["municipality_code", "kind"], unique=False)
    op.create_index(
        "ix_basemap_feature_shape", "basemap_feature", ["shape"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "category_need",
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("need_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_category_need_category_code"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["need_code"], ["need.code"], name=op.f("fk_category_need_need_code"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("category_code", "need_code", name=op.f("pk_category_need")),
    )
    op.create_index(op.f("ix_category_need_need_code"), "category_need", ["need_code"], unique=False)
    op.create_table(
        "district",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("model", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9-]{1,60}$'", name=op.f("ck_district_slug_for_addresses")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_district_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("slug", name=op.f("uq_district_slug")),
    )
    op.create_index(op.f("ix_district_municipality_code"), "district", ["municipality_code"], unique=False)
    op.create_table(
        "gazetteer_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "none",
                "prefecture",
                "city",
                "machiaza",
                "interpolated",
                "block",
                "residence",
                "parcel",
                "venue",
                name="matchlevel",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("city_code", sa.String(length=6), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("pref", sa.String(length=300), server_default="", nullable=False),
        sa.Column("city", sa.String(length=300), server_default="", nullable=False),
        sa.Column("machiaza", sa.String(length=300), server_default="", nullable=False),
        sa.Column("koaza", sa.String(length=300), server_default="", nullable=False),
        sa.Column("kana", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "location",
            Geometry(
                geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.CheckConstraint("city_code IS NULL OR city_code ~ '^[0-9]{6}$'", name=op.f("ck_gazetteer_entry_city_code")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["gazetteer_source.id"], name=op.f("fk_gazetteer_entry_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gazetteer_entry")),
    )
    op.create_index("ix_gazetteer_entry_city_code_level", "gazetteer_entry", ["city_code", "level"], unique=False)
    op.create_index(
        "ix_gazetteer_entry_location", "gazetteer_entry", ["location"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index(op.f("ix_gazetteer_entry_source_id"), "gazetteer_entry", ["source_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=300), server_default="", nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_import_batch_sha256")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_import_batch_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_municipality_code"), "import_batch", ["municipality_code"], unique=False)
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_organization_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    op.create_index(op.f("ix_organization_municipality_code"), "organization", ["municipality_code"], unique=False)
    op.create_index("uq_organization_name", "organization", ["municipality_code", "name"], unique=True)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("old", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("new", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_audit_entry_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_municipality_code"), "audit_entry", ["municipality_code"], unique=False)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["table_name", "row_id"], unique=False)
    op.create_table(
        "district_area",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_district_area_area_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_district_area_district_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("district_id", "area_id", name=op.f("pk_district_area")),
    )
    op.create_index(op.f("ix_district_area_area_id"), "district_area", ["area_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=300), server_default="", nullable=False),
        sa.Column("address", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("address_key", sa.String(length=300), nullable=False),
        sa.Column("address_read", sa.String(length=300), server_default="", nullable=False),
        sa.Column("building", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "location",
            Geometry(
                geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "none",
                "prefecture",
                "city",
                "machiaza",
                "interpolated",
                "block",
                "residence",
                "parcel",
                "venue",
                name="matchlevel",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("level_reason", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("point_source", sa.String(length=300), server_default="", nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("private_home", sa.Boolean(), nullable=False),
        sa.Column(
            "published_location",
            Geometry(
                geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.Column(
            "published_level",
            sa.Enum(
                "none",
                "prefecture",
                "city",
                "machiaza",
                "interpolated",
                "block",
                "residence",
                "parcel",
                "venue",
                name="published_level",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("published_address", sa.String(length=4000), server_default="", nullable=False),
        sa.Column(
            "barrier_free",
            sa.Enum("yes", "no", "unknown", name="barrier_free", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column(
            "parking",
            sa.Enum("yes", "no", "unknown", name="parking", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("jichikai_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("postal_code", sa.String(length=8), server_default="", nullable=False),
        sa.CheckConstraint(
            "(location IS NULL) = (level IN ('none', 'prefecture', 'city'))", name=op.f("ck_place_level_goes_with_point")
        ),
        sa.CheckConstraint(
            "(published_location IS NULL) = (published_level IN ('none', 'prefecture', 'city'))",
            name=op.f("ck_place_published_level_goes_with_point"),
        ),
        sa.CheckConstraint(
            "NOT private_home OR published_level IN ('none', 'prefecture', 'city', 'machiaza')",
            name=op.f("ck_place_home_kept_private"),
        ),
        sa.CheckConstraint("name <> '' OR address <> ''", name=op.f("ck_place_told_apart")),
        sa.CheckConstraint(
            "location IS NULL OR (ST_X(location) BETWEEN 122 AND 154 AND ST_Y(location) BETWEEN 20 AND 46)",
            name=op.f("ck_place_in_japan"),
        ),
        sa.ForeignKeyConstraint(["jichikai_id"], ["area.id"], name=op.f("fk_place_jichikai_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_place_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("municipality_code", "address_key", name=op.f("uq_place_municipality_code_address_key")),
    )
    op.create_index(op.f("ix_place_jichikai_id"), "place", ["jichikai_id"], unique=False)
    op.create_index("ix_place_location", "place", ["location"], unique=False, postgresql_using="gist", postgresql_ops={})
    op.create_index(op.f("ix_place_municipality_code"), "place", ["municipality_code"], unique=False)
    op.create_index(
        "ix_place_published_geography",
        "place",
        [sa.literal_column("(published_location::geography)")],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(
        "ix_place_published_location", "place", ["published_location"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_workshop_district_id")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_workshop_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("slug", name=op.f("uq_workshop_slug")),
    )
    op.create_index(op.f("ix_workshop_district_id"), "workshop", ["district_id"], unique=False)
    op.create_index(op.f("ix_workshop_municipality_code"), "workshop", ["municipality_code"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column(
            "location",
            Geometry(
                geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_note_workshop_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_location", "note", ["location"], unique=False, postgresql_using="gist", postgresql_ops={})
    op.create_index(op.f("ix_note_workshop_id"), "note", ["workshop_id"], unique=False)
    op.create_table(
        "place_area",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_place_area_area_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_area_place_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", "area_id", name=op.f("pk_place_area")),
        comment="every 区域 that covers a 会場, border included; filled by geodata.assignment",
    )
    op.create_index(op.f("ix_place_area_area_id"), "place_area", ["area_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column(
            "location",
            Geometry(
                geometry_type="POINT", srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_proposal_category_code")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_proposal_workshop_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_location", "proposal", ["location"], unique=False, postgresql_using="gist", postgresql_ops={})
    op.create_index(op.f("ix_proposal_workshop_id"), "proposal", ["workshop_id"], unique=False)
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "in_person",
                "online",
                "hybrid",
                "visiting",
                "moving",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "checked",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum("public", "professional", "staff", name="visibility", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_kana", sa.String(length=300), server_default="", nullable=False),
        sa.Column("description", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("schedule_text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("schedule_words", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("target_text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("fee_text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column(
            "free",
            sa.Enum("yes", "no", "unknown", name="free", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("reservation", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("capacity", sa.String(length=300), server_default="", nullable=False),
        sa.Column("languages", sa.String(length=300), server_default="", nullable=False),
        sa.Column("served_text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("url", sa.String(length=300), server_default="", nullable=False),
        sa.Column("remarks", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "phone_visibility",
            sa.Enum(
                "public", "professional", "staff", name="phone_visibility", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("fax", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "fax_visibility",
            sa.Enum(
                "public", "professional", "staff", name="fax_visibility", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=300), server_default="", nullable=False),
        sa.Column(
            "email_visibility",
            sa.Enum(
                "public", "professional", "staff", name="email_visibility", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column(
            "consent",
            sa.Enum("yes", "no", "unknown", name="consent", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consented_how", sa.String(length=300), server_default="", nullable=False),
        sa.Column("last_confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=300), server_default="", nullable=False),
        sa.Column("confirmed_how", sa.String(length=300), server_default="", nullable=False),
        sa.Column("fingerprint", sa.String(length=300), server_default="", nullable=False),
        sa.Column("raw", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("search_text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("bigrams", postgresql.ARRAY(sa.String(length=2)), server_default="{}", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(consent = 'yes') OR consented_on IS NULL", name=op.f("ck_resource_consent_has_a_date")),
        sa.CheckConstraint("mode <> 'in_person' OR place_id IS NOT NULL", name=op.f("ck_resource_held_somewhere")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_resource_named")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_resource_batch_id")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_resource_category_code")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_resource_municipality_code")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_resource_organization_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_resource_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint(
            "municipality_code", "source", "source_key", name=op.f("uq_resource_municipality_code_source_source_key")
        ),
    )
    op.create_index(op.f("ix_resource_batch_id"), "resource", ["batch_id"], unique=False)
    op.create_index("ix_resource_bigrams", "resource", ["bigrams"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_resource_category_code"), "resource", ["category_code"], unique=False)
    op.create_index(op.f("ix_resource_municipality_code"), "resource", ["municipality_code"], unique=False)
    op.create_index(
        "ix_resource_municipality_code_status_visibility",
        "resource",
        ["municipality_code", "status", "visibility"],
        unique=False,
    )
    op.create_index(op.f("ix_resource_organization_id"), "resource", ["organization_id"], unique=False)
    op.create_index(op.f("ix_resource_place_id"), "resource", ["place_id"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "new",
                "changed",
                "unchanged",
                "gone",
                "refused",
                name="rowaction",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.CheckConstraint("(number IS NULL) = (action = 'gone')", name=op.f("ck_import_row_gone_has_no_row")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_import_row_resource_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_import_row_batch_id_number")),
    )
    op.create_index("ix_import_row_resource_id", "import_row", ["resource_id"], unique=False)
    op.create_table(
        "resource_target",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("target_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_target_resource_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["target_code"], ["target.code"], name=op.f("fk_resource_target_target_code")),
        sa.PrimaryKeyConstraint("resource_id", "target_code", name=op.f("pk_resource_target")),
    )
    op.create_index(op.f("ix_resource_target_target_code"), "resource_target", ["target_code"], unique=False)
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=4000), server_default="", nullable=False),
        sa.Column(
            "understood",
            sa.Enum("full", "partial", "none", name="understood", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("days", postgresql.ARRAY(sa.String(length=10)), server_default="{}", nullable=False),
        sa.Column("weekday_mask", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), server_default="1", nullable=False),
        sa.Column("months", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("often", sa.String(length=300), server_default="", nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR starts IS NULL OR ends > starts", name=op.f("ck_schedule_ends_after_start")),
        sa.CheckConstraint("every BETWEEN 1 AND 53", name=op.f("ck_schedule_interval")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name=op.f("ck_schedule_valid_span")
        ),
        sa.CheckConstraint("weekday_mask BETWEEN 0 AND 127", name=op.f("ck_schedule_weekday_mask")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_schedule_resource_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
    )
    op.create_index("ix_schedule_days", "schedule", ["days"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_schedule_resource_id"), "schedule", ["resource_id"], unique=False)
    op.create_table(
        "served_area",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_served_area_area_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_served_area_resource_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("resource_id", "area_id", name=op.f("pk_served_area")),
        comment="移動販売・配食: where it comes to",
    )
    op.create_index(op.f("ix_served_area_area_id"), "served_area", ["area_id"], unique=False)
    op.create_table(
        "schedule_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("text", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint("(kind = 'date') = (day IS NOT NULL)", name=op.f("ck_schedule_exception_day")),
        sa.CheckConstraint("(kind = 'month') = (month IS NOT NULL)", name=op.f("ck_schedule_exception_month")),
        sa.CheckConstraint("kind IN ('holiday', 'month', 'date', 'new_year', 'obon')", name=op.f("ck_schedule_exception_kind")),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_schedule_exception_twelve_months")),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_schedule_exception_schedule_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_exception")),
    )
    op.create_index(op.f("ix_schedule_exception_schedule_id"), "schedule_exception", ["schedule_id"], unique=False)
    op.execute(Path(__file__).with_name("0001_triggers.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_schedule_exception_schedule_id"), table_name="schedule_exception")
    op.drop_table("schedule_exception")
    op.drop_index(op.f("ix_served_area_area_id"), table_name="served_area")
    op.drop_table("served_area")
    op.drop_index(op.f("ix_schedule_resource_id"), table_name="schedule")
    op.drop_index("ix_schedule_days", table_name="schedule", postgresql_using="gin")
    op.drop_table("schedule")
    op.drop_index(op.f("ix_resource_target_target_code"), table_name="resource_target")
    op.drop_table("resource_target")
    op.drop_index("ix_import_row_resource_id", table_name="import_row")
    op.drop_table("import_row")
    op.drop_index(op.f("ix_resource_place_id"), table_name="resource")
    op.drop_index(op.f("ix_resource_organization_id"), table_name="resource")
    op.drop_index("ix_resource_municipality_code_status_visibility", table_name="resource")
    op.drop_index(op.f("ix_resource_municipality_code"), table_name="resource")
    op.drop_index(op.f("ix_resource_category_code"), table_name="resource")
    op.drop_index("ix_resource_bigrams", table_name="resource", postgresql_using="gin")
    op.drop_index(op.f("ix_resource_batch_id"), table_name="resource")
    op.drop_table("resource")
    op.drop_index(op.f("ix_proposal_workshop_id"), table_name="proposal")
    op.drop_index("ix_proposal_location", table_name="proposal", postgresql_using="gist")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_place_area_area_id"), table_name="place_area")
    op.drop_table("place_area")
    op.drop_index(op.f("ix_note_workshop_id"), table_name="note")
    op.drop_index("ix_note_location", table_name="note", postgresql_using="gist")
    op.drop_table("note")
    op.drop_index(op.f("ix_workshop_municipality_code"), table_name="workshop")
    op.drop_index(op.f("ix_workshop_district_id"), table_name="workshop")
    op.drop_table("workshop")
    op.drop_index("ix_place_published_location", table_name="place", postgresql_using="gist")
    op.drop_index("ix_place_published_geography", table_name="place", postgresql_using="gist")
    op.drop_index(op.f("ix_place_municipality_code"), table_name="place")
    op.drop_index("ix_place_location", table_name="place", postgresql_using="gist")
    op.drop_index(op.f("ix_place_jichikai_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_district_area_area_id"), table_name="district_area")
    op.drop_table("district_area")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_municipality_code"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index("uq_organization_name", table_name="organization")
    op.drop_index(op.f("ix_organization_municipality_code"), table_name="organization")
    op.drop_table("organization")
    op.drop_index(op.f("ix_import_batch_municipality_code"), table_name="import_batch")
    op.drop_table("import_batch")
    op.drop_index(op.f("ix_gazetteer_entry_source_id"), table_name="gazetteer_entry")
    op.drop_index("ix_gazetteer_entry_location", table_name="gazetteer_entry", postgresql_using="gist")
    op.drop_index("ix_gazetteer_entry_city_code_level", table_name="gazetteer_entry")
    op.drop_table("gazetteer_entry")
    op.drop_index(op.f("ix_district_municipality_code"), table_name="district")
    op.drop_table("district")
    op.drop_index(op.f("ix_category_need_need_code"), table_name="category_need")
    op.drop_table("category_need")
    op.drop_index("ix_basemap_feature_shape", table_name="basemap_feature", postgresql_using="gist")
    op.drop_index("ix_basemap_feature_municipality_code_kind", table_name="basemap_feature")
    op.drop_index(op.f("ix_basemap_feature_municipality_code"), table_name="basemap_feature")
    op.drop_table("basemap_feature")
    op.drop_index("ix_area_municipality_code_kind", table_name="area")
    op.drop_index(op.f("ix_area_municipality_code"), table_name="area")
    op.drop_index("ix_area_boundary", table_name="area", postgresql_using="gist")
    op.drop_table("area")
    op.drop_index(op.f("ix_account_municipality_code"), table_name="account")
    op.drop_table("account")
    op.drop_table("target")
    op.drop_table("need")
    op.drop_table("municipality")
    op.drop_table("gazetteer_source")
    op.drop_table("data_version")
    op.drop_table("category")
    op.execute("DROP FUNCTION raise_data_version")
    op.execute("DROP FUNCTION keep_audit")
