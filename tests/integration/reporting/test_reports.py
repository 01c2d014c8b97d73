"""Costs, writing, reminders and review through the services."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.core.errors import Locked, NotAllowed, RuleBroken
from portal.grants import queries as grants
from portal.grants.states import GrantState
from portal.reporting import queries, service, tasks
from portal.reporting.rules import Disallowance
from portal.reporting.states import ReportState
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.grants import make_grant, make_lead
from tests.factories.reporting import a_cost, confirm, make_expenditure, make_report, writer_of

S = ReportState


def test_cost_in_dinars_is_divided_by_its_rate_and_rounded_half_up(app):
    item = make_expenditure(
        amount_local=Decimal("58600.00"), currency="RSD", rate=Decimal("117.10"),
        rate_source="InforEuro, January",
    )  # fmt: skip

    assert (item.number, item.amount_eur) == (1, Decimal("500.43"))
    assert item.file.is_attached


def test_cost_in_convertible_marks_takes_the_fixed_rate(app):
    item = make_expenditure(amount_local=Decimal("195.58"), currency="BAM")

    assert (item.rate, item.rate_source) == (Decimal("1.955830"), "Currency board")
    assert item.amount_eur == Decimal("100.00")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"line": "9.9"}, "line"),
        ({"amount_local": Decimal(0)}, "amount_local"),
        ({"vat_local": Decimal("100.01")}, "vat_local"),
        ({"currency": "RSD"}, "rate"),
        ({"currency": "RSD", "rate": Decimal(117)}, "rate_source"),
        ({"document_on": date(2026, 11, 23)}, "document_on"),
    ],
)
def test_cost_is_refused_at_its_field(app, wrong, field):
    grant = make_grant()

    with pytest.raises(RuleBroken) as broken:
        service.add_cost(grant, a_cost(**wrong), actor=writer_of(grant), at=AT)

    assert broken.value.field == field


def test_same_document_twice_is_refused(app):
    grant = make_grant()
    writer = writer_of(grant)
    make_expenditure(grant=grant, actor=writer, document_number="INV-7")

    with pytest.raises(RuleBroken) as broken:
        make_expenditure(grant=grant, actor=writer, document_number="inv-7")

    assert broken.value.message == "Cost 1 has the same supplier, document and amount"


def test_cost_outside_the_period_is_a_warning_for_the_grantee(app):
    grant = make_grant(state=GrantState.ENDED)
    item = make_expenditure(grant=grant, document_on=date(2026, 10, 5), has_file=False)

    found = queries.ledger_findings(grant, [item], today=AT.date())["1"]

    assert [(finding.code, finding.is_blocking) for finding in found] == [
        ("EXP01", False),
        ("EXP05", False),
    ]


def test_line_over_its_budget_and_heading_over_the_limit_are_said(app):
    grant = make_grant()
    item = make_expenditure(grant=grant, line="2.2", amount_local=Decimal("750.01"))

    found = queries.overspent(grant, [item])

    assert [(over.message, over.needs_addendum) for over in found] == [
        ("Line 2.2 is EUR\xa0150.01 over its budget.", False),
        (
            "Heading 2 is EUR\xa0150.01 over its budget, more than 25 % of it. "
            "Ask for an addendum.",
            True,
        ),
    ]


def test_submitted_report_locks_its_texts_and_costs(app):
    owner = make_user()
    report = make_report(state=S.SUBMITTED, owner=owner)
    item = report.expenditure[0]
    item.report, item.grant = report, report.grant

    with pytest.raises(Locked):
        service.save_part(report, "summary", "More", revision=1, actor=actor_of(owner), at=AT)
    with pytest.raises(Locked):
        service.change_cost(item, a_cost(), actor=actor_of(owner), at=AT)
    assert grants.whole(report.grant_id).state is GrantState.CLOSING


def test_report_without_scan_is_not_submitted(app):
    owner = make_user()
    report = make_report(state=S.DRAFT, owner=owner)
    make_expenditure(grant=report.grant, actor=actor_of(owner), has_file=False)
    report = queries.whole(report.id)

    found = {problem.message for problem in queries.problems(report, at=AT)}

    assert "Item 2 has no file." in found
    with pytest.raises(RuleBroken):
        service.submit(report, actor=actor_of(owner), at=AT)


def test_questions_open_the_report_and_take_confirmations_back(app):
    owner = make_user()
    report = make_report(state=S.UNDER_REVIEW, owner=owner)
    lead = make_lead(report.grant.action)
    service.confirm_narrative(report, actor=lead.programme, at=AT)

    service.ask(report, "Which towns?", actor=lead.finance, at=AT)

    report = queries.whole(report.id)
    assert (report.state, report.questions_due_on) == (S.QUESTIONS, date(2026, 12, 7))
    assert report.programme_checked_by_id is None
    row = queries.section(report, "summary")
    service.save_part(
        report, "summary", "In five towns.", revision=row.revision, actor=actor_of(owner), at=AT,
        is_complete=True,
    )  # fmt: skip
    service.submit(report, actor=actor_of(owner), at=AT + timedelta(days=1))
    assert queries.whole(report.id).state is S.RESUBMITTED


def test_second_save_from_an_old_text_is_a_conflict(app):
    owner = make_user(name="Dino Kovač")
    report = make_report(state=S.DRAFT, owner=owner)
    service.save_part(report, "summary", "First", revision=0, actor=actor_of(owner), at=AT)

    with pytest.raises(service.PartConflict) as conflict:
        service.save_part(report, "summary", "Second", revision=0, actor=actor_of(owner), at=AT)

    assert (conflict.value.theirs, conflict.value.revision) == ("First", 1)


@pytest.mark.parametrize(
    ("amount", "code", "comment", "field"),
    [
        ("100.01", "D03", "No log.", "disallowed_eur"),
        ("10.00", "", "No log.", "reason_code"),
        ("10.00", "D03", " ", "check_comment"),
    ],
)
def test_disallowance_is_refused_at_its_field(app, amount, code, comment, field):
    report = make_report(state=S.UNDER_REVIEW)
    lead = make_lead(report.grant.action)
    item = report.expenditure[0]
    item.report = report

    with pytest.raises(RuleBroken) as broken:
        service.disallow_cost(
            item, Disallowance(Decimal(amount), code, comment), actor=lead.finance, at=AT
        )

    assert broken.value.field == field


def test_money_is_confirmed_only_when_every_cost_is_decided(app):
    report = make_report(state=S.UNDER_REVIEW)
    lead = make_lead(report.grant.action)

    with pytest.raises(RuleBroken) as broken:
        service.confirm_money(report, actor=lead.finance, at=AT)

    assert broken.value.message == "1 costs are not decided yet."


def test_report_is_decided_by_a_third_person(app):
    report = make_report(state=S.UNDER_REVIEW)
    lead = make_lead(report.grant.action)
    confirm(report, lead)

    with pytest.raises(NotAllowed):
        service.approve(report, actor=lead.finance, at=AT)
    service.approve(report, actor=lead.signatory, at=AT)

    report = queries.whole(report.id)
    assert (report.state, report.accepted_total) == (S.APPROVED, Decimal("107.00"))
    assert queries.spent([report.grant_id]) == {report.grant_id: Decimal("100.00")}


def test_rejected_report_is_prepared_again(app):
    owner = make_user()
    report = make_report(state=S.REJECTED, owner=owner)

    service.reopen(report, actor=actor_of(owner), at=AT)

    report = queries.whole(report.id)
    assert (report.state, report.decided_by_id) == (S.DRAFT, None)


def test_interim_report_lets_the_next_prefinancing_fall_due(app):
    grant = make_grant(state=GrantState.ENDED, plan=["50", "30", "20"])

    found = service.schedule_for(grant, at=AT)

    assert [(report.number, report.kind) for report in found] == [(1, "interim"), (2, "final")]
    assert service.schedule_for(grant, at=AT) == found


def test_calendar_opens_the_report_and_reminds_once(app, run_jobs, smtp):
    owner = make_user(email="owner@example.org")
    grant = make_grant(state=GrantState.ENDED, owner=owner)
    report = service.schedule_for(grant, at=datetime(2026, 9, 1, tzinfo=UTC))[-1]
    assert report.due_on == date(2026, 10, 30)

    for hour in (9, 10):
        at = datetime(2026, 10, 16, hour, tzinfo=UTC)
        tasks.keep_calendar({}, at)
        run_jobs(at=at)

    assert queries.whole(report.id).state is S.DUE
    subjects = [message["Subject"].strip() for message in smtp.to("owner@example.org")]
    assert subjects == [f"A report of the grant {grant.number} is due on 30 October 2026"]


def test_overdue_report_waits_in_the_board_of_the_lead(app):
    grant = make_grant(state=GrantState.ENDED)
    lead = make_lead(grant.action)
    service.schedule_for(grant, at=AT)
    service.open_due(at=AT)

    (waiting,) = queries.attention(lead.programme, AT)

    assert (waiting.kind, waiting.days_overdue) == ("report_overdue", 23)
