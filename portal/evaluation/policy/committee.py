"""Who changes a committee that is appointed. Source: rules.md 4.5 (6)."""

from portal.core.access import Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy.session import _in, _is_signatory
from portal.evaluation.states import SessionState

CHANGES = frozenset(
    {
        SessionState.CONSTITUTED,
        SessionState.OPENING,
        SessionState.ADMIN_CHECK,
        SessionState.SCORING,
        SessionState.CONSOLIDATION,
        SessionState.RANKING,
        SessionState.REPORT_DRAFT,
    }
)


def can_change_committee(actor: Actor, session: EvaluationSession) -> Verdict:
    """The lead's signatory calls substitutes in and names more of them until the report stands."""
    if not _is_signatory(actor, session.call):
        return deny(N_("Only a signatory of the lead applicant can change the committee."))
    return _in(session, CHANGES)
