"""The call: prepared, approved, published, found by a visitor, closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from portal.calls.models import Call
from portal.core.clock import now
from portal.core.db import db
from tests.browser.life.world import World, heading, press

TITLE = "Safe passage: services for people on the move"
ZONE = ZoneInfo("Europe/Belgrade")


def noon_in(days: int) -> datetime:
    """Noon of a coming day, as the form wants it."""
    day = now().astimezone(ZONE) + timedelta(days=days)
    return day.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)


def prepare(world: World) -> None:
    """The programme officer makes a call from the template: own title, dates, a smaller lot."""
    page = world.as_("programme")
    page.goto("/manage/calls/new")
    press(page, "Create the draft")
    heading(page, "Texts")
    world.look(page)
    world.facts["call"] = page.url.split("/")[-2]
    page.get_by_label("Title").fill(TITLE)
    press(page, "Save and continue")
    heading(page, "Applicants")
    press(page, "Save and continue")
    heading(page, "Timetable")
    page.get_by_label("Publication").fill(noon_in(0).isoformat(timespec="minutes"))
    page.get_by_label("Deadline", exact=True).fill(noon_in(45).isoformat(timespec="minutes"))
    page.get_by_label("Questions until").fill(noon_in(30).isoformat(timespec="minutes"))
    press(page, "Save and continue")
    heading(page, "Lots")
    page.locator("#RS-envelope").fill("20.000,00")
    page.locator("#RS-max_grants").fill("2")
    press(page, "Save and continue")
    heading(page, "Money and shares")
    press(page, "Save and continue")
    heading(page, "Activities that can be funded")
    press(page, "Save and continue")
    expect(page.get_by_text("The call is saved.")).to_be_visible()


def approve_and_publish(world: World) -> None:
    """The signatory approves, who did not prepare; the programme officer publishes."""
    path = f"/manage/calls/{world.facts['call']}"
    officer, signatory = world.as_("programme"), world.as_("signatory")
    officer.goto(path)
    expect(officer.get_by_role("button", name="Approve the call")).to_have_count(0)
    signatory.goto(path)
    world.look(signatory)
    press(signatory, "Approve the call")
    expect(signatory.get_by_text("The call is approved. It can be published now.")).to_be_visible()
    officer.reload()
    press(officer, "Publish the call")
    expect(officer.get_by_text("The call is published.", exact=True)).to_be_visible()


def find(world: World) -> None:
    """A visitor finds the call with its money, limits and deadline."""
    page = world.visits.visitor()
    page.goto("/calls")
    page.get_by_role("link", name=TITLE).click()
    heading(page, TITLE)
    serbia = page.get_by_role("row").filter(has_text="Serbia")
    expect(serbia).to_contain_text("20,000")
    expect(serbia).to_contain_text("5,000 – 15,000")
    world.look(page)


def close(world: World) -> None:
    """The deadline passes and the recurring job closes the call.

    Forty-five days do not pass in a test: the deadline is moved to this moment.
    """
    with world.live.app.app_context():
        call = db.session.query(Call).filter_by(reference=world.facts["call"]).one()
        call.published_at = now() - timedelta(days=46)
        call.closes_at = now()
        call.questions_until_at = now() - timedelta(days=10)
        db.session.commit()
    world.work(minutes=2)  # the job ran in this minute already
    page = world.as_("programme")
    page.goto(f"/manage/calls/{world.facts['call']}")
    expect(page.get_by_text("Closed").first).to_be_visible()
