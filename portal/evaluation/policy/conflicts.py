"""Who sees and decides on conflicts of interest, and who says of themselves what they are."""

from portal.calls.models import Call
from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy.session import (
    Standing,
    _as_secretary,
    _is_lead,
    can_read_files,
    can_see_session,
)
from portal.evaluation.states import SessionState

RULES_ON_CONFLICTS = frozenset(SessionState) - {
    SessionState.PLANNED,
    SessionState.DECIDED,
    SessionState.CLOSED,
}


def can_describe(actor: Actor) -> Verdict:
    """Everybody who sits on a committee says for whom they work and worked."""
    if actor.scopes("call"):
        return ALLOW
    return deny(N_("Only people who sit on a committee are asked for this."))


def can_see_register(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The register of conflicts: secretary and chair after signing, the lead's staff, auditors."""
    if actor.holds("call", session.call_id):
        if not actor.holds("call", session.call_id, "secretary", "chair"):
            return deny(N_("Only the secretary and the chair see the register of conflicts."))
        return can_read_files(actor, session, standing)
    return can_see_session(actor, session.call) or _audits(actor, session.call)


def can_issue_register(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Whoever sees the register, auditors aside: they read."""
    if actor.holds("call", session.call_id) or _is_lead_staff(actor, session.call):
        return can_see_register(actor, session, standing)
    return deny(N_("Only the committee and the lead applicant's staff issue the register."))


def _is_lead_staff(actor: Actor, call: Call) -> bool:
    return actor.holds("action", call.action_id, *LEAD) and _is_lead(actor, call)


def _audits(actor: Actor, call: Call) -> Verdict:
    if actor.holds("action", call.action_id, "auditor"):
        return ALLOW
    return deny(N_("Only the committee and the lead applicant's staff can see this."))


def can_rule_on_conflicts(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary decides on suspicions and records conflicts until the report is signed."""
    return _as_secretary(actor, session, standing, RULES_ON_CONFLICTS)
