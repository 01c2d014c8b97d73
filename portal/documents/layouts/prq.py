"""PRQ: payment request of the grantee for one instalment."""

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
    numbered,
    paragraphs,
    render,
)
from portal.documents.layouts._parts import (
    Bank,
    MoneyRow,
    Signature,
    money,
    opening,
    signatures,
)
from portal.documents.words import amount_in_words

TITLE = "Payment request"
STATEMENTS = (
    "the information in this request is complete and true;",
    "the project goes on as agreed, or the lead was told of what changed;",
    "costs already claimed were paid by nobody else;",
    "the proofs of the costs are kept and can be checked at any time.",
)


@dataclass(frozen=True)
class PaymentRequest:
    """What the grantee asks for. `period` is what the attached reports cover, if any.

    `earlier`: instalments paid before, with amounts.
    """

    head: Letterhead
    contract_number: str
    contract_signed_on: date | None
    grantee: str
    project_title: str
    starts_on: date | None
    ends_on: date | None
    instalment: str
    requested_on: date
    amount_eur: Decimal
    maximum_eur: Decimal
    earlier: tuple[MoneyRow, ...]
    period: str
    bank: Bank
    attached: tuple[str, ...]
    signature: Signature
    zone: str


def _earlier(data: PaymentRequest) -> Story:
    paid = sum((row.amounts[0] or Decimal(0) for row in data.earlier), Decimal(0))
    rows = [
        MoneyRow("Maximum grant", (data.maximum_eur,)),
        *data.earlier,
        MoneyRow("Asked for now", (data.amount_eur,), is_sum=True),
    ]
    left = MoneyRow("Left after this payment", (data.maximum_eur - paid - data.amount_eur,))
    return [heading("State of payments"), money(["Item", data.head.currency], rows, total=left)]


def render_request(data: PaymentRequest) -> bytes:
    """The request as PDF. Source: rules.md 7.6 and section 8, no. 19."""
    period = " to ".join(part for part in (day(data.starts_on), day(data.ends_on)) if part)

    def story() -> Story:
        return [
            *opening(data.head),
            callout(
                f"We ask for the payment of {in_currency(data.amount_eur, data.head.currency)}\n"
                f"({amount_in_words(data.amount_eur, data.head.currency)})."
            ),
            facts(
                [
                    ("Contract", data.contract_number),
                    ("Signed on", day(data.contract_signed_on)),
                    ("Grantee", data.grantee),
                    ("Project", data.project_title),
                    ("Project period", period),
                    ("Instalment", data.instalment),
                    ("Period covered by the reports", data.period),
                    ("Requested on", day(data.requested_on)),
                ]
            ),
            *_earlier(data),
            heading("Account"),
            facts(data.bank.rows()),
            heading("Attached"),
            *(bullets(data.attached) if data.attached else paragraphs("Nothing is attached.")),
            heading("The grantee certifies that"),
            *numbered(STATEMENTS),
            *signatures([data.signature], zone=data.zone, head="For the grantee"),
        ]

    return render(data.head, story)
