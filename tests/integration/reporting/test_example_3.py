"""Example 3 of rules.md 7.7 and its recovery twin through the services, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from portal.grants import queries as grants
from portal.grants.states import GrantState, InstalmentState
from portal.jobs import queries as jobs
from portal.organisations import queries as organisations
from portal.reporting import queries, service
from portal.reporting.rules import Disallowance
from portal.reporting.states import ReportState
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.grants import make_grant, make_lead
from tests.factories.reporting import EXAMPLE_3, confirm, explained, make_expenditure, write_all

PAID_ON = date(2026, 10, 20)


@pytest.fixture
def grant(app):
    return make_grant(state=GrantState.ENDED, owner=make_user(name="Jovana Primerović"))


@pytest.fixture
def writer(grant):
    return actor_of(organisations.members(grant.organisation_id)[0].user)


@pytest.fixture
def lead(grant):
    return make_lead(grant.action)


def submitted(grant, writer, costs):
    report = service.schedule_for(grant, at=AT)[-1]
    for line, description, supplier, document, day, eur in costs:
        make_expenditure(
            grant=grant, actor=writer, line=line, description=description, supplier=supplier,
            document_number=document, document_on=day, paid_on=PAID_ON, amount_local=Decimal(eur),
        )  # fmt: skip
    service.start(report, actor=writer, at=AT)
    write_all(queries.whole(report.id), actor=writer)
    report = queries.whole(report.id)
    service.save_costs(
        report,
        items={row.id for row in report.expenditure},
        claimed_indirect=None,
        explanations=explained(report),
        actor=writer,
        at=AT,
    )
    service.submit(report, actor=writer, at=AT)
    return queries.whole(report.id)


def item(report, document):
    return next(row for row in report.expenditure if row.document_number == document)


def test_example_3_claim_and_variations(grant, writer):
    report = submitted(grant, writer, EXAMPLE_3)

    figures = queries.sheet(report)

    assert (figures.direct, figures.claimed_indirect) == (Decimal("12193.55"), Decimal("853.55"))
    assert (figures.total, figures.claim) == (Decimal("13047.10"), Decimal("12392.14"))
    rows = [entry.row for entry in figures.headings]
    assert [(row.variation.amount, row.variation.percent_shown) for row in rows] == [
        (Decimal("-180.00"), Decimal("-2.77")),
        (Decimal("55.40"), Decimal("9.23")),
        (Decimal("-10.00"), Decimal("-1.43")),
        (Decimal("-27.65"), Decimal("-2.51")),
        (Decimal("110.80"), Decimal("4.82")),
        (Decimal("-55.00"), Decimal("-5.00")),
    ]
    assert figures.over_limit == []
    assert grants.whole(grant.id).state is GrantState.CLOSING


def test_example_3_final_grant_and_balance(grant, writer, lead):
    report = submitted(grant, writer, EXAMPLE_3)
    service.take_up(report, actor=lead.finance, at=AT)
    late, fuel = item(report, "T-18"), item(report, "F-12")
    service.disallow_cost(
        late,
        Disallowance(Decimal("187.50"), "D01", "Dated after the end."),
        actor=lead.finance,
        at=AT,
    )
    service.disallow_cost(
        fuel, Disallowance(Decimal("62.40"), "D03", "No log of the car."), actor=lead.finance, at=AT
    )
    confirm(report, lead)

    outcome = service.approve(report, actor=lead.signatory, at=AT)

    report = queries.whole(report.id)
    assert report.state is ReportState.APPROVED_WITH_DEDUCTIONS
    assert report.disallowed_total == Decimal("249.90")
    assert report.accepted_direct == Decimal("11943.65")
    assert report.accepted_indirect == Decimal("836.06")
    assert report.accepted_total == Decimal("12779.71")
    assert report.final_grant == Decimal("12138.17")
    assert report.balance == Decimal("2138.17")
    assert outcome.final.own_contribution == Decimal("641.54")
    grant = grants.whole(grant.id)
    assert grant.final_amount == Decimal("12138.17")
    balance = grant.instalments[-1]
    assert (balance.state, balance.planned_amount) == (InstalmentState.DUE, Decimal("2138.17"))
    assert grant.recoveries == []
    assert jobs.by_key(f"RPA:{report.id}").payload == {"kind": "RPA", "subject": str(report.id)}


def test_example_3_recovery_twin(grant, writer, lead):
    # accepted total 9 738.89 = direct 9 101.77 and 7 % of it, 637.12
    costs = [*EXAMPLE_3[:4], *EXAMPLE_3[5:9], *EXAMPLE_3[10:]]
    report = submitted(grant, writer, costs)
    direct = queries.sheet(report).direct
    service.take_up(report, actor=lead.finance, at=AT)
    refused = direct - Decimal("9101.77")
    coordinator = item(report, "PL-1")
    service.disallow_cost(
        coordinator,
        Disallowance(refused, "D11", "Time sheets are missing."),
        actor=lead.finance,
        at=AT,
    )
    confirm(report, lead)

    service.approve(report, actor=lead.signatory, at=AT)

    report = queries.whole(report.id)
    assert report.accepted_total == Decimal("9738.89")
    assert report.final_grant == Decimal("9250.00")
    assert report.balance == Decimal("-750.00")
    grant = grants.whole(grant.id)
    assert [row.amount for row in grant.recoveries] == [Decimal("750.00")]
    assert grant.instalments[-1].state is InstalmentState.CANCELLED
