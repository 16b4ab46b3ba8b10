"""The database's schema, one file per version; SqlEvents applies them when it opens a database.

To change the schema: add the next file under versions/ (its `down_revision` is the newest `revision`), make it work on
SQLite and PostgreSQL, and change the tables in sql_events.py alike; a test compares the two. Never edit a version that
was released.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from library.errors import StoreError


def apply(db: sa.Connection) -> None:
    """Bring the schema up to date in the caller's transaction; StoreError when it is newer than this program."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = db
    scripts = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(db).get_current_revision()
    if found and found not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"The database was made by a newer version of Viva (its schema is {found}).",
            "Update Viva, or name another data folder with VIVA_DATA.",
        )
    if found != scripts.get_current_head():
        command.upgrade(config, "head")
