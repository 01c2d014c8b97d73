"""A call that no template resembles is built by clicking, published, and applied to.

No budget but a sum, no partners, no list of activities, no documents, one page of questions of
several kinds with a condition and a table, a grid of its own.
"""

import pytest
from playwright.sync_api import Page, expect

from portal.applications.rules.declaration import STATEMENTS
from portal.core.db import db
from tests.browser.life.applying import done
from tests.browser.life.calls import noon_in
from tests.browser.life.world import heading, press
from tests.factories.accounts import make_user
from tests.factories.organisations import make_membership, make_organisation
from tests.support.cast import Cast

pytestmark = pytest.mark.one_database

PAGES = ("Summarise your project", "Describe relevance and needs", "Describe the design",
         "Describe how you will work", "Describe lasting results", "Describe your experience",
         "Describe the regional dimension")  # fmt: skip


@pytest.fixture
def people(live):
    """The programme officer, the signatory, and the owner of an organisation in Serbia."""
    with live.app.app_context():
        cast = Cast()
        officer, signatory = cast.person("programme"), cast.person("signatory")
        owner = make_user(name="Amra Mehić")
        make_membership(organisation=make_organisation(), user=owner)
        db.session.commit()
        db.session.expunge_all()
    return officer, signatory, owner


def test_a_call_that_no_template_resembles_is_built_and_applied_to(visits, people, check_page):
    officer, signatory, owner = (visits.person(user) for user in people)

    reference = _begin(officer)
    _build_form(officer, f"/manage/calls/{reference}/setup/form", check_page)
    _build_grid(officer, f"/manage/calls/{reference}/setup/grid")
    _publish(officer, signatory, f"/manage/calls/{reference}")
    application = _start(owner, reference)
    _answer(owner, check_page)
    _send(owner, application)


def _begin(page: Page) -> str:
    """Title, dates, a sum instead of a budget."""
    page.goto("/manage/calls/new")
    press(page, "Create the draft")
    heading(page, "Texts")
    reference = page.url.split("/")[-2]
    page.get_by_label("Title").fill("Small ideas of young people")
    press(page, "Save and continue")
    heading(page, "Applicants")
    page.goto(f"/manage/calls/{reference}/setup/timetable")
    page.get_by_label("Publication").fill(noon_in(0).isoformat(timespec="minutes"))
    page.get_by_label("Deadline", exact=True).fill(noon_in(45).isoformat(timespec="minutes"))
    press(page, "Save and continue")
    heading(page, "Lots")
    page.goto(f"/manage/calls/{reference}/setup/money")
    for switch in ("build a budget", "fill a logframe", "draw up an action plan"):
        page.get_by_label(f"Applicants {switch}").uncheck()
    press(page, "Save and continue")
    heading(page, "Activities that can be funded")
    for document in ("Annual accounts", "CVs of key staff", "Mandates of co-applicants"):
        page.goto(f"/manage/calls/{reference}/setup/documents")
        page.get_by_role("button", name=f"Remove {document}").click()
        expect(page.get_by_role("button", name=f"Remove {document}")).to_have_count(0)
    return reference


def _build_form(page: Page, form: str, check_page) -> None:
    page.goto(form)
    for title in PAGES:
        page.locator("main h2").get_by_role("link", name=title).click()
        press(page, "Remove “")
        expect(page.get_by_text("is no longer a page of the form.")).to_contain_text(title)
    page.get_by_role("link", name="Switch on or off").click()
    page.get_by_label("Partners").uncheck()
    page.get_by_label("Activities").uncheck()
    press(page, "Save")
    page.get_by_role("link", name="Add a page").click()
    page.get_by_label("Name of the page").fill("Your idea")
    press(page, "Save the page")
    _ask(page, "In one sentence", "Short text, one line", words=8)
    _more(page)
    _ask(page, "Are people under 18 part of it?", "Yes or no")
    _more(page)
    _ask(page, "How are they kept safe?", "Long text", words=50, after="Q2=yes")
    _more(page)
    columns = (("Town", "Text"), ("People", "Number"))
    _ask(page, "Where does it happen?", "Table with rows", columns=columns)
    _more(page)
    _ask(page, "Who decides?", "Several of a list", choices="Young people\nTeachers")
    _more(page)
    _ask(page, "First day", "Date")
    check_page(page)
    page.get_by_role("link", name="Q4 Where does it happen?").click()
    check_page(page)


def _more(page: Page) -> None:
    page.get_by_role("link", name="Add a question Your idea").click()
    heading(page, "Add a question")


