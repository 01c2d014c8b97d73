"""The demo never touches a database that is not a demo."""

from dataclasses import dataclass

from sqlalchemy import delete, inspect, select, text

from portal.core.clock import now
from portal.core.db import Base, db, transaction

MARKER = "demo_marker"  # outside the models: only a demo has this table


class NotADemo(Exception):
    """The database holds something that the demo did not make."""


@dataclass(frozen=True)
class SignIn:
    """One person of the demo and how to sign in as them."""

    kind: str
    name: str
    email: str
    password: str


def claim() -> None:
    """Mark an empty database as a demo; one that is marked already stays as it is.

    Raises: NotADemo.
    """
    with transaction():
        if inspect(db.session.connection()).has_table(MARKER):
            return
        if not _is_empty():
            raise NotADemo("This database holds data that is not a demo; it is left as it is.")
        db.session.execute(
            text(f"CREATE TABLE {MARKER} (made_at VARCHAR(40) NOT NULL, finished_at VARCHAR(40))")
        )
        db.session.execute(
            text(f"INSERT INTO {MARKER} (made_at) VALUES (:at)"),  # noqa: S608 - our own name
            {"at": now().isoformat()},
        )


def is_finished() -> bool:
    """Whether the demo in this database was made to its end."""
    return db.session.scalar(text(f"SELECT finished_at FROM {MARKER}")) is not None  # noqa: S608 - our own name


def start_over() -> None:
    """Clear a demo that was interrupted while it was made; only for a marked database."""
    with transaction():
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(delete(table))


def finish() -> None:
    """Note that the demo is complete."""
    with transaction():
        db.session.execute(
            text(f"UPDATE {MARKER} SET finished_at = :at"),  # noqa: S608 - our own name
            {"at": now().isoformat()},
        )


def _is_empty() -> bool:
    tables = Base.metadata.sorted_tables
    return not any(db.session.execute(select(1).select_from(t).limit(1)).first() for t in tables)
