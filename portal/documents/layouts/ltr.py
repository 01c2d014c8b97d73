"""LTR: letter to an applicant on the reserve list."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.money import in_currency
from portal.documents.engine import (
    Letterhead,
    Story,
    bullets,
    callout,
    day,
    facts,
    heading,
    paragraphs,
    render,
)
from portal.documents.layouts._parts import (
    Address,
    SectionScore,
    Signature,
    addressed,
    own_score,
    signatures,
)

TITLE = "Letter of reserve"
WHAT_NEXT = (
    "When money of this call becomes free, the applications on the reserve list are taken in "
    "their order.",
    "If your turn comes we write to you and ask for your documents.",
    "If it has not come by the day above, the reserve list ends and you owe us nothing.",
    "You may withdraw the application at any time.",
)


@dataclass(frozen=True)
class ReserveLetter:
    """What the applicant learns. `place`: their rank on the reserve, or nothing."""

    head: Letterhead
    to: Address
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    requested_eur: Decimal
    place: int | None
    valid_until: date | None
    sections: tuple[SectionScore, ...]
    total: Decimal | None
    maximum: Decimal
    complaint: str
    complaint_until: date | None
    contact: str
    signature: Signature
    zone: str


def _complaint(means: str, until: date | None) -> Story:
    if not means:
        return []
    last = f" The last day is {day(until)}." if until else ""
    return [heading("If you think we are wrong"), *paragraphs(f"{means}{last}")]


def render_letter(data: ReserveLetter) -> bytes:
    """The letter as PDF. Source: rules.md 4.6 and section 8, no. 14."""
    place = f"Place {data.place}" if data.place else "Reserve"

    def story() -> Story:
        return [
            *addressed(
                data.head, data.to, f"Your application {data.dossier_number}: {data.project_title}"
            ),
            callout(
                "Your application reached the quality that the call asks for, but the money of "
                "the lot is used up by applications with a higher rank. It is on the reserve list."
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lot", data.lot),
                    ("Dossier", data.dossier_number),
                    ("Amount asked", in_currency(data.requested_eur, data.head.currency)),
                    ("On the reserve list", place),
                    ("Valid until", day(data.valid_until)),
                ]
            ),
            *own_score(data.sections, data.total, data.maximum),
            heading("What happens next"),
            *bullets(WHAT_NEXT),
            *_complaint(data.complaint, data.complaint_until),
            *(paragraphs(f"Questions: {data.contact}") if data.contact else []),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
