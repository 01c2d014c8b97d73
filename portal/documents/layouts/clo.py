"""CLO: closure letter, which ends a grant."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    day,
    facts,
    heading,
    paragraphs,
    render,
    table,
)
from portal.documents.layouts._parts import (
    Address,
    MoneyRow,
    Signature,
    addressed,
    figure,
    money,
    signatures,
)

TITLE = "Closure letter"


@dataclass(frozen=True)
class Asset:
    """Equipment bought with the grant. Units: `value_eur` is the accepted cost."""

    line: str
    description: str
    supplier: str
    value_eur: Decimal


@dataclass(frozen=True)
class ClosureLetter:
    """The end of a grant. Units: `recovered_eur` was paid back by the grantee.

    `keep_until`: last day of the duty to keep records, when it is known; `keep_rule` says it in
    words in any case. `handed_over`: the words of the final report about the equipment.
    """

    head: Letterhead
    to: Address
    contract_number: str
    project_title: str
    starts_on: date | None
    ends_on: date | None
    maximum_eur: Decimal
    reported_eur: Decimal
    accepted_eur: Decimal
    final_grant_eur: Decimal
    paid_eur: Decimal
    recovered_eur: Decimal
    assets: tuple[Asset, ...]
    handed_over: str
    keep_until: date | None
    keep_rule: str
    results: str
    signature: Signature
    zone: str


def _accounts(data: ClosureLetter) -> Story:
    settled = data.paid_eur - data.recovered_eur
    rows = [
        MoneyRow("Maximum grant of the contract", (data.maximum_eur,)),
        MoneyRow("Eligible costs reported", (data.reported_eur,)),
        MoneyRow("Eligible costs accepted", (data.accepted_eur,)),
        MoneyRow("Final grant", (data.final_grant_eur,), is_sum=True),
        MoneyRow("Paid", (data.paid_eur,)),
        MoneyRow("Paid back", (data.recovered_eur,)),
    ]
    total = MoneyRow("Left open", (data.final_grant_eur - settled,))
    return [heading("Final amounts"), money(["Item", data.head.currency], rows, total=total)]


def _assets(data: ClosureLetter) -> Story:
    if not data.assets:
        return [heading("Equipment"), *paragraphs("No equipment was bought with the grant.")]
    reported = f"From the final report: {data.handed_over}" if data.handed_over else ""
    return [
        heading("Equipment"),
        *paragraphs("Bought with the grant, as accepted in the final report."),
        table(
            [
                Column("Budget line", 0.16),
                Column("Item", 0.34),
                Column("Supplier", 0.32),
                Column(f"Cost, {data.head.currency}", 0.18, "right"),
            ],
            [
                [one.line, one.description, one.supplier, figure(one.value_eur)]
                for one in data.assets
            ],
        ),
        *(paragraphs(reported) if reported else []),
    ]


def render_letter(data: ClosureLetter) -> bytes:
    """The letter as PDF. Source: rules.md 7.6 and section 8, no. 37."""
    until = f" The last day is {day(data.keep_until)}." if data.keep_until else ""

    def story() -> Story:
        return [
            *addressed(
                data.head, data.to, f"Contract {data.contract_number}: {data.project_title}"
            ),
            *paragraphs(
                "Your project is finished, its final report is approved and all payments are "
                "settled. With this letter the grant is closed."
            ),
            facts(
                [
                    ("Contract", data.contract_number),
                    ("Project", data.project_title),
                    ("Started on", day(data.starts_on)),
                    ("Ended on", day(data.ends_on)),
                ]
            ),
            *_accounts(data),
            *_assets(data),
            heading("Records"),
            *paragraphs(f"{data.keep_rule}{until}"),
            *paragraphs(
                "Until then the lead, the European Commission, the European Anti-Fraud Office, the "
                "European Public Prosecutor's Office and the European Court of Auditors may ask to "
                "see them."
            ),
            *(
                [heading("What the project achieved"), *paragraphs(data.results)]
                if data.results
                else []
            ),
            heading("Thank you"),
            *paragraphs(
                "We thank you and everybody who worked with you for what this project has done for "
                "the people it was made for."
            ),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
