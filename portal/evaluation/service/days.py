"""Approving the days of evaluators for their payment."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import ApprovedDays, EvaluationSession

HALF = Decimal("0.5")


def approve_days(
    session: EvaluationSession,
    *,
    user_id: UUID,
    days: Decimal,
    note: str,
    actor: Actor,
    at: datetime,
) -> ApprovedDays:
    """Approve how many days of one evaluator are paid, in half days; a later number replaces it.

    Raises: NotAllowed; RuleBroken for more days than were worked unless a note says why.
    """
    lock(session)
    require(policy.can_approve_days(actor, session, user_id))
    worked = next((one for one in queries.worked(session) if one.user.id == user_id), None)
    if worked is None:
        raise RuleBroken(N_("This person has handed in no sheet."))
    if days < 0 or days % HALF:
        raise RuleBroken(N_("Enter whole or half days"), field=f"days-{user_id}")
    if days > len(worked.days) and not clean(note):
        raise RuleBroken(
            N_("Write why more days are paid than the %(days)s on which sheets moved",
               days=len(worked.days)),
            field=f"note-{user_id}",
        )  # fmt: skip
    row = worked.approved
    if row is None:
        row = ApprovedDays(session_id=session.id, user_id=user_id)
        db.session.add(row)
    if actor.user_id is None:
        raise AssertionError("Only a person approves days.")
    row.days, row.note = days, clean(note)
    row.approved_by_id, row.approved_at = actor.user_id, at
    db.session.flush()
    audit.record(
        actor, "evaluation.days_approved", row, at=at,
        details={"person": str(user_id), "days": str(days)}, reason=clean(note),
    )  # fmt: skip
    return row
