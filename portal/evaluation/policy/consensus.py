"""Who writes the consensus note, and who agrees or objects."""

from portal.core.access import Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.policy.session import (
    Standing,
    _as_secretary,
    _in,
    can_see_other_sheets,
)
from portal.evaluation.states import SessionState

AGREEING = frozenset({SessionState.CONSOLIDATION, SessionState.RANKING})


def can_write_consensus(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """The secretary merges and edits once the sheets are compared, until the report is drafted."""
    return _as_secretary(actor, session, standing, AGREEING)


def can_answer_consensus(
    actor: Actor,
    assessment: Assessment,
    session: EvaluationSession,
    standing: Standing,
    *,
    has_answered: bool,
) -> Verdict:
    """Each author of a sheet answers each version once."""
    if assessment.assessor_id != actor.user_id:
        return deny(N_("Only the assessors of this application agree or object."))
    if not standing.has_declared:
        return deny(N_("Sign the declaration of impartiality and confidentiality first."))
    if not can_see_other_sheets(assessment, session, standing):
        return deny(N_("The sheets of the others are closed to you."))
    if has_answered:
        return deny(N_("You have answered this version."))
    return _in(session, AGREEING)
