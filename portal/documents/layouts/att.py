"""ATT: attendance sheet of an event, one table per day, and room for late comers."""

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import PageBreak

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    day,
    facts,
    heading,
    render,
    small,
    table,
)
from portal.documents.layouts._parts import opening

TITLE = "Attendance sheet"
PRIVACY = (
    "Name, organisation, function, category and country prove the cost of the event and are kept "
    "with the contract file. The ticks say whether you agree to be put on the mailing list and to "
    "be seen on photographs; you may withdraw that at any time."
)


@dataclass(frozen=True)
class Attendee:
    """A person on the list. `attended`: days on which they were marked present."""

    name: str
    organisation: str
    function: str
    category: str
    country: str
    may_mail: bool
    may_photo: bool
    attended: tuple[date, ...] = ()


@dataclass(frozen=True)
class AttendanceSheet:
    """The sheet. Units: `blank_rows` empty rows after the list of each day."""

    head: Letterhead
    event: str
    kind: str
    place: str
    country: str
    organiser: str
    cluster: str
    days: tuple[date, ...]
    attendees: tuple[Attendee, ...]
    blank_rows: int = 5


def _tick(value: bool) -> str:
    return "☑" if value else "☐"


def _row(number: int, one: Attendee, on: date) -> list[str]:
    return [
        str(number),
        one.name,
        "\n".join(part for part in (one.organisation, one.function) if part),
        one.category,
        one.country,
        f"{_tick(one.may_mail)} mail\n{_tick(one.may_photo)} photo",
        "✓ present" if on in one.attended else "",
    ]


def _day(data: AttendanceSheet, on: date) -> Story:
    filled = [_row(number, one, on) for number, one in enumerate(data.attendees, 1)]
    blank = [
        [str(number), "", "", "", "", "☐ mail\n☐ photo", ""]
        for number in range(len(filled) + 1, len(filled) + data.blank_rows + 1)
    ]
    present = sum(on in one.attended for one in data.attendees)
    return [
        heading(f"{day(on)}"),
        *([small(f"Present: {present} of {len(filled)} on the list.")] if present else []),
        table(
            [
                Column("No.", 0.07),
                Column("Name", 0.18),
                Column("Organisation and function", 0.23),
                Column("Category", 0.13),
                Column("Country", 0.12),
                Column("Consent", 0.11),
                Column("Signature", 0.16),
            ],
            [*filled, *blank],
        ),
    ]


def render_sheet(data: AttendanceSheet) -> bytes:
    """The sheet as PDF. Source: rules.md section 8, no. 28."""

    def story() -> Story:
        parts: Story = [
            *opening(data.head),
            facts(
                [
                    ("Event", data.event),
                    ("Kind", data.kind),
                    ("Days", ", ".join(day(on) for on in data.days)),
                    ("Place", ", ".join(part for part in (data.place, data.country) if part)),
                    ("Organiser", data.organiser),
                    ("Cluster", data.cluster),
                ],
                label_share=0.22,
            ),
            small(PRIVACY),
        ]
        for at, on in enumerate(data.days):
            parts += [*([PageBreak()] if at else []), *_day(data, on)]
        return parts

    return render(data.head, story)
