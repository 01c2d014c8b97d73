"""The grants of the demo: documents checked, contracts signed, instalments paid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from portal.applications import queries as applications
from portal.applications import service as applying
from portal.applications.models import Application
from portal.calls import queries as calls
from portal.calls.models import Call
from portal.core.clock import day_in
from portal.core.db import transaction
from portal.demo.applications import paper
from portal.demo.clock import work
from portal.demo.evaluation import confirm_check, held
from portal.demo.people import Company
from portal.evaluation import queries as evaluations
from portal.evaluation import rules as evaluation_rules
from portal.evaluation import service as evaluation
from portal.grants import queries, service
from portal.grants.models import Grant, Instalment
from portal.grants.rules import CHECKLIST
from portal.organisations import queries as organisations
from portal.organisations.service import Account, set_bank_account
from portal.reporting import service as reporting

# Well-known examples of the banks, one for each country; nobody owns these accounts.
IBANS = {
    "AL": "AL47212110090000000235698741",
    "BA": "BA391290079401028494",
    "XK": "XK051212012345678906",
    "ME": "ME25505000012345678951",
    "MK": "MK07250120000058984",
    "RS": "RS35260005601001611379",
}
CONTRACT, SENT, SIGNED, REQUESTED, CHECKED, PAID, CONFIRMED = range(7)


@dataclass(frozen=True)
class Story:
    """How far one grant has come, and since when. Units: days before now."""

    key: str
    signed: int
    stage: int


def check_documents(company: Company, call: Call, key: str, *, at: datetime) -> None:
    """Documents asked, sent, checked by the secretary; awarded by the signatory."""
    application = _application(company, call, key)
    secretary, owner = company.actor("goran"), company.owner(key)
    with transaction():
        evaluation.start_eligibility(
            application, held(call), has_unpaid_recovery=False, actor=secretary, at=at
        )
    with transaction():
        for slot in calls.get_whole(call.id).document_slots:
            if slot.stage == "eligibility":
                applying.attach_eligibility_document(
                    applications.whole(application.id),
                    slot,
                    paper(slot.label, company.entries[key]["name"]),
                    name=f"{slot.key}_{key}.pdf",
                    actor=owner,
                    at=at + timedelta(days=2),
                )
    with transaction():
        application = _application(company, call, key)
        known = evaluations.check_items([application.id]).get(application.id, {})
        for code in evaluation_rules.ELIGIBILITY:
            if code not in known:
                evaluation.answer_eligibility(
                    application,
                    held(call),
                    code=code,
                    answer="yes",
                    note="",
                    actor=secretary,
                    at=at + timedelta(days=4),
                )
        evaluation.find_eligible(
            application, held(call), actor=secretary, at=at + timedelta(days=4)
        )
        confirm_check(company, application, held(call), "ELI", at=at + timedelta(days=5))
    with transaction():
        application = _application(company, call, key)
        signatory = company.actor("vesna")
        moment = at + timedelta(days=6)
        evaluation.award(application, held(call), actor=signatory, at=moment)
        service.create_from_application(application, actor=signatory, at=moment)
    with transaction():
        organisation = organisations.get_visible(owner, application.organisation_id)
        if organisation is not None:
            account = Account(
                holder=organisation.legal_name,
                iban=IBANS[organisation.country],
                bank_name="Demo Bank",
            )
            set_bank_account(organisation, account, actor=owner, at=moment + timedelta(days=1))


def _application(company: Company, call: Call, key: str) -> Application:
    wanted = company.organisations[key].id
    return next(
        one for one in evaluations.applications_of(call.id) if one.organisation_id == wanted
    )


def run(company: Company, call: Call, story: Story, *, now: datetime) -> Grant:
    """One grant from preparation to where its story stands."""
    grant = _grant(company, call, story.key)
    signed_at = now - timedelta(days=story.signed)
    _contract(company, grant, story, at=signed_at - timedelta(days=9))
    if story.stage >= SIGNED:
        _sign(company, grant, story.key, at=signed_at)
    if story.stage >= REQUESTED:
        pay_next(company, grant, story.key, story.stage, at=signed_at + timedelta(days=3))
    return queries.whole(grant.id)


def _grant(company: Company, call: Call, key: str) -> Grant:
    found = queries.of_application(_application(company, call, key).id)
    if found is None:
        raise LookupError(key)
    return found


def _contract(company: Company, grant: Grant, story: Story, *, at: datetime) -> None:
    programme = company.actor("jelena")
    with transaction():
        terms = service.Terms(
            starts_on=day_in(grant.action.time_zone, at + timedelta(days=10)),
            exchange_method="MONTH",
            report_days_final=grant.report_days_final,
            plan=(Decimal(80), Decimal(20)),
        )
        service.set_terms(grant, terms, actor=programme, at=at)
        service.draft_contract(queries.whole(grant.id), actor=programme, at=at)
    work(at)
    if story.stage >= SENT:
        with transaction():
            service.send_contract(
                queries.whole(grant.id), actor=programme, at=at + timedelta(days=1)
            )


def _sign(company: Company, grant: Grant, key: str, *, at: datetime) -> None:
    owner, signatory = company.owner(key), company.actor("vesna")
    version = queries.contract(queries.whole(grant.id))
    if version is None:
        raise LookupError(f"There is no contract for {key}.")
    with transaction():
        service.sign(
            grant,
            service.Signing(owner.name, "Director", version.sha256),
            side="grantee",
            actor=owner,
            at=at - timedelta(days=1),
        )
    with transaction():
        service.sign(
            grant,
            service.Signing(signatory.name, "Executive director", version.sha256),
            side="lead",
            actor=signatory,
            at=at,
        )
        reporting.schedule_for(queries.whole(grant.id), at=at)


def pay_next(company: Company, grant: Grant, key: str, stage: int, *, at: datetime) -> None:
    """The instalment that is due goes to the bank, each step by another person."""
    instalment = _due(grant)
    finance, cashier = company.actor("marko"), company.actor("teodora")
    with transaction():
        service.request(instalment, actor=company.owner(key), at=at)
    if stage >= CHECKED:
        with transaction():
            service.check(
                instalment,
                points=list(CHECKLIST),
                note="Contract and account are in order.",
                actor=finance,
                at=at + timedelta(days=4),
            )
    if stage >= PAID:
        paid_at = at + timedelta(days=12)
        with transaction():
            service.approve(instalment, actor=company.actor("vesna"), at=at + timedelta(days=7))
        with transaction():
            service.pay(
                instalment,
                value_date=day_in(grant.action.time_zone, paid_at),
                bank_reference=f"TR-{at.year}-{grant.number[-3:]}-{instalment.number}",
                actor=cashier,
                at=paid_at,
            )
    if stage >= CONFIRMED:
        with transaction():
            service.confirm(instalment, actor=company.owner(key), at=at + timedelta(days=14))


def _due(grant: Grant) -> Instalment:
    rows = queries.whole(grant.id).instalments
    return next(row for row in rows if row.state.value == "due")
