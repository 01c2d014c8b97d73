"""PRQ and CLO from a grant, its instalments and what was paid; GCO is in `contracts`."""

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.audit.models import AuditEntry
from portal.calls.queries import get_whole
from portal.core.clock import day_in
from portal.core.db import db
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, address_of, lead_of, one
from portal.documents.layouts import TITLES, clo, prq
from portal.documents.layouts._parts import Bank, MoneyRow, Signature
from portal.documents.service import About
from portal.grants.models import ContractVersion, Grant, Instalment
from portal.grants.states import RecoveryState
from portal.organisations.models import BankAccount
from portal.reporting.models import Expenditure, Report
from portal.reporting.states import ACCEPTED

KINDS = {"prefinancing": "Pre-financing", "balance": "Balance"}
RECORDS = (
    "Keep all records of the project for {years} years after the balance of the main "
    "grant is paid, and longer while an audit, an appeal or a claim is open."
)
EQUIPMENT = 3  # heading of the budget; rules.md 6.1


def load(grant_id: uuid.UUID) -> Grant:
    """The grant with all that its documents name. Queries: 6."""
    return one(
        select(Grant)
        .where(Grant.id == grant_id)
        .options(
            joinedload(Grant.action),
            joinedload(Grant.organisation),
            joinedload(Grant.cluster),
            joinedload(Grant.application).selectinload(Application.partners),
            selectinload(Grant.secondary_clusters),
            selectinload(Grant.impact_statements),
            selectinload(Grant.lines),
            selectinload(Grant.instalments),
            selectinload(Grant.recoveries),
            selectinload(Grant.contracts).selectinload(ContractVersion.acceptances),
        )
    )


def gathered(grant: Grant, kind: str, subject: tuple[str, uuid.UUID], build: Any) -> Gathered:
    """What every document of a grant has in common. Queries: 2."""
    call = get_whole(grant.call_id)
    return Gathered(
        about=About(
            kind=kind,
            title=f"{TITLES[kind]}: {grant.number} {grant.title}",
            subject_type=subject[0],
            subject_id=subject[1],
            action_id=grant.action_id,
            call_id=grant.call_id,
            country=grant.country,
            organisation_id=grant.organisation_id,
        ),
        action=grant.action,
        part=call.reference,
        zone=call.time_zone,
        currency=grant.currency,
        build=build,
        lead=lead_of(grant.action_id),
    )


def bank_of(grant: Grant) -> Bank | None:
    """The account in the contract, else the organisation's present one. Queries: 1."""
    if grant.bank_iban:
        return Bank(grant.bank_holder, grant.bank_iban, grant.bank_name, "", grant.currency)
    account = db.session.scalar(
        select(BankAccount).where(
            BankAccount.organisation_id == grant.organisation_id, BankAccount.replaced_at.is_(None)
        )
    )
    if account is None:
        return None
    return Bank(account.holder, account.iban, account.bank_name, account.swift, grant.currency)


def payment_request(instalment_id: uuid.UUID) -> Gathered:
    """PRQ: what the grantee asked for, with what was paid before."""
    instalment = one(select(Instalment).where(Instalment.id == instalment_id))
    grant = load(instalment.grant_id)
    zone = get_whole(grant.call_id).time_zone
    report = _report_behind(grant, instalment)
    bank = bank_of(grant) or Bank(grant.organisation.legal_name, "", "")

    def build(head: Letterhead) -> prq.PaymentRequest:
        asked_at = instalment.requested_at
        return prq.PaymentRequest(
            head=head,
            contract_number=grant.number,
            contract_signed_on=day_in(zone, grant.signed_at) if grant.signed_at else None,
            grantee=grant.organisation.legal_name,
            project_title=grant.title,
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            instalment=f"No. {instalment.number}, {KINDS[instalment.kind].lower()}",
            requested_on=day_in(zone, asked_at) if asked_at else head.issued_on,
            amount_eur=instalment.requested_amount or instalment.planned_amount,
            maximum_eur=grant.max_amount,
            earlier=_earlier(grant, instalment),
            period=f"{day(report.period_from)} to {day(report.period_to)}" if report else "",
            bank=bank,
            attached=(f"{report.kind.capitalize()} report no. {report.number}",) if report else (),
            signature=Signature(
                instalment.requested_by_name or grant.organisation.representative_name,
                "Authorised signatory of the grantee",
                grant.organisation.legal_name,
                asked_at,
            ),
            zone=zone,
        )

    return gathered(grant, "PRQ", ("instalments", instalment.id), build)


