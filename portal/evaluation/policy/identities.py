"""Who opens the names of an anonymous call."""

from portal.core.access import Actor, Verdict, deny
from portal.core.text import N_
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy.session import SHOWS_RANKING, Standing, _in, can_read_files


def can_open_identities(actor: Actor, session: EvaluationSession, standing: Standing) -> Verdict:
    """Chair or secretary, once, when the sheets are locked."""
    if not actor.holds("call", session.call_id, "chair", "secretary"):
        return deny(N_("Only the chair and the secretary open the names."))
    if not session.call.is_anonymous:
        return deny(N_("This call is not anonymous."))
    if session.identities_opened_at is not None:
        return deny(N_("The names have been opened already."))
    return can_read_files(actor, session, standing) and _in(session, SHOWS_RANKING)
