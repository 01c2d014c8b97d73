"""An instalment on its way to the bank: each step by another person. Source: rules.md 2.6."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.audit import service as audit
from portal.core.access import Actor, Verdict, require
from portal.core.clock import day_in
from portal.core.days import add_days
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean, clean_name
from portal.grants import policy, queries
from portal.grants.models import Instalment
from portal.grants.rules import (
    CHECKLIST,
    NextInstalment,
    Reduction,
    grant_financed,
    next_instalment,
    unmet,
)
from portal.grants.service.closing import close_when_settled
from portal.grants.service.guard import held_instalment
from portal.grants.service.notices import tell_grantee, tell_lead
from portal.grants.states import INSTALMENT_MOVES, InstalmentState
from portal.jobs import service as jobs

I = InstalmentState  # noqa: E741
THRESHOLD = Decimal(70)  # per cent of the payment before; rules.md 7.6


def release_further(
    instalment: Instalment, *, accepted: Decimal, actor: Actor, at: datetime
) -> NextInstalment:
    """A further pre-financing falls due with the approved interim report; called by reporting.

    Units: `accepted` is all accepted cost so far; the 70 % rule counts the part that the grant
           pays. A reduced amount becomes the instalment's; nothing payable cancels it.
    """
    instalment = held_instalment(instalment)
    grant = instalment.grant
    require(policy.can_account(actor, grant))
    result = next_instalment(
        instalment.planned_amount,
        paid=[row.paid_amount for row in grant.instalments if row.paid_amount is not None],
        spent=grant_financed(accepted, grant.share_percent),
        threshold=THRESHOLD,
        reduction=Reduction.SHORTFALL,
    )
    before, instalment.planned_amount = instalment.planned_amount, result.payable
    _move(
        instalment,
        "fall_due" if result.payable else "cancel",
        "instalment.released",
        actor=actor,
        at=at,
        details={"planned": before, "payable": result.payable, "spent": result.spent},
    )
    return result


def request(instalment: Instalment, *, actor: Actor, at: datetime) -> None:
    """A signatory of the grantee asks for the instalment that is due, in its whole amount.

    Raises: NotAllowed; RuleBroken with the first condition that is not met.
    """
    instalment = held_instalment(instalment)
    grant = instalment.grant
    require(policy.can_request(actor, instalment))
    if missing := unmet(queries.standing_conditions(instalment)):
        raise RuleBroken(N_("Not yet: %(condition)s", condition=missing[0]))
    days = grant.payment_days_first if instalment.number == 1 else grant.payment_days_later
    instalment.requested_amount = instalment.planned_amount
    instalment.requested_by_id, instalment.requested_by_name = actor.user_id, actor.name
    instalment.requested_at = at
    instalment.due_on = add_days(day_in(grant.action.time_zone, at), days)
    instalment.hold_reason = None
    amount = instalment.requested_amount
    _move(instalment, "request", "instalment.requested", actor=actor, at=at, details=_sum(amount))
    jobs.enqueue(
        "documents.issue",
        {"kind": "PRQ", "subject": str(instalment.id)},
        at=at,
        dedupe_key=f"PRQ:{instalment.id}:{at.isoformat()}",
    )
    tell_lead(
        grant, "payment_requested", "finance", about=instalment,
        link=f"/manage/payments/{instalment.id}", actor=actor, at=at, instalment=instalment,
    )  # fmt: skip


def check(
    instalment: Instalment, *, points: Collection[str], note: str, actor: Actor, at: datetime
) -> None:
    """Finance has looked at every point of the list.

    Raises: NotAllowed (not finance, or asked for it); RuleBroken at `points` when one is open.
    """
    instalment = held_instalment(instalment)
    require(policy.can_check(actor, instalment))
    if open_points := [str(CHECKLIST[key]) for key in CHECKLIST if key not in points]:
        raise RuleBroken(
            N_("Check each point first. Open: %(point)s", point=open_points[0]), field="points"
        )
    instalment.checked_by_id, instalment.checked_by_name = actor.user_id, actor.name
    instalment.checked_at, instalment.check_note = at, clean(note)
    _move(
        instalment, "check", "instalment.checked", actor=actor, at=at,
        details={"points": sorted(CHECKLIST)}, reason=clean(note),
    )  # fmt: skip
    tell_lead(
        instalment.grant, "payment_to_approve", "signatory", about=instalment,
        link=f"/manage/payments/{instalment.id}", actor=actor, at=at, instalment=instalment,
    )  # fmt: skip


def approve(instalment: Instalment, *, actor: Actor, at: datetime) -> None:
    """The lead's signatory approves what was checked.

    Raises: NotAllowed for whoever asked or checked, and for anybody but the signatory.
    """
    instalment = held_instalment(instalment)
    require(policy.can_approve(actor, instalment))
    instalment.approved_amount = instalment.requested_amount
    instalment.approved_by_id, instalment.approved_by_name = actor.user_id, actor.name
    instalment.approved_at = at
    amount = instalment.approved_amount
    _move(instalment, "approve", "instalment.approved", actor=actor, at=at, details=_sum(amount))


def pay(
    instalment: Instalment, *, value_date: date, bank_reference: str, actor: Actor, at: datetime
) -> None:
    """Finance enters the transfer.

    Raises: NotAllowed for whoever approved or asked; RuleBroken at `value_date` or
            `bank_reference`.
    """
    instalment = held_instalment(instalment)
    require(policy.can_pay(actor, instalment))
    today = day_in(instalment.grant.action.time_zone, at)
    _check_value_date(instalment, value_date, today)
    if not (reference := clean_name(bank_reference)):
        raise RuleBroken(N_("Enter the reference of the bank"), field="bank_reference")
    instalment.paid_amount, instalment.paid_at = instalment.approved_amount, at
    instalment.paid_by_id = actor.user_id
    instalment.value_date, instalment.bank_reference = value_date, reference
    _move(
        instalment, "pay", "instalment.paid", actor=actor, at=at,
        details={"amount": instalment.paid_amount, "value_date": value_date,
                 "bank_reference": reference},
    )  # fmt: skip
    tell_grantee(
        instalment.grant, "payment_made", about=instalment,
        link=f"/grants/{instalment.grant_id}/payments", actor=actor, at=at, instalment=instalment,
    )  # fmt: skip


def _check_value_date(instalment: Instalment, value_date: date, today: date) -> None:
    if value_date > today:
        raise RuleBroken(N_("The value date must not be in the future"), field="value_date")
    asked = instalment.requested_at
    if asked and value_date < day_in(instalment.grant.action.time_zone, asked):
        raise RuleBroken(N_("The value date must not be before the request"), field="value_date")


def confirm(instalment: Instalment, *, actor: Actor, at: datetime) -> None:
    """The grantee says that the money arrived; with the balance the accounts close."""
    instalment = held_instalment(instalment)
    require(policy.can_confirm(actor, instalment))
    instalment.confirmed_at = at
    _move(instalment, "confirm", "instalment.confirmed", actor=actor, at=at)
    close_when_settled(instalment.grant, actor=actor, at=at)


def send_back(instalment: Instalment, *, reason: str, actor: Actor, at: datetime) -> None:
    """Give a request back to the grantee with a reason; it can be asked for again."""
    instalment = held_instalment(instalment)
    require(policy.can_send_back(actor, instalment))
    words = _required(reason)
    _forget_request(instalment)
    _move(instalment, "send_back", "instalment.sent_back", actor=actor, at=at, reason=words)
    tell_grantee(
        instalment.grant, "payment_returned", about=instalment,
        link=f"/grants/{instalment.grant_id}/payments", actor=actor, at=at, instalment=instalment,
        reason=words,
    )  # fmt: skip


def hold(instalment: Instalment, *, reason: str, actor: Actor, at: datetime) -> None:
    """Stop a payment with a reason that both sides see; its clock stands still."""
    instalment = held_instalment(instalment)
    require(policy.can_hold(actor, instalment))
    instalment.hold_reason = _required(reason)
    words = instalment.hold_reason
    _move(instalment, "hold", "instalment.held", actor=actor, at=at, reason=words)


def release(instalment: Instalment, *, actor: Actor, at: datetime) -> None:
    """Let a stopped payment go on: the grantee asks for it again."""
    instalment = held_instalment(instalment)
    require(policy.can_release(actor, instalment))
    instalment.hold_reason = None
    _forget_request(instalment)
    _move(instalment, "release", "instalment.released_from_hold", actor=actor, at=at)


def _forget_request(instalment: Instalment) -> None:
    instalment.requested_amount = instalment.requested_at = instalment.due_on = None
    instalment.requested_by_id = instalment.requested_by_name = None
    instalment.checked_by_id = instalment.checked_by_name = instalment.checked_at = None
    instalment.check_note = ""


def _required(reason: str) -> str:
    if not (words := clean(reason)):
        raise RuleBroken(N_("Enter the reason"), field="reason")
    return words


def _sum(amount: Decimal | None) -> dict[str, Any]:
    return {"amount": amount}


def _move(
    instalment: Instalment,
    verb: str,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    before = move(instalment, verb, INSTALMENT_MOVES)
    db.session.flush()
    audit.record(
        actor,
        event,
        instalment,
        at=at,
        reason=reason,
        details={
            "number": instalment.number,
            "from": before.value,
            "to": instalment.state.value,
            **(details or {}),
        },
    )


def verdicts(actor: Actor, instalment: Instalment) -> dict[str, Verdict]:
    """Every step of the lead's side with its verdict, for the page."""
    return {
        "check": policy.can_check(actor, instalment),
        "approve": policy.can_approve(actor, instalment),
        "pay": policy.can_pay(actor, instalment),
        "send_back": policy.can_send_back(actor, instalment),
        "hold": policy.can_hold(actor, instalment),
        "release": policy.can_release(actor, instalment),
    }
