"""The round table of cluster C4: planned, registered for, held, reported, counted."""

from datetime import timedelta

from playwright.sync_api import expect

from portal.core.clock import now
from portal.core.db import db
from portal.events.models import Event
from tests.browser.life.calls import noon_in
from tests.browser.life.world import World, address, heading, pdf_text, press

TITLE = "National round table on safe routes"
GUEST = "Lidija Gost"


def announce(world: World) -> None:
    """The programme officer makes the event, plans it and opens registration."""
    page = world.as_("programme")
    page.goto("/manage/events/new")
    world.look(page)
    page.locator("#title").fill(TITLE)
    page.locator("#kind").select_option("national_round_table")
    page.locator("#country").select_option("RS")
    cluster = page.locator("#cluster option", has_text="C4").first
    page.locator("#cluster").select_option(cluster.get_attribute("value"))
    press(page, "Save and continue")
    heading(page, "Change the event")
    page.locator("#starts_at").fill(noon_in(20).replace(hour=9).isoformat(timespec="minutes"))
    page.locator("#ends_at").fill(noon_in(20).replace(hour=16).isoformat(timespec="minutes"))
    page.locator("#place").fill("Niš, Media centre")
    page.locator("#purpose").fill("Draft changes of the law, read by those who apply it.")
    page.locator("#agenda").fill("09:30-10:00 Opening | Arta Gashi\n10:00-15:30 Discussion")
    press(page, "Save the event")
    heading(page, TITLE)
    world.facts["event"] = page.url.rstrip("/").split("/")[-1]
    world.look(page)
    press(page, "Plan the event")
    press(page, "Announce and open registration")
    expect(page.get_by_text("People register on the public page.")).to_be_visible()


def register(world: World) -> None:
    """A visitor finds the round table and registers; the mail confirms it."""
    page = world.visits.visitor()
    page.goto("/events")
    world.look(page)
    page.get_by_role("link", name=TITLE).first.click()
    world.look(page)
    page.get_by_role("link", name="Register").first.click()
    world.look(page)
    page.locator("#name").fill(GUEST)
    page.locator("#email").fill(address("guest"))
    page.locator("#organisation_name").fill("Ministry of the Interior")
    page.locator("main form input[type=radio]").first.check()
    press(page, "Register")
    expect(page.locator("main")).to_contain_text("registered")
    world.work()
    assert TITLE in world.mail(address("guest"), "egist")


def hold(world: World) -> None:
    """Registration closes, the guest is ticked as present, the event was held.

    Twenty days do not pass in a test: the event is moved to yesterday.
    """
    page, path = world.as_("programme"), f"/manage/events/{world.facts['event']}"
    page.goto(path)
    press(page, "Close registration")
    expect(page.get_by_text("tick who came").first).to_be_visible()
    with world.live.app.app_context():
        event = db.session.query(Event).filter_by(title=TITLE).one()
        for name in ("starts_at", "ends_at"):
            setattr(event, name, getattr(event, name) - timedelta(days=21))
        event.registration_until_at = now() - timedelta(days=2)
        db.session.commit()
    page.goto(f"{path}/attendance")
    page.get_by_label(f"{GUEST} came on").check()
    press(page, "Save the attendance")
    world.look(page)
    press(page, "Make the attendance sheet")
    world.work()
    page.reload()
    assert GUEST in pdf_text(page, "Attendance sheet")
    page.goto(path)
    press(page, "The event was held")
    expect(page.get_by_text("Write the recommendations and the report").first).to_be_visible()


def report(world: World) -> None:
    """A recommendation and the report by one person, approved by another."""
    page, path = world.as_("programme"), f"/manage/events/{world.facts['event']}"
    page.goto(f"{path}/recommendations")
    page.locator("#area").fill("Protection of victims")
    page.locator("#text").fill("Pay the lawyers of smuggled minors from the first day.")
    press(page, "Save the recommendation")
    expect(page.get_by_text("1. Protection of victims")).to_be_visible()
    world.look(page)
    page.goto(f"{path}/report")
    page.locator("#summary").fill("Thirty people read the draft law line by line.")
    world.look(page)
    press(page, "Save and hand in for approval")
    expect(page.get_by_role("button", name="Approve the report")).to_have_count(0)
    signatory = world.as_("signatory")
    signatory.goto(f"{path}/report")
    press(signatory, "Approve the report")
    expect(signatory.get_by_text("The report is published.").first).to_be_visible()
    world.work()
    signatory.goto(f"{path}/report")
    text = pdf_text(signatory, "(PDF)")
    assert TITLE in text
    assert "Pay the lawyers" in text


def count(world: World) -> None:
    """A visitor sees both targets begun: one project done, one round table done."""
    page = world.visits.visitor()
    page.goto("/about/SHBB")
    for code in ("T2", "T4"):
        row = page.get_by_role("row").filter(has=page.get_by_text(code, exact=True)).first
        expect(row.locator("td[data-th=Done]")).to_have_text("1")
    world.look(page)
    board = world.as_("programme")
    board.goto("/manage")
    world.look(board)
