"""RPA from a decided report, with every cost that was refused."""

import uuid
from collections import defaultdict
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import User
from portal.applications.rules import HEADINGS
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.money import in_currency
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, address_of, one
from portal.documents.gather.grants import gathered, load
from portal.documents.layouts import rpa
from portal.documents.layouts._parts import MoneyRow, Signature
from portal.grants.models import Grant
from portal.reporting.models import Expenditure, Report
from portal.reporting.rules import DISALLOWANCE

ZERO = Decimal("0.00")


def approval(report_id: uuid.UUID) -> Gathered:
    """RPA: accepted, refused with code, final account, what follows."""
    report = one(
        select(Report)
        .where(Report.id == report_id)
        .options(selectinload(Report.expenditure).joinedload(Expenditure.line))
    )
    grant = load(report.grant_id)
    decided_by = db.session.get(User, report.decided_by_id) if report.decided_by_id else None
    headings = _headings(report)
    zone = grant.action.time_zone
    accepted = report.accepted_total or ZERO
    reported = sum((row.amount_eur for row in report.expenditure), ZERO) + (
        report.claimed_indirect or ZERO
    )

    def build(head: Letterhead) -> rpa.ReportApproval:
        return rpa.ReportApproval(
            head=head,
            to=address_of(grant.organisation),
            contract_number=grant.number,
            project_title=grant.title,
            report_kind=f"{report.kind.capitalize()} report no. {report.number}",
            period=f"{day(report.period_from)} to {day(report.period_to)}",
            submitted_on=day_in(zone, report.submitted_at) if report.submitted_at else None,
            reported_eur=reported,
            accepted_eur=accepted,
            headings=headings,
            disallowed=_disallowed(report),
            account=_account(report, grant),
            next_payment=_next_payment(report, grant),
            remarks=report.decision_note,
            complaint="Write to the lead's signatory within 15 days of the date of this letter and "
            "name the item and the rule. The check is then repeated by another person.",
            signature=Signature(
                decided_by.name if decided_by else "",
                "For the lead applicant",
                head.issuer,
                report.decided_at,
            ),
            zone=zone,
        )

    return gathered(grant, "RPA", ("reports", report.id), build)


def _headings(report: Report) -> tuple[MoneyRow, ...]:
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for row in report.expenditure:
        sums[row.line.heading][0] += row.amount_eur
        sums[row.line.heading][1] += row.disallowed_eur or ZERO
    rows = [
        MoneyRow(f"{number} {HEADINGS[number]}", (told, refused, told - refused))
        for number, (told, refused) in sorted(sums.items())
    ]
    told = sum((pair[0] for pair in sums.values()), ZERO)
    refused = sum((pair[1] for pair in sums.values()), ZERO)
    claimed, kept = report.claimed_indirect or ZERO, report.accepted_indirect or ZERO
    return (
        *rows,
        MoneyRow("7 Direct costs", (told, refused, told - refused), is_sum=True),
        MoneyRow("8 Indirect costs", (claimed, claimed - kept, kept)),
        MoneyRow(
            "11 Total",
            (told + claimed, refused + claimed - kept, told - refused + kept),
            is_sum=True,
        ),
    )


def _disallowed(report: Report) -> tuple[rpa.DisallowedCost, ...]:
    return tuple(
        rpa.DisallowedCost(
            str(row.number),
            f"{row.description} ({row.supplier}, {row.document_number})",
            row.amount_eur,
            row.disallowed_eur,
            row.reason_code or "",
            str(DISALLOWANCE.get(row.reason_code or "", "")),
            row.check_comment,
        )
        for row in report.expenditure
        if row.disallowed_eur
    )


def _account(report: Report, grant: Grant) -> rpa.FinalAccount | None:
    if report.kind != "final" or report.final_grant is None:
        return None
    paid = sum((one_.paid_amount or ZERO for one_ in grant.instalments), ZERO)
    accepted = report.accepted_total or ZERO
    balance = report.balance if report.balance is not None else report.final_grant - paid
    return rpa.FinalAccount(
        maximum_eur=grant.max_amount,
        share=grant.share_percent,
        accepted_eur=accepted,
        final_grant_eur=report.final_grant,
        paid_eur=report.final_grant - balance,
        balance_eur=balance,
        own_contribution_eur=accepted - report.final_grant,
    )


def _next_payment(report: Report, grant: Grant) -> str:
    if report.kind == "final":
        balance = report.balance or ZERO
        if balance > 0:
            left = in_currency(balance, grant.currency)
            return f"You can now ask for the balance of {left} in the portal."
        if balance < 0:
            return (
                f"{in_currency(-balance, grant.currency)} were paid too much. You receive a "
                "debit note with the day by which to pay it back."
            )
        return "Nothing is left to pay on either side."
    following = next((one_ for one_ in grant.instalments if one_.paid_amount is None), None)
    if following is None:
        return ""
    return f"You can now ask for instalment no. {following.number} in the portal."


SOURCES: dict[str, Source] = {"RPA": approval}
