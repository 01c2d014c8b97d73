"""What all factories share: one instant, one counter for things that must differ, saving."""

from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from portal.core.db import Base, db

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_numbers = count(1)
M = TypeVar("M", bound=Base)


def next_number() -> int:
    """A number not used before in this process, for unique columns only."""
    return next(_numbers)


def save(thing: M) -> M:
    """Add and flush."""
    db.session.add(thing)
    db.session.flush()
    return thing
