"""AWD: award decision of the lead's signatory on the committee's proposal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.money import in_currency
from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    bullets,
    day,
    facts,
    heading,
    numbered,
    paragraphs,
    render,
    subheading,
    table,
)
from portal.documents.layouts._parts import Signature, figure, opening, signatures

TITLE = "Award decision"
AWARDED = (
    "Grants are awarded to the applicants named below, up to the amounts beside "
    "their names, once their documents have been found in order.",
    "The applications named as reserve may be awarded in their order only, when "
    "money of the same call becomes free.",
)
INVITED = (
    "The applicants named below are invited to hand in a full application. No grant is awarded "
    "by this decision.",
)


@dataclass(frozen=True)
class Award:
    """One grant awarded. Units: score and amount with two decimals."""

    place: str
    number: str
    applicant: str
    project_title: str
    score: Decimal
    amount_eur: Decimal


@dataclass(frozen=True)
class LotAwards:
    """The awards of one lot and its reserve list in rank order (number, applicant, score)."""

    name: str
    envelope_eur: Decimal
    awards: tuple[Award, ...]
    reserve: tuple[tuple[str, str, Decimal], ...]

    @property
    def total_eur(self) -> Decimal:
        """Sum of the awards."""
        return sum((one.amount_eur for one in self.awards), Decimal(0))


@dataclass(frozen=True)
class AwardDecision:
    """The decision. `deviations`: where it differs from the proposal, each with its reason."""

    head: Letterhead
    call_reference: str
    call_title: str
    report_reference: str
    report_signed_on: date | None
    proposed_by: str
    lots: tuple[LotAwards, ...]
    reserve_until: date | None
    deviations: tuple[str, ...]
    signature: Signature
    zone: str
    is_invitation: bool = False  # of concept notes to the second step


def _invited(lot: LotAwards, currency: str) -> Story:
    """The concept notes of one lot that go to the second step, with what they ask for."""
    rows = [
        [
            one.place,
            one.number,
            f"{one.applicant}: {one.project_title}",
            figure(one.score),
            figure(one.amount_eur),
        ]
        for one in lot.awards
    ]
    head = subheading(f"Lot: {lot.name}")
    if not rows:
        return [head, *paragraphs("No concept note is invited in this lot.")]
    total = ["", "", f"{len(rows)} invited", "", figure(lot.total_eur)]
    return [head, table(_columns(f"Asked, {currency}"), rows, total=total)]


def _columns(money: str) -> list[Column]:
    return [
        Column("Rank", 0.07),
        Column("Dossier", 0.19),
        Column("Applicant and project", 0.44),
        Column("Score", 0.12, "right"),
        Column(money, 0.18, "right"),
    ]


def _lot(lot: LotAwards, currency: str) -> Story:
    story: Story = [subheading(f"Lot: {lot.name}")]
    if lot.awards:
        story.append(
            table(
                _columns(f"Grant, {currency}"),
                [
                    [
                        one.place,
                        one.number,
                        f"{one.applicant}: {one.project_title}",
                        figure(one.score),
                        figure(one.amount_eur),
                    ]
                    for one in lot.awards
                ],
                total=["", "", f"{len(lot.awards)} awarded", "", figure(lot.total_eur)],
            )
        )
    else:
        story += paragraphs("No grant is awarded in this lot.")
    left = lot.envelope_eur - lot.total_eur
    story += paragraphs(
        f"Envelope {in_currency(lot.envelope_eur, currency)}, "
        f"not awarded {in_currency(left, currency)}."
    )
    if lot.reserve:
        story.append(
            table(
                [Column("Reserve", 0.3), Column("Applicant", 0.54), Column("Score", 0.16, "right")],
                [[number, name, figure(score)] for number, name, score in lot.reserve],
            )
        )
    return story


def _counts(data: AwardDecision) -> list[tuple[str, str]]:
    total = sum((lot.total_eur for lot in data.lots), Decimal(0))
    count = sum(len(lot.awards) for lot in data.lots)
    if data.is_invitation:
        return [
            ("Concept notes invited", str(count)),
            ("Asked for by them", in_currency(total, data.head.currency)),
        ]
    return [
        ("Grants awarded", str(count)),
        ("Total awarded", in_currency(total, data.head.currency)),
        ("Reserve lists valid until", day(data.reserve_until)),
    ]


def render_decision(data: AwardDecision) -> bytes:
    """The decision as PDF. Source: rules.md 4.6 and section 8, no. 12."""
    lots = _invited if data.is_invitation else _lot
    report = data.report_reference + (
        f", signed on {day(data.report_signed_on)}" if data.report_signed_on else ""
    )

    def story() -> Story:
        return [
            *opening(data.head),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Evaluation report", report),
                    ("Proposed by", data.proposed_by),
                    *_counts(data),
                ]
            ),
            heading("Decision"),
            *numbered(
                [
                    f"The evaluation report {data.report_reference} is approved.",
                    *(INVITED if data.is_invitation else AWARDED),
                    "All applicants are told of the result, with the reasons and with the means "
                    "to complain.",
                ]
            ),
            *(block for lot in data.lots for block in lots(lot, data.head.currency)),
            heading("Deviations from the proposal"),
            *(bullets(data.deviations) if data.deviations else paragraphs("None.")),
            *signatures([data.signature], zone=data.zone, head="Signature"),
        ]

    return render(data.head, story)
