"""INV: invitation of a concept note to hand in the full application."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.core.money import in_currency
from portal.core.ratio import plain
from portal.documents.engine import (
    Letterhead,
    Story,
    bullets,
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
    moment,
    own_score,
    signatures,
)

TITLE = "Invitation to the full application"


@dataclass(frozen=True)
class Invitation:
    """What the applicant learns. `second_reference` empty: the second step is not published yet.

    Units: `requested_eur` in the currency of the call, `change_percent` of it, up or down.
    """

    head: Letterhead
    to: Address
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    requested_eur: Decimal
    change_percent: Decimal
    second_reference: str
    closes_at: datetime | None
    sections: tuple[SectionScore, ...]
    total: Decimal | None
    maximum: Decimal
    contact: str
    signature: Signature
    zone: str


def _second_step(data: Invitation) -> list[tuple[str, str]]:
    if not data.second_reference:
        return [("Second step", "It is published in the portal; you are told when it opens.")]
    found = [("Second step", data.second_reference)]
    if data.closes_at:
        found.append(("Deadline", moment(data.closes_at, data.zone)))
    return found


def _rules(data: Invitation) -> list[str]:
    low = data.requested_eur * (100 - data.change_percent) / 100
    high = data.requested_eur * (100 + data.change_percent) / 100
    currency = data.head.currency
    return [
        "The full application is made in the portal. It starts with the answers of your concept "
        "note; the facts that were assessed there do not change.",
        f"The amount you ask for may differ from the concept note by at most "
        f"{plain(data.change_percent)} %: between {in_currency(low, currency)} and "
        f"{in_currency(high, currency)}, within the limits of the lot.",
        "Budget, plans, partners with their mandates and documents are asked for now, as the "
        "second step says.",
        "An invitation is no promise of a grant. Without a full application before the deadline "
        "it ends.",
    ]


def render_letter(data: Invitation) -> bytes:
    """The letter as PDF. Source: rules.md 3.3, 4.2 and section 8, no. 16."""

    def story() -> Story:
        return [
            *addressed(
                data.head, data.to, f"Your concept note {data.dossier_number}: {data.project_title}"
            ),
            *paragraphs(
                "Your concept note was selected. We invite your organisation to hand in the full "
                "application."
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lot", data.lot),
                    ("Dossier", data.dossier_number),
                    ("Amount asked", in_currency(data.requested_eur, data.head.currency)),
                    *_second_step(data),
                ]
            ),
            *own_score(data.sections, data.total, data.maximum),
            heading("Rules of the second step"),
            *bullets(_rules(data)),
            *(paragraphs(f"Questions: {data.contact}") if data.contact else []),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
