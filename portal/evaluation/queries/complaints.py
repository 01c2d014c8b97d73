"""Reads of complaints. Every look-up of staff starts at `visible_complaints`."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.access import LEAD, Actor
from portal.core.clock import day_in
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import (
    CommitteeMember,
    Complaint,
    ComplaintOfficer,
    EvaluationSession,
)
from portal.evaluation.queries.people import applicant_ids
from portal.evaluation.states import ComplaintState
from portal.organisations.models import Membership

AROUND = (
    joinedload(Complaint.application).options(
        joinedload(Application.lot),
        joinedload(Application.organisation),
        joinedload(Application.call).joinedload(Call.action),
    ),
    joinedload(Complaint.submitted_by),
    joinedload(Complaint.answered_by),
)


def visible_complaints(actor: Actor) -> Select[Complaint]:
    """Those of calls that the person answers for or leads; none of calls they sit in."""
    leads = {
        role.scope_id
        for role in actor.roles
        if role.area == "action" and role.country is None and role.function in (*LEAD, "auditor")
    }
    return (
        select(Complaint)
        .join(Application, Application.id == Complaint.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(
            or_(Call.action_id.in_(leads), Call.id.in_(actor.scopes("complaint"))),
            Call.id.not_in(actor.scopes("call")),
            Application.id.not_in(actor.closed),
        )
        .options(*AROUND)
    )


def get_complaint(actor: Actor, complaint_id: UUID) -> Complaint | None:
    """One complaint with all around it; None when not theirs. Queries: 1."""
    return db.session.scalar(visible_complaints(actor).where(Complaint.id == complaint_id))


def complaints_of_call(actor: Actor, call_id: UUID) -> list[Complaint]:
    """The complaints of a call, open ones first, by due day. Queries: 1."""
    rows = db.session.scalars(
        visible_complaints(actor)
        .where(Application.call_id == call_id)
        .order_by(Complaint.answered_at.is_not(None), Complaint.due_on, Complaint.submitted_at)
    )
    return list(rows)


def complaints_to_answer(actor: Actor) -> list[Complaint]:
    """Those of the calls for which the person was named, open ones first. Queries: 1."""
    rows = db.session.scalars(
        visible_complaints(actor)
        .where(Application.call_id.in_(actor.scopes("complaint")))
        .order_by(Complaint.answered_at.is_not(None), Complaint.due_on, Complaint.submitted_at)
    )
    return list(rows)


def complaint_of(application_id: UUID) -> Complaint | None:
    """The last complaint about one application, for its applicant. Queries: 1."""
    return db.session.scalar(
        select(Complaint)
        .where(Complaint.application_id == application_id)
        .options(*AROUND)
        .order_by(Complaint.number.desc())
        .limit(1)
    )


def has_complained(application: Application, last: Complaint | None) -> bool:
    """Whether the last complaint is about the letter that counts now."""
    sent = application.letter_sent_at
    return last is not None and (sent is None or last.submitted_at >= sent)


def open_check_complaints(call_id: UUID) -> list[str]:
    """Numbers of applications whose failed check is under complaint. Queries: 1."""
    found = db.session.scalars(
        select(Application.number)
        .join(Complaint, Complaint.application_id == Application.id)
        .where(
            Application.call_id == call_id,
            Application.state == ApplicationState.ADMIN_FAILED,
            Complaint.state == ComplaintState.OPEN,
        )
        .order_by(Application.number)
    )
    return [number or "" for number in found]


def complain_until(application: Application) -> date | None:
    """The last day for a complaint; None before the letter. Shape: the call is loaded."""
    if application.letter_sent_at is None:
        return None
    call = application.call
    return rules.last_day(day_in(call.time_zone, application.letter_sent_at), call.complaint_days)


def officer_of(session_id: UUID) -> ComplaintOfficer | None:
    """Who answers the complaints of a call. Queries: 1."""
    return db.session.scalar(
        select(ComplaintOfficer)
        .where(ComplaintOfficer.session_id == session_id)
        .options(joinedload(ComplaintOfficer.user))
    )


def officer_candidates(session: EvaluationSession) -> list[User]:
    """People with an open account, on no seat of the committee, in no applicant. Queries: 2."""
    seated = select(CommitteeMember.user_id).where(CommitteeMember.session_id == session.id)
    tied = select(Membership.user_id).where(
        Membership.organisation_id.in_(applicant_ids(session.call_id))
    )
    return list(
        db.session.scalars(
            select(User)
            .where(
                User.confirmed_at.is_not(None),
                User.disabled_at.is_(None),
                User.id.not_in(seated),
                User.id.not_in(tied),
            )
            .order_by(User.name, User.email)
        )
    )
