"""A member leaves the committee; a substitute takes the place. Source: rules.md 4.5 (6)."""

from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import can_move, move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import CommitteeMember, EvaluationSession
from portal.evaluation.service.committee import order_appointment, recipient
from portal.evaluation.states import ASSESSMENT_MOVES
from portal.mail import service as mail

CANNOT_STAY_EMPTY = frozenset({"chair", "secretary", "voter"})


def replace_member(
    session: EvaluationSession,
    leaving: CommitteeMember,
    *,
    substitute: CommitteeMember | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """A member leaves, and a substitute of the same function takes the place at once.

    The substitute reads nothing before signing. Sheets of the leaving person that are not
    submitted end; submitted ones stay. Assessors and observers may leave without a substitute.
    Raises: RuleBroken without a reason, without a substitute for chair, secretary and voters, and
    for somebody who does not sit or waits for no such place.
    """
    lock(session)
    require(policy.can_change_committee(actor, session))
    if not leaving.sits:
        raise RuleBroken(N_("%(name)s does not sit on the committee.", name=leaving.user.name))
    if not clean(reason):
        raise RuleBroken(N_("Say why the place is given up"), field="reason")
    _check_substitute(leaving, substitute)
    leaving.left_at, leaving.left_reason = at, clean(reason)
    audit.record(
        actor,
        "evaluation.member_left",
        leaving,
        at=at,
        details={"function": leaving.function, "person": leaving.user.name},
        reason=clean(reason),
    )
    if substitute is not None:
        substitute.is_substitute = False
        substitute.called_in_at, substitute.called_in_reason = at, clean(reason)
        audit.record(
            actor,
            "evaluation.substitute_called_in",
            substitute,
            at=at,
            details={"function": substitute.function, "person": substitute.user.name},
            reason=clean(reason),
        )
    db.session.flush()
    ended = 0
    if leaving.function == "assessor":
        ended = _end_sheets(session, leaving, reason=clean(reason), actor=actor, at=at)
    _tell(session, leaving, substitute, ended, actor=actor, at=at)
    order_appointment(session, at=at)


def _check_substitute(leaving: CommitteeMember, substitute: CommitteeMember | None) -> None:
    if substitute is None:
        if leaving.function in CANNOT_STAY_EMPTY:
            raise RuleBroken(N_("Choose who takes the place"), field="substitute")
        return
    fits = (
        substitute.is_substitute
        and substitute.left_at is None
        and substitute.session_id == leaving.session_id
        and substitute.function == leaving.function
    )
    if not fits:
        raise RuleBroken(
            N_("%(name)s is no substitute for this place.", name=substitute.user.name),
            field="substitute",
        )


def _end_sheets(
    session: EvaluationSession, leaving: CommitteeMember, *, reason: str, actor: Actor, at: datetime
) -> int:
    ended = 0
    for (_application, person), sheet in queries.sheets_by_pair(session.call_id).items():
        if person == leaving.user_id and can_move(sheet.state, "reassign", ASSESSMENT_MOVES):
            move(sheet, "reassign", ASSESSMENT_MOVES)
            sheet.ended_reason = reason
            audit.record(actor, "assessment.reassigned", sheet, at=at, reason=reason)
            ended += 1
    return ended


def _tell(
    session: EvaluationSession,
    leaving: CommitteeMember,
    substitute: CommitteeMember | None,
    ended: int,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    mail.queue(
        "evaluation/left",
        to=recipient(leaving.user),
        about=session,
        actor=actor,
        at=at,
        link="",
        call=session.call,
        reason=leaving.left_reason,
    )
    if substitute is not None:
        mail.queue(
            "evaluation/called_in",
            to=recipient(substitute.user),
            about=session,
            actor=actor,
            at=at,
            link=f"/evaluate/declaration?call={session.call.reference}",
            call=session.call,
            left=leaving.user.name,
            function=substitute.function,
        )
    told = {actor.user_id, leaving.user_id, substitute.user_id if substitute else None}
    page = "assignments?suggest=1" if ended else "committee"
    for member in queries.members(session.id):
        if member.function == "secretary" and member.sits and member.user_id not in told:
            mail.queue(
                "evaluation/member_left",
                to=recipient(member.user),
                about=session,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/{page}",
                call=session.call,
                left=leaving.user.name,
                function=leaving.function,
                substitute=substitute.user.name if substitute else "",
                sheets=ended,
            )
