"""Sending a report: by a signatory, locked from then on. Source: rules.md 2.7."""

from datetime import datetime

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.grants import service as grants
from portal.grants.states import GrantState
from portal.reporting import policy, queries
from portal.reporting.models import Report
from portal.reporting.service.guard import held
from portal.reporting.service.notices import tell_grantee, tell_lead
from portal.reporting.states import MOVES, ReportState


def submit(report: Report, *, actor: Actor, at: datetime) -> None:
    """Send the report, or send it again after questions: texts and costs are locked.

    With the final report the closing of the grant begins.
    Raises: NotAllowed (not a signatory, or the period is not over); RuleBroken with the first
            problem.
    """
    report = held(report)
    today = day_in(report.grant.action.time_zone, at)
    require(policy.can_submit(actor, report, today))
    if found := queries.problems(report, at=at):
        raise RuleBroken(found[0].message)
    figures = queries.sheet(report)
    is_again = report.state is ReportState.QUESTIONS
    move(report, "resubmit" if is_again else "submit", MOVES)
    report.claimed_indirect = figures.claimed_indirect
    report.submitted_at, report.submitted_by_id = at, actor.user_id
    report.submitted_by_name = actor.name
    db.session.flush()
    verb = "report.resubmitted" if is_again else "report.submitted"
    details = {"direct": figures.direct, "indirect": figures.claimed_indirect,
               "costs": len(report.expenditure)}  # fmt: skip
    audit.record(actor, verb, report, at=at, details=details)
    if report.kind == "final":
        _begin_closing(report, actor=actor, at=at)
    tell_lead(report, "submitted", "programme", "finance", actor=actor, at=at, by=actor.name)
    tell_grantee(report, "received", actor=actor, at=at, by=actor.name)


def _begin_closing(report: Report, *, actor: Actor, at: datetime) -> None:
    grant = report.grant
    if grant.state is GrantState.SIGNED:
        grants.start(grant, at=at)
    if grant.state is GrantState.ACTIVE:
        grants.end(grant, at=at)
    if grant.state in {GrantState.ENDED, GrantState.TERMINATED}:
        grants.start_closing(grant, actor=actor, at=at)


def reopen(report: Report, *, actor: Actor, at: datetime) -> None:
    """Prepare a rejected report again. Raises: NotAllowed; WrongState."""
    report = held(report)
    require(policy.can_reopen(actor, report))
    move(report, "reopen", MOVES)
    report.programme_checked_by_id = report.finance_checked_by_id = None
    report.decided_by_id = report.decided_at = None
    db.session.flush()
    audit.record(actor, "report.reopened", report, at=at)
