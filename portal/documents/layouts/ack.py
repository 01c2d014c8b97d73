"""ACK: acknowledgement of receipt, the applicant's proof of what was submitted and when."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.core.money import in_currency
from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    bullets,
    callout,
    facts,
    heading,
    render,
    table,
)
from portal.documents.layouts._parts import moment, opening

TITLE = "Acknowledgement of receipt"


@dataclass(frozen=True)
class SubmittedFile:
    """A file as submitted. Units: size in bytes."""

    slot: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Acknowledgement:
    """What stood in the portal at the moment of submission."""

    head: Letterhead
    dossier_number: str
    version: int
    call_reference: str
    call_title: str
    lot: str
    applicant: str
    registration_number: str
    project_title: str
    requested_eur: Decimal
    total_eur: Decimal
    submitted_by: str
    submitted_at: datetime
    closes_at: datetime
    zone: str
    content_sha256: str
    files: tuple[SubmittedFile, ...]
    next_steps: tuple[str, ...]
    is_extended: bool = False


def size(count: int) -> str:
    """1.4 MB, 214 KB or 87 bytes."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{round(count / 1000)} KB" if count >= 1000 else f"{count} bytes"


def _files(data: Acknowledgement) -> Story:
    if not data.files:
        return [heading("Files"), *bullets(["No files were attached."])]
    return [
        heading("Files"),
        table(
            [
                Column("Document", 0.24),
                Column("File", 0.26),
                Column("Size", 0.12, "right"),
                Column("SHA-256", 0.38),
            ],
            [[one.slot, one.name, size(one.size), one.sha256] for one in data.files],
        ),
    ]


def render_acknowledgement(data: Acknowledgement) -> bytes:
    """The acknowledgement as PDF. Source: rules.md section 8, no. 3."""

    def story() -> Story:
        deadline = "Your own deadline" if data.is_extended else "Deadline of the call"
        return [
            *opening(data.head, "We received the application below. Keep this document."),
            callout(
                f"Dossier {data.dossier_number}, version {data.version}, "
                f"received on {moment(data.submitted_at, data.zone)}."
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lot", data.lot),
                    ("Applicant", data.applicant),
                    ("Registration number", data.registration_number),
                    ("Title of the project", data.project_title),
                    ("Amount asked", in_currency(data.requested_eur, data.head.currency)),
                    ("Total eligible costs", in_currency(data.total_eur, data.head.currency)),
                    ("Submitted by", data.submitted_by),
                    ("Time of receipt", moment(data.submitted_at, data.zone)),
                    (deadline, moment(data.closes_at, data.zone)),
                    ("SHA-256 of the content", data.content_sha256),
                ]
            ),
            *_files(data),
            heading("What happens next"),
            *bullets(data.next_steps),
        ]

    return render(data.head, story)
