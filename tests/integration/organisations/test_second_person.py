"""The last signatory stays while something waits; another account needs a second person."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.calls.states import CallState
from portal.core.access import Held
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken, WrongState
from portal.grants import service as grants
from portal.grants.states import GrantState
from portal.mail.models import MailMessage
from portal.organisations import queries, service
from portal.organisations.models import BankAccount
from portal.organisations.states import MemberRole
from tests.factories.accounts import actor_of, make_actor, make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.factories.organisations import make_membership, make_organisation
from tests.support.cast import Cast

S = ApplicationState
FIRST, SECOND = "RS35260005601001611379", "RS35105008123123123173"


def with_signatory(call_state, state=S.DRAFT):
    """An owner who is the only signatory, another owner, and one application."""
    owner, other = make_user(), make_user()
    application = make_application(state=state, owner=owner, call=make_call(state=call_state))
    make_membership(
        organisation=application.organisation,
        user=other,
        role=MemberRole.OWNER,
        is_signatory=False,
    )
    membership = queries.open_membership(application.organisation_id, owner.id)
    return application.organisation, membership, actor_of(other)


def test_the_last_signatory_stays_while_a_draft_waits(app):
    organisation, membership, other = with_signatory(CallState.PUBLISHED)
    leaver = actor_of(db.session.get_one(User, membership.user_id))

    for actor in (other, leaver):
        with pytest.raises(NotAllowed, match="last signatory"):
            service.remove_member(membership, actor=actor, at=now())
    with pytest.raises(NotAllowed, match="last signatory"):
        service.change_role(
            membership, role=MemberRole.OWNER, is_signatory=False, actor=other, at=now()
        )
    service.change_role(
        membership, role=MemberRole.EDITOR, is_signatory=True, actor=other, at=now()
    )
    make_membership(organisation=organisation, user=make_user(), is_signatory=True)
    service.remove_member(membership, actor=other, at=now())

    assert membership.ended_at is not None


@pytest.mark.parametrize(
    ("call_state", "state"),
    [(CallState.CLOSED, S.DRAFT), (CallState.PUBLISHED, S.WITHDRAWN)],
)
def test_a_signatory_leaves_when_nothing_waits(app, call_state, state):
    _organisation, membership, other = with_signatory(call_state, state)

    service.remove_member(membership, actor=other, at=now())

    assert membership.ended_at is not None


def changed():
    """An organisation with a running grant, whose owner asks for another account."""
    owner = make_user()
    organisation = make_organisation(bank_asked_at=now())
    make_membership(organisation=organisation, user=owner)
    grant = make_grant(state=GrantState.ACTIVE, organisation=organisation, bank_iban=FIRST)
    actor = actor_of(owner)
    service.set_bank_account(organisation, service.Account("A", FIRST, "B"), actor=actor, at=now())
    service.set_bank_account(organisation, service.Account("A", SECOND, "C"), actor=actor, at=now())
    return organisation, grant, actor, queries.bank_changes()[0]


def finance():
    return make_actor(Held("action", uuid4(), "finance"), user_id=make_user().id)


def mails(template):
    found = select(MailMessage).where(MailMessage.template == template)
    return db.session.scalars(found).all()


def test_another_account_is_used_only_after_approval(app):
    organisation, grant, _owner, change = changed()

    before = queries.current_bank_account(organisation.id).iban, grant.bank_iban
    count = grants.approve_bank_change(change, actor=finance(), at=now())

    assert before == (FIRST, FIRST)
    assert (queries.current_bank_account(organisation.id).iban, grant.bank_iban) == (SECOND, SECOND)
    assert (count, db.session.query(BankAccount).count()) == (1, 2)
    assert len(mails("bank_change_asked")) == 1
    assert SECOND not in mails("bank_change_asked")[0].body_text
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert verbs >= {"organisation.bank_change_asked", "organisation.bank_change_approved",
                     "grant.bank_account_changed"}  # fmt: skip
    with pytest.raises(WrongState):
        service.refuse_bank_change(change, reason="Late.", actor=finance(), at=now())


def test_who_asked_and_members_and_others_do_not_approve(app):
    organisation, grant, owner, change = changed()
    member = make_actor(
        Held("action", uuid4(), "finance"),
        Held("organisation", organisation.id, "reader"),
        user_id=make_user().id,
    )
    partner = make_actor(Held("action", uuid4(), "finance", "RS"), user_id=make_user().id)
    programme = make_actor(Held("action", uuid4(), "programme"), user_id=make_user().id)

    for actor in (owner, member, partner, programme):
        with pytest.raises(NotAllowed):
            grants.approve_bank_change(change, actor=actor, at=now())
    with pytest.raises(RuleBroken, match="reason"):
        service.refuse_bank_change(change, reason=" ", actor=finance(), at=now())
    service.refuse_bank_change(change, reason="They did not ask.", actor=finance(), at=now())

    assert (queries.current_bank_account(organisation.id).iban, grant.bank_iban) == (FIRST, FIRST)
    assert "They did not ask." in mails("bank_change_refused")[0].body_text


def test_finance_approves_in_the_browser(sign_in_as):
    cast = Cast()
    organisation, _grant, _owner, change = changed()
    client = sign_in_as(cast.person("finance"))

    shown = client.get_page("/manage/bank-accounts").get_text(" ")
    refused = client.post_page(f"/manage/bank-accounts/{change.id}", {"do": "refuse"}).get_text(" ")
    client.send(f"/manage/bank-accounts/{change.id}", {"do": "approve"})
    after = client.get_page("/manage/bank-accounts").get_text(" ")

    assert "RS35 1050 0812 3123 1231 73" in shown
    assert "Enter the reason" in refused
    assert "No account waits" in after
    assert queries.current_bank_account(organisation.id).iban == SECOND
