"""A unit test touches no database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event


@pytest.fixture(autouse=True)
def _no_database() -> Iterator[None]:
    def refuse(*_args: object) -> None:
        pytest.fail("A unit test opened a database connection.")

    event.listen(Engine, "do_connect", refuse)
    yield
    event.remove(Engine, "do_connect", refuse)
