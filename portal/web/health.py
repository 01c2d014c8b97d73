"""Is the process alive, and can it answer? Strangers learn nothing more."""

from flask import Blueprint, Flask, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.core.db import db
from portal.web.access import public

bp = Blueprint("health", __name__)


def attach(app: Flask) -> None:
    """Answer /healthz and /readyz."""
    app.register_blueprint(bp)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Alive."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> Response:
    """Ready: the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("not ready\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
