"""The names of an anonymous call are opened: an act of its own, with a reason."""

from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession


def open_identities(session: EvaluationSession, *, reason: str, actor: Actor, at: datetime) -> None:
    """Those who scored and vote read the names from now on; it cannot be undone.

    Raises: RuleBroken without a reason.
    """
    lock(session)
    require(policy.can_open_identities(actor, session, queries.standing(actor, session)))
    if not clean(reason):
        raise RuleBroken(N_("Say why the names are opened"), field="reason")
    session.identities_opened_at, session.identities_opened_by_id = at, actor.user_id
    session.identities_reason = clean(reason)
    audit.record(actor, "evaluation.identities_opened", session, at=at, reason=clean(reason))
