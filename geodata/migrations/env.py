"""Alembic's door: migrations run inside the transaction that geodata.database.upgrade opened."""

from alembic import context
from geoalchemy2 import alembic_helpers

from geodata.models import Base


def run() -> None:
    """Run the migrations on the connection that was handed over."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=alembic_helpers.include_object,
        render_item=alembic_helpers.render_item,
        process_revision_directives=alembic_helpers.writer,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
