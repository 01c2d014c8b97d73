"""Days: months clamp, working days skip, a due day ends at its own midnight."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.days import (
    add_days,
    add_months,
    add_working_days,
    end_of,
    overdue_reminder_days,
    reminder_days,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 84, date(2035, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_add_months_clamps(day, months, expected):
    assert add_months(day, months) == expected


def test_add_days_counts_weekends_and_pauses():
    assert add_days(date(2026, 3, 27), 30) == date(2026, 4, 26)
    assert add_days(date(2026, 3, 27), 30, paused=5) == date(2026, 5, 1)


def test_working_days_skip_weekends_and_holidays():
    friday = date(2026, 4, 3)

    assert add_working_days(friday, 5, holidays={date(2026, 4, 6)}) == date(2026, 4, 13)


def test_due_day_ends_at_midnight_of_the_zone():
    over = end_of(date(2026, 7, 1), "Europe/Belgrade")

    assert over.astimezone(UTC) == datetime(2026, 7, 1, 22, tzinfo=UTC)


def test_reminders_skip_the_due_day_and_days_before_opening():
    days = reminder_days(
        date(2026, 6, 30), days_before=(30, 14, 7, 1, 0), opens_on=date(2026, 6, 10)
    )

    assert days == [date(2026, 6, 16), date(2026, 6, 23), date(2026, 6, 29)]


def test_overdue_reminders_come_weekly():
    days = overdue_reminder_days(date(2026, 6, 30), every=7, until=date(2026, 7, 14))

    assert days == [date(2026, 7, 7), date(2026, 7, 14)]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_add_months_lands_in_the_month_asked(day, months):
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
