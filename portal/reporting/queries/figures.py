"""The financial report: budget, spent before, spent now, and what follows when it is decided."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from portal.applications.rules import HEADINGS
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.ratio import percent_of, rounded
from portal.core.text import Text
from portal.grants import queries as grants
from portal.grants.models import Grant, GrantLine
from portal.grants.rules import AcceptedCosts, FinalGrant, final_grant, grant_financed
from portal.reporting.models import Expenditure, Report
from portal.reporting.rules import (
    Disallowance,
    Earlier,
    ExpenditureItem,
    Terms,
    Variation,
    Verified,
    accepted_with,
    terms_of,
    variations,
    verify,
)
from portal.reporting.states import ACCEPTED, EDITABLE

ZERO = Decimal("0.00")


def terms(report: Report) -> Terms:
    """What this report asks and is held to. Queries: none."""
    return terms_of(report.terms)


@dataclass(frozen=True)
class Row:
    """One heading or line of the financial report.

    Shape:  `key` names it in `Report.explanations`. Units: cents; `variation` of all reported so
            far against the budget.
    """

    key: str
    code: str
    name: Text | str
    before: Decimal
    now: Decimal
    variation: Variation[str]
    explanation: str
    needs_explanation: bool


@dataclass(frozen=True)
class Heading:
    """A heading with its lines."""

    row: Row
    lines: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole financial report. Units: cents.

    `claimed_indirect` is what the grantee claims, `most_indirect` what the rate allows; `claim` is
    the part of the total that the contract's share makes.
    """

    headings: tuple[Heading, ...]
    budget_direct: Decimal
    before: Decimal
    direct: Decimal
    claimed_indirect: Decimal
    most_indirect: Decimal
    total: Decimal
    claim: Decimal

    @property
    def missing(self) -> list[Row]:
        """Rows that must be explained and are not."""
        rows = [line for heading in self.headings for line in heading.lines]
        return [row for row in rows if row.needs_explanation and not row.explanation]

    @property
    def over_limit(self) -> list[Row]:
        """Headings overspent beyond the limit that needs an addendum."""
        rows = [entry.row for entry in self.headings]
        return [row for row in rows if row.variation.amount > 0 and not row.variation.is_within]


def sheet(report: Report) -> Sheet:
    """The financial report as its list of costs makes it. Queries: 1."""
    grant = report.grant
    now = _sums(report.expenditure)
    before = _reported_before(report)
    spent = {line.id: now.get(line.id, ZERO) + before.get(line.id, ZERO) for line in grant.lines}
    headings = tuple(
        _heading(report, number, [line for line in grant.lines if line.heading == number], now,
                 before, spent)
        for number in sorted({line.heading for line in grant.lines})
    )  # fmt: skip
    direct = sum(now.values(), ZERO)
    most = rounded(percent_of(direct, grant.indirect_rate))
    claimed = most if report.claimed_indirect is None else report.claimed_indirect
    return Sheet(
        headings=headings,
        budget_direct=sum((line.total for line in grant.lines), ZERO),
        before=sum(before.values(), ZERO),
        direct=direct,
        claimed_indirect=claimed,
        most_indirect=most,
        total=direct + claimed,
        claim=grant_financed(direct + claimed, grant.share_percent),
    )


