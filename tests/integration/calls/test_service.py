"""A call from template to closed, by the right people only."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.audit.queries import history
from portal.calls import queries, service, template
from portal.calls.service import LotNumbers
from portal.calls.states import CallState
from portal.core.access import Actor, Held
from portal.core.errors import NotAllowed, RuleBroken
from tests.factories.accounts import make_user
from tests.factories.actions import make_action
from tests.factories.base import AT
from tests.factories.calls import make_call


def staff(action, function, country=None):
    user = make_user()
    return Actor(user.id, user.name, roles=(Held("action", action.id, function, country),))


def draft(action, actor):
    call = service.create(
        action,
        template.load("national_one_step"),
        cluster=action.clusters[2],
        actor=actor,
        at=AT,
    )
    call.publishes_at, call.closes_at = AT, AT + timedelta(days=31)
    return call


def test_a_call_from_the_template_has_lots_form_and_grid(app):
    action = make_action()

    call = draft(action, staff(action, "programme"))

    assert call.reference == f"{action.code}-2026-01"
    assert [lot.code for lot in call.lots] == ["AL", "BA", "XK", "ME", "MK", "RS", "REG"]
    assert call.lots[6].is_regional
    assert sum(lot.max_grants for lot in call.lots if not lot.is_regional) == 24
    points = {s.code: sum(c.weight for c in s.criteria) * 5 for s in call.grid}
    assert points == {"C1": 20, "C2": 30, "C3": 25, "C4": 10, "C5": 15}
    assert service.problems(call) == []


def test_a_call_goes_from_draft_to_closed(app):
    action = make_action()
    preparer, signatory = staff(action, "programme"), staff(action, "signatory")
    call = draft(action, preparer)

    service.approve(call, actor=signatory, at=AT)
    service.publish(call, actor=preparer, at=AT)
    service.close(call, at=call.closes_at - timedelta(seconds=1))
    still_open = call.state
    service.close(call, at=call.closes_at)

    assert still_open is CallState.PUBLISHED
    assert call.state is CallState.CLOSED
    verbs = [entry.verb for entry in history("calls", call.id)]
    assert set(verbs) == {"call.created", "call.approved", "call.published", "call.closed"}


def test_the_preparer_cannot_approve_even_as_signatory(app):
    action = make_action()
    user = make_user()
    both = Actor(
        user.id,
        user.name,
        roles=(Held("action", action.id, "programme"), Held("action", action.id, "signatory")),
    )
    call = draft(action, both)

    with pytest.raises(NotAllowed, match="You prepared this call"):
        service.approve(call, actor=both, at=AT)


def test_staff_of_a_national_partner_cannot_prepare_a_call(app):
    action = make_action()

    with pytest.raises(NotAllowed, match="lead applicant's staff"):
        draft(action, staff(action, "programme", "AL"))


def test_an_incomplete_call_is_not_approved(app):
    action = make_action()
    call = draft(action, staff(action, "programme"))
    call.closes_at = AT + timedelta(days=29)

    with pytest.raises(RuleBroken, match="at least 30 days"):
        service.approve(call, actor=staff(action, "signatory"), at=AT)


def test_a_deadline_moves_later_only(app):
    action = make_action()
    call = make_call(action=action)
    actor = staff(action, "programme")
    before = call.closes_at

    with pytest.raises(RuleBroken, match="only be moved later"):
        service.extend(call, closes_at=before, actor=actor, at=AT, reason="Holiday")
    service.extend(call, closes_at=before + timedelta(days=7), actor=actor, at=AT, reason="Holiday")

    assert call.closes_at == before + timedelta(days=7)
    with pytest.raises(NotAllowed, match="before it has passed"):
        service.extend(
            call,
            closes_at=before + timedelta(days=30),
            actor=actor,
            at=call.closes_at,
            reason="Late",
        )


def test_lot_limits_are_checked(app):
    action = make_action()
    call = make_call(state=CallState.DRAFT, action=action)
    lot = queries.lot(call.lots[0].id)
    numbers = LotNumbers(Decimal(60000), 4, Decimal(15000), Decimal(5000), 6, 12, 1)

    with pytest.raises(RuleBroken) as broken:
        service.set_lot(lot, numbers, actor=staff(action, "programme"), at=AT)

    assert broken.value.field == "max_grant"


def test_the_worker_closes_what_is_due(app, run_jobs):
    call = make_call()

    run_jobs(call.closes_at + timedelta(minutes=1), with_recurring=True)

    assert call.state is CallState.CLOSED
