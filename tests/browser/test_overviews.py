"""Pages where the areas meet, in Chromium: accessible, nothing cut off at 1280 and 390 px."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core.clock import now
from portal.core.db import db
from portal.grants.states import GrantState, InstalmentState
from portal.reporting.states import ReportState
from tests.factories.accounts import make_user
from tests.factories.actions import make_action, make_action_role
from tests.factories.calls import make_call
from tests.factories.events import make_event
from tests.factories.grants import make_grant
from tests.factories.organisations import make_membership, make_organisation
from tests.factories.reporting import make_report

pytestmark = pytest.mark.one_database

MANAGED = ("", "/attention", "/indicators", "/organisations", "/applications")


@pytest.fixture
def programme(live):
    """An Action with grants, a report and an event; its programme officer and a grantee."""
    with live.app.app_context():
        action = make_action()
        staff, owner = make_user(), make_user()
        make_action_role(action=action, user=staff, function="programme")
        organisation = make_organisation()
        make_membership(organisation=organisation, user=owner)
        call = make_call(action=action, state="decided", closed_at=now() - timedelta(days=60))
        make_call(action=action, closes_at=now() + timedelta(days=20))
        mine = {"call": call, "organisation": organisation, "owner": owner}
        make_grant(state=GrantState.SENT, **mine)
        make_grant(state=GrantState.ACTIVE, lot="XK", first=InstalmentState.REQUESTED, call=call)
        make_report(state=ReportState.DUE, **mine)
        make_event(action=action, starts_at=now() + timedelta(days=5))
        db.session.commit()
        return action.code, staff, owner, organisation.id


@pytest.mark.parametrize("width", [1280, 390])
def test_overviews_are_accessible(visits, check_page, programme, width):
    code, staff, owner, organisation_id = programme
    visitor, manager = visits.visitor(width), visits.person(staff, width)
    member = visits.person(owner, width)

    for path in ("/", f"/about/{code}"):
        visitor.goto(path)
        check_page(visitor)
    for path in (*MANAGED, f"/organisations/{organisation_id}"):
        manager.goto(f"/manage{path}")
        check_page(manager)
    member.goto("/home")
    check_page(member)


def test_a_number_of_the_overview_opens_its_list(visits, programme):
    manager = visits.person(programme[1])
    manager.goto("/manage")

    manager.get_by_role("link", name="1 Payments to check").click()

    expect(manager.get_by_role("main").get_by_role("heading", level=2)).to_have_text(
        ["Payments to check"]
    )
    manager.locator("tbody a").click()
    expect(manager).to_have_url(re.compile("/manage/payments/"))
