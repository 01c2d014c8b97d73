"""LTA: letter of award to a winner."""

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
    Signature,
    addressed,
    percent,
    signatures,
)

TITLE = "Letter of award"


@dataclass(frozen=True)
class AwardLetter:
    """What the winner learns. Never a name of an evaluator.

    `conditions`: of the award; `corrections`: asked in the budget or text; `documents`: asked, all
    by `documents_due`.
    """

    head: Letterhead
    to: Address
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    amount_eur: Decimal
    share: Decimal | None
    conditions: tuple[str, ...]
    corrections: tuple[str, ...]
    documents: tuple[str, ...]
    documents_due: date | None
    contact: str
    signature: Signature
    zone: str


def _documents(data: AwardLetter) -> Story:
    if not data.documents:
        return []
    due = f" by {day(data.documents_due)}" if data.documents_due else ""
    return [
        heading("Documents we need from you"),
        *paragraphs(f"Upload these in the portal{due}. Without them no contract can be made."),
        *bullets(data.documents),
    ]


def render_letter(data: AwardLetter) -> bytes:
    """The letter as PDF. Source: rules.md section 8, no. 13."""

    def story() -> Story:
        return [
            *addressed(
                data.head, data.to, f"Your application {data.dossier_number}: {data.project_title}"
            ),
            callout(
                "Your application is awarded a grant of up to "
                f"{in_currency(data.amount_eur, data.head.currency)}."
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lot", data.lot),
                    ("Dossier", data.dossier_number),
                    ("Maximum grant", in_currency(data.amount_eur, data.head.currency)),
                    ("Share of eligible costs", percent(data.share)),
                ]
            ),
            *paragraphs(
                "This letter is not a contract. No cost can be claimed before the contract is "
                "signed by both sides and the project has started."
            ),
            *([heading("Conditions"), *bullets(data.conditions)] if data.conditions else []),
            *(
                [heading("Corrections asked"), *bullets(data.corrections)]
                if data.corrections
                else []
            ),
            *_documents(data),
            *(paragraphs(f"Questions: {data.contact}") if data.contact else []),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
