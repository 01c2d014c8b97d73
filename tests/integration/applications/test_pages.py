"""The pages of an application in a browser without a screen."""

import io

import pytest

from portal.applications import queries
from portal.applications.models import Application, SubmissionAttempt
from portal.applications.states import ApplicationState
from portal.calls.states import CallState
from portal.core.access import VISITOR
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership

S = ApplicationState
PAGES = (
    "detail", "identification", "organisation", "partners", "activities", "budget", "documents",
    "declaration", "check", "eligibility", "versions", "decision", "withdraw",
)  # fmt: skip


@pytest.fixture
def applicant(app, sign_in_as):
    """An owner and signatory, signed in, with a filled draft: (client, application)."""
    owner = make_user()
    application = make_application(state=S.DRAFT, owner=owner)
    return sign_in_as(owner), application


def at(application, name, **more):
    return f"/applications/{application.id}/{name}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_at_most_15_queries(applicant, count_queries, page):
    client, application = applicant

    with count_queries() as seen:
        client.get_page(f"applications.{page}", application_id=application.id)

    assert len(seen) <= 15, "\n".join(seen)


def test_task_list_names_what_is_done_and_what_is_left(applicant):
    client, application = applicant
    data = {"A1": "", "revision": "1", "action": "later"}

    client.send(at(application, "summary"), data)
    page = client.get_page(f"/applications/{application.id}")

    states = {
        row.select_one(".gp-task-hint").previous_sibling.get_text(): row.select_one(
            ".gp-task-state"
        ).get_text(strip=True)
        for row in page.select(".gp-task")
    }
    assert states["Summarise your project"] == "Problem to fix"
    assert states["Build the budget"] == "Completed"
    assert page.select_one("progress")["value"] == "13"


def test_continue_keeps_text_over_the_limit_and_says_so_at_the_field(applicant):
    client, application = applicant
    text = "word " * 301

    page = client.post_page(
        at(application, "summary"),
        {"A1": text, "revision": "1", "action": "continue", "is_complete": "yes"},
    )

    assert page.select_one("#A1-error").get_text(" ", strip=True) == (
        "Error: Summary must be 300 words or less. You have 301"
    )
    assert page.select_one("textarea").get_text().split() == text.split()
    assert page.select_one("input[name=revision]")["value"] == "2"
    assert db.session.get(Application, application.id) is not None
    assert len(queries.answers(queries.whole(application.id), "summary")["A1"].split()) == 301


def test_autosave_answers_revision_then_conflict_with_both_texts(applicant):
    client, application = applicant
    path = f"/applications/{application.id}/sections/summary/autosave"

    first = client.post(path, data={"A1": "One.", "revision": "1"})
    second = client.post(path, data={"A1": "Two.", "revision": "1"})

    assert (first.status_code, first.json["revision"]) == (200, 2)
    assert second.status_code == 409
    assert second.json["theirs"] == [["Summary", "One."]]
    assert "saved this section on" in second.json["message"]


def test_saving_an_older_version_shows_both(applicant, sign_in_as):
    client, application = applicant
    colleague = make_user()
    make_membership(
        organisation=application.organisation, user=colleague, role="editor", is_signatory=False
    )
    sign_in_as(colleague).post(
        f"/applications/{application.id}/sections/summary/autosave",
        data={"A1": "Theirs.", "revision": "1"},
    )

    page = client.post_page(
        at(application, "summary"),
        {"A1": "Mine.", "revision": "1", "action": "later"},
        status=409,
    )

    answers = [answer.get_text() for answer in page.select(".gp-answer")]
    assert answers == ["Mine.", "Theirs."]


def test_the_form_after_its_own_autosave_is_no_conflict(applicant):
    client, application = applicant
    client.post(
        f"/applications/{application.id}/sections/summary/autosave",
        data={"A1": "Mine.", "revision": "1"},
    )

    client.send(at(application, "summary"), {"A1": "Mine.", "revision": "1", "action": "later"})

    kept = queries.section(queries.whole(application.id), "summary")
    assert (kept.answers["A1"], kept.revision) == ("Mine.", 3)


