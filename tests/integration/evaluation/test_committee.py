"""A committee changes: substitutes are called in, observers are added; each change is a paper."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents import layouts
from portal.documents.gather.committee import appointment
from portal.evaluation import queries, service
from portal.evaluation.states import AssessmentState, SessionState
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from portal.web.access import roles_of
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.documents import make_head
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_declaration,
    make_lead,
    make_session,
    make_signatory,
    seat,
)

S = SessionState
LATER = AT + timedelta(hours=1)


def mails(template):
    rows = db.session.scalars(select(MailMessage).where(MailMessage.template == template))
    return [mail.to_address for mail in rows]


def papers():
    rows = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return [row.payload["kind"] for row in rows]


def member(session, user):
    return next(one for one in queries.members(session.id) if one.user_id == user.id)


def add(session, function, *, lead, is_substitute=True, name="Substitute Person"):
    user = make_user(name=name)
    service.appoint(
        session, user=user, function=function, is_substitute=is_substitute, actor=lead, at=AT
    )
    return user


def call_in(session, leaving, substitute, *, lead, reason="Ill for a month."):
    service.replace_member(
        session,
        member(session, leaving),
        substitute=member(session, substitute) if substitute else None,
        reason=reason,
        actor=lead,
        at=LATER,
    )


def functions(session, user):
    return {
        held.function
        for held in roles_of(user.id)
        if (held.area, held.scope_id) == ("call", session.call_id)
    }


def test_appointing_a_committee_orders_the_paper(app):
    session = make_session(state=S.PLANNED)

    service.constitute(
        session, scores_due_at=AT + timedelta(days=9), actor=make_lead(session), at=AT
    )

    assert papers() == ["CMP"]


def test_substitute_takes_the_place_and_reads_nothing_before_signing(app):
    session = make_session(state=S.SCORING)
    lead, voter = make_lead(session), seat(session, "voter")
    substitute = add(session, "voter", lead=lead)
    assert functions(session, substitute) == set()

    call_in(session, voter, substitute, lead=lead)

    assert functions(session, voter) == set()
    assert functions(session, substitute) == {"voter"}
    assert not queries.standing(actor_of(substitute), session).has_declared
    assert mails("evaluation/called_in") == [substitute.email]
    assert mails("evaluation/left") == [voter.email]
    assert mails("evaluation/member_left") == [seat(session, "secretary").email]
    assert papers() == ["CMP", "CMP"]
    remarks = {
        one.name: (one.has_vote, one.remark)
        for one in appointment(session.id).build(make_head()).members
    }
    assert remarks[voter.name] == (False, "Left the place: Ill for a month.")
    assert remarks[substitute.name] == (True, "Substitute, called in: Ill for a month.")


def test_assessor_who_leaves_frees_the_open_sheets_only(app):
    session = make_session()
    lead, assessor = make_lead(session), seat(session, "assessor")
    begun = make_assessment(make_candidate(session), assessor)
    done = make_assessment(make_candidate(session), assessor, scores=4)

    call_in(session, assessor, None, lead=lead)

    assert (begun.state, begun.ended_reason) == (AssessmentState.RECUSED, "Ill for a month.")
    assert done.state is AssessmentState.SUBMITTED
    assert assessor.id not in {user.id for user in queries.assessors(session)}


def test_change_of_a_committee_is_refused_with_its_reason(app):
    session = make_session()
    lead, voter = make_lead(session), seat(session, "voter")
    other = add(session, "assessor", lead=lead)

    with pytest.raises(NotAllowed):
        call_in(session, voter, other, lead=actor_of(seat(session, "secretary")))
    with pytest.raises(RuleBroken, match="Say why"):
        call_in(session, voter, other, lead=lead, reason=" ")
    with pytest.raises(RuleBroken, match="Choose who takes the place"):
        call_in(session, voter, None, lead=lead)
    with pytest.raises(RuleBroken, match="no substitute for this place"):
        call_in(session, voter, other, lead=lead)
    with pytest.raises(RuleBroken, match="does not sit"):
        call_in(session, other, None, lead=lead)
    with pytest.raises(NotAllowed):
        add(session, "voter", lead=lead, is_substitute=False, name="One Voter More")


def test_report_waits_for_the_substitutes_signature_not_for_who_left(app):
    session = make_session(state=S.REPORT_DRAFT)
    lead, voter = make_lead(session), seat(session, "voter")
    substitute = add(session, "voter", lead=lead)
    call_in(session, voter, substitute, lead=lead)
    make_declaration(session, substitute)

    def sign(user):
        service.sign_report(
            session, signed_name=user.name, dissent="", actor=actor_of(user), at=LATER
        )

    with pytest.raises(NotAllowed):
        sign(voter)
    for one in [*queries.members(session.id)]:
        if one.sits and one.function in {"chair", "secretary", "voter"}:
            sign(one.user)

    assert load_session(session).state is S.REPORT_SIGNED


def test_signatory_adds_an_observer_and_calls_a_substitute_in_on_the_page(app, sign_in_as):
    session = make_session()
    candidate, watcher = make_user(name="Mila Zamena"), make_user(name="Iva Posmatrač")
    client = sign_in_as(make_signatory(session))
    address = f"/manage/calls/{session.call.reference}/committee"
    voter = seat(session, "voter")

    for user, function, waits in ((candidate, "voter", "y"), (watcher, "observer", "")):
        client.send(
            address,
            {
                "do": "add",
                "member-user": str(user.id),
                "member-function": function,
                **({"member-is_substitute": waits} if waits else {}),
            },
        )
    client.send(
        f"{address}/{member(session, voter).id}/replace",
        {"substitute": str(member(session, candidate).id), "reason": "A new post abroad."},
    )

    rows = [row.text for row in client.get_page(address).select("tbody tr")]
    assert any("Mila Zamena" in row and "Called in" in row for row in rows)
    assert any(voter.name in row and "A new post abroad." in row for row in rows)
    assert functions(session, watcher) == {"observer"}
    assert mails("evaluation/appointed") == [candidate.email, watcher.email]


def test_appointment_is_a_paper(app):
    session = make_session()

    data = appointment(session.id).build(make_head())

    assert layouts.render(data).startswith(b"%PDF")
    assert layouts.render(data) == layouts.render(data)
