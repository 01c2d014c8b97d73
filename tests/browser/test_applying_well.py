"""PRODUCT A3, A4, A5, A8 and A9: known before the form, entered once, every problem a link, files
beside each other, submitted and submitted again."""

import pytest
from playwright.sync_api import Page, expect

from portal.applications.models import Application, ApplicationSection, Attachment
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.clock import now
from portal.core.db import db
from portal.files.models import StoredFile
from portal.organisations.models import Organisation
from tests.factories import files
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership, make_organisation

pytestmark = pytest.mark.one_database

S = ApplicationState


@pytest.fixture
def draft(live):
    """The owner of a filled draft and the address of the draft."""
    with live.app.app_context():
        owner = make_user(name="Amra Mehić")
        application = make_application(state=S.DRAFT, owner=owner)
        db.session.commit()
        found = owner, f"/applications/{application.id}"
        db.session.expunge_all()
        return found


def spoil(live) -> None:
    """Five things of different kinds are missing or wrong."""
    with live.app.app_context():
        application = db.session.query(Application).one()
        rows = {row.page: row for row in db.session.query(ApplicationSection)}
        rows["summary"].answers = {"A1": "word " * 301}
        rows["relevance"].answers = rows["relevance"].answers | {"A3_1": ""}
        rows["identification"].answers = rows["identification"].answers | {"duration_months": "99"}
        application.duration_months = 99
        rows["activities"].answers = {"chosen": []}
        db.session.execute(db.text("DELETE FROM attachments"))
        db.session.commit()


def test_a3_who_cannot_apply_knows_before_the_form_and_can_ask(live, visits):
    with live.app.app_context():
        user = make_user()
        make_membership(user=user, organisation=make_organisation())
        reference = make_call().reference
        db.session.commit()
        db.session.expunge_all()
    page = visits.person(user)
    page.goto(f"/calls/{reference}/check")
    asked = page.locator("#precheck fieldset")
    for number, question in enumerate(asked.all()):
        question.get_by_label("No" if number == 1 else "Yes", exact=True).check()
    page.get_by_label("Lot", exact=True).select_option(label="Serbia")

    page.get_by_role("button", name="Start application").click()

    refusal = page.locator(".gp-note-bad")
    expect(refusal).to_contain_text("Only non-profit-making organisations can apply.")
    expect(refusal).to_contain_text("ask a question")
    assert 6 <= len(asked.all()) <= 10
    page.goto(f"/calls/{reference}")
    page.locator("#questions textarea").fill("May a school apply?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("We received your question as number 1.")).to_be_visible()
    with live.app.app_context():
        assert db.session.query(Application).count() == 0


def test_a4_the_profile_fills_the_second_application_and_leaves_the_first_as_sent(
    live, visits, draft
):
    owner, address = draft
    page = visits.person(owner, scripts=False)
    page.goto(f"{address}/check")
    page.get_by_role("button", name="Submit application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application submitted")

    page.goto("/organisation/edit")
    page.get_by_label("Legal name").fill("Udruženje Novo Ime")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("main")).to_contain_text("Udruženje Novo Ime")

    with live.app.app_context():
        first = db.session.query(Application).one()
        second = make_application(
            state=S.DRAFT,
            call=make_call(),
            owner=owner,
            organisation=db.session.get(Organisation, first.organisation_id),
        )
        db.session.commit()
        path = f"/applications/{second.id}/organisation"
    page.goto(path)
    for fact in ("Udruženje Novo Ime", "Ulica lipa 1", "Niš", "Jovana Primerović", "Association"):
        expect(page.locator("main")).to_contain_text(fact)
    page.goto(f"{address}/check")
    expect(page.locator("main")).to_contain_text("Udruženje Svetionik")


def test_a5_every_problem_is_listed_and_leads_into_its_field(live, visits, draft):
    owner, address = draft
    spoil(live)
    page = visits.person(owner)
    page.goto(f"{address}/check")
    problems = page.locator(".gp-errors a")
    expect(problems.nth(4)).to_be_visible()
    links = [(link.text_content(), link.get_attribute("href")) for link in problems.all()]

    fields = {
        href.rpartition("/")[2].partition("#")[0]: href for _text, href in links if "#" in href
    }
    assert {"summary", "relevance", "identification", "activities", "documents"} <= set(fields)
    for href in fields.values():
        page.goto(href)
        field = href.partition("#")[2]
        expect(page.locator(f"#{field}:focus, #{field} :focus")).to_have_count(1)


