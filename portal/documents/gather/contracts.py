"""GCO from a grant as it stands, with who accepted it so far."""

import uuid
from collections import defaultdict
from decimal import Decimal

from sqlalchemy import select

from portal.actions.models import Party
from portal.applications.models import Application, ApplicationVersion
from portal.applications.rules import HEADINGS
from portal.calls.queries import get_whole
from portal.core.countries import country_name
from portal.core.db import db
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, lead_of
from portal.documents.gather.grants import KINDS, bank_of, gathered, load
from portal.documents.layouts import gco
from portal.documents.layouts._parts import MoneyRow, Signature
from portal.grants.models import Grant
from portal.grants.service import plan_of
from portal.organisations.models import Organisation
from portal.reporting.models import Report

CONDITIONS = {
    "signature": "both sides have signed this contract",
    "interim_report": "the interim report is approved",
    "final_report": "the final report is approved",
}
ANNEXES = (
    "II General rules",
    "III Budget",
    "IV Rules for purchases",
    "V Payment request and bank form",
    "VI Forms of the narrative and financial report",
    "VII Terms of the verification of expenditure",
    "IX Act of transfer of assets",
    "X Visibility rules",
    "XI Code of conduct",
)


def contract(grant_id: uuid.UUID) -> Gathered:
    """GCO with the numbers of the grant as it stands."""
    grant = load(grant_id)
    call, lead = get_whole(grant.call_id), lead_of(grant.action_id)
    version = _submitted(grant)
    lead_party = _lead_party(lead)
    reports = _reports(grant)
    bank = bank_of(grant)
    planned = grant.instalments or plan_of(grant)  # rows exist from the signatures on
    court = f"the competent court at the seat of {lead_party.name}"

    def build(head: Letterhead) -> gco.GrantContract:
        return gco.GrantContract(
            head=head,
            number=grant.number,
            lead=lead_party,
            grantee=_party(grant.organisation),
            co_beneficiaries=tuple(
                f"{partner.name}, {country_name(partner.country)}"
                for partner in grant.application.partners
                if partner.relation != "associate"
            ),
            project_title=grant.title,
            clusters=_links(grant),
            location=_location(grant.application),
            activities=_activities(version, [entry.text for entry in call.activities]),
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            months=grant.duration_months,
            maximum_eur=grant.max_amount,
            share=grant.share_percent,
            total_eur=grant.total_eligible,
            indirect_rate=grant.indirect_rate,
            flexibility=grant.transfer_limit_percent,
            budget=budget_rows(grant),
            instalments=tuple(
                gco.PlannedInstalment(
                    one_.number,
                    KINDS[one_.kind],
                    one_.percent,
                    one_.planned_amount,
                    CONDITIONS.get(one_.condition, one_.condition.replace("_", " ")),
                )
                for one_ in planned
            ),
            reports=reports,
            bank=bank,
            exchange_method=grant.exchange_method.lower(),
            ceiling_eur=grant.action.ceiling_per_third_party_eur,
            law=lead_party.country or "the seat of the lead",
            court=court,
            retention_years=grant.keep_years,
            controller=head.issuer,
            contacts=_contacts(grant, call.contact_email, head.issuer),
            annexes=(_description(grant, version), *ANNEXES),
            signatures=_signatures(grant, lead_party),
            zone=call.time_zone,
        )

    return gathered(grant, "GCO", ("grants", grant.id), build)


def _submitted(grant: Grant) -> ApplicationVersion | None:
    return db.session.scalar(
        select(ApplicationVersion)
        .where(ApplicationVersion.application_id == grant.application_id)
        .order_by(ApplicationVersion.number.desc())
        .limit(1)
    )


def _party(organisation: Organisation) -> gco.Party:
    town = " ".join(part for part in (organisation.postal_code, organisation.city) if part)
    return gco.Party(
        organisation.legal_name,
        organisation.registration_number,
        ", ".join(part for part in (organisation.street, town) if part),
        country_name(organisation.country),
        organisation.representative_name,
        organisation.representative_function,
    )


