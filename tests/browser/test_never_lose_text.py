"""PRODUCT A1, never lose text: killed tab, ended session, two tabs, dropped line."""

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import UserSession
from portal.applications import queries
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.applications import make_application
from tests.support.numbers import TEXTS

pytestmark = pytest.mark.one_database

TEXT = " ".join(f"reč{number}" for number in range(300))
COUNTED = """async (texts) => {
  const script = document.querySelector('script[type=module]').src;
  const { count } = await import(new URL("./words.js", script).href);
  return texts.map(count);
}"""


@pytest.fixture
def draft(live):
    """The owner of a filled draft, the draft, and the address of its summary."""
    with live.app.app_context():
        owner = make_user(name="Amra Mehić", password=PASSWORD)
        application = make_application(state=ApplicationState.DRAFT, owner=owner)
        db.session.commit()
        found = owner, application.id, f"/applications/{application.id}/summary"
        db.session.expunge_all()
        return found


def write(page: Page, text: str) -> None:
    """Type and leave the field, which saves at once."""
    page.locator("#A1").fill(text)
    page.get_by_label("Yes, I have completed this section").focus()


def kept(live, application_id) -> str:
    with live.app.app_context():
        return str(queries.answers(queries.whole(application_id), "summary")["A1"])


def test_three_hundred_words_survive_the_killed_tab(live, visits, draft):
    owner, application_id, path = draft
    page = visits.person(owner)
    page.goto(path)

    page.locator("#A1").fill(TEXT)
    expect(page.locator("[data-kind^=saved]")).to_be_visible(timeout=6000)  # nobody left the field
    page.context.close()

    again = visits.person(owner)
    again.goto(path)
    expect(again.locator("#A1")).to_have_value(TEXT)
    assert kept(live, application_id) == TEXT


def test_text_survives_the_end_of_the_session(live, visits, draft):
    owner, application_id, path = draft
    page = visits.person(owner)
    page.goto(path)
    with live.app.app_context():
        db.session.query(UserSession).update({"ended_at": now()})
        db.session.commit()

    write(page, TEXT)
    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(page.locator("#A1")).to_have_value(TEXT)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("Email address").fill(owner.email)
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    write(page, f"{TEXT} end")

    expect(page.locator("[data-kind^=saved]")).to_be_visible()
    assert kept(live, application_id) == f"{TEXT} end"


def test_the_second_of_two_tabs_is_warned_and_has_both_texts(live, visits, draft):
    owner, application_id, path = draft
    first = visits.person(owner)
    first.goto(path)
    second = first.context.new_page()
    second.goto(path)

    write(first, "What the first tab says.")
    expect(first.locator("[data-kind^=saved]")).to_be_visible()
    write(second, "What the second tab says.")

    expect(second.get_by_role("alert")).to_contain_text("saved this section")
    second.get_by_text("The newer version", exact=True).click()
    expect(second.locator(".gp-answer")).to_have_text("What the first tab says.")
    expect(second.locator("#A1")).to_have_value("What the second tab says.")
    assert kept(live, application_id) == "What the first tab says."


def test_a_dropped_line_is_said_and_the_text_sent_when_it_is_back(live, visits, draft):
    owner, application_id, path = draft
    page = visits.person(owner)
    page.goto(path)

    page.context.set_offline(True)
    write(page, "Written on the train.")
    expect(page.get_by_role("alert")).to_contain_text("We could not save your last change.")
    page.context.set_offline(False)

    expect(page.locator("[data-kind^=saved]")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert kept(live, application_id) == "Written on the train."


def test_the_page_counts_words_as_the_server_does(visits, draft):
    owner, _application_id, path = draft
    page = visits.person(owner)
    page.goto(path)

    counted = page.evaluate(COUNTED, [text for text, _ in TEXTS])

    assert dict(zip([text for text, _ in TEXTS], counted, strict=True)) == dict(TEXTS)
