"""Days of an event in its own zone, and the last day to announce it."""

from datetime import date, datetime, timedelta

from portal.core.clock import day_in

MOST_DAYS = 14


def days(starts_at: datetime | None, ends_at: datetime | None, zone: str) -> tuple[date, ...]:
    """The days of the event in its zone, at most 14; none while it has no date."""
    if starts_at is None:
        return ()
    first = day_in(zone, starts_at)
    last = day_in(zone, ends_at or starts_at)
    count = min((last - first).days + 1, MOST_DAYS)
    return tuple(first + timedelta(days=number) for number in range(count))


def last_announcement(starts_at: datetime, zone: str, notice_days: int) -> date:
    """The last day on which an event may be announced that far ahead. Source: rules.md 2.9."""
    return day_in(zone, starts_at) - timedelta(days=notice_days)