def test_after_the_deadline_pages_are_text_and_saving_is_locked(app, sign_in_as):
    owner = make_user()
    call = make_call(state=CallState.CLOSED, closed_at=AT)
    application = make_application(state=S.DRAFT, owner=owner, call=call)
    client = sign_in_as(owner)

    page = client.get_page(at(application, "summary"))
    saved = client.post(
        f"/applications/{application.id}/sections/summary/autosave",
        data={"A1": "Late.", "revision": "1"},
    )

    assert page.select("textarea") == []
    assert "The deadline has passed" in page.get_text()
    assert saved.status_code == 423


def budget_data(application, **changes):
    budget = queries.budget_of(queries.whole(application.id))
    data = {"revision": "1", "action": "continue", "is_complete": "yes", "indirect": "861.00",
            "own": "661.00"}  # fmt: skip
    for number, line in enumerate(budget.lines):
        kind = "6" if line.code == "6.1" else line.code
        row = {"kind": kind, "description": line.description, "unit": line.unit,
               "quantity": str(line.quantity), "unit_value": str(line.unit_value),
               "persons": "1", "activity": line.activity,
               "justification": line.justification}  # fmt: skip
        data |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return data | changes


def test_budget_reads_numbers_of_the_region_and_computes_the_request(applicant):
    client, application = applicant
    data = budget_data(application, **{"lines-0-unit_value": "0.400,00", "indirect": "861,00"})
    data["lines-0-unit_value"] = "400,00"

    where = client.send(at(application, "budget"), data)

    budget = queries.budget_of(queries.whole(application.id))
    assert where.endswith("/documents")
    assert str(budget.requested) == "12500.00"


@pytest.mark.parametrize("text", ["1.234", "abc", "-5"])
def test_budget_keeps_what_cannot_be_read_and_marks_the_field(applicant, text):
    client, application = applicant
    data = budget_data(application, **{"lines-3-unit_value": text})

    page = client.post_page(at(application, "budget"), data)

    field = page.select_one("#lines-3-unit_value")
    assert (field["value"], field["aria-invalid"]) == (text, "true")
    assert "Enter a number, like 1234.50" in page.select_one("#lines-3-unit_value-error").get_text()


def test_budget_says_at_the_line_what_breaks_a_check(applicant):
    client, application = applicant
    changes = {"lines-8-justification": "", "indirect": "900.00"}

    page = client.post_page(at(application, "budget"), budget_data(application, **changes))

    assert "Line 5.5 needs a justification" in (
        page.select_one("#lines-8-justification-error").get_text()
    )
    assert "at most 861.00, entered 900.00" in page.select_one("#indirect-error").get_text()


def test_budget_autosave_answers_the_checks_as_they_are_now(applicant):
    client, application = applicant
    data = budget_data(application, indirect="900.00")

    answer = client.post(f"/applications/{application.id}/budget/autosave", data=data)
    again = client.post(f"/applications/{application.id}/budget/autosave", data=data)

    assert answer.json["revision"] == 2
    assert "Reduce by EUR\xa039.00" in answer.json["fragments"]["#budget-checks"]
    assert again.status_code == 409


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "text", "place", "said"),
    [
        ("lines-0-description", "x" * 501, "#at-lines-0", "Cost must be 500 characters or less"),
        ("lines-1-justification", "x" * 3001, "#at-lines-1", "Reason must be 3,000 characters"),
        ("others-0-name", "x" * 201, "", "Name of the donor must be 200 characters or less"),
    ],
)
def test_budget_autosave_says_that_a_text_is_too_long(applicant, field, text, place, said):
    client, application = applicant
    data = budget_data(application, **{field: text})

    answer = client.post(f"/applications/{application.id}/budget/autosave", data=data)

    assert answer.status_code == 422
    assert said in answer.json["message"]
    assert "numbers" not in answer.json["message"]
    if place:
        assert said in answer.json["fragments"][place]


