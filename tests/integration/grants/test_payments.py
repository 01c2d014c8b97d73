"""Payments: example 1's 80/20 by different people, refusals by service and by the database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.db import db, transaction
from portal.core.errors import NotAllowed, RuleBroken, WrongState
from portal.grants import queries, service
from portal.grants.models import Recovery
from portal.grants.rules import CHECKLIST, final_grant
from portal.grants.states import GrantState, InstalmentState, RecoveryState
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action_role
from tests.factories.base import AT
from tests.integration.grants.steps import DAY, pay, scene

S, I = GrantState, InstalmentState  # noqa: E741
D = Decimal


def mails():
    return sorted(db.session.scalars(select(MailMessage.template)).all())


def jobs(kind):
    rows = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return [row.payload["subject"] for row in rows if row.payload["kind"] == kind]


def test_first_payment_of_example_1_goes_through_four_hands(app):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    payer = make_user()
    make_action_role(action=people.grant.action, user=payer, function="finance")

    pay(first, people, until="approve")
    with transaction():
        service.pay(
            first, value_date=AT.date(), bank_reference="TR-77", actor=actor_of(payer), at=AT
        )
    with transaction():
        service.confirm(first, actor=people.grantee, at=AT + DAY)

    assert (first.state, first.paid_amount) == (I.CONFIRMED, D("10000.00"))
    assert first.due_on == AT.date() + timedelta(days=30)
    hands = {first.requested_by_id, first.checked_by_id, first.approved_by_id, first.paid_by_id}
    assert len(hands) == 4
    assert jobs("PRQ") == [str(first.id)]
    assert mails() == [
        "grants/payment_made",
        "grants/payment_requested",
        "grants/payment_requested",
        "grants/payment_to_approve",
    ]
    money = queries.money(people.grant)
    assert (money.awarded, money.paid, money.to_pay) == (D("12500.00"), D("10000.00"), D("2500.00"))
    assert money.own == D("661.00")


@pytest.mark.parametrize(
    ("until", "step", "words"),
    [
        ("request", "check", "You asked for this payment"),
        ("check", "approve", "You checked this payment"),
        ("approve", "pay", "You approved this payment"),
    ],
)
def test_the_same_person_never_takes_the_next_step(app, until, step, words):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    pay(first, people, until=until)
    who = {"check": first.requested_by_id, "approve": first.checked_by_id,
           "pay": first.approved_by_id}[step]  # fmt: skip
    user = (
        people.owner
        if step == "check"
        else queries.lead_people(people.grant, "finance", "signatory")
    )
    user = user if step == "check" else next(row for row in user if row.id == who)
    for function in ("finance", "signatory"):
        if not actor_of(user).leads(people.grant.action_id, function):
            make_action_role(action=people.grant.action, user=user, function=function)
    actor = actor_of(user)
    steps = {
        "check": lambda: service.check(first, points=set(CHECKLIST), note="", actor=actor, at=AT),
        "approve": lambda: service.approve(first, actor=actor, at=AT),
        "pay": lambda: service.pay(
            first, value_date=AT.date(), bank_reference="TR", actor=actor, at=AT
        ),
    }

    with pytest.raises(NotAllowed) as refused, transaction():
        steps[step]()

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("requested_by_id", "checked_by_id"),
        ("checked_by_id", "approved_by_id"),
        ("requested_by_id", "approved_by_id"),
        ("approved_by_id", "paid_by_id"),
        ("requested_by_id", "paid_by_id"),
    ],
)
def test_the_database_refuses_the_same_person_too(app, earlier, later):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    setattr(first, earlier, people.owner.id)
    db.session.flush()

    setattr(first, later, people.owner.id)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("state", "overrides", "words"),
    [
        (S.SUSPENDED, {}, "The grant is not suspended"),
        (S.SIGNED, {"bank_iban": ""}, "The bank account is in the contract"),
    ],
)
def test_request_says_which_condition_is_not_met(app, state, overrides, words):
    people = scene(state, first=I.DUE, **overrides)

    with pytest.raises(RuleBroken) as refused, transaction():
        service.request(people.grant.instalments[0], actor=people.grantee, at=AT)

    assert words in str(refused.value)


def test_open_recovery_stops_a_request(app):
    people = scene(S.SIGNED)
    with transaction():
        people.grant.recoveries.append(
            Recovery(amount=D("1.00"), reason="Test", issued_at=AT, due_on=AT.date())
        )

    shown = queries.standing_conditions(people.grant.instalments[0])
    with pytest.raises(RuleBroken), transaction():
        service.request(people.grant.instalments[0], actor=people.grantee, at=AT)

    assert [str(row.words) for row in shown if not row.is_met] == ["There is no open recovery."]


def test_balance_cannot_be_asked_for_before_the_final_report(app):
    people = scene(S.ACTIVE)

    with pytest.raises(NotAllowed) as refused, transaction():
        service.request(people.grant.instalments[1], actor=people.grantee, at=AT)

    assert str(refused.value) == "This instalment is planned."


def test_request_goes_back_with_a_reason_and_comes_again(app):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    pay(first, people, until="check")
    with pytest.raises(RuleBroken) as refused, transaction():
        service.send_back(first, reason="  ", actor=people.lead.signatory, at=AT)
    first = queries.whole(people.grant.id).instalments[0]
    with transaction():
        service.send_back(first, reason="Wrong account", actor=people.lead.signatory, at=AT)
    returned = (first.state, first.requested_by_id, first.checked_by_id, first.due_on)

    pay(first, people, until="confirm")

    assert refused.value.field == "reason"
    assert returned == (I.DUE, None, None, None)
    assert first.state is I.CONFIRMED


def test_payment_is_held_and_released(app):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    pay(first, people, until="request")

    with transaction():
        service.hold(first, reason="A paper is missing", actor=people.lead.finance, at=AT)
    held = (first.state, first.hold_reason)
    with transaction():
        service.release(first, actor=people.lead.finance, at=AT)

    assert held == (I.ON_HOLD, "A paper is missing")
    assert (first.state, first.hold_reason) == (I.DUE, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value_date": AT.date() + DAY}, "value_date"),
        ({"value_date": AT.date() - DAY}, "value_date"),
        ({"bank_reference": " "}, "bank_reference"),
    ],
)
def test_payment_needs_a_true_value_date_and_a_reference(app, changes, field):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    pay(first, people, until="approve")
    given = {"value_date": AT.date(), "bank_reference": "TR-1"} | changes

    with pytest.raises(RuleBroken) as refused, transaction():
        service.pay(first, **given, actor=people.lead.finance, at=AT)

    assert refused.value.field == field


def test_check_needs_every_point(app):
    people = scene(S.SIGNED)
    first = people.grant.instalments[0]
    pay(first, people, until="request")

    with pytest.raises(RuleBroken) as refused, transaction():
        service.check(first, points={"amount"}, note="", actor=people.lead.finance, at=AT)

    assert refused.value.field == "points"


@pytest.mark.parametrize(
    ("accepted", "payable", "state"),
    [
        ("10500.00", "9000.00", I.DUE),
        ("9900.00", "8400.00", I.DUE),
        ("0.00", "0.00", I.CANCELLED),
    ],
)
def test_further_payment_follows_the_70_percent_rule_of_example_5(app, accepted, payable, state):
    people = scene(
        S.ACTIVE,
        first=I.CONFIRMED,
        max_amount=D("30000.00"),
        total_eligible=D("30000.00"),
        share_percent=D("100.00"),
    )
    first, second = people.grant.instalments
    with transaction():
        first.planned_amount = first.paid_amount = D("15000.00")
        second.kind, second.planned_amount = "prefinancing", D("9000.00")
        second.condition = "interim_report"

    with transaction():
        service.release_further(second, accepted=D(accepted), actor=people.lead.programme, at=AT)

    assert (second.planned_amount, second.state) == (D(payable), state)


def closing(accepted):
    people = scene(S.CLOSING)
    final = final_grant(
        D(accepted),
        maximum=people.grant.max_amount,
        share=people.grant.share_percent,
        paid=queries.paid_total(people.grant),
    )
    with transaction():
        service.settle(people.grant, final=final, actor=people.lead.programme, at=AT)
    return people


def test_example_3_balance_is_paid_and_the_grant_closes(app):
    people = closing("12779.71")
    balance = people.grant.instalments[1]
    before = (people.grant.state, balance.state, balance.planned_amount)

    pay(balance, people)

    grant = queries.whole(people.grant.id)
    assert grant.final_amount == D("12138.17")
    assert before == (S.CLOSING, I.DUE, D("2138.17"))
    assert balance.due_on == AT.date() + timedelta(days=60)
    assert (grant.state, grant.closed_at, grant.keep_until.year) == (S.CLOSED, AT, 2033)
    assert queries.money(grant).to_pay == D("0.00")
    assert jobs("CLO") == [str(grant.id)]
    assert "grants/closing_letter" in mails()


def test_recovery_twin_is_claimed_settled_and_the_grant_closes(app):
    people = closing("9738.89")
    recovery = people.grant.recoveries[0]
    claimed = (recovery.amount, recovery.due_on, people.grant.instalments[1].state)

    with transaction():
        service.settle_recovery(
            recovery, settled_on=AT.date(), reference="IN-9", actor=people.lead.finance, at=AT
        )

    assert claimed == (D("750.00"), AT.date() + timedelta(days=30), I.CANCELLED)
    assert recovery.state is RecoveryState.SETTLED
    assert people.grant.state is S.CLOSED
    assert "grants/recovery_issued" in mails()


def test_nothing_due_closes_at_once(app):
    people = closing("10528.53")  # 94.98 % of it is 10,000.00

    assert people.grant.final_amount == D("10000.00")
    assert people.grant.state is S.CLOSED


def test_lead_closes_when_the_grantee_does_not_confirm(app):
    people = closing("12779.71")
    with pytest.raises(RuleBroken), transaction():
        service.close(people.grant, actor=people.lead.programme, at=AT)
    grant = queries.whole(people.grant.id)
    pay(grant.instalments[1], people, until="pay")

    with transaction():
        service.close(grant, actor=people.lead.programme, at=AT)

    assert grant.state is S.CLOSED


@pytest.mark.parametrize("paid", ["9999.99", "0.00"])
def test_accounts_are_not_settled_on_other_payments_than_were_made(app, paid):
    people = scene(S.CLOSING)
    final = final_grant(D("12779.71"), maximum=D("12500.00"), share=D("94.98"), paid=D(paid))

    with pytest.raises(RuleBroken), transaction():
        service.settle(people.grant, final=final, actor=people.lead.programme, at=AT)


def test_closing_starts_once(app):
    people = scene(S.ENDED)
    with transaction():
        service.start_closing(people.grant, actor=people.grantee, at=AT)

    with pytest.raises(WrongState), transaction():
        service.start_closing(people.grant, actor=people.grantee, at=AT)
