"""OPR: opening record, what was received in time, what came late, who was given more time."""

from dataclasses import dataclass
from datetime import datetime

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    callout,
    heading,
    render,
    subheading,
    table,
)
from portal.documents.layouts._parts import Signature, moment, of_call, opening, signatures, yes

TITLE = "Opening record"


@dataclass(frozen=True)
class ReceivedLine:
    """One application as received. `remark`: more time, or withdrawn."""

    number: str
    applicant: str
    received: str
    is_in_time: bool
    remark: str = ""


@dataclass(frozen=True)
class LotReceived:
    """The applications of one lot, by number."""

    name: str
    lines: tuple[ReceivedLine, ...]


@dataclass(frozen=True)
class LateLine:
    """A try to submit after the deadline: it was refused and is not opened."""

    applicant: str
    lot: str
    arrived: str
    reason: str


@dataclass(frozen=True)
class ExtensionLine:
    """More time for one applicant, with the reason."""

    applicant: str
    lot: str
    until: str
    reason: str
    given: str


@dataclass(frozen=True)
class OpeningRecord:
    """What the secretary opened. Shape: times are printed as they stand, in `zone`."""

    head: Letterhead
    call_reference: str
    call_title: str
    closes_at: datetime
    grace_seconds: int
    opened_at: datetime
    zone: str
    received: int
    drafts: int
    lots: tuple[LotReceived, ...]
    late: tuple[LateLine, ...]
    extensions: tuple[ExtensionLine, ...]
    people: tuple[Signature, ...]


def _received(data: OpeningRecord) -> Story:
    story: Story = [heading("Received")]
    for lot in data.lots:
        story.append(subheading(f"{lot.name}: {len(lot.lines)} received"))
        if not lot.lines:
            continue
        story.append(
            table(
                [
                    Column("No.", 0.2),
                    Column("Applicant", 0.28),
                    Column("Received", 0.24),
                    Column("In time", 0.08),
                    Column("Remark", 0.2),
                ],
                [
                    [one.number, one.applicant, one.received, yes(one.is_in_time), one.remark]
                    for one in lot.lines
                ],
            )
        )
    return story


def _late(data: OpeningRecord) -> Story:
    story: Story = [heading("Late")]
    if not data.late:
        return [*story, callout("Nobody tried to submit after the deadline.")]
    columns = [
        Column("Applicant", 0.28),
        Column("Lot", 0.16),
        Column("Arrived", 0.22),
        Column("Reason", 0.34),
    ]
    rows = [[one.applicant, one.lot, one.arrived, one.reason] for one in data.late]
    return [*story, table(columns, rows)]


def _extensions(data: OpeningRecord) -> Story:
    story: Story = [heading("More time for single applicants")]
    if not data.extensions:
        return [*story, callout("Nobody was given more time. One deadline held for all.")]
    columns = [
        Column("Applicant", 0.24),
        Column("Lot", 0.13),
        Column("Until", 0.18),
        Column("Reason", 0.25),
        Column("Given", 0.2),
    ]
    rows = [[one.applicant, one.lot, one.until, one.reason, one.given] for one in data.extensions]
    return [*story, table(columns, rows)]


def render_opening(data: OpeningRecord) -> bytes:
    """The record as PDF. Source: rules.md section 8, no. 4."""

    def story() -> Story:
        return [
            *opening(data.head, "What was received, when, and whether in time."),
            of_call(
                data,
                ("Deadline", moment(data.closes_at, data.zone)),
                ("Grace", f"{data.grace_seconds} seconds"),
                ("Opened", moment(data.opened_at, data.zone)),
                ("Received", f"{data.received} applications"),
                ("Drafts not submitted", f"{data.drafts}, not opened"),
            ),
            *_received(data),
            *_late(data),
            *_extensions(data),
            *signatures(data.people, zone=data.zone),
        ]

    return render(data.head, story)
