"""Keeping a sign-in alive while its person works."""

from flask import Response, request
from sqlalchemy.exc import OperationalError

from portal.accounts import rules, service
from portal.accounts.views import bp
from portal.core.clock import now
from portal.core.db import WRITE, db, transaction
from portal.web.access import current_token, last_seen
from portal.web.logs import log


@bp.after_app_request
def note_presence(response: Response) -> Response:
    """Note at most once a minute that the sign-in is in use.

    It comes after the page is made, in a short transaction of its own, so that a GET holds the
    write lock for one statement and never while it reads. Files of the design ask nobody who they
    are.
    """
    if request.endpoint == "static":
        return response
    token, seen_at = current_token(), last_seen()
    if token and seen_at and now() - seen_at >= rules.TOUCH_EVERY:
        _note(token)
    return response


def _note(token: str) -> None:
    db.session.rollback()
    writing = WRITE.set(True)
    try:
        with transaction():
            service.touch(token, at=now())
    except OperationalError as busy:
        log.warning("presence not noted", exc_info=busy)
    finally:
        WRITE.reset(writing)
