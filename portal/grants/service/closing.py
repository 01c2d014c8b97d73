"""The end of the accounts: final grant, balance or recovery, closing. Source: rules.md 7.6."""

from datetime import date, datetime
from decimal import Decimal

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.days import add_days
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import can_move, move
from portal.core.text import N_, Text, clean_name
from portal.grants import policy, queries
from portal.grants.models import Grant, Instalment, Recovery
from portal.grants.rules import FinalGrant, InstalmentKind, keep_until
from portal.grants.service.guard import held
from portal.grants.service.notices import tell_grantee
from portal.grants.states import (
    GRANT_MOVES,
    INSTALMENT_MOVES,
    RECOVERY_MOVES,
    GrantState,
    InstalmentState,
)
from portal.jobs import service as jobs

I = InstalmentState  # noqa: E741
UNDER_WAY = frozenset({I.REQUESTED, I.CHECKED, I.APPROVED})
OVER = frozenset({I.CONFIRMED, I.CANCELLED})


def start_closing(grant: Grant, *, actor: Actor, at: datetime) -> None:
    """The final report is submitted: the accounts are being closed. Called by reporting."""
    grant = held(grant.id)
    move(grant, "start_closing", GRANT_MOVES)
    audit.record(actor, "grant.closing_started", grant, at=at)


def settle(grant: Grant, *, final: FinalGrant, actor: Actor, at: datetime) -> None:
    """The final report is approved: the balance falls due, or what was paid too much is claimed.

    With nothing due either way the grant closes at once. Called by reporting, which checked the
    four eyes of the report.
    Raises: NotAllowed; RuleBroken while a payment is under way, or on other numbers than ours.
    """
    grant = held(grant.id)
    require(policy.can_account(actor, grant))
    _check_final(grant, final)
    grant.final_amount = final.amount
    balance = next(row for row in grant.instalments if row.kind == InstalmentKind.BALANCE)
    for row in grant.instalments:
        if row is not balance and can_move(row.state, "cancel", INSTALMENT_MOVES):
            _step(row, "cancel", actor=actor, at=at)
    balance.planned_amount = final.balance
    _step(balance, "fall_due" if final.balance else "cancel", actor=actor, at=at)
    audit.record(
        actor,
        "grant.settled",
        grant,
        at=at,
        details={"accepted": final.accepted, "final": final.amount, "paid": final.paid,
                 "balance": final.balance, "recovery": final.recovery},
    )  # fmt: skip
    if final.recovery:
        _claim(grant, final.recovery, actor=actor, at=at)
    close_when_settled(grant, actor=actor, at=at)


def _check_final(grant: Grant, final: FinalGrant) -> None:
    if grant.state is not GrantState.CLOSING:
        raise RuleBroken(N_("The accounts are settled after the final report was submitted."))
    if any(row.state in UNDER_WAY for row in grant.instalments):
        raise RuleBroken(N_("A payment is under way. Finish it or send it back first."))
    if final.maximum != grant.max_amount or final.paid != queries.paid_total(grant):
        raise RuleBroken(N_("The payments have changed. Load the page and calculate again."))


def _step(row: Instalment, verb: str, *, actor: Actor, at: datetime) -> None:
    move(row, verb, INSTALMENT_MOVES)
    db.session.flush()
    names = {"fall_due": "instalment.fell_due", "cancel": "instalment.cancelled"}
    audit.record(
        actor,
        names[verb],
        row,
        at=at,
        details={"number": row.number, "amount": row.planned_amount},
    )


def _claim(grant: Grant, amount: Decimal, *, actor: Actor, at: datetime) -> None:
    recovery = Recovery(
        amount=amount,
        reason=str(_words_of_claim(grant)),
        issued_by_id=actor.user_id,
        issued_at=at,
        due_on=add_days(day_in(grant.action.time_zone, at), grant.recovery_days),
    )
    grant.recoveries.append(recovery)
    db.session.flush()
    audit.record(
        actor, "recovery.issued", recovery, at=at,
        details={"amount": amount, "due_on": recovery.due_on},
    )  # fmt: skip
    tell_grantee(
        grant, "recovery_issued", about=recovery, link=f"/grants/{grant.id}/payments",
        actor=actor, at=at, recovery=recovery,
    )  # fmt: skip


