"""The grant: bank account, contract accepted by both sides, payments by four people."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from portal.core.clock import day_in, now
from tests.browser.life.applying import ORGANISATION, OWNER, TITLE
from tests.browser.life.world import NAMES, World, address, press, words_of
from tests.factories.accounts import PASSWORD

IBAN = "RS35260005601001611379"


def enter_account(world: World) -> None:
    """The owner names the account, with the password again."""
    page = world.as_("owner")
    page.goto("/organisation/bank")
    page.get_by_label("Account holder").fill(ORGANISATION)
    page.get_by_label("IBAN").fill(IBAN)
    page.get_by_label("Bank", exact=True).fill("Banka Primer")
    page.get_by_label("Your password").fill(PASSWORD)
    world.look(page)
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_label("Your password")).to_have_value("")
    world.work()
    assert len(world.mails(address("owner"), "account")) >= 1


def make_contract(world: World) -> None:
    """The programme officer completes the data and has the contract made and sent.

    The project began a year ago, so that its ten months are over when the report is due.
    """
    page = world.as_("programme")
    page.goto(f"/manage/grants/{world.facts['grant']}/agreement")
    world.look(page)
    page.get_by_label("First day of the project").fill(first_day().isoformat())
    page.get_by_label("Instalments in per cent").fill("80/20")
    press(page, "Save the contract data")
    press(page, "Make the contract")
    expect(page.get_by_text("being prepared").first).to_be_visible()
    world.work()
    page.reload()
    press(page, "Send the contract to the grantee")
    expect(page.get_by_role("button", name="Send the contract to the grantee")).to_have_count(0)
    world.work()


def accept_contract(world: World) -> None:
    """Both sides accept exactly the file whose words and hash they see."""
    owner, signatory = world.as_("owner"), world.as_("signatory")
    owner.goto(f"/grants/{world.facts['grant']}/agreement")
    world.look(owner)
    link = owner.get_by_role("link", name="Grant contract (PDF)")
    contract = words_of(owner.request.get(link.get_attribute("href") or "").body())
    for words in (ORGANISATION, TITLE, "12,500.00", "94.98", IBAN[-4:]):
        assert words in contract, f"“{words}” is not in the contract"
    _accept(owner, OWNER, "Director")
    signatory.goto(f"/manage/grants/{world.facts['grant']}/agreement")
    _accept(signatory, NAMES["signatory"], "Executive director")
    hashes = signatory.locator(".gp-summary .gp-hash").all_inner_texts()
    assert len(hashes) == 2, hashes
    assert len(set(hashes)) == 1, hashes
    world.work()


def _accept(page: Page, name: str, function: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your function").fill(function)
    page.get_by_label("I have read the contract").check()
    press(page, "Accept the contract")
    expect(page.get_by_text(f"Accepted by {name}, {function}")).to_be_visible()


def pay_first(world: World) -> None:
    """80 per cent: asked for, checked, approved, paid and confirmed."""
    pay(world, "10,000.00", "TR-2026-1")


def pay(world: World, amount: str, reference: str) -> None:
    """One instalment through four pairs of hands; the grantee confirms that it came."""
    owner, finance = world.as_("owner"), world.as_("finance")
    owner.goto(f"/grants/{world.facts['grant']}/payments")
    world.look(owner)
    owner.get_by_label("We need this payment").check()
    press(owner, f"Ask for EUR {amount}")
    expect(owner.get_by_role("button", name=f"Ask for EUR {amount}")).to_have_count(0)
    finance.goto("/manage/payments")
    finance.get_by_role("row").filter(has_text=amount).get_by_role("link").first.click()
    expect(finance.get_by_role("heading", name="Check the request")).to_be_visible()
    world.look(finance)
    expect(finance.get_by_role("checkbox").first).to_be_attached()
    for box in finance.get_by_role("checkbox").all():
        box.check()
    press(finance, "Checked: pass to the signatory")
    expect(finance.get_by_role("button", name="Checked: pass")).to_have_count(0)
    world.facts["payment"] = finance.url
    _approve_and_enter(world, finance.url, amount, reference)
    world.work()
    assert len(world.mails(address("owner"), "ayment")) >= 1
    owner.reload()
    press(owner, f"Confirm that EUR {amount} arrived")
    expect(owner.get_by_text("You have confirmed the payment").first).to_be_visible()


def _approve_and_enter(world: World, url: str, amount: str, reference: str) -> None:
    signatory, cashier = world.as_("signatory"), world.as_("cashier")
    cashier.goto(url)
    expect(cashier.get_by_role("button", name="Enter the payment")).to_have_count(0)
    signatory.goto(url)
    press(signatory, f"Approve EUR {amount}")
    expect(signatory.get_by_role("button", name=f"Approve EUR {amount}")).to_have_count(0)
    cashier.reload()
    cashier.get_by_label("Value date").fill(today().isoformat())
    cashier.get_by_label("Reference of the bank").fill(reference)
    press(cashier, f"Enter the payment of EUR {amount}")
    expect(cashier.get_by_text(reference).first).to_be_visible()


def first_day() -> date:
    """First day of the project: the first of this month, a year ago."""
    return today().replace(year=today().year - 1, day=1)


def last_day() -> date:
    """The day before the same day ten months later."""
    months = first_day().month - 1 + 10
    return date(first_day().year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def today() -> date:
    """The day in Belgrade."""
    return day_in("Europe/Belgrade", now())
