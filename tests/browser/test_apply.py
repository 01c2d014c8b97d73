"""An organisation applies: with scripts and autosave, and without any script."""

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.states import ApplicationState
from portal.core.db import db
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership, make_organisation

pytestmark = pytest.mark.one_database

S = ApplicationState
CODES = ("ELI01", "ELI02", "ELI04", "ELI05", "ELI06", "ELI10", "ELI12", "ELI09", "ADM15")
TEXTS = {
    "summary": ("A1",),
    "relevance": ("A3_1", "A3_2", "A3_3", "A3_4"),
    "design": ("A2_1", "A2_2", "A2_3", "A2_4"),
    "implementation": ("B1_3", "B1_4"),
    "sustainability": ("B1_5", "B1_8", "B1_9"),
    "capacity": ("A4",),
}


@pytest.fixture
def applicant(live):
    """Owner and signatory of an organisation, and an open call."""
    with live.app.app_context():
        user = make_user(name="Amra Mehić")
        make_membership(user=user, organisation=make_organisation())
        call = make_call()
        db.session.commit()
        db.session.expunge_all()
        return user, call.reference


def done(page: Page) -> None:
    page.get_by_label("Yes, I have completed this section").check()
    page.get_by_role("button", name="Save and continue").click()


def fill_form(page: Page) -> None:
    """From the task list to the declaration, every page in its order."""
    page.get_by_role("link", name="Confirm organisation details").click()
    done(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Add partners")
    done(page)
    page.get_by_label("Title of the project").fill("Safe evenings on the Drina")
    page.get_by_label("Towns or areas").fill("Niš and Pirot")
    page.get_by_label("Duration in months").fill("10")
    done(page)
    for names in TEXTS.values():
        for name in names:
            page.locator(f"#{name}").fill(f"Our answer to {name}.")
        done(page)
    page.get_by_label("EA1 Free legal aid").first.check()
    page.locator("#EA1").fill("Legal aid twice a week.")
    done(page)


def fill_budget(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Build the budget")
    page.get_by_role("button", name="Add a line to “Human resources”").click()
    page.get_by_label("Cost, line new").fill("Coordinator")
    page.get_by_label("Units, line new").fill("10")
    page.get_by_label("Rate, line new").fill("1.000,00")
    page.get_by_label("Why do you need it?").fill("Runs the project.")
    page.get_by_label("For which activity?").select_option("EA1")
    page.get_by_label("Own contribution").fill("600")


def sign_and_submit(page: Page) -> None:
    for key in STATEMENTS:
        page.locator(f"#{key}").check()
    page.get_by_label("Place").fill("Niš")
    page.get_by_role("button", name="Sign the declaration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before submitting")
    page.get_by_role("button", name="Submit application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application submitted")


def start(page: Page, reference: str) -> None:
    page.goto(f"/calls/{reference}/check")
    for code in CODES:
        page.locator(f"#{code}-0").check()
    page.get_by_label("Lot", exact=True).select_option(label="Serbia")
    page.get_by_role("button", name="Start application").click()
    expect(page.get_by_text("1 of 14 tasks completed")).to_be_visible()


def upload(page: Page, tmp_path, label: str, key: str) -> None:
    file = tmp_path / f"{key}.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file)
    page.locator(f"#slot-{key}").set_input_files(file)
    page.get_by_role("button", name=f"Upload {label}").click()
    expect(page.get_by_text(f"{key}.pdf is uploaded.")).to_be_visible()


def test_an_organisation_applies_from_the_check_to_the_receipt(
    live, visits, applicant, check_page, tmp_path
):
    user, reference = applicant
    page = visits.person(user)

    start(page, reference)
    check_page(page)
    fill_form(page)
    fill_budget(page)
    expect(page.locator("[data-direct]")).to_have_text("10,000.00")
    page.get_by_label("Indirect costs").fill("700,01")
    done(page)
    expect(page.get_by_role("alert", name="There is a problem")).to_contain_text(
        "at most 700.00, entered 700.01"
    )
    check_page(page)
    page.get_by_label("Indirect costs").fill("700")
    expect(page.locator("#requested")).to_have_text("EUR 10,100.00")
    page.get_by_label("Rate, line 1.1.1").fill("1.234")
    done(page)
    expect(page.get_by_role("alert", name="There is a problem")).to_contain_text(
        "Enter a number, like 1234.50"
    )
    expect(page.get_by_label("Rate, line 1.1.1")).to_have_value("1.234")
    page.get_by_label("Rate, line 1.1.1").fill("1 000,00")
    done(page)
    upload(page, tmp_path, "Annual accounts of the last closed year", "accounts")
    upload(page, tmp_path, "CVs of key staff", "cvs")
    check_page(page)
    done(page)
    sign_and_submit(page)

    check_page(page)
    with live.app.app_context():
        application = db.session.query(Application).one()
        version = queries.latest_version(application.id)
        assert application.state is S.SUBMITTED
        assert application.number == f"{reference}-0001"
        assert str(application.requested) == "10100.00"
        number, sha256 = application.number, version.sha256
    expect(page.get_by_text(number).first).to_be_visible()
    expect(page.get_by_text(sha256)).to_be_visible()


def test_an_organisation_applies_without_scripts(live, visits, applicant, tmp_path):
    user, reference = applicant
    page = visits.person(user, scripts=False)

    start(page, reference)
    fill_form(page)
    fill_budget(page)
    page.get_by_label("Indirect costs").fill("700")
    done(page)
    upload(page, tmp_path, "Annual accounts of the last closed year", "accounts")
    upload(page, tmp_path, "CVs of key staff", "cvs")
    done(page)
    sign_and_submit(page)

    with live.app.app_context():
        assert db.session.query(Application).one().state is S.SUBMITTED


def test_text_is_saved_while_typing_and_a_colleague_is_not_overwritten(live, visits):
    with live.app.app_context():
        user = make_user(name="Amra Mehić")
        application = make_application(state=S.DRAFT, owner=user)
        colleague = make_user(name="Dino Kovač")
        make_membership(
            organisation=application.organisation, user=colleague, role="editor",
            is_signatory=False,
        )  # fmt: skip
        db.session.commit()
        path = f"/applications/{application.id}/summary"
        db.session.expunge_all()
    first, second = visits.person(user), visits.person(colleague)
    first.goto(path)
    second.goto(path)

    first.locator("#A1").fill("What Amra wrote.")
    expect(first.locator("[data-kind^=saved]")).to_be_visible(timeout=6000)
    first.goto(path)
    expect(first.locator("#A1")).to_have_value("What Amra wrote.")
    second.locator("#A1").fill("What Dino wrote.")
    expect(second.get_by_role("alert")).to_contain_text("Amra Mehić saved this section")

    expect(second.locator("#A1")).to_have_value("What Dino wrote.")
