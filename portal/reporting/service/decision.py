"""The decision on a report: approved (with deductions) or rejected. Source: rules.md 7.6, 12."""

from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.grants import service as grants
from portal.grants.states import InstalmentState
from portal.jobs import service as jobs
from portal.reporting import policy, queries
from portal.reporting.models import Report
from portal.reporting.queries import Account
from portal.reporting.service.guard import held
from portal.reporting.service.notices import tell_grantee
from portal.reporting.states import MOVES


def approve(report: Report, *, actor: Actor, at: datetime, note: str = "") -> Account:
    """Approve what programme and finance confirmed: the money that follows is set and settled.

    With the final report the balance falls due or the recovery is claimed; with an interim one the
    next instalment. Answers the outcome.
    Raises: NotAllowed; RuleBroken while an earlier report is open or a payment is under way.
    """
    report = held(report)
    require(policy.can_approve(actor, report))
    if not queries.previous_decided(report):
        raise RuleBroken(N_("An earlier report of this grant is not approved yet."))
    outcome = queries.account(report)
    verb = "approve_with_deductions" if outcome.verified.has_deductions else "approve"
    move(report, verb, MOVES)
    _set_facts(report, outcome)
    report.decided_by_id, report.decided_at, report.decision_note = actor.user_id, at, clean(note)
    db.session.flush()
    audit.record(actor, f"report.{report.state.value}", report, at=at, details=_facts(report))
    _settle(report, outcome, actor=actor, at=at)
    jobs.enqueue(
        "documents.issue",
        {"kind": "RPA", "subject": str(report.id)},
        at=at,
        dedupe_key=f"RPA:{report.id}",
    )
    tell_grantee(report, "approved", actor=actor, at=at)
    return outcome


def _set_facts(report: Report, outcome: Account) -> None:
    report.accepted_direct = outcome.own.direct
    report.accepted_indirect = outcome.own.indirect
    report.accepted_total = outcome.own.total
    report.disallowed_total = outcome.verified.disallowed
    if outcome.final is not None:
        report.final_grant = outcome.final.amount
        report.balance = outcome.final.balance - outcome.final.recovery


def _facts(report: Report) -> dict[str, object]:
    return {
        "accepted": report.accepted_total,
        "disallowed": report.disallowed_total,
        "final_grant": report.final_grant,
        "balance": report.balance,
    }


def _settle(report: Report, outcome: Account, *, actor: Actor, at: datetime) -> None:
    if outcome.final is not None:
        grants.settle(report.grant, final=outcome.final, actor=actor, at=at)
        return
    waiting = [
        row
        for row in report.grant.instalments
        if row.condition == "interim_report" and row.state is InstalmentState.PLANNED
    ]
    if waiting:
        grants.release_further(waiting[0], accepted=outcome.whole.total, actor=actor, at=at)


def reject(report: Report, reason: str, *, actor: Actor, at: datetime) -> None:
    """Reject an incomplete report; the grantee prepares it again.

    Raises: NotAllowed; RuleBroken at reason.
    """
    report = held(report)
    require(policy.can_reject(actor, report))
    if not (words := clean(reason)):
        raise RuleBroken(N_("Enter the reason"), field="reason")
    move(report, "reject", MOVES)
    report.decided_by_id, report.decided_at, report.decision_note = actor.user_id, at, words
    db.session.flush()
    audit.record(actor, "report.rejected", report, at=at, reason=words)
    tell_grantee(report, "rejected", actor=actor, at=at)
