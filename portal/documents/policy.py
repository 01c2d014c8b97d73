"""Who may read the documents. Whether one is theirs at all is `queries.visible_to`."""

from uuid import UUID

from portal.calls.models import Call
from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession
from portal.evaluation.states import SessionState

S = SessionState
HAS_REPORT = frozenset({S.REPORT_SIGNED, S.DECIDED, S.CLOSED})


def can_list(actor: Actor) -> Verdict:
    """The lead's staff and auditors have a list of all documents of their Actions."""
    if actor.scopes("action", *LEAD, "auditor"):
        return ALLOW
    return deny(N_("Only the lead's staff and auditors have a list of all documents."))


def can_see_dossier(actor: Actor, call: Call, *, closed: frozenset[UUID]) -> Verdict:
    """Chair and secretary, the lead's own staff and auditors; nobody whom a conflict bars.

    The dossier holds the sheets of all assessors: none of them reads it.
    """
    whole = any(
        held.area == "action"
        and held.scope_id == call.action_id
        and held.country is None
        and held.function in (*LEAD, "auditor")
        for held in actor.roles
    )
    if not (whole or actor.holds("call", call.id, "chair", "secretary")):
        return deny(N_("Only chair, secretary and the lead applicant's staff see the dossier."))
    if actor.holds("call", call.id, "assessor"):
        return deny(N_("Assessors do not read the sheets of the others."))
    if closed:
        return deny(N_("The dossier holds an application that a conflict closes to you."))
    return ALLOW


def can_order_dossier(
    actor: Actor, session: EvaluationSession, *, closed: frozenset[UUID]
) -> Verdict:
    """The same people except auditors, who only read, once the report is signed."""
    verdict = can_see_dossier(actor, session.call, closed=closed)
    if not verdict:
        return verdict
    writes = actor.holds("call", session.call_id, "chair", "secretary") or any(
        held.area == "action"
        and held.scope_id == session.call.action_id
        and held.country is None
        and held.function in LEAD
        for held in actor.roles
    )
    if not writes:
        return deny(N_("Auditors read the dossiers that others have made."))
    if session.state not in HAS_REPORT:
        return deny(N_("The dossier can be made when the report is signed."))
    return ALLOW
