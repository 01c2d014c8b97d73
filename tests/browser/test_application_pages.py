"""Every page of the applications: nothing for axe to find, no sideways scrolling."""

import pytest

from portal.actions.models import ActionRole
from portal.applications.models import PartnerOrganisation
from portal.applications.states import ApplicationState
from portal.calls.states import CallState
from portal.core.db import db
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.base import AT, save
from tests.factories.calls import make_call

pytestmark = pytest.mark.one_database

S = ApplicationState
DRAFT = ("", "/eligibility", "/organisation", "/partners", "/identification", "/relevance",
         "/activities", "/budget", "/documents", "/declaration", "/check", "/withdraw",
         "/versions", "/decision")  # fmt: skip
CLOSED = ("", "/submitted", "/versions", "/check", "/budget", "/relevance", "/decision")


@pytest.fixture
def scene(live):
    """A draft, an application after the deadline with its letter, their people."""
    with live.app.app_context():
        owner, lead = make_user(name="Amra Mehić"), make_user(name="Mila Petrović")
        draft = make_application(state=S.DRAFT, owner=owner)
        save(
            PartnerOrganisation(
                application_id=draft.id, position=1, relation="co_applicant", name="Most",
                country="XK", role="Outreach",
            )
        )  # fmt: skip
        call = make_call(state=CallState.DECIDED, closed_at=AT)
        sent = make_application(
            state=S.REJECTED_QUALITY, owner=owner, call=call, letter_sent_at=AT,
            result_reason="Capacity is below the threshold.",
        )  # fmt: skip
        asked = make_application(state=S.ELIGIBILITY_CHECK, owner=owner)
        save(
            ActionRole(
                action_id=call.action_id, user_id=lead.id, function="programme", created_at=AT
            )
        )
        db.session.commit()
        paths = [
            "/applications",
            f"/calls/{draft.call.reference}/check",
            *(f"/applications/{draft.id}{page}" for page in DRAFT),
            *(f"/applications/{sent.id}{page}" for page in CLOSED),
            f"/applications/{asked.id}/supporting-documents",
        ]
        managed = [
            f"/manage/calls/{call.reference}/applications",
            f"/manage/applications/{sent.id}",
        ]
        db.session.expunge_all()
        return owner, paths, lead, managed


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible(live, visits, check_page, scene, width):
    owner, paths, lead, managed = scene

    for user, addresses in ((owner, paths), (lead, managed)):
        page = visits.person(user, width)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            check_page(page)
