"""How many statements a page costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

_NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The statements sent to any database inside the block, in their order."""
    seen: list[str] = []

    def note(_c, _cursor, statement, *_rest) -> None:
        if not statement.upper().startswith(_NOT_COUNTED):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
