"""Reports and costs for tests: example 3 of rules.md 7.7 and smaller ones."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.core.access import Actor
from portal.core.db import db
from portal.grants.models import Grant
from portal.grants.states import GrantState
from portal.reporting import queries, service
from portal.reporting.models import Expenditure, Report
from portal.reporting.service import Cost, Proof, Result
from portal.reporting.states import ReportState
from tests.factories import files
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT, next_number
from tests.factories.grants import Lead, make_grant, make_lead
from tests.factories.organisations import make_membership

S = ReportState
WRITTEN = {S.SUBMITTED, S.UNDER_REVIEW, S.QUESTIONS, S.RESUBMITTED, S.APPROVED, S.REJECTED}

# line, description, supplier, document, day, EUR: rules.md 7.7, example 3, by heading 6 320.00,
# 655.40, 690.00, 1 072.35, 2 410.80, 1 045.00
EXAMPLE_3 = (
    ("1.1.1", "Coordinator, ten months", "Jovana Primerović", "PL-1", date(2026, 9, 30), "3900.00"),
    ("1.1.2", "Finance assistant", "Mira Primerović", "PL-2", date(2026, 9, 30), "1450.00"),
    ("1.3.3", "Per diems of participants", "Participants", "PD-1", date(2026, 5, 20), "970.00"),
    ("2.2", "Bus tickets", "Prevoz Primer", "B-7", date(2026, 4, 2), "593.00"),
    ("2.2", "Fuel", "Pumpa Primer", "F-12", date(2026, 6, 3), "62.40"),
    ("3.2", "Laptop", "Računari Primer", "R-33", date(2026, 1, 15), "690.00"),
    ("4.2", "Share of the office rent", "Zgrada Primer", "K-1", date(2026, 9, 1), "790.00"),
    ("4.3", "Consumables", "Papir Primer", "P-9", date(2026, 8, 11), "282.35"),
    ("5.1", "Leaflets", "Štampa Primer", "S-4", date(2026, 3, 9), "640.00"),
    ("5.5", "Translation of the handbook", "Prevod Primer", "T-18", date(2026, 10, 5), "187.50"),
    ("5.5", "Translation of leaflets", "Prevod Primer", "T-11", date(2026, 4, 12), "343.30"),
    ("5.7", "Two seminars", "Hotel Primer", "H-2", date(2026, 7, 8), "930.00"),
    ("5.8", "Banner and signs", "Štampa Primer", "S-9", date(2026, 2, 17), "310.00"),
    ("6.1", "Legal aid days", "Advokat Primer", "A-5", date(2026, 8, 28), "1045.00"),
)


def writer_of(grant: Grant) -> Actor:
    """An owner and signatory of the grantee."""
    user = make_user(name=f"Owner {next_number()}")
    make_membership(organisation=grant.organisation, user=user)
    return actor_of(user)


def a_cost(**overrides: Any) -> Cost:
    """A cost in euro as somebody enters it: 100.00 for leaflets."""
    number = next_number()
    values: dict[str, Any] = {
        "line": "5.1",
        "description": "Leaflets",
        "supplier": "Štampa Primer",
        "document_type": "invoice",
        "document_number": f"INV-{number}",
        "document_on": date(2026, 9, 15),
        "amount_local": Decimal("100.00"),
        "currency": "EUR",
        "paid_on": date(2026, 9, 20),
        "payment_proof": f"BS-{number}",
    }
    return Cost(**(values | overrides))


def make_expenditure(
    *,
    grant: Grant | None = None,
    actor: Actor | None = None,
    has_file: bool = True,
    at: datetime = AT,
    **overrides: Any,
) -> Expenditure:
    """A cost in the list of a grant, with a scan unless told otherwise."""  # fmt: skip
    grant = grant or make_grant()
    proof = Proof(name=f"receipt-{next_number()}.pdf", data=files.pdf()) if has_file else None
    return service.add_cost(
        grant, a_cost(**overrides), actor=actor or writer_of(grant), at=at, proof=proof
    )


def write_all(report: Report, *, actor: Actor, at: datetime = AT) -> None:
    """Every text and every activity of a started report, so that only its costs can be wrong."""
    for part in queries.terms(report).parts:
        row = queries.section(report, part.key)
        service.save_part(
            report, part.key, f"{part.title}: what we did and what it changed.",
            revision=row.revision if row else 0, actor=actor, at=at, is_complete=True,
        )  # fmt: skip
    report = queries.whole(report.id)
    lines = [row.activity for row in report.results] or ["Information days"]
    service.save_results(
        report,
        [Result(line, "Ten days in five towns.", 60, 40, 25, 5) for line in lines],
        actor=actor,
        at=at,
    )


def make_report(
    *,
    state: ReportState = S.DUE,
    grant: Grant | None = None,
    owner: Any = None,
    lead: Lead | None = None,
    at: datetime = AT,
    organisation: Any = None,
    call: Any = None,
) -> Report:
    """The final report of an ended grant in any state, by the services; the grantee is `owner`.

    From "due" on its period is over; from "draft" on it holds one cost with a scan; a written one
    is whole; approved and rejected ones went through the lead's people.
    """
    more = {"call": call} if call is not None else {}
    if grant is None:
        owner = owner or make_user(name=f"Owner {next_number()}")
        grant = make_grant(state=GrantState.ENDED, owner=owner, organisation=organisation, **more)
    writer = actor_of(owner) if owner is not None else writer_of(grant)
    report = service.schedule_for(grant, at=at)[-1]
    report = queries.whole(report.id)
    if state is S.NOT_DUE:
        return report
    service.open_due(at=at)
    if state is S.DUE:
        return queries.whole(report.id)
    make_expenditure(
        grant=grant, actor=writer, document_on=date(2026, 9, 10), paid_on=date(2026, 9, 12), at=at
    )
    service.start(report, actor=writer, at=at)
    if state in WRITTEN:
        _send(report, writer, at=at)
        _review(report, state, lead or make_lead(grant.action), writer, at=at)
    return queries.whole(report.id)


def explained(report: Report) -> dict[str, str]:
    """Words for every line that must be explained."""
    return {row.key: "Prices changed." for row in queries.sheet(queries.whole(report.id)).missing}


def _send(report: Report, writer: Actor, *, at: datetime) -> None:
    report = queries.whole(report.id)
    write_all(report, actor=writer, at=at)
    report = queries.whole(report.id)
    items = {row.id for row in report.expenditure}
    service.save_costs(
        report, items=items, claimed_indirect=None, explanations=explained(report), actor=writer,
        at=at,
    )  # fmt: skip
    service.submit(report, actor=writer, at=at)


def _review(report: Report, state: ReportState, lead: Lead, writer: Actor, *, at: datetime) -> None:
    if state is S.SUBMITTED:
        return
    service.take_up(report, actor=lead.finance, at=at)
    if state in {S.QUESTIONS, S.RESUBMITTED}:
        service.ask(report, "Which towns?", actor=lead.programme, at=at)
        if state is S.RESUBMITTED:
            service.submit(report, actor=writer, at=at + timedelta(hours=1))
        return
    if state is S.REJECTED:
        service.reject(report, "Half of it is missing.", actor=lead.signatory, at=at)
    if state is S.APPROVED:
        confirm(report, lead, at=at)
        service.approve(report, actor=lead.signatory, at=at)


def confirm(report: Report, lead: Lead, *, at: datetime = AT) -> None:
    """Programme and finance confirm; costs not decided are accepted."""
    service.accept_rest(report, actor=lead.finance, at=at)
    service.confirm_narrative(report, actor=lead.programme, at=at)
    service.confirm_money(report, actor=lead.finance, at=at)
    db.session.flush()
