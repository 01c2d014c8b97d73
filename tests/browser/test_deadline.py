"""PRODUCT A2, a deadline nobody can misread: other zone, wrong clock, the night of summer time."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from portal.core.clock import now
from portal.core.db import db
from tests.factories.calls import make_call

pytestmark = pytest.mark.one_database

WRONG_CLOCK = """(() => {
  const right = Date.now;
  Date.now = () => right() + 20 * 60 * 1000;
  addEventListener("DOMContentLoaded", () => {
    const note = () => { window.changedAt = right(); };
    const place = document.querySelector("[data-countdown]");
    new MutationObserver(note).observe(place, { childList: true });
  });
})()"""


def address_of(live, closes_at) -> str:
    with live.app.app_context():
        call = make_call(closes_at=closes_at, questions_until_at=None, answers_until_at=None)
        db.session.commit()
        return f"/calls/{call.reference}"


def test_the_countdown_follows_the_server_when_the_clock_is_twenty_minutes_wrong(live, visits):
    page = visits.visitor()
    page.add_init_script(WRONG_CLOCK)

    closes_at = now() + timedelta(minutes=10, seconds=6)
    page.goto(address_of(live, closes_at))

    left = page.locator("[data-countdown]").first
    expect(left).to_have_text("9 minutes left", timeout=15_000)
    changed_at = page.evaluate("window.changedAt") / 1000
    assert abs(closes_at.timestamp() - 600 - changed_at) < 2


@pytest.mark.parametrize(
    ("closes_at", "zone", "of_call", "of_reader"),
    [
        (datetime(2027, 1, 15, 11, 0, tzinfo=UTC), "America/New_York",
         "15 January 2027, 12:00", "15 January 2027, 06:00 (America/New_York)"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "Europe/London",
         "28 March 2027, 03:30", "28 March 2027, 02:30 (Europe/London)"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=UTC), "Asia/Tokyo",
         "31 October 2027, 03:30", "31 October 2027, 11:30 (Asia/Tokyo)"),
        (datetime(2027, 1, 15, 11, 0, tzinfo=UTC), "Europe/Sarajevo",
         "15 January 2027, 12:00", ""),
    ],
)  # fmt: skip
def test_both_times_are_right_in_another_zone(live, visits, closes_at, zone, of_call, of_reader):
    page = visits.visitor(zone=zone)

    page.goto(address_of(live, closes_at))

    expect(page.locator(".gp-deadline time")).to_have_text(of_call)
    expect(page.locator("[data-local-time]")).to_contain_text(of_reader)
    expect(page.locator("[data-local-time]")).to_be_visible(visible=bool(of_reader))