def _sums(items: Sequence[Expenditure]) -> dict[uuid.UUID, Decimal]:
    sums: dict[uuid.UUID, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        sums[item.line_id] += item.amount_eur
    return dict(sums)


def _reported_before(report: Report) -> dict[uuid.UUID, Decimal]:
    rows = db.session.execute(
        select(Expenditure.line_id, func.sum(Expenditure.amount_eur))
        .join(Expenditure.report)
        .where(Report.grant_id == report.grant_id, Report.number < report.number)
        .group_by(Expenditure.line_id)
    )
    return {line_id: Decimal(total) for line_id, total in rows}


def _heading(
    report: Report,
    number: int,
    lines: list[GrantLine],
    now: Mapping[uuid.UUID, Decimal],
    before: Mapping[uuid.UUID, Decimal],
    spent: Mapping[uuid.UUID, Decimal],
) -> Heading:
    ids = [line.id for line in lines]
    found = _variations(
        report,
        {str(line.id): line.total for line in lines} | {f"h{number}": _of(lines)},
        {str(line.id): spent[line.id] for line in lines}
        | {f"h{number}": sum((spent[key] for key in ids), ZERO)},
    )
    return Heading(
        _row(report, f"h{number}", str(number), HEADINGS[number],
             sum((before.get(key, ZERO) for key in ids), ZERO),
             sum((now.get(key, ZERO) for key in ids), ZERO), found),
        tuple(
            _row(report, str(line.id), line.code, line.description, before.get(line.id, ZERO),
                 now.get(line.id, ZERO), found)
            for line in lines
        ),
    )  # fmt: skip


def _of(lines: list[GrantLine]) -> Decimal:
    return sum((line.total for line in lines), ZERO)


def _variations(
    report: Report, budget: Mapping[str, Decimal], spent: Mapping[str, Decimal]
) -> dict[str, Variation[str]]:
    found = variations(
        budget,
        spent,
        limit=report.grant.transfer_limit_percent,
        explain_over=terms(report).explain_over,
    )
    return {entry.key: entry for entry in found}


def _row(
    report: Report,
    key: str,
    code: str,
    name: Text | str,
    before: Decimal,
    now: Decimal,
    found: Mapping[str, Variation[str]],
) -> Row:
    is_due = report.kind == "final" and not key.startswith("h")
    return Row(
        key=key,
        code=code,
        name=name,
        before=before,
        now=now,
        variation=found[key],
        explanation=report.explanations.get(key, ""),
        needs_explanation=is_due and found[key].needs_explanation,
    )


def as_item(row: Expenditure) -> ExpenditureItem:
    """A cost as the rules read it; its line is loaded."""
    return ExpenditureItem(
        number=str(row.number),
        line=row.line.code,
        supplier=row.supplier,
        document_number=row.document_number,
        document_on=row.document_on,
        amount_local=row.amount_local,
        amount_eur=row.amount_eur,
        currency=row.currency,
        paid_on=row.paid_on,
        rate=row.rate,
        has_file=row.file_id is not None,
    )


@dataclass(frozen=True)
class Account:
    """What a review comes to. Units: cents.

    `own` is this report, `whole` all accepted ones with it; `final` only with the final report.
    """

    verified: Verified
    own: AcceptedCosts
    whole: AcceptedCosts
    final: FinalGrant | None


def refusals(report: Report) -> dict[str, Disallowance]:
    """The refusals of the review by number of the cost. Queries: none."""
    return {
        str(row.number): Disallowance(row.disallowed_eur, row.reason_code or "", row.check_comment)
        for row in report.expenditure
        if row.disallowed_eur
    }


def account(report: Report) -> Account:
    """The outcome as the checks make it now; its whole grant is loaded. Queries: 1.

    Raises: RuleBroken on a refusal that does not fit its cost.
    Source: rules.md 7.6, 12 (Final report), example 3.
    """
    grant = report.grant
    verified = verify([as_item(row) for row in report.expenditure], refusals(report))
    own, everything = accepted_with(
        verified.accepted,
        claimed=report.claimed_indirect or ZERO,
        rate=grant.indirect_rate,
        earlier=earlier(report),
    )
    final = None
    if report.kind == "final":
        final = final_grant(
            everything.total,
            maximum=grant.max_amount,
            share=grant.share_percent,
            paid=grants.paid_total(grant),
        )
    return Account(verified, own, everything, final)


def earlier(report: Report) -> Earlier:
    """Sums over the accepted reports before this one. Queries: 1."""
    sums = db.session.execute(
        select(
            func.sum(Report.accepted_direct),
            func.sum(Report.accepted_indirect),
            func.sum(Report.claimed_indirect),
        ).where(
            Report.grant_id == report.grant_id,
            Report.number < report.number,
            Report.state.in_(tuple(ACCEPTED)),
        )
    ).one()
    return Earlier(*(ZERO if value is None else Decimal(value) for value in sums))


def previewed(report: Report) -> Account | None:
    """The outcome for the page of the review; None while the refusals do not fit."""
    try:
        return account(report)
    except RuleBroken:
        return None


@dataclass(frozen=True)
class HeadingSpending:
    """What is spent under one heading. Units: cents."""

    heading: int
    name: Text | str
    budget: Decimal
    spent: Decimal


def spending_by_heading(grant_id: uuid.UUID) -> list[HeadingSpending]:
    """Spent against budget for each heading of a grant; refused costs left out. Queries: 2."""
    spent = {
        heading: Decimal(total)
        for heading, total in db.session.execute(
            select(GrantLine.heading, func.sum(_counted()))
            .join(Expenditure, Expenditure.line_id == GrantLine.id)
            .where(GrantLine.grant_id == grant_id)
            .group_by(GrantLine.heading)
        )
    }
    budget = db.session.execute(
        select(GrantLine.heading, func.sum(GrantLine.total))
        .where(GrantLine.grant_id == grant_id)
        .group_by(GrantLine.heading)
        .order_by(GrantLine.heading)
    )
    return [
        HeadingSpending(heading, HEADINGS[heading], Decimal(total), spent.get(heading, ZERO))
        for heading, total in budget
    ]


def spent(grant_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Decimal]:
    """Direct costs entered for each grant, refused amounts left out. Units: EUR. Queries: 1."""
    rows = db.session.execute(
        select(Expenditure.grant_id, func.sum(_counted()))
        .where(Expenditure.grant_id.in_(grant_ids))
        .group_by(Expenditure.grant_id)
    )
    sums = {grant_id: Decimal(total) for grant_id, total in rows}
    return {grant_id: sums.get(grant_id, ZERO) for grant_id in grant_ids}


def _counted() -> ColumnElement[Decimal]:
    return func.coalesce(Expenditure.accepted_eur, Expenditure.amount_eur)


@dataclass(frozen=True)
class Reported:
    """The money of the reports of one country; `country` None is the regional ones.

    Units: cents. `reported` is direct and indirect cost of submitted reports, `accepted` what was
    accepted of them, `disallowed` what was refused.
    """

    country: str | None
    reports: int
    reported: Decimal
    accepted: Decimal
    disallowed: Decimal


def money_reported(action_id: uuid.UUID) -> list[Reported]:
    """What was reported and accepted in an Action by country. Queries: 2."""
    sent = Report.state.not_in(tuple(EDITABLE))
    direct = {
        country: Decimal(total)
        for country, total in db.session.execute(
            select(Grant.country, func.sum(Expenditure.amount_eur))
            .join(Report, Report.grant_id == Grant.id)
            .join(Expenditure, Expenditure.report_id == Report.id)
            .where(Grant.action_id == action_id, sent)
            .group_by(Grant.country)
        )
    }
    rows = db.session.execute(
        select(
            Grant.country,
            func.count(Report.id),
            func.sum(Report.claimed_indirect),
            func.sum(Report.accepted_total),
            func.sum(Report.disallowed_total),
        )
        .join(Report, Report.grant_id == Grant.id)
        .where(Grant.action_id == action_id, sent)
        .group_by(Grant.country)
    )
    found = [
        Reported(
            country,
            count,
            direct.get(country, ZERO) + _cents(indirect),
            _cents(accepted),
            _cents(disallowed),
        )
        for country, count, indirect, accepted, disallowed in rows
    ]
    return sorted(found, key=lambda row: (row.country is None, row.country or ""))


def _cents(value: Decimal | None) -> Decimal:
    return ZERO if value is None else Decimal(value)
