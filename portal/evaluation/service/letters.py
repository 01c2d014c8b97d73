"""Letters of award, reserve and rejection: by mail and as PDF, each sent once."""

from datetime import datetime

from portal.applications import service as applications
from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import can_move, move
from portal.core.text import N_
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession
from portal.evaluation.states import SESSION_MOVES
from portal.jobs import service as jobs
from portal.mail import service as mail
from portal.mail.service import Recipient
from portal.organisations import queries as organisations

KINDS = {"award": "LTA", "invitation": "INV", "reserve": "LTR", "rejection": "LTJ"}


def send_letters(session: EvaluationSession, *, count: int, actor: Actor, at: datetime) -> int:
    """Send every letter that has not been sent; the session closes when all are out.

    `count` is the number the sender typed: it must be the number of letters. A second click
    finds nothing to send and changes nothing (0).
    """
    lock(session)
    require(policy.can_send_letters(actor, session))
    due = queries.letters_due(session.call_id)
    if not due:
        return 0
    if count != len(due):
        raise RuleBroken(
            N_("Type %(count)s, the number of letters, to send them", count=len(due)),
            field="count",
        )
    for application in due:
        send_letter(application, session, actor=actor, at=at)
    if can_move(session.state, "close", SESSION_MOVES):
        move(session, "close", SESSION_MOVES)
        audit.record(actor, "evaluation.closed", session, at=at)
    return len(due)


def send_letter(
    application: Application, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """Mail and PDF for one application, to each of its members that may act for it."""
    outcome = queries.outcome_of(application)
    if outcome is None:
        raise RuleBroken(N_("There is no decision on this application."))
    applications.letter_sent(application, actor=actor, at=at)
    jobs.enqueue(
        "documents.issue",
        {"kind": KINDS[outcome], "subject": str(application.id)},
        at=at,
        dedupe_key=f"{KINDS[outcome]}:{application.id}:{at.isoformat()}",
    )
    for member in organisations.people_to_tell(application.organisation_id, signatories=True):
        mail.queue(
            f"evaluation/{outcome}_letter",
            to=Recipient(member.id, member.name, member.email, member.language),
            about=application,
            actor=actor,
            at=at,
            link=f"/applications/{application.id}/decision",
            application=application,
            call=session.call,
            organisation=application.organisation,
        )
