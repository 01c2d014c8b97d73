"""A published call changes by corrigendum only: numbered, with a reason, told to all."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications.policy import can_apply
from portal.applications.states import ApplicationState
from portal.audit.queries import history
from portal.calls import queries, service
from portal.calls.states import CallState
from portal.core.db import db, transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents.models import Document
from portal.mail.models import MailMessage
from portal.organisations.states import MemberRole
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership
from tests.integration.calls.test_service import staff

S = CallState


def open_call():
    action = make_action()
    return make_call(action=action), staff(action, "programme"), staff(action, "signatory")


def told(call):
    """Addresses that a corrigendum of the call went to, with its subject, in order."""
    return [
        (message.to_address, message.subject)
        for message in db.session.scalars(
            select(MailMessage)
            .where(MailMessage.template == "calls/changed", MailMessage.about_id == call.id)
            .order_by(MailMessage.to_address)
        )
    ]


def test_a_corrigendum_changes_the_text_and_keeps_both_wordings(app):
    call, programme, _signatory = open_call()
    before = call.who_can_apply

    with transaction():
        made = service.correct(
            call,
            service.Correction("who_can_apply", text="Associations of the six countries."),
            actor=programme,
            at=AT,
            reason="The first text left out foundations.",
        )

    assert call.who_can_apply == "Associations of the six countries."
    assert (made.number, made.clause) == (1, "Who can apply")
    assert (made.before, made.after) == (before, "Associations of the six countries.")
    assert history("calls", call.id)[0].verb == "call.corrected"


@pytest.mark.parametrize(
    ("correction", "reason", "field"),
    [
        (service.Correction("summary", text="  "), "Why", "text"),
        (service.Correction("summary", text="New"), " ", "reason"),
        (service.Correction(text="New"), "Why", "clause"),
        (service.Correction("questions_until_at", instant=AT + timedelta(days=19)), "W", "instant"),
        (service.Correction("answers_until_at", instant=AT + timedelta(days=41)), "W", "instant"),
    ],
)
def test_a_corrigendum_that_breaks_a_rule_names_its_field(app, correction, reason, field):
    call, programme, _signatory = open_call()

    with pytest.raises(RuleBroken) as broken:
        service.correct(call, correction, actor=programme, at=AT, reason=reason)

    assert broken.value.field == field


def test_after_the_deadline_no_corrigendum_is_possible(app):
    call, programme, _signatory = open_call()

    with pytest.raises(NotAllowed, match="before the deadline"):
        service.correct(
            call, service.Correction("summary", text="New"), actor=programme,
            at=call.closes_at, reason="Why",
        )  # fmt: skip


def test_a_later_deadline_is_told_once_to_all_with_a_draft_or_a_submission(app, run_jobs, smtp):
    call, programme, _signatory = open_call()
    drafting, sent, gone = make_user(), make_user(), make_user()
    draft = make_application(state=ApplicationState.DRAFT, call=call, owner=drafting)
    make_application(call=call, owner=sent, lot="AL")
    make_application(state=ApplicationState.WITHDRAWN, call=call, owner=gone)
    reader, editor = make_user(), make_user()
    for person, role in ((reader, MemberRole.READER), (editor, MemberRole.EDITOR)):
        make_membership(organisation=draft.organisation, user=person, role=role, is_signatory=False)

    with transaction():
        service.extend(
            call,
            closes_at=call.closes_at + timedelta(days=7),
            actor=programme,
            at=AT,
            reason="Public holidays.",
        )
    run_jobs(AT)
    run_jobs(AT)

    concerned = sorted(person.email for person in (drafting, sent, editor))
    assert [address for address, _subject in told(call)] == concerned
    subject = told(call)[0][1]
    assert subject.startswith(f"{call.reference}: the deadline is moved to 8 January 2027")
    body = db.session.scalars(select(MailMessage.body_text)).first()
    assert "Public holidays." in body
    assert "Before: 1 January 2027, 10:00" in body
    sheets = db.session.scalars(
        select(Document).where(Document.subject_id == call.id).order_by(Document.kind)
    )
    assert [(one.kind, one.version, one.is_public) for one in sheets] == [
        ("CGS", 1, True),
        ("COR", 1, True),
    ]


def test_a_suspended_call_takes_nothing_and_its_deadline_moves_by_the_time_it_stood(app):
    call, _programme, signatory = open_call()
    deadline, questions = call.closes_at, call.questions_until_at
    stood = timedelta(days=3, hours=4, seconds=1)

    service.suspend(call, actor=signatory, at=AT, reason="A complaint is being looked at.")
    verdict = can_apply(call, AT)
    service.close(call, at=deadline) if call.state is S.PUBLISHED else None
    resumed = service.resume(call, actor=signatory, at=AT + stood, reason="It was refused.")

    assert not verdict
    assert "clock has stopped" in verdict.reason
    assert call.state is S.PUBLISHED
    assert resumed == timedelta(days=3, hours=4, minutes=1)
    assert call.closes_at == deadline + resumed
    assert call.questions_until_at == questions + resumed
    assert [(one.number, one.kind) for one in queries.corrigenda(call.id)] == [
        (1, "suspended"),
        (2, "resumed"),
    ]


def test_a_date_that_had_passed_before_the_suspension_stays(app):
    call, _programme, signatory = open_call()
    late = call.questions_until_at + timedelta(days=1)
    questions = call.questions_until_at

    service.suspend(call, actor=signatory, at=late, reason="Why")
    service.resume(call, actor=signatory, at=late + timedelta(days=2), reason="Why not")

    assert call.questions_until_at == questions


def test_a_closed_call_is_closed_again_after_the_suspension(app):
    call, _programme, signatory = open_call()
    deadline = call.closes_at
    service.close(call, at=deadline)

    service.suspend(call, actor=signatory, at=deadline + timedelta(hours=1), reason="Why")
    service.resume(call, actor=signatory, at=deadline + timedelta(days=9), reason="Why not")

    assert call.state is S.CLOSED
    assert call.closes_at == deadline


def test_the_worker_does_not_close_a_suspended_call(app, run_jobs):
    call, _programme, signatory = open_call()
    with transaction():
        service.suspend(call, actor=signatory, at=AT, reason="Why")

    run_jobs(call.closes_at + timedelta(days=1), with_recurring=True)

    assert call.state is S.SUSPENDED


def test_only_a_signatory_suspends_and_resumes(app):
    call, programme, signatory = open_call()

    with pytest.raises(NotAllowed):
        service.suspend(call, actor=programme, at=AT, reason="Why")
    service.suspend(call, actor=signatory, at=AT, reason="Why")
    with pytest.raises(NotAllowed):
        service.resume(call, actor=programme, at=AT, reason="Why")


def test_a_cancelled_call_tells_its_applicants_and_a_draft_tells_nobody(app, run_jobs, smtp):
    call, _programme, signatory = open_call()
    owner = make_user()
    make_application(call=call, owner=owner)
    unseen = make_call(action=call.action, state=S.DRAFT)

    with transaction():
        service.cancel(call, actor=signatory, at=AT, reason="The money was withdrawn.")
        service.cancel(unseen, actor=signatory, at=AT, reason="Not needed.")
    run_jobs(AT)

    assert told(call) == [(owner.email, f"{call.reference} is cancelled")]
    assert queries.corrigenda(unseen.id) == []


def test_an_answer_is_told_to_its_asker_and_marked_when_late(app, run_jobs, smtp):
    call, programme, _signatory = open_call()
    asker = make_user()
    question = service.ask(call, text="May we?", actor=actor_of(asker), at=AT)
    late = call.answers_until_at + timedelta(minutes=1)

    with transaction():
        service.answer(question, call=call, text="You may.", actor=programme, at=late)
    run_jobs(late + timedelta(minutes=10))

    mail = db.session.scalars(
        select(MailMessage).where(MailMessage.template == "calls/answered")
    ).one()
    assert mail.to_address == asker.email
    assert "You may." in mail.body_text
    assert question.is_late(call)
    sheet = db.session.scalars(select(Document).where(Document.subject_id == call.id)).one()
    assert sheet.kind == "COR"
    with pytest.raises(RuleBroken, match="answered already"):
        service.answer(question, call=call, text="No.", actor=programme, at=late)


def test_a_question_after_its_time_is_refused_with_the_time(app):
    call, _programme, _signatory = open_call()

    with pytest.raises(NotAllowed, match=r"until \d+ \w+ 2026, \d\d:\d\d \(Europe/Belgrade\)"):
        service.ask(call, text="Late?", actor=actor_of(make_user()), at=call.questions_until_at)
