"""Feeds of the calls for calendars and other programs."""

from datetime import timedelta

import pytest

from portal.calls.models import Corrigendum
from portal.calls.states import CallState
from portal.core.clock import now
from tests.factories.accounts import make_user
from tests.factories.base import save
from tests.factories.calls import make_call

pytestmark = pytest.mark.one_database


def unfolded(answer):
    """The lines of the calendar as name and value."""
    text = answer.data.decode().replace("\r\n ", "")
    return [line.split(":", 1) for line in text.split("\r\n") if line]


def test_the_calendar_of_a_call_holds_its_four_dates_under_lasting_names(client, app):
    call = make_call(title="Roads, rivers; borders")
    address = f"/calls/{call.reference}/dates.ics"

    first = client.get(address)
    save(
        Corrigendum(
            call_id=call.id, number=1, kind="deadline", clause="Deadline", reason="Why",
            published_at=now(), published_by_id=make_user().id,
        )
    )  # fmt: skip
    second = client.get(address)

    assert first.mimetype == "text/calendar"
    lines = unfolded(first)
    uids = [value for name, value in lines if name == "UID"]
    assert [uid.partition("@")[0].removeprefix(f"{call.id}-") for uid in uids] == [
        "publication",
        "questions",
        "answers",
        "deadline",
    ]
    assert ["DTSTART", f"{call.closes_at:%Y%m%dT%H%M%SZ}"] in lines
    assert any("Roads\\, rivers\\; borders" in value for name, value in lines)
    assert [value for name, value in unfolded(second) if name == "UID"] == uids
    assert ["SEQUENCE", "1"] in unfolded(second)


def test_a_cancelled_call_cancels_its_entries(client, app):
    call = make_call(state=CallState.CANCELLED)

    lines = unfolded(client.get(f"/calls/{call.reference}/dates.ics"))

    assert [value for name, value in lines if name == "STATUS"] == ["CANCELLED"] * 4


def test_a_draft_has_no_public_calendar(client, app):
    call = make_call(state=CallState.DRAFT)

    assert client.get(f"/calls/{call.reference}/dates.ics").status_code == 404


def test_the_feed_lists_open_and_planned_calls_with_money_and_zoned_dates(client, app):
    at = now()
    shown = make_call(closes_at=at + timedelta(days=9))
    planned = make_call(
        state=CallState.APPROVED,
        publishes_at=at + timedelta(days=5),
        closes_at=at + timedelta(days=50),
    )
    make_call(state=CallState.APPROVED, publishes_at=at - timedelta(days=5))
    make_call(state=CallState.DRAFT, publishes_at=at + timedelta(days=5))
    make_call(closes_at=at - timedelta(days=1))
    make_call(state=CallState.SUSPENDED, closes_at=at + timedelta(days=9))

    found = client.get("/calls.json").get_json()["calls"]

    assert [(one["reference"], one["state"]) for one in found] == [
        (shown.reference, "open"),
        (planned.reference, "planned"),
    ]
    first = found[0]
    assert first["address"].endswith(f"/calls/{shown.reference}")
    assert first["lots"][0]["envelope"] == "60000.00"
    assert first["lots"][6]["country"] is None
    assert first["dates"]["time_zone"] == "Europe/Belgrade"
    assert first["dates"]["deadline"][-6:] in {"+01:00", "+02:00"}
    assert found[1]["address"].endswith("/calls?show=planned")


def test_a_planned_call_is_announced_without_a_way_to_its_page(client, app):
    at = now()
    call = make_call(
        state=CallState.APPROVED, title="Coming soon", publishes_at=at + timedelta(days=5)
    )

    page = client.get_page("calls.index", show="planned")

    card = page.select_one("article.gp-call")
    assert "Coming soon" in card.get_text()
    assert "Opens on" in card.get_text()
    assert card.select("a") == []
    client.get_page("calls.detail", reference=call.reference, status=404)
