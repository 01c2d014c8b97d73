"""Only a request that may change something takes the write lock of SQLite."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from portal.core.db import WRITE

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


V = TypeVar("V", bound=Callable[..., Any])


def reads_first(view: V) -> V:
    """Mark a view whose POST reads without the lock; `transaction()` takes it for the writing.

    For what many people send at once. Its service must lock and read afresh what it changes.
    """
    cast("Any", view).reads_first = True
    return view


def attach(app: Flask) -> None:
    """Say for each request whether it may write."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    is_reading = request.method in SAFE or getattr(view, "reads_first", False)
    g.write_token = WRITE.set(not is_reading)


def _end(_error: BaseException | None) -> None:
    token = g.pop("write_token", None)
    if token is not None:
        WRITE.reset(token)
