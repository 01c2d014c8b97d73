"""GCO: grant contract, special conditions. The duties stand in `_duties.py`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.money import EURO, in_currency
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
    table,
)
from portal.documents.layouts import _duties
from portal.documents.layouts._parts import (
    Bank,
    MoneyRow,
    Signature,
    figure,
    money,
    opening,
    percent,
    signatures,
)
from portal.documents.words import amount_in_words

TITLE = "Grant contract: special conditions"
EXCHANGE = {
    "avg": "the mean of the monthly InforEuro rates of the months that the reporting period "
    "touches",
    "month": "the InforEuro rate of the month in which the cost was booked",
    "bank": "the rate at which the last instalment was credited to the account on or before the "
    "day of payment",
}


@dataclass(frozen=True)
class Party:
    """A side of the contract."""

    name: str
    registration_number: str
    address: str
    country: str
    representative: str
    function: str

    def rows(self) -> list[tuple[str, str]]:
        """Label and value for a list of facts."""
        return [
            ("Name", self.name),
            ("Registration number", self.registration_number),
            ("Seat", ", ".join(part for part in (self.address, self.country) if part)),
            ("Represented by", ", ".join(p for p in (self.representative, self.function) if p)),
        ]


@dataclass(frozen=True)
class PlannedInstalment:
    """A planned part of the money. Units: `share` in percent of the maximum grant."""

    number: int
    kind: str
    share: Decimal | None
    amount_eur: Decimal
    condition: str


@dataclass(frozen=True)
class PlannedReport:
    """A report that is due."""

    kind: str
    period: str
    due_on: date | None


@dataclass(frozen=True)
class ContactPoint:
    """Who answers for one side."""

    side: str
    name: str
    email: str


@dataclass(frozen=True)
class GrantContract:
    """The contract as both sides sign it. Units: shares and rates in percent.

    `exchange_method`: avg, month or bank; `ceiling_eur`: most that one organisation may get under
    the Action; `activities`: the closed list of what the project does, as in the call.
    """

    head: Letterhead
    number: str
    lead: Party
    grantee: Party
    co_beneficiaries: tuple[str, ...]
    project_title: str
    clusters: tuple[str, ...]
    location: str
    activities: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    months: int
    maximum_eur: Decimal
    share: Decimal
    total_eur: Decimal
    indirect_rate: Decimal
    flexibility: Decimal
    budget: tuple[MoneyRow, ...]
    instalments: tuple[PlannedInstalment, ...]
    reports: tuple[PlannedReport, ...]
    bank: Bank | None
    exchange_method: str
    ceiling_eur: Decimal
    law: str
    court: str
    retention_years: int
    controller: str
    contacts: tuple[ContactPoint, ...]
    annexes: tuple[str, ...]
    signatures: tuple[Signature, ...]
    zone: str


class _Articles:
    """Numbers the articles as they are written."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, title: str) -> Story:
        """The heading of the next article."""
        self.count += 1
        return [heading(f"Article {self.count}: {title}")]


def _parties(data: GrantContract) -> Story:
    return [
        heading("Parties"),
        *paragraphs("The lead applicant of the Action, called the lead:"),
        facts(data.lead.rows()),
        *paragraphs("and the organisation that receives the grant, called the grantee:"),
        facts(data.grantee.rows()),
        *(
            [*paragraphs("The grantee acts with:"), *bullets(data.co_beneficiaries)]
            if data.co_beneficiaries
            else []
        ),
    ]


def _subject(data: GrantContract, article: _Articles) -> Story:
    return [
        *article("Subject"),
        *paragraphs(
            f"The lead gives the grantee a grant for the project “{data.project_title}”, described "
            "in Annex I. The grant is financial support to a third party out of the Action named "
            "at the head of this page. The grantee accepts it and carries out the project on its "
            "own responsibility."
        ),
        facts(
            [
                ("Place of the project", data.location),
                ("Contributes to", "\n".join(data.clusters)),
            ]
        ),
        *(
            [
                *paragraphs("The grant pays for the activities of this closed list and no others:"),
                *bullets(data.activities),
            ]
            if data.activities
            else []
        ),
    ]


def _dates(data: GrantContract, article: _Articles) -> Story:
    start = (
        f"The project starts on {day(data.starts_on)}"
        if data.starts_on
        else "The project starts on the day after the last signature"
    )
    end = f" and ends on {day(data.ends_on)}" if data.ends_on else ""
    return [
        *article("Dates"),
        *paragraphs(
            "This contract comes into force when the second side has signed. "
            f"{start}{end} ({data.months} months). Costs count when they arise between these days; "
            "the costs of the final report and of its verification may arise until the final "
            "report is submitted."
        ),
    ]