def _report_behind(grant: Grant, instalment: Instalment) -> Report | None:
    kind = {"interim_report": "interim", "final_report": "final"}.get(instalment.condition)
    return db.session.scalar(
        select(Report)
        .where(Report.grant_id == grant.id, Report.kind == kind)
        .order_by(Report.number.desc())
        .limit(1)
    )


def _earlier(grant: Grant, instalment: Instalment) -> tuple[MoneyRow, ...]:
    return tuple(
        MoneyRow(
            f"No. {one_.number}, {KINDS[one_.kind].lower()}, paid on {day(one_.value_date)}",
            (one_.paid_amount,),
        )
        for one_ in grant.instalments
        if one_.number < instalment.number and one_.paid_amount is not None
    )


def closure(grant_id: uuid.UUID) -> Gathered:
    """CLO: the final amounts and how long the records stay."""
    grant = load(grant_id)
    zone = get_whole(grant.call_id).time_zone
    final = db.session.scalar(
        select(Report)
        .where(Report.grant_id == grant_id, Report.kind == "final", Report.state.in_(ACCEPTED))
        .order_by(Report.number.desc())
        .options(
            selectinload(Report.results),
            selectinload(Report.sections),
            selectinload(Report.expenditure).joinedload(Expenditure.line),
        )
        .limit(1)
    )
    accepted = (final.accepted_total if final else None) or Decimal(0)
    refused = (final.disallowed_total if final else None) or Decimal(0)
    paid = sum((one_.paid_amount or Decimal(0) for one_ in grant.instalments), Decimal(0))
    recovered = sum(
        (one_.amount for one_ in grant.recoveries if one_.state is RecoveryState.SETTLED),
        Decimal(0),
    )
    closed_by = _who("grant.closed", grant.id)

    def build(head: Letterhead) -> clo.ClosureLetter:
        return clo.ClosureLetter(
            head=head,
            to=address_of(grant.organisation),
            contract_number=grant.number,
            project_title=grant.title,
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            maximum_eur=grant.max_amount,
            reported_eur=accepted + refused,
            accepted_eur=accepted,
            final_grant_eur=grant.final_amount if grant.final_amount is not None else paid,
            paid_eur=paid,
            recovered_eur=recovered,
            assets=_assets(final),
            handed_over=_handed_over(final),
            keep_until=grant.keep_until,
            keep_rule=RECORDS.format(years=grant.keep_years),
            results=_reached(final),
            signature=Signature(
                closed_by.actor_name if closed_by else "",
                "Authorised signatory of the lead applicant",
                head.issuer,
                closed_by.at if closed_by else None,
            ),
            zone=zone,
        )

    return gathered(grant, "CLO", ("grants", grant.id), build)


def _who(verb: str, subject_id: uuid.UUID) -> AuditEntry | None:
    return db.session.scalar(
        select(AuditEntry)
        .where(AuditEntry.verb == verb, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.at.desc())
        .limit(1)
    )


def _assets(report: Report | None) -> tuple[clo.Asset, ...]:
    """What was bought under the heading of equipment and accepted."""
    return tuple(
        clo.Asset(cost.line.code, cost.description, cost.supplier, cost.accepted_eur)
        for cost in (report.expenditure if report else ())
        if cost.line.heading == EQUIPMENT and cost.accepted_eur
    )


def _handed_over(report: Report | None) -> str:
    """What the grantee wrote about equipment and records in the final report."""
    sections = report.sections if report else ()
    return next((section.text for section in sections if section.key == "records"), "")


def _reached(report: Report | None) -> str:
    if report is None or not report.results:
        return ""
    women = sum(line.women for line in report.results)
    men = sum(line.men for line in report.results)
    minors = sum(line.minors for line in report.results)
    return (
        f"The project reached {women + men} people in {len(report.results)} activities: {women} "
        f"women and {men} men, of these {minors} under 18."
    )


SOURCES: dict[str, Source] = {"PRQ": payment_request, "CLO": closure}
