"""The arithmetic of an event: who came, by category, sex and country, and sums that add up.

Flow:
1. The attendance sheet becomes `Attendee` rows, without names.
2. `attendance_summary(attendees)` counts them each way; every split adds up to the total.
3. `check_numbers(total, splits, ...)` tests numbers entered by hand, as in an event's report.
4. `places_left(capacity, registered)` and `waiting_to_admit(...)` serve the registration.
Source: rules.md 2.9, 8 (ATT, EVT), 10.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.core.findings import Finding, Level
from portal.core.text import N_

NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Attendee:
    """A person on the attendance sheet, for statistics only. Shape: "" is not stated."""

    category: str
    sex: str = ""
    country: str | None = None
    days: int = 1


@dataclass(frozen=True)
class Attendance:
    """Who came, counted each way.

    Units: people who attended at least one day; `person_days` is the sum of days attended.
    Shape: each split has the key "not_stated" where something is missing, and sums to `total`.
    """

    total: int
    person_days: int
    by_category: Mapping[str, int]
    by_sex: Mapping[str, int]
    by_country: Mapping[str, int]


def attendance_summary(attendees: Iterable[Attendee]) -> Attendance:
    """The numbers of an event from its attendance sheet; who attended no day does not count."""
    came = [attendee for attendee in attendees if attendee.days > 0]
    return Attendance(
        total=len(came),
        person_days=sum(attendee.days for attendee in came),
        by_category=_split(attendee.category for attendee in came),
        by_sex=_split(attendee.sex for attendee in came),
        by_country=_split(attendee.country for attendee in came),
    )


def _split(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(value or NOT_STATED for value in values).items()))


def check_numbers(
    total: int, splits: Mapping[str, Mapping[str, int]], *, attended: int | None = None
) -> list[Finding]:
    """What does not add up in numbers entered by hand.

    Shape:  `splits` by name (category, sex, country), each a count by key; an empty split is not
            filled and not tested. `attended` is the count of the attendance sheet, where there is
            one. The finding's line is the name of the split.
    """
    found = []
    for name, split in splits.items():
        if any(count < 0 for count in split.values()):
            message = N_("Numbers of people cannot be below zero.")
            found.append(Finding("PEOPLE", Level.ERROR, message, line=name))
        elif split and sum(split.values()) != total:
            message = N_(
                "The numbers by %(name)s make %(sum)s, not %(total)s.",
                name=name,
                sum=sum(split.values()),
                total=total,
            )
            found.append(Finding("PEOPLE", Level.ERROR, message, line=name))
    if attended is not None and total != attended:
        message = N_(
            "The report says %(total)s people; the attendance sheet shows %(attended)s.",
            total=total,
            attended=attended,
        )
        found.append(Finding("PEOPLE", Level.WARNING, message, line="total"))
    return found


def places_left(capacity: int | None, registered: int) -> int | None:
    """How many may still register; None where the event has no limit."""
    return None if capacity is None else max(0, capacity - registered)


def waiting_to_admit(capacity: int | None, registered: int, waiting: int) -> int:
    """How many of the waiting list now find a place, first come first served."""
    left = places_left(capacity, registered)
    return waiting if left is None else min(left, waiting)
