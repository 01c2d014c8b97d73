"""The secretary asks one applicant on formal items; the answer comes back to the check."""

from collections.abc import Collection
from datetime import datetime

from portal.applications import service as applications
from portal.applications.models import Application, Clarification
from portal.applications.service import Reply
from portal.applications.states import ApplicationState
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession
from portal.evaluation.service.committee import recipient
from portal.mail import service as mail


def ask_clarification(
    application: Application,
    session: EvaluationSession,
    *,
    question: str,
    items: Collection[str],
    due_at: datetime,
    actor: Actor,
    at: datetime,
) -> Clarification:
    """Open exactly these parts to the applicant until the instant.

    Raises: NotAllowed; RuleBroken.
    """
    lock(application)
    require(policy.can_check(actor, session, queries.standing(actor, session)))
    if application.state is not ApplicationState.OPENED:
        raise RuleBroken(N_("Questions are asked while the application is being checked."))
    return applications.ask_clarification(
        application, question=question, items=items, due_at=due_at, actor=actor, at=at
    )


def answer_clarification(
    application: Application, reply: Reply, *, actor: Actor, at: datetime
) -> Clarification:
    """Keep the applicant's answer and tell the secretary. Raises: as the applications' service."""
    answered = applications.answer_clarification(application, reply, actor=actor, at=at)
    session = queries.session_of(application.call_id)
    for member in queries.members(session.id) if session else []:
        if session is None or member.function != "secretary" or member.is_substitute:
            continue
        mail.queue(
            "evaluation/clarified",
            to=recipient(member.user),
            about=session,
            actor=actor,
            at=at,
            link=f"/manage/calls/{session.call.reference}/eligibility/{application.id}",
            call=session.call,
            number=application.number,
            changed=len(answered.after),
        )
    return answered