def paper(folder, name: str, pages: int):
    """A PDF of so many pages under this name in a folder of its own."""
    path = folder / str(pages) / name
    path.parent.mkdir()
    path.write_bytes(files.pdf(pages))
    return path


def upload(page: Page, key: str, path) -> None:
    kept = page.locator(f"section:has(#slot-{key})").get_by_role("link", name=path.name)
    before = kept.count()
    page.locator(f"#slot-{key}").set_input_files(path)
    page.locator(f"form:has(#slot-{key})").get_by_role("button", name="Upload").click()
    expect(kept).to_have_count(before + 1)
    expect(page.get_by_text("is uploaded.")).to_be_visible()


def test_a8_two_files_of_one_name_are_kept_and_a_wrong_type_never_leaves(visits, draft, tmp_path):
    owner, address = draft
    page = visits.person(owner)
    page.goto(f"{address}/documents")
    upload(page, "cvs", paper(tmp_path, "annex.pdf", 1))
    upload(page, "accounts", paper(tmp_path, "annex.pdf", 2))
    upload(page, "cvs", paper(tmp_path, "annex.pdf", 3))

    expect(page.get_by_role("link", name="annex.pdf")).to_have_count(3)
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    wrong = tmp_path / "annex.exe"
    wrong.write_bytes(b"MZ")
    page.locator("#slot-cvs").set_input_files(wrong)
    expect(page.get_by_role("alert")).to_contain_text("annex.exe: The file must be a PDF")
    assert page.locator("#slot-cvs").evaluate("input => input.files.length") == 0
    assert "POST" not in sent


def test_a8_a_cut_upload_shows_where_it_is_and_goes_on_by_itself(live, visits, draft, tmp_path):
    owner, address = draft
    page = visits.person(owner)
    page.goto(f"{address}/documents")
    tries = []

    def cut_then_lost_answer(route):
        """The first try never arrives; the second does, and its answer is lost."""
        tries.append(route.request.post_data_buffer)
        if len(tries) == 2:
            route.fetch()
        if len(tries) <= 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/documents/cvs/upload", cut_then_lost_answer)
    card = page.locator("section:has(#slot-cvs)")
    page.locator("#slot-cvs").set_input_files(paper(tmp_path, "annex.pdf", 4))
    card.get_by_role("button", name="Upload").click()

    expect(card.get_by_role("status")).to_contain_text("The line was cut. annex.pdf is kept here")
    assert page.locator("#slot-cvs").evaluate("input => input.files.length") == 1
    card.get_by_role("button", name="Try again now").click()
    expect(card.get_by_role("status")).to_contain_text("The line was cut.")
    card.get_by_role("button", name="Try again now").click()
    expect(page.get_by_text("annex.pdf is uploaded.").first).to_be_visible()
    expect(page.get_by_role("link", name="annex.pdf")).to_have_count(1)
    with live.app.app_context():
        kept = db.session.query(Attachment).join(StoredFile).filter_by(name="annex.pdf")
        assert kept.count() == 1


def test_a9_it_is_submitted_and_submitted_again_until_the_deadline(live, visits, draft):
    owner, address = draft
    page = visits.person(owner)
    page.goto(f"{address}/check")
    page.get_by_role("button", name="Submit application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application submitted", timeout=2000)
    first = page.locator("main").inner_text()
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_text("The application is a draft again.")).to_be_visible()
    page.goto(f"{address}/check")
    page.get_by_role("button", name="Submit application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application submitted")
    page.goto(f"{address}/versions")
    table = page.get_by_role("table", name="Submitted versions")
    expect(table.locator("tbody tr")).to_have_count(2)

    with live.app.app_context():
        mails = db.session.execute(db.text("SELECT count(*) FROM mail_messages")).scalar_one()
        db.session.query(Call).update({"closes_at": now()})
        db.session.commit()
    assert mails == 2
    assert "SHA-256" in first
