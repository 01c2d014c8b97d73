"""From preparation to a contract in force: what each side may do, and what then exists."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.core.access import Actor
from portal.core.db import db, transaction
from portal.core.errors import Conflict, NotAllowed, RuleBroken
from portal.grants import queries, service
from portal.grants.models import Acceptance
from portal.grants.service import Signing, Terms
from portal.grants.states import GrantState, InstalmentState
from portal.jobs import service as jobs
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from portal.organisations.models import BankAccount
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action_role
from tests.factories.base import AT, save
from tests.factories.organisations import make_membership
from tests.integration.grants.steps import issue, scene

S = GrantState
TERMS = Terms(
    starts_on=date(2026, 12, 1),
    exchange_method="AVG",
    report_days_final=30,
    plan=(Decimal(80), Decimal(20)),
)


def with_account(people):
    save(
        BankAccount(
            organisation_id=people.grant.organisation_id,
            holder="Udruženje Svetionik",
            iban="RS35260005601001611379",
            bank_name="Banka za primer",
            created_by=people.owner.id,
            created_at=AT,
        )
    )
    return people


def signing(grant, **changes):
    given = Signing("Jovana Primerović", "Director", grant.contracts[-1].sha256)
    return replace(given, **changes)


def mails(template):
    found = db.session.scalars(select(MailMessage).where(MailMessage.template == template))
    return [message.to_address for message in found]


def test_terms_set_the_days_and_copy_the_account(app):
    people = with_account(scene(S.PREPARATION))

    with transaction():
        service.set_terms(people.grant, TERMS, actor=people.lead.programme, at=AT)

    grant = people.grant
    assert (grant.starts_on, grant.ends_on) == (date(2026, 12, 1), date(2027, 9, 30))
    assert (grant.exchange_method, grant.bank_iban) == ("AVG", "RS35260005601001611379")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"exchange_method": "GUESS"}, "exchange_method"),
        ({"report_days_final": 0}, "report_days_final"),
        ({"plan": (Decimal(95), Decimal(5))}, "plan"),
        ({"plan": (Decimal(50), Decimal(40))}, "plan"),
    ],
)
def test_terms_that_break_a_rule_are_refused_at_their_field(app, changes, field):
    people = scene(S.PREPARATION)

    with pytest.raises(RuleBroken) as refused, transaction():
        service.set_terms(
            people.grant, replace(TERMS, **changes), actor=people.lead.programme, at=AT
        )

    assert refused.value.field == field


def test_contract_is_not_made_without_a_bank_account(app):
    people = scene(S.PREPARATION)

    with pytest.raises(RuleBroken) as refused, transaction():
        service.draft_contract(people.grant, actor=people.lead.programme, at=AT)

    assert "bank account" in str(refused.value)


def test_contract_is_ordered_made_and_sent(app):
    people = with_account(scene(S.PREPARATION))
    grant = people.grant
    with transaction():
        service.set_terms(grant, TERMS, actor=people.lead.programme, at=AT)
        service.draft_contract(grant, actor=people.lead.programme, at=AT)
    job = db.session.scalars(select(Job).where(Job.kind == "documents.issue")).one()
    waiting = service.is_being_prepared(grant)
    with pytest.raises(RuleBroken), transaction():
        service.send_contract(grant, actor=people.lead.programme, at=AT)

    sha256 = issue(queries.whole(grant.id))
    with transaction():
        taken = jobs.claim(at=AT)
        jobs.finish(taken, at=AT)
        service.send_contract(grant, actor=people.lead.programme, at=AT)

    grant = queries.whole(grant.id)
    assert job.payload == {"kind": "GCO", "subject": str(grant.id)}
    assert waiting is True
    assert (grant.state, grant.sent_at, grant.signature_due_on) == (S.SENT, AT, date(2026, 12, 22))
    assert grant.contracts[0].sha256 == grant.contracts[0].file.sha256 == sha256
    assert mails("grants/contract_sent") == [people.owner.email]


def test_changed_terms_order_the_contract_again(app):
    people = scene(S.CONTRACT_DRAFT)

    with transaction():
        service.set_terms(people.grant, TERMS, actor=people.lead.programme, at=AT)

    assert people.grant.contract_round == 2
    assert service.is_being_prepared(people.grant)
    issue(people.grant, b"%PDF-1.4 second")
    assert [row.number for row in queries.whole(people.grant.id).contracts] == [1, 2]


def test_fingerprint_of_another_file_is_not_taken(app):
    people = scene(S.CONTRACT_DRAFT)
    file = people.grant.contracts[0].file

    with pytest.raises(Conflict), transaction():
        service.contract_issued(people.grant, reference="X", file=file, sha256="0" * 64, at=AT)


@pytest.mark.parametrize("order", [("grantee", "lead"), ("lead", "grantee")])
def test_contract_is_in_force_when_both_sides_have_accepted(app, order):
    people = scene(S.SENT, starts_on=None, ends_on=None)
    grant = people.grant
    by = {"grantee": people.grantee, "lead": people.lead.signatory}
    answers = []

    for days, side in enumerate(order):
        with transaction():
            at = AT + timedelta(days=days)
            answers.append(service.sign(grant, signing(grant), side=side, actor=by[side], at=at))

    grant = queries.whole(grant.id)
    assert answers == [False, True]
    assert (grant.state, grant.signed_at) == (S.SIGNED, AT + timedelta(days=1))
    assert (grant.starts_on, grant.ends_on) == (date(2026, 11, 24), date(2027, 9, 23))
    assert grant.application.state == ApplicationState.CONTRACTED
    assert {row.side: row.sha256 for row in grant.contracts[0].acceptances} == dict.fromkeys(
        ("grantee", "lead"), grant.contracts[0].file.sha256
    )
    plan = [(row.kind, row.planned_amount, row.state, row.condition) for row in grant.instalments]
    assert plan == [
        ("prefinancing", Decimal("10000.00"), InstalmentState.DUE, "signature"),
        ("balance", Decimal("2500.00"), InstalmentState.PLANNED, "final_report"),
    ]
    assert mails("grants/contract_signed") == [people.owner.email, people.lead.programme.email]


def test_acceptance_of_another_file_is_a_conflict(app):
    people = scene(S.SENT)

    with pytest.raises(Conflict), transaction():
        service.sign(
            people.grant,
            signing(people.grant, sha256="0" * 64),
            side="grantee",
            actor=people.grantee,
            at=AT,
        )

    assert db.session.scalars(select(Acceptance)).all() == []


def test_one_side_accepts_once(app):
    people = scene(S.SENT)
    given = signing(people.grant)
    colleague = make_user()
    make_membership(organisation=people.grant.organisation, user=colleague)
    with transaction():
        service.sign(people.grant, given, side="grantee", actor=people.grantee, at=AT)

    for again in (people.grantee, actor_of(colleague)):
        with pytest.raises(NotAllowed) as refused, transaction():
            service.sign(people.grant, given, side="grantee", actor=again, at=AT)
        assert "Your side has accepted" in str(refused.value)


def test_one_person_does_not_accept_for_both_sides(app):
    people = scene(S.SENT)
    make_action_role(action=people.grant.action, user=people.owner, function="signatory")
    both = actor_of(people.owner)
    given = signing(people.grant)
    with transaction():
        service.sign(people.grant, given, side="grantee", actor=both, at=AT)

    with pytest.raises(NotAllowed) as refused, transaction():
        service.sign(people.grant, given, side="lead", actor=both, at=AT)

    assert "You accepted for the other side" in str(refused.value)


@pytest.mark.parametrize(
    ("field", "words"), [("name", "Enter your name"), ("function", "Enter your function")]
)
def test_acceptance_needs_name_and_function(app, field, words):
    people = scene(S.SENT)

    with pytest.raises(RuleBroken) as refused, transaction():
        service.sign(
            people.grant,
            signing(people.grant, **{field: " \u200b "}),
            side="grantee",
            actor=people.grantee,
            at=AT,
        )

    assert (refused.value.field, str(refused.value)) == (field, words)


def test_project_starts_and_ends_by_itself(app, run_jobs):
    people = scene(S.SIGNED, starts_on=date(2026, 12, 1), ends_on=date(2027, 9, 30))
    grant, states = people.grant, []

    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 9, 30), date(2027, 10, 1)):
        with transaction():
            at = AT.replace(year=day.year, month=day.month, day=day.day)
            if grant.state is S.SIGNED:
                service.start(grant, at=at)
            elif grant.state is S.ACTIVE:
                service.end(grant, at=at)
        states.append(grant.state)

    assert states == [S.SIGNED, S.ACTIVE, S.ACTIVE, S.ENDED]


def test_staff_of_another_country_do_not_touch_the_contract(app):
    people = scene(S.PREPARATION)
    user = make_user()
    make_action_role(action=people.grant.action, user=user, function="programme", country="AL")
    partner: Actor = actor_of(user)

    with pytest.raises(NotAllowed), transaction():
        service.set_terms(people.grant, TERMS, actor=partner, at=AT)
    assert queries.get_visible(partner, people.grant.id) is None
