"""An assessor scores in the split view: with the keyboard, without JavaScript, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from portal.core.db import db
from portal.evaluation import queries
from portal.evaluation.states import AssessmentState
from tests.factories.accounts import actor_of
from tests.factories.evaluation import make_assessment, make_candidate, make_session, seat

pytestmark = pytest.mark.one_database


@pytest.fixture
def work(live):
    """An assessor with two sheets; the address of the first."""
    with live.app.app_context():
        session = make_session()
        assessor = seat(session, "assessor")
        sheets = [
            make_assessment(make_candidate(session, title=title), assessor)
            for title in ("Night outreach in Kumanovo", "Legal clinic")
        ]
        db.session.commit()
        return assessor, sheets[0].id, f"/evaluate/{sheets[0].id}"


def sheet_of(live, assessor, sheet_id):
    with live.app.app_context():
        found = queries.get_sheet(actor_of(assessor), sheet_id)
        return found.state, [score.value for score in found.scores]


def test_assessor_scores_with_the_keyboard(live, visits, check_page, work):
    assessor, sheet_id, address = work
    page = visits.person(assessor)
    page.goto(address)
    check_page(page)

    page.locator("input[name=score_C1_1][value='3']").focus()
    page.keyboard.press("4")
    for _ in range(16):
        page.keyboard.press("j")
        page.keyboard.press("4")
    expect(page.locator("[data-total]")).to_have_text("80")
    expect(page.locator("[data-left]")).to_have_text("0")
    for code in ("C1", "C2", "C3", "C4", "C5"):
        page.locator(f"textarea[name=comment_{code}]").fill("Sound and well explained.")
    expect(page.locator("[data-save-state]")).to_contain_text(re.compile("Saved"))
    page.get_by_label("Fund", exact=True).check()
    page.get_by_role("button", name="Submit scores").click()

    expect(page.get_by_text("Your scores are submitted.")).to_be_visible()
    expect(page.get_by_text("Read only.")).to_be_visible()
    assert sheet_of(live, assessor, sheet_id) == (AssessmentState.SUBMITTED, [4] * 17)


def test_a_score_of_1_2_or_5_opens_its_reason(visits, work):
    page = visits.person(work[0])
    page.goto(work[2])
    reason = page.get_by_label("Reason for the score of C1.1", exact=True)
    expect(reason).to_be_hidden()

    page.locator("input[name=score_C1_1][value='5']").check(force=True)

    expect(reason).to_be_visible()


def test_assessor_scores_without_javascript(live, browser, visits, work):
    assessor, sheet_id, address = work
    signed_in = visits.person(assessor)
    context = browser.new_context(
        base_url=live.url,
        java_script_enabled=False,
        storage_state=signed_in.context.storage_state(),
    )
    page = context.new_page()
    page.goto(address)

    page.locator("input[name=score_C1_1][value='4']").check(force=True)
    page.get_by_role("button", name="Submit scores").click()
    summary = page.locator(".gp-errors").inner_text()
    kept = page.locator("input[name=score_C1_1][value='4']").is_checked()
    context.close()

    assert "Give C1.2 a whole number from 1 to 5." in summary
    assert kept
    state, scores = sheet_of(live, assessor, sheet_id)
    assert state is AssessmentState.IN_PROGRESS
    assert [value for value in scores if value] == [4]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_evaluator_are_accessible(visits, check_page, work, width):
    page = visits.person(work[0], width=width)

    for address in ("/evaluate", work[2], f"{work[2]}/conflict", "/evaluate/guidance"):
        page.goto(address)
        check_page(page)
