"""The one transaction, and the lock, keep what a page has in hand."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import User
from portal.core.db import WRITE, db, lock, transaction
from portal.core.errors import Conflict, RuleBroken
from portal.organisations.models import Organisation, OrganisationYear

AT = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)


@pytest.fixture
def organisation(app) -> Organisation:
    made = Organisation(
        legal_name="Zelena dolina",
        name_folded="zelena dolina",
        registration_number="28123456",
        country="RS",
        created_at=AT,
    )
    made.years = [OrganisationYear(year=2025, turnover=Decimal(0))]
    db.session.add(made)
    db.session.commit()
    db.session.expunge_all()
    statement = select(Organisation).options(selectinload(Organisation.years))
    return db.session.scalars(statement).one()


def test_transaction_refused_keeps_loaded_rows_as_they_were(organisation):
    with pytest.raises(RuleBroken), transaction():
        organisation.legal_name = "Changed"
        db.session.flush()
        organisation.acronym = "CH"
        raise RuleBroken("No.")

    assert [year.year for year in organisation.years] == [2025]
    assert organisation.acronym == ""
    assert db.session.scalars(select(Organisation.legal_name)).one() == "Zelena dolina"


def test_transaction_second_saver_is_told(organisation):
    table = Organisation.__table__
    db.session.execute(table.update().values(row_version=table.c.row_version + 1))

    with pytest.raises(Conflict), transaction():
        organisation.legal_name = "Changed"


def test_transaction_after_a_look_without_the_lock_takes_it_for_its_time_only(app):
    asked = WRITE.set(False)
    try:
        assert db.session.scalars(select(User)).all() == []
        with transaction():
            assert WRITE.get()
            db.session.add(User(email="a@example.org", name="A", password_hash="", created_at=AT))

        assert not WRITE.get()
        assert db.session.scalars(select(User.name)).all() == ["A"]
    finally:
        db.session.rollback()
        WRITE.reset(asked)


def test_transaction_failure_rolls_back(app):
    with pytest.raises(ZeroDivisionError), transaction():
        db.session.add(User(email="a@example.org", name="A", password_hash="", created_at=AT))
        db.session.flush()
        raise ZeroDivisionError

    assert db.session.scalars(select(User)).all() == []


def test_lock_reads_columns_afresh_and_keeps_relationships(organisation):
    db.session.execute(Organisation.__table__.update().values(acronym="NEW"))

    held = lock(organisation)

    assert held is organisation
    assert held.acronym == "NEW"
    assert [year.year for year in held.years] == [2025]
