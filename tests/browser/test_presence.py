"""Two people in one section of an application see each other."""

import pytest
from playwright.sync_api import expect

from portal.applications.states import ApplicationState
from portal.core.db import db
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.organisations import make_membership

pytestmark = pytest.mark.one_database


def test_two_browsers_in_one_section_see_each_other_within_ten_seconds(live, visits):
    with live.app.app_context():
        ana, bea = make_user(name="Ana Primer"), make_user(name="Bea Test")
        application = make_application(state=ApplicationState.DRAFT, owner=ana)
        make_membership(
            organisation=application.organisation, user=bea, role="editor", is_signatory=False
        )
        db.session.commit()
        path = f"/applications/{application.id}/summary"
        db.session.expunge_all()

    first, second = visits.person(ana), visits.person(bea)
    first.goto(path)
    second.goto(path)

    line = second.locator("[data-presence]")
    expect(line).to_have_text("Ana Primer is in this section now.", timeout=10_000)
    expect(first.locator("[data-presence]")).to_have_text(
        "Bea Test is in this section now.", timeout=10_000
    )
