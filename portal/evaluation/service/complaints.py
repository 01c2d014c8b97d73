"""Complaints: made by the applicant, answered outside the committee. Source: rules.md 4.6."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.days import add_days
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import Complaint, ComplaintOfficer, EvaluationSession
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.remedies import check_total, take_effect
from portal.evaluation.states import COMPLAINT_MOVES
from portal.mail import service as mail
from portal.mail.service import Recipient
from portal.organisations import queries as organisations


@dataclass(frozen=True)
class Answer:
    """The answer to a complaint. `new_total` replaces the score where it was upheld for that."""

    is_upheld: bool
    reasons: str
    new_total: Decimal | None = None


def appoint_officer(
    session: EvaluationSession, *, user: User, actor: Actor, at: datetime
) -> ComplaintOfficer:
    """Name who answers the complaints of the call; naming somebody else replaces the first.

    Raises: RuleBroken for a member of the committee or of an applicant.
    """
    lock(session)
    require(policy.can_appoint_officer(actor, session))
    if user.id not in {one.id for one in queries.officer_candidates(session)}:
        raise RuleBroken(
            N_("Complaints go to somebody outside the committee and the applicants."), field="user"
        )
    officer = queries.officer_of(session.id)
    if officer is None:
        officer = ComplaintOfficer(session_id=session.id)
        db.session.add(officer)
    if actor.user_id is None:
        raise AssertionError("Only a person names somebody.")
    officer.user_id, officer.appointed_by_id, officer.appointed_at = user.id, actor.user_id, at
    db.session.flush()
    audit.record(actor, "evaluation.complaint_officer_named", officer, at=at)
    mail.queue(
        "evaluation/complaint_officer",
        to=recipient(user),
        about=session,
        actor=actor,
        at=at,
        link="/complaints",
        call=session.call,
    )
    return officer


def complain(
    application: Application,
    session: EvaluationSession,
    *,
    reason: str,
    asks: str,
    actor: Actor,
    at: datetime,
) -> Complaint:
    """A signatory complains about the decision; answered by the call's day.

    Raises: NotAllowed; RuleBroken without reason or without what is asked.
    """
    lock(application)
    call = session.call
    earlier = queries.complaint_of(application.id)
    require(
        policy.can_complain(
            actor,
            application,
            until=queries.complain_until(application),
            today=day_in(call.time_zone, at),
            has_complained=queries.has_complained(application, earlier),
        )
    )
    for field, text, words in (
        ("reason", reason, N_("Write why you do not agree")),
        ("asks", asks, N_("Write what you ask for")),
    ):
        if not clean(text):
            raise RuleBroken(words, field=field)
    complaint = Complaint(
        application_id=application.id,
        number=earlier.number + 1 if earlier else 1,
        reason=clean(reason),
        asks=clean(asks),
        submitted_by_id=actor.user_id,
        submitted_at=at,
        due_on=add_days(day_in(call.time_zone, at), call.complaint_answer_days),
    )
    try:
        with db.session.begin_nested():
            db.session.add(complaint)
    except IntegrityError as twice:
        raise RuleBroken(N_("Your organisation has complained about this decision.")) from twice
    audit.record(actor, "complaint.submitted", complaint, at=at)
    _tell_officer(complaint, application, session, actor=actor, at=at)
    _tell_applicant("complaint_received", complaint, application, session, actor=actor, at=at)
    return complaint


def _tell_officer(
    complaint: Complaint,
    application: Application,
    session: EvaluationSession,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """To who answers and the programme staff; to the signatories where nobody is named."""
    officer = queries.officer_of(session.id)
    functions = ("programme",) if officer else ("programme", "signatory")
    people = queries.lead_people(session.call.action_id, *functions)
    for user in [*([officer.user] if officer else []), *people]:
        mail.queue(
            "evaluation/complaint_to_answer",
            to=recipient(user),
            about=complaint,
            actor=actor,
            at=at,
            link=f"/complaints/{complaint.id}",
            call=session.call,
            number=application.number,
            due_on=complaint.due_on,
            has_officer=officer is not None,
        )


def _tell_applicant(
    template: str,
    complaint: Complaint,
    application: Application,
    session: EvaluationSession,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    for member in organisations.people_to_tell(application.organisation_id, signatories=True):
        mail.queue(
            f"evaluation/{template}",
            to=Recipient(member.id, member.name, member.email, member.language),
            about=complaint,
            actor=actor,
            at=at,
            link=f"/applications/{application.id}/complaint",
            call=session.call,
            number=application.number,
            due_on=complaint.due_on,
        )


def answer_complaint(
    complaint: Complaint,
    session: EvaluationSession,
    answer: Answer,
    *,
    actor: Actor,
    at: datetime,
) -> list[Application]:
    """Uphold or refuse with reasons; an upheld one takes effect as `rules.remedy` says.

    Answers: who was offered a grant by it, if money is free.
    Raises: NotAllowed; RuleBroken without reasons, or for a total that cannot be.
    """
    lock(session)
    lock(complaint)
    application = complaint.application
    require(policy.can_answer_complaint(actor, complaint, session.call_id))
    if not clean(answer.reasons):
        raise RuleBroken(N_("Write the reasons of the answer"), field="reasons")
    if answer.new_total is not None:
        check_total(application, session, answer.new_total, is_upheld=answer.is_upheld)
    move(complaint, "uphold" if answer.is_upheld else "refuse", COMPLAINT_MOVES)
    complaint.answer, complaint.new_total = clean(answer.reasons), answer.new_total
    complaint.answered_by_id, complaint.answered_at = actor.user_id, at
    db.session.flush()
    verb = "complaint.upheld" if answer.is_upheld else "complaint.refused"
    audit.record(actor, verb, complaint, at=at, reason=complaint.answer)
    moved: list[Application] = []
    if answer.is_upheld:
        moved = take_effect(complaint, session, actor=actor, at=at)
    _tell_applicant("complaint_answered", complaint, application, session, actor=actor, at=at)
    return moved
