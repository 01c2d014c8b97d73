"""All reports of some grants at once, for the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from portal.core.db import db
from portal.grants.models import Grant
from portal.reporting.models import Expenditure, Report
from portal.reporting.states import EDITABLE

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Standing:
    """A report with what it claims and what was accepted of it. Units: cents, direct and indirect.

    Nothing is claimed before the report is sent.
    """

    report: Report
    reported: Decimal
    accepted: Decimal


def of_grants(grants: Sequence[Grant]) -> list[Standing]:
    """The reports of these grants, the soonest due first. Queries: 1."""
    direct = (
        select(func.sum(Expenditure.amount_eur))
        .where(Expenditure.report_id == Report.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Report, direct)
        .where(Report.grant_id.in_([grant.id for grant in grants]))
        .order_by(Report.due_on, Report.grant_id, Report.number)
    )
    return [_standing(report, Decimal(total or 0)) for report, total in rows]


def _standing(report: Report, direct: Decimal) -> Standing:
    is_sent = report.state not in EDITABLE
    reported = direct + (report.claimed_indirect or ZERO) if is_sent else ZERO
    return Standing(report, reported, report.accepted_total or ZERO)
