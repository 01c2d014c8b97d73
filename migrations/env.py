"""How Alembic reaches the portal's database and tables."""

from alembic import context
from flask import current_app

from portal.core.db import Base, db

NOT_OURS = {"demo_marker"}  # made by `portal demo` alone


def include_object(_thing, name, kind, _reflected, _compare_to):
    return not (kind == "table" and name in NOT_OURS)


def run():
    """Run inside one transaction, so that an interrupted migration leaves nothing half done.

    SQLite rebuilds a table to change it; with foreign keys on that would delete what refers to it.
    """
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.driver_connection
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include_object,
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


run()
