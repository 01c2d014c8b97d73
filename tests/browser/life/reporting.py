"""The report: costs with scans, narrative, review with two disallowed costs, approval, closing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.life import granting
from tests.browser.life.world import World, address, heading, pdf_text, press
from tests.factories.files import pdf
from tests.factories.reporting import EXAMPLE_3

PARTS = (
    "target_groups", "summary", "achieved", "delayed", "risks", "cooperation", "visibility",
    "lessons", "records",
)  # fmt: skip
REFUSED = (
    ("Translation of the handbook", "187.50", "D01", "Dated after the end of the project."),
    ("Fuel", "62.40", "D03", "No kilometre log."),
)
FIRST_DAY_OF_EXAMPLE = date(2025, 12, 1)
AFTER_THE_END = "T-18"


def enter_costs(world: World) -> None:
    """Fourteen costs of example 3 with their scans; one is dated after the end of the project."""
    world.work(minutes=90)  # the round that starts and ends projects and makes reports due
    page = world.as_("owner")
    page.goto(f"/grants/{world.facts['grant']}/expenditure/new")
    world.look(page)
    for place, cost in enumerate(EXAMPLE_3):
        is_last = place + 1 == len(EXAMPLE_3)
        _enter(page, cost, first=granting.first_day(), again=not is_last)
    heading(page, "Safe evenings")
    expect(page.get_by_text("12,193.55").first).to_be_visible()
    world.look(page)


def _enter(page: Page, cost: tuple[Any, ...], *, first: date, again: bool) -> None:
    line, description, supplier, number, day, amount = cost
    on = first + (day - FIRST_DAY_OF_EXAMPLE)
    if number != AFTER_THE_END:
        on = min(on, granting.last_day())
    page.get_by_label("Budget line").select_option(line)
    page.get_by_label("What was bought or paid").fill(description)
    page.get_by_label("Supplier or person paid").fill(supplier)
    page.get_by_label("Number of the document").fill(number)
    page.get_by_label("Date of the document").fill(on.isoformat())
    page.get_by_label("Paid on").fill((on + timedelta(days=1)).isoformat())
    page.get_by_label("Number of the bank statement").fill(f"BS-{number}")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Amount of the document").fill(str(Decimal(amount)))
    page.get_by_label("Exchange rate").fill("")
    page.get_by_label("Scan or photograph").set_input_files(
        {"name": f"{number}.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    press(page, "Save and add another" if again else "Save cost")
    if again:
        expect(page.get_by_label("What was bought or paid")).to_have_value("")


def write(world: World) -> None:
    """The final report is begun, written part by part, and its figures follow from the costs."""
    page = world.as_("owner")
    page.goto(f"/grants/{world.facts['grant']}/reports")
    page.get_by_role("link", name="Final report").first.click()
    world.look(page)
    press(page, "Start the report")
    expect(page.get_by_text("tasks completed").first).to_be_visible()
    report = world.facts["report"] = page.url.rstrip("/").split("/")[-1]
    for key in PARTS:
        page.goto(f"/reports/{report}/parts/{key}")
        page.locator("#text").fill(f"What we did and what it changed: {key}.")
        page.get_by_label("Yes, I have").check()
        press(page, "Save and continue")
        page.wait_for_url(lambda url, path=f"/parts/{key}": path not in url)
    page.goto(f"/reports/{report}/results")
    world.look(page)
    expect(page.locator("fieldset[id^=lines-]").first).to_be_attached()
    for line in page.locator("fieldset[id^=lines-]").all()[:-1]:
        line.get_by_label("What was done").fill("Ten evenings in five towns.")
        for name, count in (("planned", 60), ("women", 40), ("men", 25), ("minors", 5)):
            line.locator(f"[name$='-{name}']").fill(str(count))
    press(page, "Save and continue")
    page.wait_for_url(lambda url: "/results" not in url)


def send(world: World) -> None:
    """The costs are ticked, differences explained, the report submitted by the signatory."""
    page, report = world.as_("owner"), world.facts["report"]
    page.goto(f"/reports/{report}/costs")
    expect(page.locator("input[name=items]").first).to_be_attached()
    for box in page.locator("input[name=items]").all():
        box.check()
    press(page, "Work out the figures again")
    expect(page.get_by_text("12,193.55").first).to_be_visible()
    for words in page.locator("textarea[name^=explanation-]").all():
        words.fill("Prices were different; the volume is the same.")
    world.look(page)
    press(page, "Save and continue")
    page.wait_for_url(lambda url: "/costs" not in url)
    page.goto(f"/reports/{report}/check")
    world.look(page)
    expect(page.get_by_text("13,047.10").first).to_be_visible()
    press(page, "Submit report")
    expect(page.get_by_text("The report is submitted.").first).to_be_visible()
    world.work()
    assert world.mails(address("programme"), "eport"), "the programme officer hears of the report"


def review(world: World) -> None:
    """Programme takes it up, finance refuses two costs with their codes, both confirm."""
    path = f"/manage/reports/{world.facts['report']}"
    programme, finance = world.as_("programme"), world.as_("finance")
    programme.goto(path)
    press(programme, "Start the review")
    for description, amount, code, words in REFUSED:
        finance.goto(path)
        finance.get_by_role("link", name=description).first.click()
        finance.get_by_label("Disallow all or a part").check()
        finance.get_by_label("Amount disallowed").fill(amount)
        finance.get_by_label("Reason").select_option(code)
        finance.get_by_label("Comment").fill(words)
        press(finance, "Save and next")
        expect(finance.get_by_text("is decided.").first).to_be_visible()
    finance.goto(path)
    world.look(finance)
    press(finance, "Accept the 12 costs not decided")
    press(finance, "Confirm the money")
    expect(finance.get_by_role("button", name="Confirm the money")).to_have_count(0)
    expect(finance.get_by_role("button", name="Approve report")).to_have_count(0)
    programme.goto(path)
    press(programme, "Confirm the narrative")
    expect(programme.get_by_role("button", name="Confirm the narrative")).to_have_count(0)


def approve(world: World) -> None:
    """The signatory approves: accepted total, final grant and balance to the cent."""
    page = world.as_("signatory")
    page.goto(f"/manage/reports/{world.facts['report']}")
    press(page, "Approve report")
    expect(page.get_by_text("The report is approved.").first).to_be_visible()
    world.work()
    owner = world.as_("owner")
    owner.goto(f"/reports/{world.facts['report']}")
    for amount in ("12,779.71", "249.90", "12,138.17", "2,138.17"):
        expect(owner.get_by_text(amount).first).to_be_visible()
    for _description, amount, code, words in REFUSED:
        expect(owner.get_by_text(f"{code}: {words}").first).to_be_visible()
        expect(owner.get_by_text(amount).first).to_be_visible()
    world.look(owner)
    letter = pdf_text(owner, "(PDF)")
    for amount in ("12,779.71", "12,138.17", "2,138.17", "187.50", "62.40"):
        assert amount in letter, f"{amount} is not in the approval letter"


def close(world: World) -> None:
    """The balance is paid and confirmed; the closing letter comes by mail and as PDF."""
    granting.pay(world, "2,138.17", "TR-2026-2")
    world.work()
    assert world.mails(address("owner"), "closed") or world.mails(address("owner"), "losure"), [
        mail["subject"] for mail in world.smtp.to(address("owner"))
    ]
    page = world.as_("owner")
    page.goto(f"/grants/{world.facts['grant']}/documents")
    world.look(page)
    letter = pdf_text(page, "Closure letter")
    assert "12,138.17" in letter
    page.goto(f"/grants/{world.facts['grant']}")
    expect(page.get_by_text("Closed").first).to_be_visible()
