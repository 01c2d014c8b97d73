"""Who confirms the result of a check. Source: rules.md 5, 8 (5, 11)."""

from portal.core.access import Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import CheckResult, EvaluationSession
from portal.evaluation.policy.anonymity import can_see_identities
from portal.evaluation.policy.session import (
    AFTER_DECISION,
    SCORING,
    Standing,
    _in,
    _on_committee,
    can_read_files,
)
from portal.evaluation.states import SessionState


def can_confirm_check(
    actor: Actor, session: EvaluationSession, standing: Standing, result: CheckResult
) -> Verdict:
    """Somebody of the committee who did not make the result and has no tie, while it waits."""
    if not _on_committee(actor, session.call):
        return deny(N_("Only the chair, the secretary and the voters confirm a check."))
    if not (verdict := can_read_files(actor, session, standing)):
        return verdict
    if not (verdict := can_see_identities(actor, session)):
        return verdict
    if result.application_id in standing.conflicts:
        return deny(N_("You have a conflict of interest with this application."))
    if result.made_by_id == actor.user_id:
        return deny(N_("A second person confirms: not the one who checked."))
    if not result.waits:
        return deny(N_("This result does not wait any more."))
    checks = SCORING | {SessionState.ADMIN_CHECK}
    return _in(session, checks if result.sheet == "ADM" else AFTER_DECISION)
