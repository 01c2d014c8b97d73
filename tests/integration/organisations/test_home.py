"""Where an applicant begins: what to do, applications, grants, events of their organisation."""

from datetime import date, timedelta

import pytest

from portal.applications.states import ApplicationState
from portal.calls.states import CallState
from portal.core.clock import now
from portal.grants.states import GrantState, InstalmentState
from portal.reporting.states import ReportState
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.factories.events import make_event
from tests.factories.grants import make_grant
from tests.factories.organisations import make_membership, make_organisation
from tests.factories.reporting import make_report

G, A = GrantState, ApplicationState


@pytest.fixture
def owner(app):
    return make_user()


@pytest.fixture
def organisation(owner):
    organisation = make_organisation()
    make_membership(organisation=organisation, user=owner)
    return organisation


def todo(page):
    return [
        (item.a.get_text(), item.a["href"].rsplit("/", 1)[-1])
        for item in page.select(".gp-todo li")
    ]


def rows(page, card):
    section = page.select_one(f"section[aria-labelledby={card}]")
    return [(row.a.get_text(), row.select_one(".gp-badge").get_text()) for row in section("li")]


def test_home_says_what_to_do_and_leads_there(sign_in_as, owner, organisation):
    decided = make_call(state=CallState.DECIDED, closed_at=now() - timedelta(days=90))
    opened = make_call(action=decided.action, closes_at=now() + timedelta(days=9))
    make_application(state=A.DRAFT, call=opened, organisation=organisation, owner=owner)
    mine = {"organisation": organisation, "owner": owner, "call": decided}
    make_grant(state=G.SENT, **mine, signature_due_on=date(2030, 1, 1))
    make_grant(state=G.SIGNED, lot="REG", **mine)
    make_grant(state=G.ACTIVE, lot="AL", first=InstalmentState.PAID, **mine)
    client = sign_in_as(owner)

    page = client.get_page("/home")

    assert {what for what, _page in todo(page)} == {
        "Finish the application",
        "Read and accept the contract",
        "Ask for EUR\xa010,000.00",
        "Confirm that EUR\xa010,000.00 arrived",
    }
    for link in page.select(".gp-todo a, .gp-work a"):
        client.get_page(link["href"])
    assert len(rows(page, "grants")) == 3
    assert ("Safe evenings on the Drina", "Draft") in rows(page, "applications")


def test_an_overdue_report_comes_first(sign_in_as, owner, organisation):
    make_report(state=ReportState.DUE, owner=owner, organisation=organisation)

    page = sign_in_as(owner).get_page("/home")

    assert todo(page)[0] == ("Write the final report", "reports")
    assert "Overdue since" in page.select_one(".gp-todo li").get_text()


def test_a_result_is_not_shown_before_its_letter(sign_in_as, owner, organisation):
    call = make_call(state=CallState.IN_EVALUATION, closed_at=now())
    make_application(state=A.REJECTED_QUALITY, call=call, organisation=organisation, owner=owner)

    page = sign_in_as(owner).get_page("/home")

    assert rows(page, "applications")[0][1] == "Under evaluation"


def test_home_shows_the_next_events(sign_in_as, owner, organisation):
    make_event(title="Information day", starts_at=now() + timedelta(days=3))

    page = sign_in_as(owner).get_page("/home")

    section = page.select_one("section[aria-labelledby=events]")
    assert [link.get_text() for link in section.select(".gp-event a")] == ["Information day"]


def test_home_costs_the_same_for_few_and_many(sign_in_as, owner, organisation, count_queries):
    call = make_call(state=CallState.DECIDED, closed_at=now() - timedelta(days=90))
    mine = {"organisation": organisation, "owner": owner, "call": call}
    make_grant(state=G.SENT, **mine)
    client = sign_in_as(owner)

    with count_queries() as few:
        client.get_page("/home")
    for lot in ("AL", "REG"):
        make_grant(state=G.ACTIVE, lot=lot, **mine)
    with count_queries() as many:
        client.get_page("/home")

    assert len(few) == len(many)
    assert len(many) <= 15, "\n".join(many)
