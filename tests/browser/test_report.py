"""A grantee enters a cost with its proof and submits the report, with scripts and without."""

import pytest

from portal.core.db import db
from portal.reporting import queries, service
from portal.reporting.states import ReportState
from tests.factories import files
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action_role
from tests.factories.base import AT
from tests.factories.reporting import explained, make_report, write_all

pytestmark = pytest.mark.one_database


def written_report(live):
    """A report of which only one cost and the sending are left to do."""
    with live.app.app_context():
        owner = make_user(name="Jovana Primerović")
        report = make_report(state=ReportState.DRAFT, owner=owner)
        actor = actor_of(owner)
        write_all(report, actor=actor)
        report = queries.whole(report.id)
        service.save_costs(
            report,
            items={row.id for row in report.expenditure},
            claimed_indirect=None,
            explanations=explained(report),
            actor=actor,
            at=AT,
        )
        db.session.commit()
        return owner, report.id, report.grant_id


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_grantee_enters_a_cost_and_submits_the_report(live, visits, check_page, scripts):
    owner, report_id, grant_id = written_report(live)
    page = visits.person(owner, scripts=scripts)

    page.goto(f"/grants/{grant_id}/expenditure/new")
    page.get_by_label("Budget line").select_option("5.7")
    page.get_by_label("What was bought or paid").fill("Hall for a seminar")
    page.get_by_label("Supplier or person paid").fill("Hotel Primer")
    page.get_by_label("Number of the document", exact=True).fill("H-2")
    page.get_by_label("Date of the document").fill("2026-09-08")
    page.get_by_label("Amount of the document").fill("58 600,00")
    page.get_by_label("Currency").select_option("RSD")
    page.get_by_label("Exchange rate").fill("117.10")
    page.get_by_label("Source of the rate").fill("InforEuro, September")
    page.get_by_label("Paid on").fill("2026-09-09")
    page.get_by_label("Scan or photograph").set_input_files(
        files=[{"name": "hall.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}]
    )
    page.get_by_role("button", name="Save cost").click()
    row = page.get_by_role("row", name="2. Hall for a seminar").inner_text()
    assert "500.43" in row
    if scripts:
        check_page(page)

    page.goto(f"/reports/{report_id}/check")
    if scripts:
        check_page(page)
    page.get_by_role("button", name="Submit report").click()

    assert "The report is submitted." in page.locator("main").inner_text()
    with live.app.app_context():
        report = queries.whole(report_id)
        assert (report.state, len(report.expenditure)) == (ReportState.SUBMITTED, 2)
        assert str(queries.sheet(report).direct) == "600.43"


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_a_report_pass_the_accessibility_check(live, visits, check_page, width):
    owner, report_id, grant_id = written_report(live)
    page = visits.person(owner, width)

    for path in ("", "/parts/summary", "/results", "/costs"):
        page.goto(f"/reports/{report_id}{path}")
        check_page(page)
    for path in ("expenditure/new", "reports"):
        page.goto(f"/grants/{grant_id}/{path}")
        check_page(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_review_pass_the_accessibility_check(live, visits, check_page, width):
    with live.app.app_context():
        report = make_report(state=ReportState.UNDER_REVIEW)
        finance = make_user(name="Marko Računović")
        make_action_role(action=report.grant.action, user=finance, function="finance")
        address = f"/manage/reports/{report.id}"
        item = report.expenditure[0].id
        db.session.commit()
    page = visits.person(finance, width)

    for path in ("/manage/reports", address, f"{address}/costs/{item}"):
        page.goto(path)
        check_page(page)
