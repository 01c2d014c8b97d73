"""LTJ: letter of rejection, with the score, the reasons and the way to complain."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.documents.engine import Letterhead, Story, day, facts, heading, paragraphs, render
from portal.documents.layouts._parts import (
    Address,
    SectionScore,
    Signature,
    addressed,
    own_score,
    signatures,
)

TITLE = "Letter of rejection"


@dataclass(frozen=True)
class Reason:
    """Why, in words: the title names the section or the check, the text says what was found."""

    title: str
    text: str


@dataclass(frozen=True)
class RejectionLetter:
    """What the applicant learns. Never a name of an evaluator.

    `stage`: where the application ended; `sections` may be empty when it was not scored, then
    `total` is None.
    """

    head: Letterhead
    to: Address
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    stage: str
    main_reason: str
    sections: tuple[SectionScore, ...]
    total: Decimal | None
    maximum: Decimal
    reasons: tuple[Reason, ...]
    complaint: str
    complaint_until: date | None
    contact: str
    signature: Signature
    zone: str


def _complaint(data: RejectionLetter) -> Story:
    last = f" The last day is {day(data.complaint_until)}." if data.complaint_until else ""
    return [heading("If you think we are wrong"), *paragraphs(f"{data.complaint}{last}")]


def render_letter(data: RejectionLetter) -> bytes:
    """The letter as PDF. Source: rules.md 4.6 and section 8, no. 15."""

    def story() -> Story:
        return [
            *addressed(
                data.head, data.to, f"Your application {data.dossier_number}: {data.project_title}"
            ),
            *paragraphs(
                "Thank you for the work that you put into this application. It was not selected "
                "for a grant. This letter says where it ended and why."
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lot", data.lot),
                    ("Dossier", data.dossier_number),
                    ("Ended at", data.stage),
                    ("Main reason", data.main_reason),
                ]
            ),
            *own_score(data.sections, data.total, data.maximum),
            heading("Reasons") if data.reasons else heading("Further remarks"),
            *(
                block
                for reason in data.reasons
                for block in paragraphs(f"{reason.title}: {reason.text}")
            ),
            *([] if data.reasons else paragraphs("There are no further remarks.")),
            *_complaint(data),
            *(paragraphs(f"Questions: {data.contact}") if data.contact else []),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
