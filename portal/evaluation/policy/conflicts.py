"""Who sees and decides on conflicts of interest, and who says of themselves what they are."""

from uuid import UUID

from portal.calls.models import Call
from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import ConflictFinding, EvaluationSession
from portal.evaluation.policy.session import (
    Standing,
    _as_secretary,
    _in,
    _is_lead,
    _is_signatory,
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


def can_rule_on(
    actor: Actor,
    session: EvaluationSession,
    standing: Standing,
    finding: ConflictFinding,
    *,
    secretaries: frozenset[UUID],
) -> Verdict:
    """The secretary decides on a suspicion; on one about a secretary the chair or a signatory.

    Nobody decides on their own. `secretaries` are the people who hold that seat.
    """
    if finding.user_id == actor.user_id:
        return deny(N_("Nobody decides on their own conflict: the chair or a signatory does."))
    if finding.user_id not in secretaries:
        return can_rule_on_conflicts(actor, session, standing)
    if actor.holds("call", session.call_id, "chair"):
        return can_read_files(actor, session, standing) and _in(session, RULES_ON_CONFLICTS)
    if actor.holds("call", session.call_id) or not _is_signatory(actor, session.call):
        return deny(
            N_("The chair or a signatory of the lead applicant decides on the secretary's ties.")
        )
    return _in(session, RULES_ON_CONFLICTS)
