"""A guest registers and the organiser ticks who came, in a browser without JavaScript."""

from datetime import timedelta

import pytest

from portal.core.clock import now
from portal.core.db import db
from portal.events import queries
from portal.events.states import EventState
from tests.factories.events import make_event, make_registration
from tests.support.cast import Cast

pytestmark = pytest.mark.one_database


def without_scripts(visits, page):
    page.context.route("**/*.js", lambda route: route.abort())
    return page


def test_register_and_tick_without_javascript(visits, live, check_page):
    with live.app.app_context():
        cast = Cast()
        start = now() + timedelta(days=20)
        coming = make_event(action=cast.action, starts_at=start, ends_at=start + timedelta(hours=4))
        today = make_event(
            action=cast.action, state=EventState.REGISTRATION_CLOSED,
            starts_at=now(), ends_at=now() + timedelta(hours=3),
        )  # fmt: skip
        guest = make_registration(event=today, name="Milica Primerović")
        lead = cast.person("programme")
        db.session.commit()
        slug, coming_id, today_id, guest_id = coming.slug, coming.id, today.id, guest.id

    page = without_scripts(visits, visits.visitor(width=390))
    page.goto(f"/events/{slug}")
    check_page(page)
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Љубица Примеровић")
    page.get_by_label("Email address").fill("ljubica@example.org")
    page.get_by_label("Prefer not to say").check()
    check_page(page)
    page.get_by_role("button", name="Register").click()
    assert page.get_by_role("heading", name="Thank you").is_visible()

    desk = without_scripts(visits, visits.person(lead, width=1280))
    desk.goto(f"/manage/events/{today_id}/attendance")
    desk.get_by_role("checkbox", name="Milica Primerović came").first.check()
    desk.get_by_role("button", name="Save the attendance").click()
    assert desk.get_by_role("checkbox", name="Milica Primerović came").first.is_checked()
    check_page(desk)

    with live.app.app_context():
        (registered,) = queries.people(coming_id)
        assert registered.name == "Љубица Примеровић"
        assert len(queries.person(today_id, guest_id).attended_days) == 1