def _amount(data: GrantContract, article: _Articles) -> Story:
    currency = data.head.currency
    return [
        *article("Amount"),
        *paragraphs(
            f"The grant is at most {in_currency(data.maximum_eur, currency)} "
            f"({amount_in_words(data.maximum_eur, currency)}) "
            f"and at most {percent(data.share)} of the eligible costs accepted in the end; "
            "the lower of the two counts. The estimated eligible costs are "
            f"{in_currency(data.total_eur, currency)}."
        ),
        *paragraphs(
            f"Indirect costs are paid at {percent(data.indirect_rate)} of the direct costs that "
            "are accepted, and never more than is claimed. The maximum never rises. The grant may "
            "not bring the grantee a profit."
        ),
        *(
            [money(["Heading", f"Budget, {data.head.currency}"], data.budget)]
            if data.budget
            else []
        ),
    ]


def _payments(data: GrantContract, article: _Articles) -> Story:
    rows = [
        [
            str(one.number),
            one.kind,
            one.condition,
            percent(one.share) or "–",
            figure(one.amount_eur),
        ]
        for one in data.instalments
    ]
    total = sum((one.amount_eur for one in data.instalments), Decimal(0))
    return [
        *article("Payments"),
        *paragraphs(
            "The lead pays in these parts, each on a payment request of the grantee. A further "
            "pre-financing is paid in full when at least 70 % of the one before, and all of the "
            "earlier ones, has been spent; otherwise it is reduced. The balance is the final grant "
            "less what was paid; when it is below zero the grantee pays the difference back."
        ),
        table(
            [
                Column("No.", 0.07),
                Column("Part", 0.22),
                Column("Paid when", 0.37),
                Column("Share", 0.14, "right"),
                Column(data.head.currency, 0.2, "right"),
            ],
            rows,
            total=["", "Total", "", "", figure(total)],
        ),
        *_bank(data),
    ]


def _bank(data: GrantContract) -> Story:
    if data.bank is None:
        return paragraphs(
            "The grantee names its account with the first payment request, with a statement of "
            "its bank. The account is held in the name of the grantee."
        )
    return [*paragraphs("Payments go to this account of the grantee:"), facts(data.bank.rows())]


def _reports(data: GrantContract, article: _Articles) -> Story:
    return [
        *article("Reports"),
        *paragraphs(
            "Each report has a narrative and a financial part and covers the whole project, not "
            "only what the grant pays. A list of expenditure with a proof for each row goes with "
            "it."
        ),
        table(
            [Column("Report", 0.3), Column("Period", 0.42), Column("Due on", 0.28)],
            [[one.kind, one.period, day(one.due_on) or "see period"] for one in data.reports],
        ),
        *paragraphs(
            f"Costs in another currency are turned into {_named(data.head.currency)} at "
            f"{EXCHANGE.get(data.exchange_method, data.exchange_method)}. Losses from exchange are "
            "not eligible."
        ),
    ]


def _named(currency: str) -> str:
    return "euro" if currency == EURO else currency


def _changes(data: GrantContract, article: _Articles) -> Story:
    return [
        *article("Changes"),
        *numbered(
            [
                "Moves inside a heading of the budget need a notification, as long as the results "
                "of the project stay the same.",
                "Moves between headings need a notification while the change of each heading "
                f"concerned, since the contract or the last addendum to the budget, is at most "
                f"{percent(data.flexibility)} of its amount. Above that they need an addendum.",
                "Indirect costs, contingency and agreed rates are never changed by notification.",
                "A new end date, new activities or a new co-beneficiary need an addendum, asked "
                "for at least 30 days before it is to take effect.",
                "A new bank account, address or contact needs a notification.",
            ]
        ),
    ]


def _rest(data: GrantContract, article: _Articles) -> Story:
    contacts = [[one.side, one.name, one.email] for one in data.contacts]
    return [
        *article("Personal data"),
        *paragraphs(_duties.personal_data(data.controller, data.retention_years)),
        *article("Contacts"),
        *(
            [table([Column("For", 0.3), Column("Name", 0.35), Column("E-mail", 0.35)], contacts)]
            if contacts
            else paragraphs("Messages of the portal reach both sides.")
        ),
        *article("Law and disputes"),
        *paragraphs(
            f"This contract follows the law of {data.law}. The sides first try to agree; what they "
            f"cannot settle within 30 days is decided by {data.court}."
        ),
        *article("Annexes"),
        *paragraphs(
            "The annexes are part of this contract. These special conditions come before them."
        ),
        *bullets(data.annexes),
    ]


def render_contract(data: GrantContract) -> bytes:
    """The contract as PDF. Source: rules.md 5.3, 6.6, 7.6 and section 8, no. 17."""

    def story() -> Story:
        article = _Articles()
        duties = _duties.articles(data.ceiling_eur, data.retention_years)
        return [
            *opening(data.head),
            facts([("Contract number", data.number)], label_share=0.22),
            *_parties(data),
            *_subject(data, article),
            *_dates(data, article),
            *_amount(data, article),
            *_payments(data, article),
            *_reports(data, article),
            *_changes(data, article),
            *(block for title, points in duties for block in (*article(title), *numbered(points))),
            *_rest(data, article),
            *signatures(data.signatures, zone=data.zone),
        ]

    return render(data.head, story)
