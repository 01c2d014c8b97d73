"""Pure parts of mail: when to try again, and what a header may hold."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.core.text import clean_name

# Together more than 24 hours. Source: SECURITY.md 7.
GAPS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 180, 240, 360, 480))
LONGEST_SUBJECT = 200
ZONE = "Europe/Belgrade"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def next_gap(failures: int) -> timedelta | None:
    """How long to wait after the n-th failure; None when it was the last try."""
    return GAPS[failures - 1] if failures <= len(GAPS) else None


def header(text: str) -> str:
    """Text fit for one header line: whatever it holds, it cannot begin another header."""
    return clean_name(_CONTROL.sub(" ", text))[:LONGEST_SUBJECT]


def day(value: date | datetime, zone: str = ZONE) -> str:
    """4 December 2026; an instant is shown as its day in `zone`."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, zone: str = ZONE) -> str:
    """4 December 2026, 12:00 in the named zone."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M}"
