"""Every component in Chromium: accessible, and its script does what it says."""

import re

import pytest
from playwright.sync_api import Route, expect

pytestmark = pytest.mark.one_database

AUTOSAVE = "**/styleguide/autosave"


@pytest.fixture
def page(visits):
    page = visits.visitor(1280)
    page.goto("/styleguide")
    return page


def _answer(page, status, body=None):
    def reply(route: Route) -> None:
        route.fulfill(status=status, json=body or {})

    page.unroute(AUTOSAVE)
    page.route(AUTOSAVE, reply)


def _write(page, text):
    page.get_by_label("Name of the legal representative").fill(text)
    page.get_by_label("Email address").first.focus()


PAGES = [
    *(f"/styleguide{part}" for part in ("", "/public", "/workspace", "/manager", "/split")),
    *("/help", "/privacy", "/cookies", "/legal", "/accessibility"),
]


@pytest.mark.parametrize("width", [1280, 390])
def test_every_component_and_page_of_duty_is_accessible(visits, check_page, width):
    page = visits.visitor(width)

    for path in PAGES:
        page.goto(path)
        check_page(page)


def test_words_left_are_counted_while_writing(page):
    area = page.get_by_label("Which problem does your project address?")

    area.fill("Љубав  and\nlove čini čuda svaki dan")

    expect(page.locator("#plain-problem-count")).to_have_text("1 word too many")


def test_budget_adds_up_in_cents_with_point_or_comma(page):
    page.get_by_label("Units, line 1.1").fill("3,5")
    page.get_by_label("Rate, line 1.1").fill("1,234.57")

    expect(page.locator("[data-t]")).to_have_text("4,321.00")
    expect(page.locator("[data-direct]")).to_have_text("4,321.00")


def test_score_keys_work_only_inside_the_sheet(page):
    page.keyboard.press("5")
    expect(page.locator("[data-total]")).to_have_text("8")

    page.locator("#c11-3").focus()
    page.keyboard.press("5")
    page.keyboard.press("j")
    page.keyboard.press("3")

    expect(page.locator("[data-total]")).to_have_text("13")
    expect(page.locator("[data-left]")).to_have_text("0")


def test_saving_says_when_and_takes_the_new_revision(page):
    _answer(page, 200, {"saved_at": "2026-12-04T13:32:07+00:00", "revision": 4})

    _write(page, "Amra")

    expect(page.locator("[data-save-state]")).to_have_text("Saved 14:32:07")
    expect(page.locator("form[data-autosave] [name=revision]")).to_have_value("4")


def test_text_survives_when_saving_fails(page):
    page.route(AUTOSAVE, lambda route: route.abort())
    _write(page, "Amra")
    expect(page.get_by_role("alert").filter(has_text="could not save")).to_be_visible()

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Put it back").click()

    expect(page.get_by_label("Name of the legal representative")).to_have_value("Amra")


def test_text_written_before_the_scripts_came_is_saved_too(visits):
    page = visits.visitor(1280)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/portal.js", hold)
    page.goto("/styleguide", wait_until="commit")
    page.get_by_label("Name of the legal representative").fill("Amra")
    _answer(page, 200, {"saved_at": "2026-12-04T13:32:07+00:00", "revision": 4})

    held[0].continue_()

    expect(page.locator("[data-save-state]")).to_have_text("Saved 14:32:07")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "You are signed out"),
        (409, "Dino Kovač saved this section at 14:30"),
        (423, "This can no longer be changed"),
        (500, "We could not save your last change"),
    ],
)
def test_refused_saving_says_why_and_keeps_the_text(page, status, words):
    _answer(page, status, {"message": "Dino Kovač saved this section at 14:30."})

    _write(page, "Amra")

    expect(page.locator("[data-autosave-notes]")).to_contain_text(words)
    expect(page.get_by_label("Name of the legal representative")).to_have_value("Amra")


def test_newer_version_is_shown_beside_ones_own_text(page):
    _answer(page, 409, {"theirs": [["Name of the legal representative", "Lejla Spahić"]]})

    _write(page, "Amra")
    page.get_by_text("The newer version", exact=True).click()

    expect(page.locator("[data-autosave-notes]")).to_contain_text("Lejla Spahić")


def test_errors_get_the_focus(page):
    expect(page.locator("[data-errors]")).to_be_focused()


def test_split_view_on_a_phone_shows_one_pane_at_a_time(visits):
    page = visits.visitor(390)
    page.goto("/styleguide/split")

    page.get_by_role("button", name="Score sheet").click()

    expect(page.get_by_role("heading", name="Score sheet")).to_be_visible()
    expect(page.get_by_role("heading", name="1. Summary")).to_be_hidden()


def test_menu_of_small_screens_closes_with_escape(visits):
    page = visits.visitor(390)
    page.goto("/styleguide/public")
    menu = page.locator("details.gp-burger")
    menu.locator("summary").click()

    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", re.compile(".*"))
    expect(menu.locator("summary")).to_be_focused()
