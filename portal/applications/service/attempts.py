"""Each try to submit on record: received, late, incomplete, not allowed. Source: rules.md 2.2."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from portal.applications.models import Application, ApplicationVersion, SubmissionAttempt
from portal.applications.queries import Problem
from portal.applications.states import AttemptKind
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import Locked, NotAllowed, PortalError, RuleBroken, WrongState
from portal.core.text import N_

K = AttemptKind


class Incomplete(RuleBroken):
    """Something must be fixed first; `problems` counts by page of the form."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(
            N_("%(count)s things must be fixed before you can submit", count=len(found))
        )
        self.problems = dict(Counter(problem.page for problem in found))


class TooLate(Locked):
    """It arrived at or after the deadline, grace and own extension included."""


def kind_of(refusal: PortalError) -> AttemptKind:
    """What a refusal is called on record."""
    if isinstance(refusal, NotAllowed):
        return K.NO_RIGHT
    if isinstance(refusal, Incomplete):
        return K.INCOMPLETE
    if isinstance(refusal, TooLate):
        return K.LATE
    if isinstance(refusal, Locked):
        return K.NOT_OPEN
    return K.AGAIN if isinstance(refusal, WrongState) else K.REFUSED


def note_refusal(
    application_id: uuid.UUID, refusal: PortalError, *, actor: Actor, at: datetime
) -> None:
    """Log a try to submit that was refused, in a transaction of its own. Units: `at` of arrival."""
    _note(
        application_id,
        kind_of(refusal),
        problems=refusal.problems if isinstance(refusal, Incomplete) else {},
        reason=refusal.message,
        actor=actor,
        at=at,
    )


def note_receipt(
    application: Application, version: ApplicationVersion, *, actor: Actor, at: datetime
) -> None:
    """Log what was received, in the transaction that receives it."""
    reason = N_("Received as version %(version)s.", version=version.number)
    _note(application.id, K.RECEIVED, problems={}, reason=reason, actor=actor, at=at)


def note_clarified(application: Application, *, actor: Actor, at: datetime) -> None:
    """Log an answer to the committee that was received."""
    reason = N_("The answer to the committee was received.")
    _note(application.id, K.RECEIVED, problems={}, reason=reason, actor=actor, at=at)


def _note(
    application_id: uuid.UUID,
    kind: AttemptKind,
    *,
    problems: dict[str, int],
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    db.session.add(
        SubmissionAttempt(
            application_id=application_id,
            at=at,
            user_id=actor.user_id,
            user_name=actor.name,
            succeeded=kind is K.RECEIVED,
            kind=kind,
            problems=problems,
            reason=str(reason),
        )
    )
    db.session.flush()