def _ask(
    page: Page,
    title: str,
    kind: str,
    *,
    words: int = 0,
    after: str = "",
    columns: tuple[tuple[str, str], ...] = (),
    choices: str = "",
) -> None:
    page.locator("#title").fill(title)
    kinds = page.get_by_label("Kind of answer")
    kinds.select_option(label=kinds.locator("option", has_text=kind).first.inner_text())
    if words:
        page.get_by_label("Words in national lots").fill(str(words))
    else:
        expect(page.locator("#words_national")).to_be_hidden()
    if after:
        page.get_by_label("Asked", exact=True).select_option(after)
    for number, (label, cell) in enumerate(columns, 1):
        page.get_by_label(f"Name of column {number}").fill(label)
        page.get_by_label(f"Kind of column {number}").select_option(label=cell)
    if choices:
        page.get_by_label("Choices").fill(choices)
    press(page, "Save the question")
    expect(page.get_by_role("link", name=title)).to_be_visible()


def _build_grid(page: Page, grid: str) -> None:
    """One section with one criterion that is read in the answer to the first question."""
    for code in ("C1", "C2", "C3", "C4", "C5"):
        page.goto(grid)
        page.get_by_role("button", name=f"Remove {code}", exact=True).click()
        expect(page.get_by_role("button", name=f"Remove {code}", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Add a section").click()
    page.get_by_label("Code").fill("I")
    page.get_by_label("Title").fill("The idea")
    press(page, "Save the section")
    page.get_by_role("link", name="Add a criterion").click()
    page.get_by_label("Code").fill("I.1")
    page.get_by_label("Criterion").fill("It is their own")
    page.get_by_label("Q1 In one sentence").check()
    press(page, "Save the criterion")
    expect(page.get_by_role("row").filter(has_text="I.1 It is their own")).to_contain_text("Q1")


def _publish(officer: Page, signatory: Page, dashboard: str) -> None:
    signatory.goto(dashboard)
    press(signatory, "Approve the call")
    expect(signatory.get_by_text("The call is approved. It can be published now.")).to_be_visible()
    officer.goto(dashboard)
    press(officer, "Publish the call")
    expect(officer.get_by_text("The call is published.", exact=True)).to_be_visible()


def _start(page: Page, reference: str) -> str:
    page.goto(f"/calls/{reference}/check")
    expect(page.locator("#precheck fieldset").first).to_be_attached()
    for group in page.locator("#precheck fieldset").all():
        group.get_by_label("Yes").check()
    page.get_by_label("Lot", exact=True).select_option(label="Serbia")
    press(page, "Start application")
    expect(page.get_by_text("1 of 5 tasks completed")).to_be_visible()
    return page.url.split("/")[-1]


def _answer(page: Page, check_page) -> None:
    page.get_by_role("link", name="Confirm organisation details").click()
    done(page)
    page.get_by_label("Title of the project").fill("A wall for everybody")
    page.get_by_label("Towns or areas").fill("Niš")
    page.get_by_label("Duration in months").fill("8")
    page.get_by_label("Sum you ask for").fill("9.500,00")
    done(page)
    heading(page, "Your idea")
    page.get_by_label("In one sentence").fill("Young people paint the wall of their school")
    expect(page.locator("#Q1-count")).to_have_text("0 words left")
    safe = page.get_by_label("How are they kept safe?")
    expect(safe).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(safe).to_be_visible()
    for number, row in enumerate((("Niš", "1.200"), ("Pirot", "30"), ("Vranje", "12")), 1):
        if number == 3:
            press(page, "Add a row")
        page.get_by_label(f"Town, row {number}").fill(row[0])
        page.get_by_label(f"People, row {number}").fill(row[1])
    page.get_by_role("button", name="Remove row 2").click()
    expect(page.get_by_label("Town, row 2")).to_have_value("Vranje")
    page.get_by_label("Teachers").check()
    page.get_by_label("First day").fill("2027-03-01")
    done(page)
    problems = page.locator(".gp-errors")
    expect(problems).to_contain_text("Answer “How are they kept safe?”")
    expect(problems).to_contain_text("row 1, People: “1.200” can be read as 1200")
    check_page(page)
    safe.fill("Two adults are there at all times.")
    page.get_by_label("People, row 1").fill("1200")
    done(page)
    heading(page, "Sign the declaration")


def _send(page: Page, application: str) -> None:
    for key in STATEMENTS:
        page.locator(f"#{key}").check()
    page.get_by_label("Place").fill("Niš")
    press(page, "Sign the declaration")
    heading(page, "Check before submitting")
    table = page.get_by_role("table", name="Where does it happen?")
    expect(table.get_by_role("row").nth(1)).to_contain_text("1,200")
    expect(table.get_by_role("row")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("1 March 2027")
    press(page, "Submit application")
    heading(page, "Application submitted")
    expect(page).to_have_url(f"/applications/{application}/submitted")
