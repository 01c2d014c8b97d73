"""Numbers of people reached by an activity: they must fit together."""

from portal.core.findings import Finding, Level
from portal.core.text import N_


def check_people(
    *, women: int, men: int, minors: int, attended: int | None = None, line: str | None = None
) -> list[Finding]:
    """What does not fit in the numbers of one activity; names are never asked.

    Shape:  `minors` are among women and men; `attended` is the count of the attendance sheets
            where the portal holds them, None where it does not.
    Source: rules.md 7.1 (1.8, 2.3), 10.
    """
    found = []
    if min(women, men, minors) < 0:
        message = N_("Numbers of people cannot be below zero.")
        found.append(Finding("REACH", Level.ERROR, message, line=line, field="women"))
    reached = women + men
    if minors > reached:
        message = N_(
            "%(minors)s minors are more than the %(reached)s people reached.",
            minors=minors,
            reached=reached,
        )
        found.append(Finding("REACH", Level.ERROR, message, line=line, field="minors"))
    if attended is not None and reached > attended:
        message = N_(
            "%(reached)s people are reported; the attendance sheets show %(attended)s.",
            reached=reached,
            attended=attended,
        )
        found.append(Finding("REACH", Level.WARNING, message, line=line, field="women"))
    return found
