"""Which reports a contract asks for, and on which days to remind of one."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.days import add_days, add_months, overdue_reminder_days, reminder_days
from portal.reporting.rules.terms import Terms


@dataclass(frozen=True)
class Period:
    """One report of the schedule. Shape: `kind` is interim or final; days inclusive."""

    number: int
    kind: str
    starts_on: date
    ends_on: date
    due_on: date


def schedule(
    starts_on: date,
    ends_on: date,
    *,
    months: int,
    interims: int,
    interim_days: int,
    final_days: int,
) -> list[Period]:
    """The reports of a contract: interims in equal parts of whole months, then the final one.

    The final report covers what the interims do not. Units: days from the end of the period.
    Source: rules.md 2.7.
    """  # fmt: skip
    found: list[Period] = []
    begins = starts_on
    for number in range(1, interims + 1):
        ends = add_months(starts_on, months * number // (interims + 1)) - timedelta(days=1)
        if not begins <= ends < ends_on:
            continue
        due = add_days(ends, interim_days)
        found.append(Period(len(found) + 1, "interim", begins, ends, due))
        begins = ends + timedelta(days=1)
    due = add_days(ends_on, final_days)
    return [*found, Period(len(found) + 1, "final", begins, ends_on, due)]


def reminder_due(*, due_on: date, period_to: date, today: date, terms: Terms) -> date | None:
    """The reminder that belongs to today, named by its day; None when none does.

    One that was missed (the worker stood still) is made up for until the next one falls.
    Source: rules.md 2.7, 12 (Report calendar, Days).
    """
    opens_on = period_to + timedelta(days=1)
    if today == due_on or today < opens_on:
        return None
    before = reminder_days(due_on, days_before=terms.reminder_days, opens_on=opens_on)
    after = overdue_reminder_days(due_on, every=terms.overdue_every, until=today)
    days = [day for day in (*before, *after) if day <= today]
    last = max(days, default=None)
    if last is None or (last < due_on < today):
        return None
    return last
