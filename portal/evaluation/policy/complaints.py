"""Who complains, who answers, who reads it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import Complaint, EvaluationSession
from portal.evaluation.policy.session import _is_signatory
from portal.evaluation.states import COMPLAINT_MOVES, SessionState

A = ApplicationState
CHECKS_AGAIN = frozenset({SessionState.ADMIN_CHECK, SessionState.SCORING})


class Remedy(StrEnum):
    """What an upheld complaint gives back."""

    CHECKS = "checks"  # the administrative check is made again
    ELIGIBILITY = "eligibility"  # back onto its place; documents are asked for when money is free
    SCORE = "score"  # a score that counts from now on, and the place it gives
    WORDS = "words"  # a statement: nothing can be given back any more


def remedy_of(application: Application, session: EvaluationSession) -> Remedy:
    """What can be given back, by where the application and the evaluation stand."""
    if application.state is A.ADMIN_FAILED and session.state in CHECKS_AGAIN:
        return Remedy.CHECKS
    if application.state is A.INELIGIBLE:
        return Remedy.ELIGIBILITY
    if application.state in {A.REJECTED_QUALITY, A.RESERVE}:
        return Remedy.SCORE
    return Remedy.WORDS


def can_complain(
    actor: Actor, application: Application, *, until: date | None, today: date, has_complained: bool
) -> Verdict:
    """A signatory of the applicant, once, within the call's days after the letter."""
    if not actor.is_member(application.organisation_id, "signatory"):
        return deny(N_("Only a signatory of the organisation can complain."))
    if has_complained:
        return deny(N_("Your organisation has complained about this decision."))
    if until is None:
        return deny(N_("You can complain when the letter with the result has been sent."))
    if today > until:
        return deny(N_("The days for a complaint are over."))
    return ALLOW


def can_appoint_officer(actor: Actor, session: EvaluationSession) -> Verdict:
    """The lead's signatory names the person who answers complaints."""
    if _is_signatory(actor, session.call):
        return ALLOW
    return deny(N_("Only a signatory of the lead applicant names who answers complaints."))


def can_list_complaints(actor: Actor, call: Call) -> Verdict:
    """The lead's own staff and auditors, and the person who answers; not the committee."""
    if actor.holds("complaint", call.id):
        return ALLOW
    whole = any(
        held.area == "action"
        and held.scope_id == call.action_id
        and held.country is None
        and held.function in (*LEAD, "auditor")
        for held in actor.roles
    )
    if whole and not actor.holds("call", call.id):
        return ALLOW
    return deny(N_("Complaints are read outside the committee only."))


def can_answer_complaint(actor: Actor, complaint: Complaint, call_id: UUID) -> Verdict:
    """The person named for the call, who belongs neither to the committee nor to the applicant."""
    if not actor.holds("complaint", call_id):
        return deny(N_("Only the person named for this call answers complaints."))
    if actor.holds("call", call_id) or actor.is_member(complaint.application.organisation_id):
        return deny(N_("Who sat on the committee or belongs to the applicant cannot answer."))
    if complaint.state not in COMPLAINT_MOVES["uphold"].sources:
        return deny(N_("This complaint was answered."))
    return ALLOW
