"""Dropping what is no longer needed of tries, links and sessions."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from portal.accounts.models import RateHit, Token, UserSession
from portal.core.db import db

TRIES_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=30)
SESSIONS_KEPT = timedelta(days=90)


def sweep(*, at: datetime) -> None:
    """Drop counters after a day, links after 30 days and sign-ins after 90; the audit stays."""
    db.session.execute(delete(RateHit).where(RateHit.window_at < at - TRIES_KEPT))
    db.session.execute(delete(Token).where(Token.expires_at < at - LINKS_KEPT))
    db.session.execute(delete(UserSession).where(UserSession.created_at < at - SESSIONS_KEPT))
