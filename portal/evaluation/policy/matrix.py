"""Who may lay the sheets of the assessors beside each other, and who reads their names."""

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy.session import (
    SHOWS_OTHERS,
    SHOWS_RANKING,
    Standing,
    can_see_ranking,
    can_see_scores,
)


def can_see_matrix(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Secretary and chair as the sheets come in; committee and lead once they are locked.

    Who scores in this call sees nothing of others while scoring is open, whatever else they are.
    Source: SECURITY 3, rules.md 2.3.
    """
    scores = actor.holds("call", session.call_id, "assessor")
    if scores and session.state not in SHOWS_OTHERS:
        return deny(N_("Who scores sees nothing of the others until the sheets are compared."))
    if can_see_scores(actor, session, standing):
        return ALLOW
    if scores and session.state not in SHOWS_RANKING:
        return deny(N_("Only the secretary and the chair compare the sheets."))
    return can_see_ranking(actor, session, standing)


def reads_names(actor: Actor, session: EvaluationSession) -> bool:
    """Whether the assessors stand with their names: secretary, chair, and the auditor.

    For all others they are numbers. Source: rules.md 10.
    """
    if actor.holds("call", session.call_id, "secretary", "chair"):
        return True
    return any(
        held.area == "action"
        and held.scope_id == session.call.action_id
        and held.function == "auditor"
        and held.country is None
        for held in actor.roles
    )
