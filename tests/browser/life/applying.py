"""The applicant: account, organisation, application, receipt."""

from playwright.sync_api import Page, expect

from portal.applications.rules.declaration import STATEMENTS
from tests.browser.life.world import (
    World,
    address,
    heading,
    link_in,
    pdf_text,
    press,
)
from tests.factories.accounts import PASSWORD
from tests.factories.applications import EXAMPLE_1
from tests.factories.files import pdf

OWNER = "Amra Mehić"
ORGANISATION = "Zelena obala"
TITLE = "Safe evenings on the Drina"
TEXTS = {
    "summary": ("A1",),
    "relevance": ("A3_1", "A3_2", "A3_3", "A3_4"),
    "design": ("A2_1", "A2_2", "A2_3", "A2_4"),
    "implementation": ("B1_3", "B1_4"),
    "sustainability": ("B1_5", "B1_8", "B1_9"),
    "capacity": ("A4",),
}


def register(world: World) -> None:
    """An account, confirmed by the link in the mail."""
    page = world.visits.visitor()
    page.goto("/register")
    world.look(page)
    page.get_by_label("Your name").or_(page.get_by_label("Name")).first.fill(OWNER)
    page.get_by_label("Email address").fill(address("owner"))
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("#consent").check()
    press(page, "Open an account")
    world.work()
    page.goto(link_in(world.mail(address("owner"), "onfirm")))
    press(page, "Confirm this address")
    page.context.close()
    world.visits.contexts.remove(page.context)


def enter_organisation(world: World) -> None:
    """The organisation and the profile that an application needs."""
    page = world.as_("owner")
    page.goto("/organisation/new")
    page.get_by_label("Legal name").fill(ORGANISATION)
    page.get_by_label("Country of registration").select_option(label="Serbia")
    page.get_by_label("Registration number").fill("28104455")
    page.get_by_label("Legal representative").fill(OWNER)
    page.get_by_label("Function of the representative").fill("Director")
    press(page, "Save and continue")
    page.goto("/organisation/edit")
    world.look(page)
    page.get_by_label("Legal form").fill("Association")
    page.get_by_label("Date of registration").fill("2012-05-14")
    page.get_by_label("Street and number").fill("Obala 7")
    page.get_by_label("Town").fill("Niš")
    page.get_by_label("Email address").fill("office@example.org")
    page.get_by_label("Phone").fill("+381 18 000 000")
    page.locator("[name=fields_of_work]").first.check()
    page.get_by_label("Staff, full time").fill("4")
    press(page, "Save profile")
    expect(page.get_by_text(ORGANISATION).first).to_be_visible()


def start(world: World) -> None:
    """The eligibility questions, then a draft in the lot of Serbia."""
    page, reference = world.as_("owner"), world.facts["call"]
    page.goto(f"/calls/{reference}")
    page.get_by_role("link", name="Check and start an application").click()
    world.look(page)
    expect(page.locator("#precheck fieldset").first).to_be_attached()
    for group in page.locator("#precheck fieldset").all():
        group.get_by_label("Yes").check()
    page.get_by_label("Lot", exact=True).select_option(label="Serbia")
    press(page, "Start application")
    expect(page.get_by_text("1 of 14 tasks completed")).to_be_visible()
    world.facts["application"] = page.url.split("/")[-1]
    world.look(page)


def done(page: Page) -> None:
    """This page is complete; on to the next."""
    page.get_by_label("Yes, I have completed this section").check()
    press(page, "Save and continue")


def fill(world: World) -> None:
    """Every page of the form in its order."""
    page = world.as_("owner")
    page.goto(f"/applications/{world.facts['application']}")
    page.get_by_role("link", name="Confirm organisation details").click()
    done(page)
    heading(page, "Add partners")
    done(page)
    page.get_by_label("Title of the project").fill(TITLE)
    page.get_by_label("Towns or areas").fill("Niš and Pirot")
    page.get_by_label("Duration in months").fill("10")
    done(page)
    for names in TEXTS.values():
        for name in names:
            page.locator(f"#{name}").fill(f"Our answer to {name}: čćđšž ëç Ќѓ.")
        done(page)
    for activity in ("EA1", "EA2"):
        page.get_by_label(activity).first.check()
        page.locator(f"#{activity}").fill(f"What we do under {activity}.")
    done(page)
    _budget(world, page)
    for key in ("accounts", "cvs"):
        upload(page, key)
    done(page)


def upload(page: Page, key: str) -> None:
    """Send a PDF for the document with this key."""
    file = {"name": f"{key}.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    page.locator(f"#slot-{key}").set_input_files(file)
    card = page.locator(f"section[aria-labelledby=slot-{key}-title]")
    card.get_by_role("button", name="Upload").click()
    expect(page.get_by_text(f"{key}.pdf is uploaded.")).to_be_visible()


def _budget(world: World, page: Page) -> None:
    heading(page, "Build the budget")
    for number, (kind, description, unit, quantity, unit_value) in enumerate(EXAMPLE_1):
        rows = page.locator(f"tr[data-line='{kind[0]}']")
        before = rows.count()
        page.locator(f"button[value=add-{kind[0]}]").click()
        expect(rows).to_have_count(before + 1)
        row = rows.last
        row.get_by_label("Cost, line").fill(description)
        row.get_by_label("Unit, line").select_option(unit)
        row.get_by_label("Units, line").fill(quantity)
        row.get_by_label("Rate, line").fill(unit_value)
        row.get_by_label("Why do you need it?").fill(f"{description}: needed all the time.")
        row.get_by_label("For which activity?").select_option(f"EA{number % 2 + 1}")
        row.get_by_label("Kind of cost").select_option(kind)
    expect(page.locator("[data-direct]")).to_have_text("12,300.00")
    page.get_by_label("Indirect costs").fill("861")
    page.get_by_label("Own contribution").fill("661")
    expect(page.locator("#requested")).to_contain_text("12,500.00")
    world.look(page)
    done(page)


def submit(world: World) -> None:
    """Declaration, check, receipt, mail and the confirmation as PDF."""
    page = world.as_("owner")
    page.goto(f"/applications/{world.facts['application']}/declaration")
    for key in STATEMENTS:
        page.locator(f"#{key}").check()
    page.get_by_label("Place").fill("Niš")
    press(page, "Sign the declaration")
    heading(page, "Check before submitting")
    world.look(page)
    press(page, "Submit application")
    heading(page, "Application submitted")
    world.look(page)
    number = world.facts["number"] = f"{world.facts['call']}-0001"
    expect(page.get_by_text(number).first).to_be_visible()
    sha256 = page.locator(".gp-hash").first.inner_text().split()[-1]
    assert len(sha256) == 64, sha256
    expect(page.get_by_text("Central European Time (Belgrade)").first).to_be_visible()

    world.work()

    mail = world.mail(address("owner"), f"{number} is submitted")
    assert number in mail
    assert sha256 in mail
    page.reload()
    receipt = pdf_text(page, "(PDF)")
    assert number in receipt
    assert sha256 in receipt.replace(" ", "")
    assert TITLE in receipt
