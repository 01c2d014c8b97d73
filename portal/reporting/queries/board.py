"""What waits for the lead in the reports, and what comes next for a grantee."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.core.access import Actor
from portal.core.clock import day_in
from portal.core.db import db
from portal.grants.models import Grant
from portal.grants.queries.reading import AROUND, read_as_staff
from portal.reporting import policy
from portal.reporting.models import Report
from portal.reporting.queries.reading import TO_REVIEW, days_overdue, is_overdue
from portal.reporting.states import EDITABLE, ReportState

S = ReportState


@dataclass(frozen=True)
class Waiting:
    """One report that waits.

    Shape: `kind` is report_overdue (for the grantee), report_to_review, report_to_check or
    report_to_approve; `is_mine` says whether the actor may take the step.
    """

    kind: str
    id: uuid.UUID
    grant_id: uuid.UUID
    number: str
    title: str
    organisation: str
    country: str | None
    due_on: date
    days_overdue: int
    is_mine: bool


def attention(actor: Actor, at: datetime) -> list[Waiting]:
    """Overdue reports and those to review that the actor reads as staff. Queries: 1."""
    rows = db.session.scalars(
        select(Report)
        .join(Report.grant)
        .where(read_as_staff(actor), Report.state.in_((*EDITABLE, *TO_REVIEW)))
        .options(contains_eager(Report.grant).options(*AROUND))
        .order_by(Report.due_on, Grant.number, Report.number)
    )
    return [found for row in rows if (found := _waiting(actor, row, at)) is not None]


def _waiting(actor: Actor, report: Report, at: datetime) -> Waiting | None:
    today = day_in(report.grant.action.time_zone, at)
    if report.state in EDITABLE:
        kind = "report_overdue" if is_overdue(report, today) else ""
        is_mine = False
    elif report.state is not S.UNDER_REVIEW:
        kind, is_mine = "report_to_review", bool(policy.can_take_up(actor, report))
    elif report.programme_checked_by_id and report.finance_checked_by_id:
        kind, is_mine = "report_to_approve", bool(policy.can_approve(actor, report))
    else:
        kind = "report_to_check"
        is_mine = bool(
            policy.can_confirm_money(actor, report) or policy.can_confirm_narrative(actor, report)
        )
    if not kind:
        return None
    return Waiting(
        kind=kind,
        id=report.id,
        grant_id=report.grant_id,
        number=report.grant.number,
        title=report.grant.title,
        organisation=report.grant.organisation.legal_name,
        country=report.grant.country,
        due_on=report.due_on,
        days_overdue=days_overdue(report, today),
        is_mine=is_mine,
    )


def next_report(grant_id: uuid.UUID) -> Report | None:
    """The first report of a grant that the grantee still has to send. Queries: 1."""
    return db.session.scalar(
        select(Report)
        .where(Report.grant_id == grant_id, Report.state.in_(tuple(EDITABLE)))
        .order_by(Report.number)
        .limit(1)
    )


def due_for(actor: Actor) -> list[Report]:
    """Reports that the actor's organisations have open now, the soonest due first. Queries: 1."""
    rows = db.session.scalars(
        select(Report)
        .join(Report.grant)
        .where(
            Grant.organisation_id.in_(actor.scopes("organisation")),
            Report.state.in_((S.DUE, S.DRAFT, S.QUESTIONS)),
        )
        .options(contains_eager(Report.grant).options(*AROUND))
        .order_by(Report.due_on, Report.id)
    )
    return list(rows)