def _lead_party(lead: Party | None) -> gco.Party:
    if lead is None:
        return gco.Party("The lead applicant", "", "", "", "", "")
    organisation = db.session.scalar(
        select(Organisation)
        .where(Organisation.legal_name == lead.name)
        .order_by(Organisation.created_at)
        .limit(1)
    )
    if organisation is not None:
        return _party(organisation)
    return gco.Party(lead.name, "", "", country_name(lead.country) if lead.country else "", "", "")


def _links(grant: Grant) -> tuple[str, ...]:
    clusters = [grant.cluster, *(c for c in grant.secondary_clusters if c.id != grant.cluster_id)]
    return (
        *(f"{cluster.code} {cluster.title}" for cluster in clusters),
        *(f"{impact.code} {impact.text}" for impact in grant.impact_statements),
    )


def _location(application: Application) -> str:
    countries = ", ".join(country_name(code) for code in application.countries)
    return ": ".join(part for part in (countries, application.location) if part)


def _activities(version: ApplicationVersion | None, listed: list[str]) -> tuple[str, ...]:
    chosen = version.content.get("activities", []) if version else []
    return tuple(str(entry["text"]) for entry in chosen) or tuple(listed)


def budget_rows(grant: Grant) -> tuple[MoneyRow, ...]:
    """The budget of the contract by heading, with direct, indirect and total."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for line in grant.lines:
        sums[line.heading] += line.total
    direct = sum(sums.values(), Decimal(0))
    if not sums:
        return ()
    return (
        *(
            MoneyRow(f"{number} {HEADINGS[number]}", (amount,))
            for number, amount in sorted(sums.items())
        ),
        MoneyRow("7 Subtotal direct eligible costs", (direct,), is_sum=True),
        MoneyRow("8 Indirect costs", (grant.indirect,)),
        MoneyRow("11 Total eligible costs", (grant.total_eligible,), is_sum=True),
    )


def _reports(grant: Grant) -> tuple[gco.PlannedReport, ...]:
    known = db.session.scalars(
        select(Report).where(Report.grant_id == grant.id).order_by(Report.number)
    ).all()
    if known:
        return tuple(
            gco.PlannedReport(
                f"{report.kind.capitalize()} report",
                f"{day(report.period_from)} to {day(report.period_to)}",
                report.due_on,
            )
            for report in known
        )
    due = f"the whole project; due {grant.report_days_final} days after its end"
    return (gco.PlannedReport("Final report", due, None),)


def _contacts(grant: Grant, call_email: str, lead: str) -> tuple[gco.ContactPoint, ...]:
    organisation = grant.organisation
    sides = (
        gco.ContactPoint("The lead", lead, call_email),
        gco.ContactPoint("The grantee", organisation.representative_name, organisation.email),
    )
    return tuple(side for side in sides if side.email)


def _description(grant: Grant, version: ApplicationVersion | None) -> str:
    words = f"I Description of the project (application {grant.application.number or ''}"
    return f"{words}, version {version.number})" if version else f"{words})"


def _signatures(grant: Grant, lead: gco.Party) -> tuple[Signature, ...]:
    given = {
        acceptance.side: acceptance
        for version in grant.contracts
        for acceptance in version.acceptances
    }
    organisation = grant.organisation
    sides = (
        ("grantee", organisation.representative_name, organisation.representative_function,
         organisation.legal_name),
        ("lead", lead.representative, lead.function, lead.name),
    )  # fmt: skip
    return tuple(
        Signature(
            given[side].signed_name,
            given[side].signed_function,
            company,
            given[side].accepted_at,
            given[side].sha256,
        )
        if side in given
        else Signature(name, function, company)
        for side, name, function, company in sides
    )


SOURCES: dict[str, Source] = {"GCO": contract}
