"""Who may do what with an organisation's records."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.core.access import Held
from portal.organisations import policy
from portal.organisations.models import Invitation, Membership, Organisation
from portal.organisations.states import MemberRole
from tests.factories.accounts import make_actor

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HERE, ACTION = uuid4(), uuid4()
OWNER = make_actor(Held("organisation", HERE, "owner"))
EDITOR = make_actor(Held("organisation", HERE, "editor"))
READER = make_actor(Held("organisation", HERE, "reader"))
SIGNATORY = make_actor(
    Held("organisation", HERE, "reader"), Held("organisation", HERE, "signatory")
)
OTHER = make_actor(Held("organisation", uuid4(), "owner"))
ADMIN = make_actor(is_administrator=True)
FINANCE = make_actor(Held("action", ACTION, "finance"))
PROGRAMME_RS = make_actor(Held("action", ACTION, "programme", "RS"))
FINANCE_AL = make_actor(Held("action", ACTION, "finance", "AL"))
EVERYBODY = (
    OWNER, EDITOR, READER, SIGNATORY, OTHER, ADMIN, FINANCE, PROGRAMME_RS, FINANCE_AL,
)  # fmt: skip


def organisation(**facts):
    return Organisation(**{"id": HERE, "country": "RS", **facts})


def membership(**facts):
    return Membership(
        **{"user_id": uuid4(), "organisation_id": HERE, "role": MemberRole.OWNER, **facts}
    )


@pytest.mark.parametrize(
    ("ask", "allowed"),
    [
        (policy.can_see, {OWNER, EDITOR, READER, SIGNATORY, FINANCE, PROGRAMME_RS}),
        (policy.can_edit, {OWNER, EDITOR}),
        (policy.can_see_bank, {OWNER, SIGNATORY, FINANCE}),
        (policy.can_set_bank, {OWNER, SIGNATORY}),
    ],
)
def test_who_may(ask, allowed):
    selected = organisation(bank_asked_at=AT)

    assert {actor for actor in EVERYBODY if ask(actor, selected)} == allowed


def test_only_owners_decide_who_belongs():
    allowed = {actor for actor in EVERYBODY if policy.can_manage_people(actor, HERE)}

    assert allowed == {OWNER}


def test_bank_account_is_asked_only_after_selection():
    verdict = policy.can_set_bank(OWNER, organisation(bank_asked_at=None))

    assert not verdict
    assert "after your application is selected" in verdict.reason


@pytest.mark.parametrize("others", [0, 1])
def test_last_owner_stays_owner(others):
    member = membership()

    assert bool(policy.can_remove_member(OWNER, member, others)) == bool(others)
    verdict = policy.can_change_member(OWNER, member, others, role=MemberRole.READER)
    assert bool(verdict) == bool(others)
    assert policy.can_change_member(OWNER, member, others, role=MemberRole.OWNER)


def test_anybody_may_leave_but_not_remove_others():
    own = membership(user_id=READER.user_id, role=MemberRole.READER)

    assert policy.can_remove_member(READER, own, 1)
    assert not policy.can_remove_member(EDITOR, own, 1)
    assert not policy.can_remove_member(OWNER, membership(ended_at=AT), 1)


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({}, True),
        ({"email": "other@example.org"}, False),
        ({"accepted_at": AT}, False),
        ({"withdrawn_at": AT}, False),
        ({"expires_at": AT}, False),
    ],
)
def test_invitation_is_for_one_address_once_and_seven_days(facts, allowed):
    invitation = Invitation(**{"email": OWNER.email, "expires_at": AT + timedelta(days=7), **facts})

    assert bool(policy.can_accept(OWNER, invitation, AT)) == allowed
