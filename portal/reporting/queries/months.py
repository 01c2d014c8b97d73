"""Costs by heading and month, for the charts on the overview of a grant."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from portal.core.db import db
from portal.grants.models import GrantLine
from portal.reporting.models import Expenditure


@dataclass(frozen=True)
class MonthSpending:
    """Costs under one heading in one month. Shape: `month` is its first day. Units: EUR."""

    heading: int
    month: date
    amount: Decimal


def spending_by_month(grant_id: uuid.UUID) -> list[MonthSpending]:
    """Costs entered by heading and by the day they were paid, or dated; refused ones left out.

    Queries: 1.
    """
    counted = func.coalesce(Expenditure.accepted_eur, Expenditure.amount_eur)
    booked_on = func.coalesce(Expenditure.paid_on, Expenditure.document_on)
    rows = db.session.execute(
        select(GrantLine.heading, booked_on, func.sum(counted))
        .join(GrantLine, Expenditure.line_id == GrantLine.id)
        .where(Expenditure.grant_id == grant_id)
        .group_by(GrantLine.heading, booked_on)
    )
    return [
        MonthSpending(heading, day.replace(day=1), Decimal(sum_)) for heading, day, sum_ in rows
    ]
