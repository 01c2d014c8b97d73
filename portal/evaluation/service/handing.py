"""A sheet changes hands: taken back, declined, given to somebody else."""

from datetime import datetime

from portal.accounts.models import User
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.service.assignments import assign
from portal.evaluation.service.committee import recipient
from portal.evaluation.states import ASSESSMENT_MOVES, AssessmentState, SessionState
from portal.mail import service as mail


def replace_assessor(
    session: EvaluationSession, sheet: Assessment, *, actor: Actor, at: datetime
) -> None:
    """Take an untouched sheet back, so that somebody else can be given the application.

    Raises: RuleBroken once the assessor has begun.
    """
    lock(sheet)
    require(policy.can_assign(actor, session, queries.standing(actor, session)))
    if sheet.state is not AssessmentState.ASSIGNED:
        raise RuleBroken(N_("The assessor has begun; the sheet cannot be taken back."))
    audit.record(actor, "assessment.taken_back", sheet, at=at)
    db.session.delete(sheet)
    db.session.flush()


def decline(
    sheet: Assessment, session: EvaluationSession, *, reason: str, actor: Actor, at: datetime
) -> None:
    """The assessor does not take the application on; the secretary is told why.

    A second click changes nothing. Raises: RuleBroken without a reason.
    """
    lock(sheet)
    if sheet.state is AssessmentState.RECUSED and sheet.assessor_id == actor.user_id:
        return
    require(policy.can_decline(actor, sheet, session, queries.standing(actor, session)))
    if not clean(reason):
        raise RuleBroken(N_("Say why you cannot score it"), field="reason")
    move(sheet, "decline", ASSESSMENT_MOVES)
    sheet.ended_reason = clean(reason)
    audit.record(actor, "assessment.declined", sheet, at=at, reason=clean(reason))
    for member in queries.members(session.id):
        if member.function == "secretary" and member.sits:
            mail.queue(
                "evaluation/declined",
                to=recipient(member.user),
                about=sheet,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/assignments?suggest=1",
                call=session.call,
                number=sheet.application.number,
                person=actor.name,
                reason=clean(reason),
            )


def reassign(
    sheet: Assessment,
    session: EvaluationSession,
    *,
    to: User,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Take a sheet that is not submitted away and give the application to somebody else.

    What was on the sheet stays on record and does not count. Both people are told.
    Raises: RuleBroken without a reason, or where the new person is barred.
    """
    lock(sheet)
    require(policy.can_reassign(actor, sheet, session, queries.standing(actor, session)))
    if not clean(reason):
        raise RuleBroken(N_("Say why the sheet changes hands"), field="reason")
    if to.id == sheet.assessor_id:
        raise RuleBroken(N_("Choose somebody else"), field="person")
    move(sheet, "reassign", ASSESSMENT_MOVES)
    sheet.ended_reason = clean(reason)
    db.session.flush()
    audit.record(
        actor,
        "assessment.reassigned",
        sheet,
        at=at,
        details={"application": sheet.application.number, "to": to.name},
        reason=clean(reason),
    )
    made = assign(session, [(sheet.application, to)], actor=actor, at=at)
    if not made:
        raise RuleBroken(N_("%(name)s has this application already.", name=to.name), field="person")
    if session.state is not SessionState.ADMIN_CHECK:
        mail.queue(
            "evaluation/sheet_taken",
            to=recipient(sheet.assessor),
            about=sheet,
            actor=actor,
            at=at,
            link="/evaluate",
            call=session.call,
            number=sheet.application.number,
            reason=clean(reason),
        )
    return made[0]
