"""Only a request that may change something takes the write lock of SQLite."""

from flask import Flask, g, request

from portal.core.db import WRITE

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def attach(app: Flask) -> None:
    """Say for each request whether it may write."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    g.write_token = WRITE.set(request.method not in SAFE)


def _end(_error: BaseException | None) -> None:
    token = g.pop("write_token", None)
    if token is not None:
        WRITE.reset(token)
