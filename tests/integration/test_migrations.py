"""The chain of migrations makes exactly the tables of the models, and can be gone back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Engine, event, inspect

from portal import beside_or_inside
from portal.core.db import Base, db

MIGRATIONS = beside_or_inside("migrations")


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_are_one_pinned_chain():
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()

    pinned = (MIGRATIONS / ".current-alembic-head").read_text().strip()

    assert [path.stem for path in MIGRATIONS.glob(f"versions/{heads[0]}_*.py")] == [pinned]
    assert len(heads) == 1


def test_migrations_import_no_models():
    texts = [path.read_text("utf-8") for path in Path(MIGRATIONS).glob("versions/*.py")]

    assert [text for text in texts if "portal" in text.replace("portal_", "")] == []


def test_migrations_make_the_tables_of_the_models(bare_database):
    app, _ = bare_database
    with app.app_context():
        upgrade()

        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, Base.metadata)
        check()

    assert differences == []


def test_migrations_go_down_and_up_again(bare_database):
    app, _ = bare_database
    with app.app_context():
        upgrade()
        before = _tables()
        downgrade(revision="base")
        between = _tables()
        upgrade()

        after = _tables()

    assert before == after == set(Base.metadata.tables)
    assert between == set()


def test_migration_that_fails_leaves_nothing_behind(bare_database):
    app, _ = bare_database
    with app.app_context():
        with _failing_at("CREATE INDEX"), pytest.raises(ZeroDivisionError):
            upgrade()

        assert _tables() == set()


@contextmanager
def _failing_at(words: str) -> Iterator[None]:
    def fail(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith(words):
            raise ZeroDivisionError

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
