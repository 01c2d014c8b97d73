"""Pure rules of events: attendance, places, kinds, agenda, days, calendar entries."""

from portal.events.rules.agenda import agenda_lines, agenda_text
from portal.events.rules.attendance import (
    NOT_STATED,
    Attendance,
    Attendee,
    attendance_summary,
    check_numbers,
    places_left,
    waiting_to_admit,
)
from portal.events.rules.calendar import Entry, calendar
from portal.events.rules.kinds import (
    CATEGORIES,
    CLUSTERS,
    NATIONAL,
    NEEDS_RECOMMENDATION,
    PREFIXES,
    SEXES,
    counted_as,
    slug,
)
from portal.events.rules.schedule import MOST_DAYS, days, last_announcement

__all__ = [
    "CATEGORIES",
    "CLUSTERS",
    "MOST_DAYS",
    "NATIONAL",
    "NEEDS_RECOMMENDATION",
    "NOT_STATED",
    "PREFIXES",
    "SEXES",
    "Attendance",
    "Attendee",
    "Entry",
    "agenda_lines",
    "agenda_text",
    "attendance_summary",
    "calendar",
    "check_numbers",
    "counted_as",
    "days",
    "last_announcement",
    "places_left",
    "slug",
    "waiting_to_admit",
]
