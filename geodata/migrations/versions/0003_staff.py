"""職員の仕事: accounts and their sessions, uploads, corrections, rules of freshness, and the record of every change."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
    )
    op.create_index("ix_login_failure_key_hash", "login_failure", ["key_hash", "at"], unique=False)
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("factor_passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_pending", sa.String(length=300), server_default="", nullable=False),
        sa.Column("device", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_recovery_code_account_id_number")),
    )
    op.create_table(
        "source_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("department", sa.String(length=300), server_default="", nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_source_layout_account_id")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_source_layout_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_layout")),
        sa.UniqueConstraint(
            "municipality_code", "department", "signature", name=op.f("uq_source_layout_municipality_code_department_signature")
        ),
    )
    op.create_index(op.f("ix_source_layout_municipality_code"), "source_layout", ["municipality_code"], unique=False)
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("department", sa.String(length=300), server_default="", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "asking",
                "ready",
                "committing",
                "done",
                "undoing",
                "undone",
                "failed",
                "discarded",
                name="uploadstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_upload_sha256")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_upload_percent")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_upload_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_upload_asked_by")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_upload_batch_id")),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_upload_municipality_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_batch_id"), "upload", ["batch_id"], unique=False)
    op.create_index(op.f("ix_upload_municipality_code"), "upload", ["municipality_code"], unique=False)
    op.create_index("ix_upload_state", "upload", ["state", "id"], unique=False)
    op.create_table(
        "confirm_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_confirm_link_account_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_confirm_link_resource_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirm_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_confirm_link_token_hash")),
    )
    op.create_index(op.f("ix_confirm_link_resource_id"), "confirm_link", ["resource_id"], unique=False)
    op.create_table(
        "upload_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
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
        sa.Column("name", sa.String(length=300), server_default="", nullable=False),
        sa.Column("address", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("duplicates", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("decision", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
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
            nullable=True,
        ),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_row_upload_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_row")),
    )
    op.create_index("ix_upload_row_upload_id", "upload_row", ["upload_id", "action", "number"], unique=False)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "organizer", "resident", "professional", name="origin", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("as_is", sa.Boolean(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("message", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "accepted", "refused", name="correctionstate", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_correction_decided")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_correction_account_id")),
        sa.ForeignKeyConstraint(["link_id"], ["confirm_link.id"], name=op.f("fk_correction_link_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["municipality_code"], ["municipality.code"], name=op.f("fk_correction_municipality_code")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_correction_resource_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_municipality_code"), "correction", ["municipality_code"], unique=False)
    op.create_index("ix_correction_municipality_code_state", "correction", ["municipality_code", "state"], unique=False)
    op.create_index(op.f("ix_correction_resource_id"), "correction", ["resource_id"], unique=False)
    op.add_column("account", sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("totp_secret", sa.String(length=300), server_default="", nullable=False))
    op.add_column("account", sa.Column("totp_last_step", sa.BigInteger(), nullable=True))
    op.add_column("account", sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit_entry", sa.Column("revision", sa.Integer(), nullable=True))
    op.add_column("audit_entry", sa.Column("how", sa.String(length=300), server_default="", nullable=False))
    op.create_index("ix_audit_entry_at", "audit_entry", ["municipality_code", "at", "id"], unique=False)
    op.create_index("ix_audit_entry_account_id", "audit_entry", ["account_id", "at", "id"], unique=False)
    op.create_index("ix_audit_entry_field", "audit_entry", ["municipality_code", "field", "at", "id"], unique=False)
    op.add_column("category", sa.Column("confirm_months", sa.Integer(), server_default="12", nullable=False))
    op.add_column("category", sa.Column("hide_months", sa.Integer(), server_default="24", nullable=True))
    op.create_check_constraint(
        op.f("ck_category_rule_of_freshness"), "category",
        "confirm_months BETWEEN 1 AND 120 AND hide_months >= confirm_months",
    )
    op.add_column("import_batch", sa.Column("department", sa.String(length=300), server_default="", nullable=False))
    op.add_column("import_batch", sa.Column("account_id", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_import_batch_account_id"), "import_batch", "account", ["account_id"], ["id"])
    op.add_column("import_row", sa.Column("revision", sa.Integer(), nullable=True))
    op.add_column("place", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.add_column("resource", sa.Column("department", sa.String(length=300), server_default="", nullable=False))
    op.add_column("resource", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.add_column("resource", sa.Column("hidden_since", sa.Date(), nullable=True))
    op.execute(Path(__file__).with_name("0003_triggers.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take back."""
    for table in ("resource", "place"):
        for trigger in ("raise_revision", "audit_made", "audit_gone", "audit_changed"):
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP TRIGGER come_back ON resource")
    for function in ("come_back", "raise_revision", "audit_made", "audit_gone", "audit_changed", "acting_account", "acting_how"):
        op.execute(f"DROP FUNCTION {function}")
    op.drop_constraint(op.f("ck_category_rule_of_freshness"), "category", type_="check")
    op.drop_column("resource", "hidden_since")
    op.drop_column("resource", "revision")
    op.drop_column("resource", "department")
    op.drop_column("place", "revision")
    op.drop_column("import_row", "revision")
    op.drop_constraint(op.f("fk_import_batch_account_id"), "import_batch", type_="foreignkey")
    op.drop_column("import_batch", "account_id")
    op.drop_column("import_batch", "department")
    op.drop_column("category", "hide_months")
    op.drop_column("category", "confirm_months")
    for name in ("field", "account_id", "at"):
        op.drop_index(f"ix_audit_entry_{name}", table_name="audit_entry")
    op.drop_column("audit_entry", "how")
    op.drop_column("audit_entry", "revision")
    op.drop_column("account", "last_login_at")
    op.drop_column("account", "totp_last_step")
    op.drop_column("account", "totp_secret")
    op.drop_column("account", "password_set_at")
    op.drop_column("account", "password_expires_at")
    op.drop_index(op.f("ix_correction_resource_id"), table_name="correction")
    op.drop_index("ix_correction_municipality_code_state", table_name="correction")
    op.drop_index(op.f("ix_correction_municipality_code"), table_name="correction")
    op.drop_table("correction")
    op.drop_index("ix_upload_row_upload_id", table_name="upload_row")
    op.drop_table("upload_row")
    op.drop_index(op.f("ix_confirm_link_resource_id"), table_name="confirm_link")
    op.drop_table("confirm_link")
    op.drop_index("ix_upload_state", table_name="upload")
    op.drop_index(op.f("ix_upload_municipality_code"), table_name="upload")
    op.drop_index(op.f("ix_upload_batch_id"), table_name="upload")
    op.drop_table("upload")
    op.drop_index(op.f("ix_source_layout_municipality_code"), table_name="source_layout")
    op.drop_table("source_layout")
    op.drop_index(op.f("ix_account_session_account_id"), table_name="account_session")
    op.drop_table("recovery_code")
    op.drop_table("account_session")
    op.drop_index("ix_login_failure_key_hash", table_name="login_failure")
    op.drop_table("login_failure")
