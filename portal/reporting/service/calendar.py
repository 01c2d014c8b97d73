"""Which reports there are and when they fall due: written with the contract, kept by the clock."""

from collections.abc import Sequence
from datetime import datetime

from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_
from portal.grants.models import Grant
from portal.reporting import queries, template
from portal.reporting.models import Report
from portal.reporting.rules import Period, reminder_due, schedule
from portal.reporting.service.notices import remind
from portal.reporting.states import EDITABLE, MOVES, ReportState

S = ReportState


def schedule_for(grant: Grant, *, at: datetime, actor: Actor = SYSTEM) -> Sequence[Report]:
    """Write the reports that the signed contract asks for; a second call changes nothing.

    The final report covers the project and is due its contract days after the end; an interim one
    stands before each further pre-financing of the plan. Raises: RuleBroken without dates.
    """
    if known := queries.of_grant(grant.id):
        return known
    if grant.starts_on is None or grant.ends_on is None:
        raise RuleBroken(N_("The contract has no first and last day yet."))
    periods = schedule(
        grant.starts_on,
        grant.ends_on,
        months=grant.duration_months,
        interims=max(0, len(grant.plan) - 2),
        interim_days=template.interim_days(),
        final_days=grant.report_days_final,
    )
    return [_write(grant, period, actor=actor, at=at) for period in periods]


def _write(grant: Grant, period: Period, *, actor: Actor, at: datetime) -> Report:
    report = Report(
        grant_id=grant.id,
        number=period.number,
        kind=period.kind,
        period_from=period.starts_on,
        period_to=period.ends_on,
        due_on=period.due_on,
        terms=template.terms(period.kind),
    )
    db.session.add(report)
    db.session.flush()
    details = {"number": period.number, "kind": period.kind, "due_on": period.due_on}
    audit.record(actor, "report.scheduled", report, at=at, details=details)
    return report


def schedule_missing(*, at: datetime) -> int:
    """Write the reports of every running grant that has none yet; answers for how many."""
    found = queries.without_reports()
    for grant in found:
        schedule_for(grant, at=at)
    return len(found)


def open_due(*, at: datetime) -> int:
    """Reports whose period is over fall due; answers how many."""
    opened = 0
    for report in queries.calendar(frozenset({S.NOT_DUE})):
        if day_in(report.grant.action.time_zone, at) > report.period_to:
            move(report, "fall_due", MOVES)
            audit.record(SYSTEM, "report.fell_due", report, at=at)
            opened += 1
    return opened


def remind_due(*, at: datetime) -> int:
    """Remind of reports that are due soon or late, each reminder once; answers how many mails."""
    sent = 0
    for report in queries.calendar(EDITABLE - {S.QUESTIONS}):
        today = day_in(report.grant.action.time_zone, at)
        day = reminder_due(
            due_on=report.due_on,
            period_to=report.period_to,
            today=today,
            terms=queries.terms(report),
        )
        if day is not None:
            late = queries.days_overdue(report, today)
            sent += remind(report, reminder=day, actor=SYSTEM, at=at, days_late=late)
    return sent
