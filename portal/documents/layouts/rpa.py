"""RPA: report approval letter, which closes a report with what was accepted and what was not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.money import cents, in_currency
from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    callout,
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
    percent,
    signatures,
)

TITLE = "Report approval letter"


@dataclass(frozen=True)
class DisallowedCost:
    """A cost refused. `code` and `rule`: D01 to D15 and what it says."""

    number: str
    description: str
    claimed_eur: Decimal
    disallowed_eur: Decimal
    code: str
    rule: str
    comment: str = ""


@dataclass(frozen=True)
class FinalAccount:
    """What the final report comes to. Units: `balance_eur` below zero is to be paid back."""

    maximum_eur: Decimal
    share: Decimal
    accepted_eur: Decimal
    final_grant_eur: Decimal
    paid_eur: Decimal
    balance_eur: Decimal
    own_contribution_eur: Decimal


@dataclass(frozen=True)
class ReportApproval:
    """The letter. `account` only with a final report; `headings`: reported, refused, accepted."""

    head: Letterhead
    to: Address
    contract_number: str
    project_title: str
    report_kind: str
    period: str
    submitted_on: date | None
    reported_eur: Decimal
    accepted_eur: Decimal
    headings: tuple[MoneyRow, ...]
    disallowed: tuple[DisallowedCost, ...]
    account: FinalAccount | None
    next_payment: str
    remarks: str
    complaint: str
    signature: Signature
    zone: str


def _disallowed(data: ReportApproval) -> Story:
    if not data.disallowed:
        return [heading("Disallowed costs"), *paragraphs("None. All costs are accepted.")]
    total = sum((one.disallowed_eur for one in data.disallowed), Decimal(0))
    return [
        heading("Disallowed costs"),
        table(
            [
                Column("No.", 0.08),
                Column("Cost", 0.27),
                Column(f"Claimed, {data.head.currency}", 0.14, "right"),
                Column(f"Refused, {data.head.currency}", 0.14, "right"),
                Column("Code", 0.08),
                Column("Reason", 0.29),
            ],
            [
                [
                    one.number,
                    one.description,
                    figure(one.claimed_eur),
                    figure(one.disallowed_eur),
                    one.code,
                    f"{one.rule}. {one.comment}" if one.comment else one.rule,
                ]
                for one in data.disallowed
            ],
            total=["", "Total", "", figure(total), "", ""],
        ),
    ]


def _account(account: FinalAccount | None, currency: str) -> Story:
    if account is None:
        return []
    result = (
        f"To be paid back by you: {in_currency(-account.balance_eur, currency)}."
        if account.balance_eur < 0
        else f"Balance in your favour: {in_currency(account.balance_eur, currency)}."
    )
    rows = [
        MoneyRow("Accepted eligible costs", (account.accepted_eur,)),
        MoneyRow(
            f"Of these {percent(account.share)}",
            (cents(account.accepted_eur * account.share / 100),),
        ),
        MoneyRow("Maximum grant", (account.maximum_eur,)),
        MoneyRow("Final grant, the lower of the two", (account.final_grant_eur,), is_sum=True),
        MoneyRow("Paid so far", (account.paid_eur,)),
        MoneyRow("Own contribution and other sources", (account.own_contribution_eur,)),
    ]
    return [
        heading("Final grant"),
        money(["Item", currency], rows, total=MoneyRow("Balance", (account.balance_eur,))),
        callout(result),
    ]


def render_letter(data: ReportApproval) -> bytes:
    """The letter as PDF. Source: rules.md 7.6, 7.7 and section 8, no. 21."""
    verdict = "approved with deductions" if data.disallowed else "approved"

    currency = data.head.currency

    def story() -> Story:
        return [
            *addressed(
                data.head, data.to, f"Contract {data.contract_number}: {data.project_title}"
            ),
            callout(
                f"Your {data.report_kind.lower()} for {data.period} is {verdict}. "
                f"Accepted: {in_currency(data.accepted_eur, currency)} of "
                f"{in_currency(data.reported_eur, currency)} reported."
            ),
            facts(
                [
                    ("Report", data.report_kind),
                    ("Period", data.period),
                    ("Submitted on", day(data.submitted_on)),
                ]
            ),
            *(
                [
                    heading("Costs by heading"),
                    money(["Heading", "Reported", "Refused", "Accepted"], data.headings),
                ]
                if data.headings
                else []
            ),
            *_disallowed(data),
            *_account(data.account, data.head.currency),
            heading("Next payment"),
            *paragraphs(data.next_payment or "No further payment follows from this report."),
            *([heading("Remarks"), *paragraphs(data.remarks)] if data.remarks else []),
            *(
                [heading("If you think we are wrong"), *paragraphs(data.complaint)]
                if data.complaint
                else []
            ),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