def _words_of_claim(grant: Grant) -> Text:
    return N_("More was paid than the final grant of %(number)s.", number=grant.number)


def settle_recovery(
    recovery: Recovery, *, settled_on: date, reference: str, actor: Actor, at: datetime
) -> None:
    """Finance notes that the money came back; the grant closes when nothing else is open.

    Raises: NotAllowed; RuleBroken at `settled_on` or `reference`.
    """
    grant = held(recovery.grant_id)
    recovery = next(row for row in grant.recoveries if row.id == recovery.id)
    require(policy.can_settle_recovery(actor, recovery))
    _check_settlement(grant, recovery, settled_on, at)
    if not (words := clean_name(reference)):
        raise RuleBroken(N_("Enter the reference of the bank"), field="reference")
    move(recovery, "settle", RECOVERY_MOVES)
    recovery.settled_on, recovery.settlement_reference = settled_on, words
    recovery.settled_by_id = actor.user_id
    db.session.flush()
    audit.record(
        actor, "recovery.settled", recovery, at=at,
        details={"amount": recovery.amount, "settled_on": settled_on, "reference": words},
    )  # fmt: skip
    close_when_settled(grant, actor=actor, at=at)


def _check_settlement(grant: Grant, recovery: Recovery, settled_on: date, at: datetime) -> None:
    if settled_on > day_in(grant.action.time_zone, at):
        raise RuleBroken(N_("The value date must not be in the future"), field="settled_on")
    if settled_on < day_in(grant.action.time_zone, recovery.issued_at):
        raise RuleBroken(N_("The value date must not be before the claim"), field="settled_on")


def open_points(grant: Grant, *, by_hand: bool = False) -> list[Text]:
    """What keeps the grant from being closed, in words; its parts are loaded.

    `by_hand`: a payment that the grantee has not confirmed does not keep the lead from closing.
    """
    over = OVER | {I.PAID} if by_hand else OVER
    found: list[Text] = []
    if grant.final_amount is None:
        found.append(N_("The final report is not approved."))
    if any(row.state not in over for row in grant.instalments):
        found.append(N_("A payment is not finished."))
    if any(row.state in policy.OPEN_RECOVERY for row in grant.recoveries):
        found.append(N_("A recovery is open."))
    return found


def close_when_settled(grant: Grant, *, actor: Actor, at: datetime) -> None:
    """Close the grant when everything is paid and confirmed or paid back; else change nothing."""
    if grant.state is GrantState.CLOSING and not open_points(grant):
        _close(grant, actor=actor, at=at)


def close(grant: Grant, *, actor: Actor, at: datetime) -> None:
    """Close a grant by hand, where the grantee has not confirmed the balance.

    Raises: NotAllowed; RuleBroken with the first thing that is open.
    """
    grant = held(grant.id)
    require(policy.can_close(actor, grant))
    if found := open_points(grant, by_hand=True):
        raise RuleBroken(found[0])
    _close(grant, actor=actor, at=at)


def _close(grant: Grant, *, actor: Actor, at: datetime) -> None:
    move(grant, "close", GRANT_MOVES)
    today = day_in(grant.action.time_zone, at)
    grant.closed_at, grant.keep_until = at, keep_until(today, years=grant.keep_years)
    db.session.flush()
    audit.record(actor, "grant.closed", grant, at=at, details={"keep_until": grant.keep_until})
    jobs.enqueue(
        "documents.issue",
        {"kind": "CLO", "subject": str(grant.id)},
        at=at,
        dedupe_key=f"CLO:{grant.id}",
    )
    link = f"/grants/{grant.id}"
    tell_grantee(grant, "closing_letter", about=grant, link=link, actor=actor, at=at)
