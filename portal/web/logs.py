"""One line of JSON for each request, with an id that the answer carries too."""

import logging
import re
import secrets
import sys
import time

from flask import Flask, Response, g, request
from flask_login import current_user
from pythonjsonlogger.json import JsonFormatter

from portal import config

log = logging.getLogger("portal")
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def attach(app: Flask) -> None:
    """Give each request an id and log it when it is answered."""
    set_up(config.current().log_level)
    log.propagate = app.testing  # where the tests listen
    app.before_request(_begin)
    app.after_request(_finish)


def set_up(level: str) -> None:
    """Log to standard error, one event a line."""
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonFormatter("{levelname}{message}", style="{", timestamp=True))
        log.addHandler(handler)
    log.setLevel(level)


def request_id() -> str:
    """The id of this request, also the reference on an error page."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-Id", "")
        trusted = config.current().trusted_proxies and _SAFE_ID.fullmatch(given)
        g.request_id = given if trusted else secrets.token_hex(8)
    return str(g.request_id)


def _begin() -> None:
    g.started = time.monotonic()
    request_id()


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    if request.endpoint == "static":
        return response
    user_id = getattr(current_user, "user_id", None) if "_login_user" in g else None
    log.info(
        "request",
        extra={
            "request_id": request_id(),
            "method": request.method,
            "path": _path(),
            "status": response.status_code,
            "ms": round((time.monotonic() - g.get("started", time.monotonic())) * 1000),
            "user_id": str(user_id) if user_id else None,
        },
    )
    return response


def _path() -> str:
    """The path asked for; the token of a one-time link is left out."""
    if "token" in (request.view_args or {}) and request.url_rule is not None:
        return request.url_rule.rule
    return request.path
