"""Who may do what: every step of a payment and of a contract in every state."""

from uuid import uuid4

import pytest

from portal.core.access import Held
from portal.core.lifecycle import can_move
from portal.grants import policy
from portal.grants.models import Acceptance, Grant, Instalment, Recovery
from portal.grants.states import (
    GRANT_MOVES,
    INSTALMENT_MOVES,
    RECOVERY_MOVES,
    GrantState,
    InstalmentState,
    RecoveryState,
)
from tests.factories.accounts import make_actor

ACTION, ORGANISATION = uuid4(), uuid4()
STEPS = {
    "request": (policy.can_request, "grantee"),
    "check": (policy.can_check, "finance"),
    "approve": (policy.can_approve, "signatory"),
    "pay": (policy.can_pay, "finance"),
    "confirm": (policy.can_confirm, "grantee"),
    "send_back": (policy.can_send_back, "finance"),
    "hold": (policy.can_hold, "signatory"),
    "release": (policy.can_release, "finance"),
}
VERBS = {
    "draft_contract": (policy.can_draft_contract, "programme"),
    "send_contract": (policy.can_send_contract, "programme"),
    "close": (policy.can_close, "programme"),
}


def grant_in(state=GrantState.ACTIVE, country="RS"):
    return Grant(
        id=uuid4(), action_id=ACTION, organisation_id=ORGANISATION, state=state, country=country
    )


def instalment_in(state, **facts):
    return Instalment(id=uuid4(), grant=grant_in(), state=state, **facts)


def actor(role, country=None):
    if role == "grantee":
        return make_actor(Held("organisation", ORGANISATION, "signatory"))
    if role in {"owner", "editor", "reader"}:
        return make_actor(Held("organisation", ORGANISATION, role))
    return make_actor(Held("action", ACTION, role, country))


@pytest.mark.parametrize("state", list(InstalmentState))
@pytest.mark.parametrize("verb", list(STEPS))
def test_step_of_a_payment_is_possible_exactly_where_the_table_says(verb, state):
    can, role = STEPS[verb]

    verdict = can(actor(role), instalment_in(state))

    assert bool(verdict) is can_move(state, verb, INSTALMENT_MOVES)
    assert verdict or verdict.reason


@pytest.mark.parametrize(
    ("verb", "roles"),
    [
        ("request", {"grantee"}),
        ("check", {"finance"}),
        ("approve", {"signatory"}),
        ("pay", {"finance"}),
        ("confirm", {"grantee", "owner", "editor"}),
        ("send_back", {"finance", "signatory"}),
        ("hold", {"finance", "signatory"}),
        ("release", {"finance", "signatory"}),
    ],
)
def test_step_of_a_payment_belongs_to_its_roles(verb, roles):
    can, _role = STEPS[verb]
    state = next(iter(INSTALMENT_MOVES[verb].sources))
    everybody = ("grantee", "owner", "editor", "reader", "programme", "finance", "signatory",
                 "auditor")  # fmt: skip

    allowed = {role for role in everybody if can(actor(role), instalment_in(state))}

    assert allowed == roles


@pytest.mark.parametrize("state", list(GrantState))
@pytest.mark.parametrize("verb", list(VERBS))
def test_verb_of_a_grant_is_possible_exactly_where_the_table_says(verb, state):
    can, role = VERBS[verb]

    assert bool(can(actor(role), grant_in(state))) is can_move(state, verb, GRANT_MOVES)


@pytest.mark.parametrize("state", list(GrantState))
def test_terms_can_be_set_only_before_the_contract_is_sent(state):
    allowed = policy.can_set_terms(actor("programme"), grant_in(state))

    assert bool(allowed) is (state in {GrantState.PREPARATION, GrantState.CONTRACT_DRAFT})


@pytest.mark.parametrize("state", list(GrantState))
@pytest.mark.parametrize("side", ["grantee", "lead"])
def test_contract_is_accepted_only_while_it_is_sent(side, state):
    can = policy.can_sign_as_lead if side == "lead" else policy.can_sign_as_grantee
    role = "signatory" if side == "lead" else "grantee"

    assert bool(can(actor(role), grant_in(state), [])) is (state is GrantState.SENT)


def test_each_side_accepts_once():
    given = [Acceptance(side="lead", user_id=uuid4())]

    verdict = policy.can_sign_as_lead(actor("signatory"), grant_in(GrantState.SENT), given)

    assert verdict.reason == "Your side has accepted this contract."


@pytest.mark.parametrize("state", list(RecoveryState))
def test_recovery_is_settled_exactly_where_the_table_says(state):
    recovery = Recovery(grant=grant_in(), state=state)

    allowed = policy.can_settle_recovery(actor("finance"), recovery)

    assert bool(allowed) is can_move(state, "settle", RECOVERY_MOVES)


@pytest.mark.parametrize(
    ("held", "of_grant", "is_staff"),
    [
        (None, "RS", True),
        (None, None, True),
        ("RS", "RS", True),
        ("RS", "AL", False),
        ("RS", None, False),  # a regional grant is the lead's
    ],
)
def test_staff_of_a_partner_have_the_grants_of_their_country(held, of_grant, is_staff):
    grant = grant_in(country=of_grant)

    assert policy.is_staff(actor("finance", held), grant) is is_staff
    assert bool(policy.can_read(actor("auditor", held), grant)) is is_staff
