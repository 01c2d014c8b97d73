"""The demo never touches a database that is not a demo."""

import pytest
from sqlalchemy import inspect, select

from portal.accounts.models import User
from portal.core.db import db
from portal.demo import guard
from tests.support.cast import Cast


def test_empty_database_becomes_a_demo(app):
    guard.claim()

    assert inspect(db.session.connection()).has_table(guard.MARKER)


def test_demo_stays_a_demo(app):
    guard.claim()
    Cast().person("member")
    db.session.commit()

    guard.claim()

    assert db.session.scalars(select(User.name)).all() == ["Member Petrova"]


def test_database_with_data_is_refused(app):
    Cast().person("member")
    db.session.commit()

    with pytest.raises(guard.NotADemo):
        guard.claim()

    assert not inspect(db.session.connection()).has_table(guard.MARKER)
