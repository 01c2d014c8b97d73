"""Running jobs as the worker does, but now and until none is left."""

import contextvars
from datetime import datetime
from typing import Any

from flask import Flask, has_app_context

from portal.core.db import db
from portal.jobs import worker


def run_due(app: Flask, at: datetime | None, **options: Any) -> int:
    """Run every due job in a context of its own; what the test wrote is committed before."""
    if has_app_context():
        db.session.commit()
    done = contextvars.Context().run(_drain, app, at, options)
    if has_app_context():
        db.session.expire_all()
    return done


def _drain(app: Flask, at: datetime | None, options: dict[str, Any]) -> int:
    with app.app_context():
        return worker.drain(at, **options)
