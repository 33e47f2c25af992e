"""住民に見せない項目: which fields of a record residents do not see, beside 電話・FAX・メール, which have a range of their own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FIELDS = (
    "category_code organization_id place_id mode status visibility name name_kana description schedule_text target_text fee_text "
    "free reservation capacity languages served_text url remarks phone phone_visibility fax fax_visibility email email_visibility "
    "consent consented_on consented_how last_confirmed_on confirmed_by confirmed_how source source_key department hidden_since"
)
BEFORE = "UPDATE import_row SET before = before {} WHERE before ? 'row'"


def upgrade() -> None:
    """Apply; what undo would put back knows the column too."""
    nothing = sa.text("'{}'")
    op.add_column("resource", sa.Column("withheld", postgresql.ARRAY(sa.String(length=16)), server_default=nothing, nullable=False))
    op.create_check_constraint(
        op.f("ck_resource_withheld"), "resource",
        "withheld <@ ARRAY['organization','description','reservation','capacity','languages','url']::varchar[]",
    )  # fmt: skip
    op.execute(BEFORE.format("|| jsonb_build_object('row', before->'row' || '{\"withheld\": []}')"))
    _watch(f"{FIELDS} withheld")


def downgrade() -> None:
    """Take back."""
    _watch(FIELDS)
    op.execute(BEFORE.format("#- '{row,withheld}'"))
    op.drop_constraint(op.f("ck_resource_withheld"), "resource", type_="check")
    op.drop_column("resource", "withheld")


def _watch(fields: str) -> None:
    op.execute("DROP TRIGGER audit_changed ON resource")
    op.execute(
        "CREATE TRIGGER audit_changed AFTER UPDATE ON resource REFERENCING OLD TABLE AS was NEW TABLE AS became "
        f"FOR EACH STATEMENT EXECUTE FUNCTION audit_changed('{fields}')"
    )
