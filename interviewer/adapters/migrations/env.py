"""Alembic runs this to apply the versions on the connection that SqlEvents hands over."""

from alembic import context

# SQLite cannot alter a table in place: "batch" lets later versions copy it instead.
context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
