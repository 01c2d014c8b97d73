"""Old tries, links and sign-ins are forgotten."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts import service
from portal.accounts.models import RateHit, Token, UserSession
from portal.accounts.tasks import sweep
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import make_user

TABLES = (RateHit, Token, UserSession)


def counts():
    return [len(db.session.scalars(select(table)).all()) for table in TABLES]


def test_sweep_drops_each_after_its_time(app):
    user, at = make_user(), now()
    service.ask_reset(user.email, address="192.0.2.1", at=at)
    service.start_session(user, address="", user_agent="", at=at)
    db.session.commit()

    left = []
    for days in (0.5, 2, 31, 91):
        sweep({}, at + timedelta(days=days))
        left.append(counts())

    assert left == [[2, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]]
