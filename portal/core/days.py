"""Days people agree on: due dates, months that clamp, reminders. No clock is read here."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """The same day so many months on, at the latest the last day of that month.

    31 January + 1 month is 28 (29) February. Source: rules.md 12, Days.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_days(day: date, days: int, *, paused: int = 0) -> date:
    """The day so many calendar days on; days in which the clock stood still are added."""
    return day + timedelta(days=days + paused)


def add_working_days(day: date, days: int, *, holidays: Collection[date] = ()) -> date:
    """The day so many working days on: Monday to Friday without the holidays given.

    Source: rules.md 12, Days (only where the call says working days).
    """
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            days -= 1
    return day


def end_of(day: date, zone: str) -> datetime:
    """The instant at which a due day is over: midnight at its end in the zone given.

    Shape: aware, in that zone; a step before this instant is in time.
    """
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone))


def reminder_days(
    due: date, *, days_before: Iterable[int], opens_on: date | None = None
) -> list[date]:
    """The days on which to remind of a due day, earliest first.

    None on the due day itself and none before the thing opens. Source: rules.md 12, Days and
    Report calendar.
    """
    days = {due - timedelta(days=before) for before in days_before if before > 0}
    return sorted(day for day in days if opens_on is None or day >= opens_on)


def overdue_reminder_days(due: date, *, every: int, until: date) -> list[date]:
    """The days after a missed due day on which to remind again, up to and with `until`."""
    found, day = [], due + timedelta(days=every)
    while day <= until:
        found.append(day)
        day += timedelta(days=every)
    return found
