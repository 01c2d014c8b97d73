"""Anonymous calls: from whom names are kept, until they are opened."""

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession

MASKED = ("assessor", "voter", "observer")


def is_masked(actor: Actor, session: EvaluationSession) -> bool:
    """Whether this person reads numbers in place of names.

    Chair and secretary score and vote nothing: they check papers and write to applicants.
    """
    return (
        session.call.is_anonymous
        and session.identities_opened_at is None
        and actor.holds("call", session.call_id, *MASKED)
    )


def can_see_identities(actor: Actor, session: EvaluationSession) -> Verdict:
    """Everything that cannot be shown without names waits until they are opened."""
    if is_masked(actor, session):
        return deny(
            N_("This call is anonymous: chair or secretary open the names after the scoring.")
        )
    return ALLOW
