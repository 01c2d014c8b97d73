"""PRODUCT A3, A4, A5, A8, A9 and A10: known before the form, entered once, every problem a link,
files beside each other, submitted and submitted again, a way out and an answer at the end."""

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.actions.models import ActionRole
from portal.applications.models import Application, ApplicationSection, Attachment
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls.models import Call, Question
from portal.calls.service import questions
from portal.calls.states import CallState
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.files.models import StoredFile
from portal.organisations.models import Organisation
from tests.factories import files
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.grants import make_lead
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


def told(live):
    """A call with its officer, its asker, and two applicants who were rejected for own reasons."""
    with live.app.app_context():
        asker, ana, ben = make_user(name="Zana Asks"), make_user(), make_user()
        make_membership(user=asker, organisation=make_organisation(legal_name="Curious Asks"))
        call = make_call()
        make_lead(call.action)
        over = make_call(state=CallState.DECIDED, closed_at=AT)
        said = {ana: "Capacity is below the threshold.", ben: "The budget does not fit the plan."}
        addresses = [
            f"/applications/{one.id}/decision"
            for one in (
                make_application(
                    state=S.REJECTED_QUALITY, call=over, owner=owner,
                    result_reason=reason, letter_sent_at=AT,
                )
                for owner, reason in said.items()
            )
        ]  # fmt: skip
        db.session.commit()
        path = f"/calls/{call.reference}"
        db.session.expunge_all()
        return path, asker, list(zip((ana, ben), addresses, said.values(), strict=True))


def answer(live, text: str) -> None:
    """The officer of the call publishes the answer."""
    with live.app.app_context(), transaction():
        question = db.session.query(Question).one()
        call = calls.get_whole(question.call_id)
        role = db.session.query(ActionRole).filter_by(function="programme").one()
        officer = actor_of(db.session.get(User, role.user_id))
        questions.answer(question, call=call, text=text, actor=officer, at=now())


def test_a10_a_question_is_answered_for_all_and_everybody_reads_own_reasons_only(live, visits):
    path, asker, rejected = told(live)
    page = visits.person(asker)
    page.goto(path)
    page.locator("#questions textarea").fill("May a school be a partner?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("We received your question as number 1.")).to_be_visible()
    answer(live, "Yes, as an associate.")

    anybody = visits.visitor()
    anybody.goto(path)

    asked = anybody.locator("#questions")
    expect(asked).to_contain_text("1. May a school be a partner?")
    expect(asked).to_contain_text("Yes, as an associate.")
    for name in ("Zana", "Curious Asks"):
        expect(anybody.locator("body")).not_to_contain_text(name)
    for name in ("Blank form (PDF)", "Blank form (Word)"):
        address = anybody.get_by_role("link", name=name).get_attribute("href")
        assert anybody.request.get(address).body()[:2] in {b"%P", b"PK"}
    for (user, own, reason), (_, theirs, other) in zip(rejected, rejected[::-1], strict=True):
        page = visits.person(user)
        page.goto(own)
        expect(page.get_by_role("main")).to_contain_text(reason)
        expect(page.get_by_role("main")).not_to_contain_text(other)
        refused = page.goto(theirs)
        assert refused is not None
        assert refused.status == 404