def test_budget_lines_are_added_and_removed_by_buttons(applicant):
    client, application = applicant

    added = client.post_page(
        at(application, "budget"), budget_data(application, action="add-2"), status=200
    )
    removed = client.post_page(
        at(application, "budget"),
        budget_data(application, action="remove-3", revision="2"),
        status=200,
    )

    assert len(added.select("tr[data-line='2']")) == 2
    assert len(removed.select("tr[data-line='2']")) == 0


def upload(client, application, data, name, key="cvs"):
    return client.post(
        f"/applications/{application.id}/documents/{key}/upload",
        data={f"slot-{key}": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)


def test_a_wrong_type_is_refused_at_its_slot(applicant):
    client, application = applicant

    answer = upload(client, application, PNG, "cv.png")

    assert answer.status_code == 422
    assert "slot-cvs-error" in answer.text


def test_a_removed_file_can_be_put_back_while_it_is_a_draft(applicant):
    client, application = applicant
    row = application.attachments[0]
    base = f"/applications/{application.id}/documents/{row.id}"

    client.send(f"{base}/remove")
    gone = client.get_page(at(application, "check")).get_text()
    client.send(f"{base}/restore")
    back = client.get_page(at(application, "check")).get_text()

    assert "Upload “Annual accounts of the last closed year”" in gone
    assert "Upload “Annual accounts" not in back


def test_submit_leads_to_the_receipt_and_a_second_click_too(applicant):
    client, application = applicant
    path = f"/applications/{application.id}/submit"

    first, second = client.send(path), client.send(path)
    page = client.get_page(first)

    application = queries.whole(application.id)
    version = queries.latest_version(application.id)
    assert first == second
    assert version.number == 1
    text = page.get_text(" ", strip=True)
    assert application.number in text
    assert version.sha256 in text
    assert "Central European Time" in text


def test_a_late_try_is_refused_and_logged(app, sign_in_as):
    owner = make_user()
    call = make_call(closes_at=now())
    application = make_application(state=S.DRAFT, owner=owner, call=call)
    client = sign_in_as(owner)

    page = client.post_page(f"/applications/{application.id}/submit", status=423)

    assert "Nothing was submitted" in page.get_text()
    attempts = db.session.query(SubmissionAttempt).all()
    assert [(row.succeeded, row.reason[:15]) for row in attempts] == [(False, "The call closed")]


def test_an_editor_cannot_submit(applicant, sign_in_as):
    _client, application = applicant
    editor = make_user()
    make_membership(
        organisation=application.organisation, user=editor, role="editor", is_signatory=False
    )

    page = sign_in_as(editor).post_page(f"/applications/{application.id}/submit", status=403)

    assert "Only a signatory" in page.get_text()


def test_start_is_refused_with_the_rule_and_keeps_the_answers(app, sign_in_as):
    call = make_call()
    user = make_user()
    membership = make_membership(user=user)
    client = sign_in_as(user)
    path = f"/calls/{call.reference}/check"
    codes = ("ELI01", "ELI02", "ELI04", "ELI05", "ELI06", "ELI10", "ELI12", "ELI09", "ADM15")
    data = dict.fromkeys(codes, "yes") | {
        "organisation": str(membership.organisation_id),
        "lot": str(next(lot.id for lot in call.lots if lot.code == "AL")),
    }

    no = client.post_page(path, data | {"ELI02": "no"}, status=200)
    wrong_lot = client.post_page(path, data)
    lots = {lot.code: lot.id for lot in queries.call_with_lots(VISITOR, call.reference).lots}
    started = client.send(path, data | {"lot": str(lots["RS"])})
    twice = client.post_page(path, data | {"lot": str(lots["RS"])})

    assert "Only non-profit-making organisations can apply." in no.select_one(".gp-note").get_text()
    assert "registered in Albania" in wrong_lot.select_one("#lot-error").get_text()
    assert started.startswith("/applications/")
    assert "already leads 1 of at most 1" in twice.select_one("#organisation-error").get_text()
