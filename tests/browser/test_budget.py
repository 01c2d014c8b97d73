"""The budget editor with scripts: the preview reads as the server, checks stand beside the line."""

import pytest
from playwright.sync_api import expect

from portal.applications.states import ApplicationState
from portal.core.db import db
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.support.numbers import NUMBERS

pytestmark = pytest.mark.one_database

PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  const event = new ClipboardEvent("paste", how);
  document.querySelector(selector).dispatchEvent(event);
}"""
READ = """async (texts) => {
  const script = document.querySelector('script[type=module]').src;
  const { parse } = await import(new URL("./budget.js", script).href);
  return texts.map((text) => parse(text)).map((value) => value === null ? null : String(value));
}"""


@pytest.fixture
def editor(live, visits):
    """The page of a filled budget (example 1) in a browser of its owner."""
    with live.app.app_context():
        owner = make_user(name="Amra Mehić")
        application = make_application(state=ApplicationState.DRAFT, owner=owner)
        db.session.commit()
        address = f"/applications/{application.id}/budget"
        db.session.expunge_all()
    page = visits.person(owner)
    page.goto(address)
    return page


def test_the_preview_reads_numbers_as_the_server_does(editor):
    texts = [text for text, _ in NUMBERS]

    read_as = editor.evaluate(READ, texts)

    scaled = [value and str(int(float(value) * 10000 + 0.5)) for _, value in NUMBERS]
    assert dict(zip(texts, read_as, strict=True)) == dict(zip(texts, scaled, strict=True))


def test_a_ceiling_passed_by_a_cent_is_said_beside_the_line_at_once(editor):
    indirect = editor.locator("#indirect")

    indirect.fill("861.01")
    editor.locator("#own").focus()

    expect(editor.locator("#at-indirect")).to_contain_text("at most 861.00, entered 861.01")
    indirect.fill("861,00")
    editor.locator("#own").focus()
    expect(editor.locator("#at-indirect")).to_have_text("")
    editor.locator("#lines-3-unit_value").fill("1.234")
    editor.locator("#own").focus()
    expect(editor.locator("#at-lines-3")).to_contain_text("“1.234” can be read as 1234 or as 1")


def test_pasted_rows_fill_lines_add_what_is_missing_and_name_what_is_not_understood(editor):
    rows = "Bus to Pirot\ttrip\t4\t12,50\nFuel\tkm\t1.000,5\tabout 2\nTaxi\tride\t2\t1,234.50"

    editor.evaluate(PASTE, ["#lines-3-description", rows])

    travel = editor.locator("tr[data-line='2']")
    expect(travel).to_have_count(3)
    expect(travel.nth(0).locator("[data-t]")).to_have_text("50.00")
    expect(travel.nth(2).locator("[data-t]")).to_have_text("2,469.00")
    expect(editor.locator("[data-pasted]")).to_have_text(
        "3 lines were pasted. Not understood: “about 2”, “ride”"
    )
    expect(travel.nth(1).locator(".gp-remark")).to_contain_text("Enter a number")
