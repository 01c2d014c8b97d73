"""The decision: report, signatures, award decision, letters, documents of the selected, award."""

from playwright.sync_api import expect

from tests.browser.life.applying import TITLE, upload
from tests.browser.life.evaluating import SIGNERS
from tests.browser.life.world import NAMES, World, address, heading, link_in, pdf_text, press
from tests.factories.accounts import PASSWORD
from tests.support.mailbox import body

DOCUMENTS = ("registration", "statute", "activity_report", "bank_form")
LETTERS = {
    "owner": "is selected",
    "owner0002": "is on the reserve list",
    "owner0003": "The decision on your application",
}


def _path(world: World, rest: str) -> str:
    return f"/manage/calls/{world.facts['call']}/{rest}"


def report(world: World) -> None:
    """The secretary drafts the report; chair, secretary and voters sign it."""
    page = world.as_("secretary")
    page.goto(_path(world, "decision"))
    page.locator("#minutes").fill("The committee met online. Nobody dissented.")
    press(page, "Put the report before the committee")
    expect(page.get_by_text("The report is ready to sign.")).to_be_visible()
    for key in SIGNERS:
        page = world.as_(key)
        page.goto(_path(world, "decision"))
        page.get_by_label("Your name").fill(NAMES[key])
        page.get_by_label("Your password").fill(PASSWORD)
        press(page, "Sign the report")
        expect(page.get_by_text("You have signed the report.")).to_be_visible()


def decide(world: World) -> None:
    """The signatory, who proposed nothing, approves; the decision stands as a document."""
    page = world.as_("signatory")
    page.goto(_path(world, "decision"))
    world.look(page)
    page.get_by_label("Approve the proposal").check()
    page.get_by_label("Your name").fill(NAMES["signatory"])
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Record the decision")
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


def send_letters(world: World) -> None:
    """Sent by typing their number; mails and letters say the result, mails never a score."""
    page = world.as_("programme")
    page.goto(_path(world, "letters"))
    world.look(page)
    page.get_by_label("Number of letters").fill("2")
    press(page, "Send 3 letters")
    expect(page.locator(".gp-errors, .gp-error").first).to_be_visible()
    page.get_by_label("Number of letters").fill("3")
    press(page, "Send 3 letters")
    expect(page.get_by_text("3 letters are on their way.")).to_be_visible()

    world.work()

    for key, subject in LETTERS.items():
        text = world.mail(address(key), subject)
        for score in ("90.00", "80.00", "40.00"):
            assert score not in text, f"the mail to {key} carries the score {score}: {text}"
    for mail in world.smtp.messages:
        assert "90.00" not in body(mail), mail["subject"]
    owner = world.as_("owner")
    owner.goto(f"/applications/{world.facts['application']}/decision")
    world.look(owner)
    expect(owner.get_by_role("row").filter(has_text="Total")).to_contain_text("90.00")
    letter = pdf_text(owner, "Letter of award")
    assert world.facts["number"] in letter
    assert "12,500.00" in letter
    assert TITLE in letter


def ask_documents(world: World) -> None:
    """The secretary asks; the applicant uploads; the secretary checks each item."""
    page = world.as_("secretary")
    page.goto(_path(world, "documents"))
    world.look(page)
    row = page.get_by_role("row").filter(has_text=world.facts["number"])
    row.get_by_role("button", name="Ask for documents").click()
    expect(page.get_by_text("The applicant has been asked for the documents.")).to_be_visible()
    world.work()
    owner = world.as_("owner")
    owner.goto(link_in(world.mail(address("owner"), "Documents needed")))
    heading(owner, "Supporting documents")
    world.look(owner)
    for key in DOCUMENTS:
        upload(owner, key)
    page.goto(f"/manage/applications/{world.facts['application']}/eligibility")
    world.look(page)
    expect(page.locator(".gp-check-fields select").first).to_be_attached()
    for answer in page.locator(".gp-check-fields select").all():
        answer.select_option("yes")
    press(page, "Save the answers")
    expect(page.get_by_text("The answers are saved.")).to_be_visible()
    expect(page.get_by_role("button", name="Make the award")).to_have_count(0)


def award(world: World) -> None:
    """A signatory who did not check makes the award; the grant begins with it."""
    page = world.as_("signatory")
    page.goto(f"/manage/applications/{world.facts['application']}/eligibility")
    press(page, "Make the award")
    expect(page.get_by_text("The award is made.")).to_be_visible()
    owner = world.as_("owner")
    owner.goto("/grants")
    world.look(owner)
    owner.get_by_role("link", name=TITLE).first.click()
    heading(owner, TITLE)
    world.facts["grant"] = owner.url.rstrip("/").split("/")[-1]
