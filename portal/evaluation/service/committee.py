"""Appointing the committee of a closed call."""

from collections import Counter
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import User
from portal.audit import service as audit
from portal.calls.models import Call
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_
from portal.evaluation import policy, queries
from portal.evaluation.models import CommitteeMember, EvaluationSession
from portal.evaluation.states import SESSION_MOVES, SessionState
from portal.jobs import service as jobs
from portal.mail import service as mail
from portal.mail.service import Recipient


def recipient(user: User) -> Recipient:
    """The person as the one a mail goes to."""
    return Recipient(user.id, user.name, user.email, user.language)


def plan(call: Call, *, actor: Actor, at: datetime) -> EvaluationSession:
    """Begin the evaluation of a closed call; a second click finds the same session."""
    lock(call)
    known = queries.session_of(call.id)
    if known is not None:
        return known
    require(policy.can_plan(actor, call))
    session = EvaluationSession(call_id=call.id, created_at=at)
    db.session.add(session)
    audit.record(actor, "evaluation.planned", session, at=at)
    return session


def appoint(
    session: EvaluationSession,
    *,
    user: User,
    function: str,
    is_substitute: bool,
    actor: Actor,
    at: datetime,
) -> CommitteeMember:
    """Name a person for a function; members of an applicant organisation cannot sit.

    Once the committee is appointed only substitutes and observers are added.
    Raises: RuleBroken when the person is tied to an applicant, sits already, or would score and
    decide at once.
    """
    lock(session)
    adds = is_substitute or function == "observer"
    is_later = adds and session.state is not SessionState.PLANNED
    if is_later:
        require(policy.can_change_committee(actor, session))
    else:
        require(policy.can_appoint(actor, session))
    if user.id not in {one.id for one in queries.candidates(session)}:
        raise RuleBroken(
            N_("This person belongs to an organisation that applied and cannot sit."), field="user"
        )
    _check_functions(session, user, function)
    member = CommitteeMember(
        session_id=session.id,
        user_id=user.id,
        position=len(queries.members(session.id)) + 1,
        function=function,
        is_substitute=is_substitute,
        appointed_by_id=actor.user_id,
        appointed_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError as clash:
        raise RuleBroken(N_("This person has this function already."), field="user") from clash
    audit.record(actor, "evaluation.member_named", member, at=at, details={"function": function})
    if is_later:
        _tell_appointed(session, user, [member], actor=actor, at=at)
        order_appointment(session, at=at)
    return member


def _check_functions(session: EvaluationSession, user: User, function: str) -> None:
    """One seat at the table a person; an assessor may also vote, the secretary never."""
    held = {m.function for m in queries.members(session.id) if m.user_id == user.id}
    if function in held:
        raise RuleBroken(N_("This person has this function already."), field="user")
    if held and {function, *held} != {"voter", "assessor"}:
        raise RuleBroken(
            N_("One person has one function; only a voter may also be an assessor."), field="user"
        )


def dismiss(
    session: EvaluationSession, member: CommitteeMember, *, actor: Actor, at: datetime
) -> None:
    """Take a person off the list before the committee is appointed."""
    lock(session)
    require(policy.can_appoint(actor, session))
    audit.record(
        actor, "evaluation.member_removed", member, at=at, details={"function": member.function}
    )
    db.session.delete(member)
    db.session.flush()


def constitute(
    session: EvaluationSession, *, scores_due_at: datetime, actor: Actor, at: datetime
) -> None:
    """Appoint the committee: everybody named is told and asked to sign the declaration.

    Raises: RuleBroken unless there are a chair, a secretary, an odd number of voters, at
    least as many as the call asks, and as many assessors as each application needs.
    Source: rules.md 4.5.6.
    """
    lock(session)
    require(policy.can_appoint(actor, session))
    named = queries.members(session.id)
    seats = Counter(member.function for member in named if not member.is_substitute)
    _check_seats(seats, call=session.call)
    if scores_due_at <= at:
        raise RuleBroken(N_("The scores must be due in the future"), field="scores_due_at")
    move(session, "constitute", SESSION_MOVES)
    session.scores_due_at = scores_due_at
    audit.record(actor, "evaluation.constituted", session, at=at, details={"members": len(named)})
    for user in {member.user_id: member.user for member in named}.values():
        theirs = [member for member in named if member.user_id == user.id]
        _tell_appointed(session, user, theirs, actor=actor, at=at)
    order_appointment(session, at=at)


def _tell_appointed(
    session: EvaluationSession,
    user: User,
    seats: list[CommitteeMember],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    mail.queue(
        "evaluation/appointed",
        to=recipient(user),
        about=session,
        actor=actor,
        at=at,
        link=f"/evaluate/declaration?call={session.call.reference}",
        call=session.call,
        functions=sorted(member.function for member in seats),
        is_substitute=all(member.is_substitute for member in seats),
    )


def order_appointment(session: EvaluationSession, *, at: datetime) -> None:
    """The appointment as a document (CMP); each change of the committee makes a new version."""
    jobs.enqueue(
        "documents.issue",
        {"kind": "CMP", "subject": str(session.id)},
        at=at,
        dedupe_key=f"CMP:{session.id}:{at:%Y%m%d%H%M%S}",
    )


def _check_seats(seats: Counter[str], *, call: Call) -> None:
    least_voters, least_assessors = call.min_voters, call.assessors_per_application
    if seats["chair"] != 1:
        raise RuleBroken(N_("Name one chair."))
    if seats["secretary"] != 1:
        raise RuleBroken(N_("Name one secretary."))
    if seats["voter"] < least_voters or seats["voter"] % 2 == 0:
        raise RuleBroken(
            N_(
                "Name an odd number of voters, at least %(least)s. There are %(n)s.",
                least=least_voters,
                n=seats["voter"],
            )
        )
    if seats["assessor"] < least_assessors:
        raise RuleBroken(N_("Name at least %(n)s assessors.", n=least_assessors))
