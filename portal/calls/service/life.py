"""The life of a call: approved, published, extended, closed, cancelled. Source: rules.md 2.1."""

from datetime import datetime

from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call
from portal.calls.service.drafts import problems
from portal.calls.states import MOVES
from portal.core.access import SYSTEM, Actor, require
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_
from portal.jobs import service as jobs

PAPERS = ("CGS",)  # what everybody finds on the page of a published call


def approve(call: Call, *, actor: Actor, at: datetime) -> None:
    """The signatory, who did not prepare it, approves a complete call."""
    require(policy.can_approve(actor, call))
    if found := problems(call):
        raise RuleBroken(found[0])
    move(call, "approve", MOVES)
    call.approved_by_id, call.approved_at = actor.user_id, at
    audit.record(actor, "call.approved", call, at=at)


def return_to_draft(call: Call, *, actor: Actor, at: datetime, reason: str) -> None:
    """Take an approved call back to work on it."""
    require(policy.can_return_to_draft(actor, call))
    move(call, "return_to_draft", MOVES)
    call.approved_by_id = call.approved_at = None
    audit.record(actor, "call.returned_to_draft", call, at=at, reason=reason)


def publish(call: Call, *, actor: Actor, at: datetime) -> None:
    """Open an approved call to applicants.

    Raises: RuleBroken when less than the call's publication period is left to the deadline.
    """
    require(policy.can_publish(actor, call))
    closes_at = call.closes_at
    if closes_at is None or (closes_at - at).days < call.min_publication_days:
        raise RuleBroken(
            N_(
                "The deadline must be at least %(days)s days after publication. Return the call "
                "to draft and move the deadline.",
                days=call.min_publication_days,
            )
        )
    move(call, "publish", MOVES)
    call.published_at = at
    audit.record(actor, "call.published", call, at=at, details={"closes_at": closes_at})
    for kind in PAPERS:
        jobs.enqueue(
            "documents.issue",
            {"kind": kind, "subject": str(call.id)},
            at=at,
            dedupe_key=f"{kind}:{call.id}:published",
        )


def close(call: Call, *, at: datetime) -> None:
    """The portal closes a call at its deadline, grace included; early calls are left alone."""
    lock(call)
    if policy.is_open(call, at):
        return
    move(call, "close", MOVES)
    call.closed_at = at
    audit.record(SYSTEM, "call.closed", call, at=at, details={"closes_at": call.closes_at})


def start_evaluation(call: Call, *, actor: Actor, at: datetime) -> None:
    """The committee begins; who may do that is the evaluation's to say."""
    move(call, "start_evaluation", MOVES)
    audit.record(actor, "call.evaluation_started", call, at=at)


def decide(call: Call, *, actor: Actor, at: datetime) -> None:
    """The award decision is taken; who may do that is the evaluation's to say."""
    move(call, "decide", MOVES)
    audit.record(actor, "call.decided", call, at=at)
