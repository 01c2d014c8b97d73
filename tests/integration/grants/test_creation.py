"""A grant is made from an awarded application: copied numbers, own number, ceiling."""

import threading
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.db import db, transaction
from portal.core.errors import RuleBroken, WrongState
from portal.grants import queries, service
from portal.grants.models import Grant
from portal.grants.states import GrantState
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.factories.organisations import make_membership, make_organisation

AWARDED = ApplicationState.AWARDED


def awarded(call, organisation=None, owner=None, lot="RS"):
    return make_application(
        state=AWARDED, call=call, lot=lot, organisation=organisation, owner=owner
    )


def test_grant_copies_example_1_from_the_frozen_version(app):
    action = make_action()
    call = make_call(
        state="decided", action=action, impact_statements=list(action.impact_statements[:2])
    )
    application, actor = awarded(call), actor_of(make_user())

    with transaction():
        made = service.create_from_application(application, actor=actor, at=AT)

    grant = queries.whole(made.id)
    assert grant.number == f"{call.reference}-G01"
    assert (grant.state, grant.country) == (GrantState.PREPARATION, "RS")
    assert (grant.max_amount, grant.total_eligible) == (Decimal("12500.00"), Decimal("13161.00"))
    assert (grant.share_percent, grant.indirect) == (Decimal("94.98"), Decimal("861.00"))
    assert (grant.indirect_rate, grant.duration_months) == (Decimal(7), 10)
    assert grant.cluster.code == "C3"
    assert len(grant.impact_statements) == 2
    assert len(grant.lines) == 12
    assert sum(line.total for line in grant.lines) == Decimal("12300.00")
    assert grant.plan == ["80", "20"]
    assert grant.organisation.bank_asked_at == AT
    verbs = db.session.scalars(select(AuditEntry.verb)).all()
    assert "grant.created" in verbs


def test_second_grant_of_a_call_has_the_next_number(app):
    call, actor = make_call(state="decided"), actor_of(make_user())

    with transaction():
        first = service.create_from_application(awarded(call), actor=actor, at=AT)
        second = service.create_from_application(awarded(call, lot="BA"), actor=actor, at=AT)

    assert [first.number[-3:], second.number[-3:]] == ["G01", "G02"]


@pytest.mark.parametrize("state", [ApplicationState.ELIGIBILITY_CHECK, ApplicationState.CONTRACTED])
def test_only_an_awarded_application_becomes_a_grant(app, state):
    application = make_application(state=state)

    with pytest.raises(WrongState), transaction():
        service.create_from_application(application, actor=actor_of(make_user()), at=AT)


def test_application_becomes_one_grant_only(app):
    application, actor = awarded(make_call(state="decided")), actor_of(make_user())
    with transaction():
        service.create_from_application(application, actor=actor, at=AT)

    with pytest.raises(RuleBroken) as refused, transaction():
        service.create_from_application(applications.get(application.id), actor=actor, at=AT)

    assert str(refused.value) == "There is a grant for this application."


@pytest.mark.parametrize(
    ("held", "final", "state", "is_allowed"),
    [
        ("47500.00", None, GrantState.ACTIVE, True),  # exactly 60,000
        ("47500.01", None, GrantState.ACTIVE, False),
        ("60000.00", "47500.00", GrantState.CLOSED, True),  # closed: what was finally granted
        ("60000.00", "47500.01", GrantState.CLOSED, False),
        ("60000.00", "40000.00", GrantState.ENDED, False),  # not over: the maximum
    ],
)
def test_ceiling_per_third_party_counts_all_grants_of_the_action(
    app, held, final, state, is_allowed
):
    action = make_action()
    organisation, owner = make_organisation(), make_user()
    make_membership(organisation=organisation, user=owner)
    make_grant(
        state=state,
        call=make_call(state="decided", action=action),
        organisation=organisation,
        owner=owner,
        max_amount=Decimal(held),
        final_amount=Decimal(final) if final else None,
    )
    application = awarded(make_call(state="decided", action=action), organisation, owner)

    refused = ""
    try:
        with transaction():
            service.create_from_application(application, actor=actor_of(make_user()), at=AT)
    except RuleBroken as broken:
        refused = str(broken)

    assert ("the ceiling per third party is 60,000.00" in refused) is not is_allowed


def test_parallel_awards_keep_numbers_apart_and_the_ceiling(app):
    action = make_action(ceiling_per_third_party_eur=Decimal("20000.00"))
    organisation, owner = make_organisation(), make_user()
    make_membership(organisation=organisation, user=owner)
    call = make_call(state="decided", action=action)
    same = [
        awarded(make_call(state="decided", action=action), organisation, owner).id for _ in range(2)
    ]
    others = [awarded(call, lot=lot).id for lot in ("BA", "ME")]
    actor = actor_of(make_user())
    db.session.commit()
    refused = []

    def award(application_id):
        with app.app_context():
            try:
                with transaction():
                    service.create_from_application(
                        applications.get(application_id), actor=actor, at=AT
                    )
            except RuleBroken as broken:
                refused.append(str(broken))

    threads = [threading.Thread(target=award, args=(one,)) for one in (*same, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    numbers = db.session.scalars(select(Grant.number).where(Grant.call_id == call.id)).all()
    assert sorted(numbers) == [f"{call.reference}-G01", f"{call.reference}-G02"]
    assert len(refused) == 1
    assert "would reach 25,000.00" in refused[0]
