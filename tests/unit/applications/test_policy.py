"""Who may do what with an application: every state with every verb, every role, the deadline."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from portal.applications import policy
from portal.applications.rules.shown import UNDER_EVALUATION, shown_state
from portal.applications.states import AFTER_COMPLAINT, MOVES, TERMINAL, ApplicationState
from portal.calls.states import CallState
from portal.core.access import Held
from portal.core.errors import WrongState
from portal.core.lifecycle import move
from tests.factories.accounts import make_actor
from tests.factories.base import AT

S = ApplicationState
ORGANISATION, ACTION = uuid4(), uuid4()


def an_application(state=S.DRAFT, call_state=CallState.PUBLISHED, *, country="RS", closes_in=60):
    call = SimpleNamespace(
        action_id=ACTION,
        state=call_state,
        closes_at=AT + timedelta(seconds=closes_in),
        closed_at=None,
        grace_seconds=0,
    )
    return SimpleNamespace(
        state=state,
        organisation_id=ORGANISATION,
        call=call,
        lot=SimpleNamespace(country=country),
        extended_until=None,
        is_test=False,
    )


def member(*functions):
    return make_actor(*(Held("organisation", ORGANISATION, name) for name in functions))


def staff(function="programme", country=None):
    return make_actor(Held("action", ACTION, function, country))


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("verb", list(MOVES))
def test_a_verb_works_exactly_from_its_states(state, verb):
    thing = SimpleNamespace(state=state)

    if state in MOVES[verb].sources:
        assert move(thing, verb, MOVES) is state
        assert thing.state is MOVES[verb].target
    else:
        with pytest.raises(WrongState):
            move(thing, verb, MOVES)
        assert thing.state is state


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_only_an_upheld_complaint_leads_out_of_an_end(state):
    ways_out = {verb for verb, row in MOVES.items() if state in row.sources}

    assert ways_out <= AFTER_COMPLAINT


@pytest.mark.parametrize("state", list(S))
def test_only_a_draft_is_edited_and_submitted(state):
    actor, application = member("owner", "signatory"), an_application(state)

    assert bool(policy.can_edit(actor, application, AT)) == (state is S.DRAFT)
    assert bool(policy.can_submit(actor, application, AT)) == (state is S.DRAFT)
    assert bool(policy.can_reopen(actor, application, AT)) == (state is S.SUBMITTED)
    assert bool(policy.can_withdraw(actor, application)) == (state in MOVES["withdraw"].sources)
    assert bool(policy.can_attach_eligibility(actor, application)) == (state is S.ELIGIBILITY_CHECK)


@pytest.mark.parametrize(
    ("functions", "reads", "edits", "submits"),
    [
        (("owner", "signatory"), True, True, True),
        (("owner",), True, True, False),
        (("editor",), True, True, False),
        (("reader",), True, False, False),
        (("reader", "signatory"), True, False, True),
        ((), False, False, False),
    ],
)
def test_members_do_what_their_function_allows(functions, reads, edits, submits):
    actor, application = member(*functions), an_application()

    assert bool(policy.can_read(actor, application)) == reads
    assert bool(policy.can_edit(actor, application, AT)) == edits
    assert bool(policy.can_submit(actor, application, AT)) == submits


@pytest.mark.parametrize(("closes_in", "is_open"), [(1, True), (0, False), (-1, False)])
def test_the_deadline_ends_every_change(closes_in, is_open):
    actor = member("owner", "signatory")
    draft = an_application(closes_in=closes_in)
    sent = an_application(S.SUBMITTED, closes_in=closes_in)

    assert bool(policy.can_edit(actor, draft, AT)) == is_open
    assert bool(policy.can_submit(actor, draft, AT)) == is_open
    assert bool(policy.can_reopen(actor, sent, AT)) == is_open


@pytest.mark.parametrize("call_state", list(CallState))
def test_staff_read_only_once_the_call_has_closed(call_state):
    application = an_application(S.SUBMITTED, call_state)

    assert bool(policy.can_read(staff(), application)) == (call_state in policy.UNSEALED)


def test_staff_never_read_a_draft():
    assert not policy.can_read(staff(), an_application(S.DRAFT, CallState.CLOSED))


@pytest.mark.parametrize(
    ("role_country", "lot_country", "reads"),
    [(None, "RS", True), (None, None, True), ("RS", "RS", True), ("AL", "RS", False),
     ("RS", None, False)],
)  # fmt: skip
def test_partner_staff_read_the_lot_of_their_country(role_country, lot_country, reads):
    application = an_application(S.SUBMITTED, CallState.CLOSED, country=lot_country)

    assert bool(policy.can_read(staff(country=role_country), application)) == reads


@pytest.mark.parametrize(
    ("call_state", "words"),
    [
        (CallState.SUSPENDED, "suspended"),
        (CallState.CANCELLED, "cancelled"),
        (CallState.DRAFT, "not open yet"),
        (CallState.CLOSED, "closed"),
    ],
)
def test_a_call_that_takes_nothing_says_why(call_state, words):
    application = an_application(call_state=call_state)

    verdict = policy.can_apply(application.call, AT)

    assert not verdict
    assert words in verdict.reason


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        (S.SUBMITTED, "submitted", "submitted"),
        (S.OPENED, UNDER_EVALUATION, "opened"),
        (S.REJECTED_QUALITY, UNDER_EVALUATION, "rejected_quality"),
        (S.PROVISIONALLY_SELECTED, UNDER_EVALUATION, "provisionally_selected"),
        (S.RESERVE, UNDER_EVALUATION, "reserve"),
        (S.ADMIN_FAILED, UNDER_EVALUATION, "admin_failed"),
        (S.AWARDED, "awarded", "awarded"),
    ],
)
def test_the_applicant_sees_no_result_before_the_letter(state, before, after):
    assert shown_state(state, has_letter=False) == before
    assert shown_state(state, has_letter=True) == after
