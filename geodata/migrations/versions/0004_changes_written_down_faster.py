"""速く書く: changes are written down without making JSON of what stayed, and long values are packed by lz4."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LONG = (("resource", "raw"), ("resource", "bigrams"), ("resource", "search_text"), ("import_row", "before"))


def upgrade() -> None:
    """Apply."""
    op.execute(Path(__file__).with_name("0004_audit.sql").read_text(encoding="utf-8"))
    for table, column in LONG:  # a server built without lz4 keeps what it has
        op.execute(f"""
            DO $$ BEGIN ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4;
            EXCEPTION WHEN feature_not_supported THEN NULL; END $$
        """)


def downgrade() -> None:
    """Nothing to take back: the same is written down, and what is packed is read by any edition."""
