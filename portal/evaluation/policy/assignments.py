"""Who declines a sheet, and who gives it to somebody else."""

from portal.core.access import Actor, Verdict, deny
from portal.core.lifecycle import label
from portal.core.text import N_
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.policy.session import Standing, can_assign, can_score
from portal.evaluation.states import ASSESSMENT_MOVES


def can_decline(
    actor: Actor, assessment: Assessment, session: EvaluationSession, standing: Standing
) -> Verdict:
    """The assessor, as long as no score is on the sheet."""
    return can_score(actor, assessment, session, standing, "decline")


def can_reassign(
    actor: Actor, assessment: Assessment, session: EvaluationSession, standing: Standing
) -> Verdict:
    """The secretary, as long as the sheet is not submitted."""
    verdict = can_assign(actor, session, standing)
    if not verdict or assessment.state in ASSESSMENT_MOVES["reassign"].sources:
        return verdict
    return deny(N_("This sheet is %(state)s.", state=label(assessment.state)))
