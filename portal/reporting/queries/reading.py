"""Which reports and costs there are, who may know, and everything one page shows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.calls.models import EligibleActivity
from portal.core.access import Actor
from portal.core.clock import day_in
from portal.core.db import db
from portal.grants import queries as grants
from portal.grants.models import Grant, GrantLine
from portal.grants.queries.reading import AROUND, read_as_staff
from portal.reporting.models import Expenditure, Report, ReportSection
from portal.reporting.policy import RUNNING, WRITTEN
from portal.reporting.states import EDITABLE, ReportState

S = ReportState
ITEM: tuple[ORMOption, ...] = (
    joinedload(Expenditure.line),
    joinedload(Expenditure.file),
    joinedload(Expenditure.report),
)
WHOLE: tuple[ORMOption, ...] = (
    joinedload(Report.grant).options(
        *AROUND, selectinload(Grant.lines), selectinload(Grant.instalments)
    ),
    selectinload(Report.sections).joinedload(ReportSection.updated_by),
    selectinload(Report.results),
    selectinload(Report.expenditure).options(
        joinedload(Expenditure.line), joinedload(Expenditure.file)
    ),
)
TO_REVIEW = (S.SUBMITTED, S.RESUBMITTED, S.UNDER_REVIEW)


def is_overdue(report: Report, today: date) -> bool:
    """Whether the grantee should have sent it: a flag beside the state. Source: rules.md 2.7."""
    due_on = report.questions_due_on if report.state is S.QUESTIONS else report.due_on
    return report.state in EDITABLE and due_on is not None and due_on < today


def days_overdue(report: Report, today: date) -> int:
    """How many days it is late; 0 when it is not."""
    if not is_overdue(report, today):
        return 0
    due_on = report.questions_due_on if report.state is S.QUESTIONS else report.due_on
    return (today - due_on).days if due_on else 0


def visible_to(actor: Actor) -> Select[Report]:
    """Reports of the grants that the actor may see."""
    ids = grants.visible_to(actor).with_only_columns(Grant.id)
    return select(Report).where(Report.grant_id.in_(ids))


def get_visible(actor: Actor, report_id: uuid.UUID) -> Report | None:
    """A report with all its parts, in 6 queries whatever its size; None when not theirs.

    What the grantee is still writing is only theirs to read.
    """
    return db.session.scalar(visible_to(actor).where(Report.id == report_id).options(*WHOLE))


def get_managed(actor: Actor, report_id: uuid.UUID) -> Report | None:
    """The same, for the pages of staff and auditors only."""
    return db.session.scalar(
        select(Report)
        .join(Report.grant)
        .where(Report.id == report_id, read_as_staff(actor))
        .options(*WHOLE)
    )


def whole(report_id: uuid.UUID) -> Report:
    """A report with all its parts as they are now, for services and jobs that ask rights."""
    return db.session.scalars(
        select(Report)
        .where(Report.id == report_id)
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    ).one()


def of_grant(grant_id: uuid.UUID) -> Sequence[Report]:
    """The reports of one grant in their order. Queries: 1."""
    return db.session.scalars(
        select(Report).where(Report.grant_id == grant_id).order_by(Report.number)
    ).all()


def final_of(grant_id: uuid.UUID) -> Report | None:
    """The final report of a grant. Queries: 1."""
    return db.session.scalar(
        select(Report).where(Report.grant_id == grant_id, Report.kind == "final")
    )


def section(report: Report, key: str) -> ReportSection | None:
    """One text of the narrative, when somebody has written it. Queries: none."""
    return next((row for row in report.sections if row.key == key), None)


def previous_decided(report: Report) -> bool:
    """Whether every earlier report of the grant is decided. Queries: 1."""
    earlier = select(Report.id).where(
        Report.grant_id == report.grant_id,
        Report.number < report.number,
        Report.state.not_in((S.APPROVED, S.APPROVED_WITH_DEDUCTIONS)),
    )
    return db.session.scalar(earlier.limit(1)) is None


# The list of expenditure


@dataclass(frozen=True)
class LedgerFilters:
    """What the list of costs is narrowed to; empty is everything."""

    heading: str = ""
    receipt: str = ""  # "missing"
    report: str = ""  # number of a report, or "none"


def activities(grant: Grant) -> list[tuple[str, str]]:
    """(code, text) of the activities that the budget of the grant pays for. Queries: 1.

    Shape: the lines are loaded.
    """
    codes = {line.activity for line in grant.lines if line.activity}
    found = db.session.scalars(
        select(EligibleActivity)
        .where(EligibleActivity.call_id == grant.call_id, EligibleActivity.code.in_(codes))
        .order_by(EligibleActivity.position)
    )
    return [(row.code, row.text) for row in found]


def ledger(grant_id: uuid.UUID, filters: LedgerFilters | None = None) -> Sequence[Expenditure]:
    """The costs of a grant by number. Queries: 1."""
    filters = filters or LedgerFilters()
    found = (
        select(Expenditure)
        .where(Expenditure.grant_id == grant_id)
        .join(Expenditure.line)
        .outerjoin(Expenditure.report)
        .options(
            contains_eager(Expenditure.line),
            contains_eager(Expenditure.report),
            joinedload(Expenditure.file),
        )
    )
    if filters.heading.isdigit():
        found = found.where(GrantLine.heading == int(filters.heading))
    if filters.receipt == "missing":
        found = found.where(Expenditure.file_id.is_(None))
    if filters.report == "none":
        found = found.where(Expenditure.report_id.is_(None))
    elif filters.report.isdigit():
        found = found.where(Report.number == int(filters.report))
    return db.session.scalars(found.order_by(Expenditure.number)).all()


def item_visible(actor: Actor, item_id: uuid.UUID) -> Expenditure | None:
    """One cost of a grant that the actor may see. Queries: 1."""
    ids = grants.visible_to(actor).with_only_columns(Grant.id)
    return db.session.scalar(
        select(Expenditure)
        .where(Expenditure.id == item_id, Expenditure.grant_id.in_(ids))
        .options(*ITEM, joinedload(Expenditure.grant).options(*AROUND, selectinload(Grant.lines)))
    )


def get_grant(actor: Actor, grant_id: uuid.UUID) -> Grant | None:
    """A grant with its budget lines, when the actor may see it. Queries: 2."""
    return db.session.scalar(
        grants.visible_to(actor)
        .where(Grant.id == grant_id)
        .options(*AROUND, selectinload(Grant.lines))
    )


# The inbox of the lead


@dataclass(frozen=True)
class InboxFilters:
    """What the inbox is narrowed to: `show` is waiting, overdue, decided or all."""

    show: str = "waiting"
    country: str = ""


def inbox(actor: Actor, filters: InboxFilters, *, at: datetime) -> list[Report]:
    """Reports of the grants the actor reads as staff, the soonest due first. Queries: 1."""
    found = (
        select(Report)
        .join(Report.grant)
        .where(read_as_staff(actor))
        .options(contains_eager(Report.grant).options(*AROUND))
        .order_by(Report.due_on, Grant.number, Report.number)
    )
    if filters.country == "region":
        found = found.where(Grant.country.is_(None))
    elif filters.country:
        found = found.where(Grant.country == filters.country)
    if filters.show == "waiting":
        found = found.where(Report.state.in_((*TO_REVIEW, S.QUESTIONS)))
    elif filters.show == "overdue":
        found = found.where(or_(Report.state.in_(tuple(EDITABLE)), false()))
    elif filters.show == "decided":
        found = found.where(Report.state.in_((S.APPROVED, S.APPROVED_WITH_DEDUCTIONS, S.REJECTED)))
    rows = db.session.scalars(found).all()
    if filters.show != "overdue":
        return list(rows)
    return [row for row in rows if is_overdue(row, day_in(row.grant.action.time_zone, at))]


def calendar(states: frozenset[ReportState]) -> Sequence[Report]:
    """Reports in these states with their grants, for the recurring work. Queries: 1."""
    return db.session.scalars(
        select(Report)
        .where(Report.state.in_(tuple(states)))
        .options(joinedload(Report.grant).options(*AROUND))
        .order_by(Report.due_on, Report.id)
    ).all()


def without_reports() -> Sequence[Grant]:
    """Running grants with dates and no report yet. Queries: 1."""
    return db.session.scalars(
        select(Grant)
        .where(
            Grant.state.in_(tuple(RUNNING)),
            Grant.starts_on.is_not(None),
            Grant.ends_on.is_not(None),
            Grant.id.not_in(select(Report.grant_id)),
        )
        .options(*AROUND)
        .order_by(Grant.number)
    ).all()


def is_written(report: Report) -> bool:
    """Whether the grantee has sent it, so that the lead may read it."""
    return report.state in WRITTEN
