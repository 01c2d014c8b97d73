"""Pages of the events: the reference record with every fact, calendar files, exports."""

from datetime import timedelta

import yaml
from sqlalchemy import select

from portal.actions.reading import SHIPPED
from portal.core.clock import now
from portal.core.db import db
from portal.events import queries, service
from portal.events.models import Event
from portal.events.states import EventState
from tests.factories.accounts import make_user
from tests.factories.base import AT
from tests.factories.events import make_event, make_recommendation, make_registration
from tests.factories.grants import make_grant
from tests.integration.actions.test_loading import leaves
from tests.support.cast import Cast


def load():
    entries = yaml.safe_load(SHIPPED.read_text("utf-8"))["events"]
    return entries, service.load_reference(entries, at=AT)


def test_every_fact_of_the_reference_event_is_on_its_page(client, app):
    entries, lines = load()

    page = client.get_page("events.detail", slug="unodc-2015-beg")

    shown = " ".join(page.select_one("main").get_text(" ").split())
    assert lines == ["UNODC-2015-BEG: loaded."]
    assert [fact for fact in leaves(entries) if fact not in shown] == []
    assert "not an event of either Action" in shown


def test_loading_the_reference_event_twice_changes_nothing(app):
    load()

    _entries, again = load()

    assert again == ["UNODC-2015-BEG: nothing has changed."]


def test_the_reference_event_is_listed_last_under_its_month(client, app):
    load()
    make_event(state=EventState.CLOSED, starts_at=now() - timedelta(days=30))

    page = client.get_page("events.index")

    months = [head.get_text(strip=True) for head in page.select(".gp-month")]
    assert months[-1] == "November 2015"


def test_visitors_do_not_see_ideas_and_plans(client, app):
    hidden = make_event(state=EventState.PLANNED)

    client.get_page("events.detail", slug=hidden.slug, status=404)

    assert hidden.title not in client.get_page("events.index").get_text()
    assert hidden.title not in client.get("/events.ics").text


def test_recommendations_are_public_once_the_report_is_approved(client, app):
    held, approved = (
        make_event(state=state) for state in (EventState.HELD, EventState.REPORT_APPROVED)
    )
    for event in (held, approved):
        make_recommendation(event=event, text=f"Advice of {event.code}")

    shown = [client.get_page("events.detail", slug=e.slug).get_text() for e in (held, approved)]

    assert f"Advice of {held.code}" not in shown[0]
    assert f"Advice of {approved.code}" in shown[1]


def test_calendar_file_of_one_event(client, app):
    event = make_event(title="Round table, Niš")

    answer = client.get(f"/events/{event.slug}.ics")

    assert answer.mimetype == "text/calendar"
    assert "SUMMARY:Round table\\, Niš" in answer.text.replace("\r\n ", "")


def test_the_list_as_csv_holds_no_formula_and_no_sex(sign_in_as, app):
    cast = Cast()
    event = make_event(action=cast.action)
    make_registration(event=event, name="=1+1", sex="female")

    answer = sign_in_as(cast.person("programme")).post(
        f"/manage/events/{event.id}/participants.csv"
    )

    assert "'=1+1" in answer.text
    assert "female" not in answer.text


def test_attendance_is_saved_from_the_page(sign_in_as, app):
    cast = Cast()
    event = make_event(
        action=cast.action, state=EventState.REGISTRATION_CLOSED,
        starts_at=now(), ends_at=now() + timedelta(hours=3),
    )  # fmt: skip
    person = make_registration(event=event)
    client = sign_in_as(cast.person("programme"))
    box = client.get_page("events.attendance", event_id=event.id).select_one("[name=came]")

    page = client.follow("events.attendance", {"came": box["value"]}, event_id=event.id)

    assert page.select_one("[name=came]").has_attr("checked")
    assert len(queries.person(event.id, person.id).attended_days) == 1


def test_a_grantee_starts_and_finds_an_event_of_its_own_grant(sign_in_as, app):
    owner = make_user()
    grant = make_grant(owner=owner)
    client = sign_in_as(owner)
    sent = {"title": "Open day", "kind": "grantee_event", "grant": str(grant.id)}

    refused = client.post_page("events.create", sent | {"grant": ""})
    client.send("events.create", sent | {"country": "", "cluster": ""})

    assert "Choose the grant" in refused.get_text()
    (row,) = client.get_page("events.manage").select("tbody tr")
    assert "Open day" in row.get_text()
    event = db.session.scalars(select(Event)).one()
    assert (event.grant_id, event.counts_to_target) == (grant.id, False)
    client.get_page("events.dashboard", event_id=event.id)
