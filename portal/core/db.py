"""The database: declarative base, session, and the one transaction."""

import contextvars
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, Uuid, event, inspect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from portal.core.errors import Conflict, PortalError
from portal.core.text import N_
from portal.core.types import UtcDateTime

# SQLite only: whether the next BEGIN takes the write lock at once. A GET sets it to False.
WRITE = contextvars.ContextVar("portal_write", default=True)


class Base(DeclarativeBase):
    """Base of every model: a UUID as key, named constraints, aware instants."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        metadata=metadata, type_annotation_map={datetime: UtcDateTime, uuid.UUID: Uuid()}
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


class Versioned:
    """A row that two people may change at once: the second of them is told (Conflict)."""

    row_version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.row_version}


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

M = TypeVar("M", bound=Base)


def lock(thing: M) -> M:
    """Hold this row until the transaction ends and read its columns afresh.

    PostgreSQL locks the row; on SQLite the write transaction already holds the whole database.
    Relationships that were loaded stay loaded.
    """
    db.session.flush()
    columns = [attribute.key for attribute in inspect(type(thing)).column_attrs]
    db.session.refresh(thing, columns, with_for_update=True)
    return thing


@contextmanager
def transaction() -> Iterator[None]:
    """One user action: the change, its audit row and its mail are kept together or not at all.

    After a refusal what was loaded stays readable as it was, so that the page can be shown again.
    Where the reading before it was done without the write lock of SQLite, it is taken here; what
    was read then may be old, so the service locks and reads afresh what it changes.
    Raises: Conflict when a row was changed by somebody else in the meantime.
    """
    token = None
    if not WRITE.get():
        db.session.commit()  # the end of the reading
        token = WRITE.set(True)
    try:
        yield
        db.session.commit()
    except StaleDataError as stale:
        _undo()
        raise Conflict(
            N_("Somebody else changed this at the same moment. Load the page again.")
        ) from stale
    except PortalError:
        _undo()
        raise
    except BaseException:
        db.session.rollback()
        raise
    finally:
        if token is not None:
            WRITE.reset(token)


def _undo() -> None:
    """Roll back, but leave loaded rows in hand: a rollback alone would empty them.

    They are let go of the session, with the columns that the refused act had set put back.
    """
    with db.session.no_autoflush:
        for thing in db.session.dirty:
            state = inspect(thing)
            for column in state.mapper.column_attrs:
                before = state.attrs[column.key].history.deleted
                if before:
                    set_committed_value(thing, column.key, before[0])
    db.session.expunge_all()
    db.session.rollback()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if WRITE.get() else "BEGIN")
