"""Changes of a published call: each is a corrigendum that everybody concerned is told of.

Source: rules.md 2.1 (published to published, suspended, cancelled), 8 row 2.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.audit import service as audit
from portal.calls import policy, rules
from portal.calls.models import Call, Corrigendum
from portal.calls.states import MOVES, CallState
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean, clean_name
from portal.jobs import service as jobs

TELL = "calls.tell_of_change"
TIMES = {
    "questions_until_at": N_("Questions until"),
    "answers_until_at": N_("Answers published until"),
}
TEXTS = {
    "summary": N_("Summary"),
    "objectives": N_("Objectives and priorities"),
    "who_can_apply": N_("Who can apply"),
    "contact_email": N_("Contact for questions"),
}
CLAUSES = TEXTS | TIMES  # parts of a call that the portal changes itself


@dataclass(frozen=True)
class Correction:
    """What a corrigendum changes.

    Shape: `part` one of CLAUSES, with the new text or instant; or empty for any other clause of
    the guidelines, with its name and both wordings.
    """

    part: str = ""
    text: str = ""
    instant: datetime | None = None
    clause: str = ""
    before: str = ""


def correct(
    call: Call, correction: Correction, *, actor: Actor, at: datetime, reason: str
) -> Corrigendum:
    """Change a published call and tell everybody.

    Raises: NotAllowed; RuleBroken naming the field when nothing changes, a date gets shorter or
            passes the deadline, or the reason is missing.
    """
    lock(call)
    require(policy.can_correct(actor, call, at))
    words = _reason(reason)
    if correction.part in TIMES:
        clause, before, after = _set_time(call, correction, at)
    elif correction.part in TEXTS:
        clause, before, after = _set_text(call, correction)
    else:
        clause, before, after = _other(correction)
    move(call, "correct" if call.state is CallState.PUBLISHED else "correct_suspended", MOVES)
    return _publish(
        call, "change", clause=clause, before=before, after=after, reason=words, actor=actor, at=at
    )


def _set_text(call: Call, correction: Correction) -> tuple[str, str, str]:
    before, after = getattr(call, correction.part), clean(correction.text)
    if not after:
        raise RuleBroken(N_("Enter the new wording"), field="text")
    if after == before:
        raise RuleBroken(N_("This is the wording of the call already"), field="text")
    setattr(call, correction.part, after)
    return TEXTS[correction.part], before, after


def _set_time(call: Call, correction: Correction, at: datetime) -> tuple[str, str, str]:
    name, new, old = correction.part, correction.instant, getattr(call, correction.part)
    if new is None:
        raise RuleBroken(N_("Enter the new date and time"), field="instant")
    if new <= at or (old and new <= old):
        raise RuleBroken(N_("This date can only be moved later"), field="instant")
    if call.closes_at and new > call.closes_at:
        raise RuleBroken(N_("The new date must not be after the deadline"), field="instant")
    setattr(call, name, new)
    return TIMES[name], _time(call, old), _time(call, new)


def _other(correction: Correction) -> tuple[str, str, str]:
    clause, after = clean_name(correction.clause), clean(correction.text)
    if not clause:
        raise RuleBroken(N_("Enter which clause changes, like 2.1.4 Costs"), field="clause")
    if not after:
        raise RuleBroken(N_("Enter the new wording"), field="text")
    return clause, clean(correction.before), after


def announce(
    call: Call, *, clause: str, before: str, after: str, actor: Actor, at: datetime, reason: str
) -> Corrigendum:
    """Publish a change that the caller makes in the same transaction.

    Raises: NotAllowed; RuleBroken without a reason.
    """
    lock(call)
    require(policy.can_correct(actor, call, at))
    words = _reason(reason)
    move(call, "correct" if call.state is CallState.PUBLISHED else "correct_suspended", MOVES)
    return _publish(
        call, "change", clause=clause, before=before, after=after, reason=words, actor=actor, at=at
    )


def extend(
    call: Call, *, closes_at: datetime, actor: Actor, at: datetime, reason: str
) -> Corrigendum:
    """Move the deadline later, for everybody, with a reason.

    Raises: RuleBroken when the new deadline is not later than the old one.
    """
    lock(call)
    require(policy.can_extend(actor, call, at))
    if call.closes_at is None or closes_at <= call.closes_at:
        raise RuleBroken(N_("The deadline can only be moved later"), field="closes_at")
    words = _reason(reason)
    move(call, "extend", MOVES)
    before, call.closes_at = call.closes_at, closes_at
    audit.record(
        actor,
        "call.extended",
        call,
        at=at,
        reason=words,
        details={"before": before, "after": closes_at},
    )
    return _publish(
        call,
        "deadline",
        clause=N_("Deadline"),
        before=_time(call, before),
        after=_time(call, closes_at),
        reason=words,
        actor=actor,
        at=at,
    )


def suspend(call: Call, *, actor: Actor, at: datetime, reason: str) -> Corrigendum:
    """Stop the clock of a call: nothing is taken and nothing runs out until it goes on.

    Raises: NotAllowed; RuleBroken at the deadline itself, which the portal is about to close.
    """
    lock(call)
    require(policy.can_suspend(actor, call))
    words = _reason(reason)
    if call.state is CallState.PUBLISHED and not policy.is_open(call, at):
        raise RuleBroken(N_("The deadline has passed. The portal closes the call in a minute."))
    move(call, "suspend", MOVES)
    call.suspended_at = at
    audit.record(actor, "call.suspended", call, at=at, reason=words)
    return _publish(
        call, "suspended", clause=N_("The call is suspended"), reason=words, actor=actor, at=at
    )


def resume(call: Call, *, actor: Actor, at: datetime, reason: str) -> timedelta:
    """Let the clock go on; what had not run out moves by the time the call stood still.

    Units: answers that time, rounded up to the minute. A call that had closed is closed again.
    """
    lock(call)
    require(policy.can_resume(actor, call))
    words, since = _reason(reason), call.suspended_at or at
    stood, before = rules.stood_still(since, at), call.closes_at
    was_open = call.closed_at is None
    if was_open:
        for name in ("questions_until_at", "answers_until_at", "closes_at"):
            runs_to: datetime | None = getattr(call, name)
            if runs_to and runs_to > since:
                setattr(call, name, runs_to + stood)
    move(call, "resume_published" if was_open else "resume_closed", MOVES)
    call.suspended_at = None
    audit.record(
        actor,
        "call.resumed",
        call,
        at=at,
        reason=words,
        details={"before": before, "after": call.closes_at},
    )
    _publish(
        call,
        "resumed",
        clause=N_("The call goes on: deadline") if was_open else N_("The call goes on"),
        before=_time(call, before) if was_open else "",
        after=_time(call, call.closes_at) if was_open else "",
        reason=words,
        actor=actor,
        at=at,
    )
    return stood


def cancel(call: Call, *, actor: Actor, at: datetime, reason: str) -> None:
    """A signatory cancels the call with a reason; applicants of a published one are told."""
    lock(call)
    require(policy.can_cancel(actor, call))
    words, was_public = _reason(reason), call.state not in policy.HIDDEN
    move(call, "cancel", MOVES)
    call.suspended_at = None
    audit.record(actor, "call.cancelled", call, at=at, reason=words)
    if was_public:
        _publish(
            call, "cancelled", clause=N_("The call is cancelled"), reason=words, actor=actor, at=at
        )


def _reason(text: str) -> str:
    if not (words := clean(text)):
        raise RuleBroken(N_("Enter the reason"), field="reason")
    return words


def _time(call: Call, at: datetime | None) -> str:
    return rules.in_words(at, call.time_zone) if at else ""


def _publish(
    call: Call,
    kind: str,
    *,
    clause: str,
    reason: str,
    actor: Actor,
    at: datetime,
    before: str = "",
    after: str = "",
) -> Corrigendum:
    """Number it, put it on the call's page, order the sheet and the mails."""
    last = db.session.scalar(
        select(func.max(Corrigendum.number)).where(Corrigendum.call_id == call.id)
    )
    corrigendum = Corrigendum(
        call_id=call.id,
        number=(last or 0) + 1,
        kind=kind,
        clause=str(clause),
        before=before,
        after=after,
        reason=reason,
        published_at=at,
        published_by_id=actor.user_id,
    )
    db.session.add(corrigendum)
    db.session.flush()
    if kind == "change":
        audit.record(
            actor,
            "call.corrected",
            call,
            at=at,
            reason=reason,
            details={"clause": corrigendum.clause, "before": before, "after": after},
        )
    jobs.enqueue(
        TELL,
        {"corrigendum": str(corrigendum.id)},
        at=at,
        dedupe_key=f"{TELL}:{corrigendum.id}",
    )
    for sheet in ("COR", "CGS"):  # the rules as they are now stand in a new version
        jobs.enqueue(
            "documents.issue",
            {"kind": sheet, "subject": str(call.id)},
            at=at,
            dedupe_key=f"{sheet}:{call.id}:{corrigendum.number}",
        )
    return corrigendum
