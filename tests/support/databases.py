"""A clean database for each test, at one address for each test process and kind.

The tables are made once; a test gets a copy of that: of the file on SQLite, by
`CREATE DATABASE ... TEMPLATE` on PostgreSQL.
"""

import shutil
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from portal.core.db import Base
from tests.support.postgres import Postgres


class Database(Protocol):
    """One address whose content can be made new."""

    url: str

    def renew(self) -> None:
        """Tables as the models say, no rows."""

    def empty(self) -> None:
        """No tables at all."""


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "portal.sqlite3"
        self.template = folder / "template.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def renew(self) -> None:
        if not self.template.exists():
            _make_tables(f"sqlite:///{self.template}")
        self.empty()
        shutil.copyfile(self.template, self.file)

    def empty(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.file}{ending}").unlink(missing_ok=True)


class PostgresDatabase:
    def __init__(self, server: Postgres) -> None:
        self.url = server.url("portal")
        self.template_url = server.url("tables")
        self.admin = create_engine(
            server.url(), poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        self.has_template = False

    def renew(self) -> None:
        if not self.has_template:
            self._run("CREATE DATABASE tables")
            _make_tables(self.template_url)
            self.has_template = True
        self._run(
            "DROP DATABASE IF EXISTS portal WITH (FORCE)",
            "CREATE DATABASE portal TEMPLATE tables STRATEGY FILE_COPY",
        )

    def empty(self) -> None:
        self._run("DROP DATABASE IF EXISTS portal WITH (FORCE)", "CREATE DATABASE portal")

    def _run(self, *statements: str) -> None:
        with self.admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


def _make_tables(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    Base.metadata.create_all(engine)
    if engine.dialect.name == "sqlite":  # fold the log into the file, so that one copy is whole
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
