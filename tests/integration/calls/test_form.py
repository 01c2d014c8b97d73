"""The form of a call is built in the browser, and changed by corrigendum once it is published."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import queries as applications
from portal.calls import queries
from portal.calls.rules.form import described, form_pages, in_order
from portal.calls.states import CallState, QuestionKind
from portal.core.clock import now
from portal.core.db import db
from portal.documents.models import Document
from portal.jobs.models import Job
from tests.factories.accounts import make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.integration.calls.test_changes import told
from tests.integration.calls.test_setup import kept
from tests.support.cast import Cast

QUESTION = {
    "title": "Whom do you reach?", "kind": "table", "page": "summary", "key": "Z1",
    "help": "Town by town.", "lots": ["national"], "demand": "submit", "max_rows": "4",
    "column_1": "Town", "cell_1": "short_text", "column_3": "People", "cell_3": "number",
    "grid_section": "C2", "criteria": ["C2.1", "C3.1"], "slot": "", "shown_if": "",
}  # fmt: skip


@pytest.fixture
def drafted(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, state=CallState.DRAFT)
    return sign_in_as(cast.person("programme")), call


@pytest.fixture
def published(sign_in_as, app):
    cast = Cast()
    call = make_call(action=cast.action, closes_at=now() + timedelta(days=30))
    return sign_in_as(cast.person("programme")), call


def question(call, key):
    whole = queries.get_whole(call.id)
    return next((one for one in whole.form_sections if one.key == key), None)


def order(call):
    return [one.key for one in in_order(queries.get_whole(call.id))]


def test_pages_are_added_named_ordered_and_removed(drafted):
    client, call = drafted
    at = {"reference": call.reference}

    target = client.send("calls.add_form_page", {"title": "Your idea", "help": "Short."}, **at)
    client.send("calls.edit_form_page", {"title": "Why it matters"}, key="relevance", **at)
    client.send("calls.move_form_page", {"step": "up"}, key="relevance", **at)
    client.send("calls.remove_form_page", key="design", **at)
    page = client.get_page("calls.form_and_grid", **at)

    assert "questions/add" in target
    pages = form_pages(queries.get_whole(call.id))
    assert [one.key for one in pages] == [
        "relevance", "summary", "implementation", "sustainability", "capacity", "regional",
        "p_your_idea",
    ]  # fmt: skip
    assert (pages[0].title, pages[-1].help) == ("Why it matters", "Short.")
    assert order(call)[:2] == ["A3.1", "A3.2"]
    assert "A2.1" not in order(call)
    criteria = [one for section in queries.get_whole(call.id).grid for one in section.criteria]
    assert not any("A2.1" in one.form_keys for one in criteria)
    heads = [one.get_text(strip=True) for one in page.select("main h2[id^=page-]")]
    assert heads[-1] == "Your idea"


def test_questions_are_added_changed_ordered_and_removed(drafted):
    client, call = drafted
    at = {"reference": call.reference}

    client.send("calls.add_form_question", QUESTION, **at)
    made = question(call, "Z1")
    asked = described(made)
    data = kept(client.get_page("calls.edit_form_question", key="Z1", **at))
    client.send("calls.edit_form_question", data, key="Z1", **at)
    same = described(question(call, "Z1"))
    client.send("calls.edit_form_question", data | {"key": "Z2", "title": "Who?"}, key="Z1", **at)
    client.send("calls.move_form_question", {"step": "up"}, key="Z2", **at)
    client.send("calls.remove_form_question", key="A4", **at)

    assert made.kind is QuestionKind.TABLE
    assert made.columns == [{"label": "Town", "kind": "short_text"},
                            {"label": "People", "kind": "number"}]  # fmt: skip
    assert (made.max_rows, made.required_at, made.max_words_regional) == (4, "submit", None)
    assert same == asked
    assert order(call)[:3] == ["Z2", "A1", "A3.1"]
    assert "A4" not in order(call)
    whole = queries.get_whole(call.id)
    read = {one.code for section in whole.grid for one in section.criteria if "Z2" in one.form_keys}
    assert read == {"C2.1", "C3.1"}
    assert [one.position for one in in_order(whole)] == list(range(1, len(order(call)) + 1))


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"title": ""}, "title", "Enter the question"),
        ({"key": "A1"}, "key", "A1 is there already"),
        ({"key": "EA1"}, "key", "Enter a code of letters"),
        ({"key": "title"}, "key", "Enter a code of letters"),
        ({"lots": []}, "lots", "Choose in which lots"),
        ({"column_1": "", "column_3": ""}, "column_1", "from 1 to 8 columns"),
        ({"column_3": "Town"}, "column_1", "each name once"),
        ({"max_rows": "900"}, "max_rows", "from 1 to 50 rows"),
        ({"kind": "one_of", "options": "Only one"}, "options", "at least two choices"),
        ({"demand": ""}, "demand", "Choose whether it must be answered"),
    ],
)
@pytest.mark.one_database
def test_what_makes_no_question_is_refused_at_its_field(drafted, typed, field, words):
    client, call = drafted

    page = client.post_page("calls.add_form_question", QUESTION | typed, reference=call.reference)

    assert words in page.select_one(f"#{field}-error").get_text()


def test_a_condition_holds_its_order(drafted):
    client, call = drafted
    at = {"reference": call.reference}
    first = QUESTION | {"kind": "one_of", "options": "Old\nYoung", "key": "Z1"}
    then = QUESTION | {"kind": "long_text", "key": "Z2", "shown_if": "Z1=Young",
                       "words_national": "90"}  # fmt: skip
    client.send("calls.add_form_question", first, **at)
    client.send("calls.add_form_question", then, **at)

    client.send("calls.move_form_question", {"step": "up"}, key="Z2", **at)
    said = client.get_page("calls.form_and_grid", **at).select_one("main").get_text()
    less = client.post_page(
        "calls.edit_form_question", first | {"options": "Old\nOlder"}, key="Z1", **at
    )
    client.send("calls.edit_form_question", first | {"key": "Z9"}, key="Z1", **at)
    renamed = question(call, "Z2").shown_if_key
    client.send("calls.remove_form_question", key="Z9", **at)

    assert "depends on the answer to Z1 and must come after it" in said
    assert order(call)[-1] != "Z2"
    assert "depends on the answer “Young” to Z1" in less.select_one("#shown_if-error").get_text()
    assert renamed == "Z9"
    assert (question(call, "Z2").shown_if_key, question(call, "Z2").max_words_national) == (
        None,
        90,
    )


def test_a_file_question_brings_its_document(drafted):
    client, call = drafted
    at = {"reference": call.reference}
    file = QUESTION | {"kind": "file", "title": "Letter of the school"}

    client.send("calls.add_form_question", file, **at)
    slot = queries.get_whole(call.id).document_slots[-1]
    found = (slot.label, slot.stage, slot.is_required, slot.key)
    chosen = question(call, "Z1").slot_key
    client.send("calls.remove_slot", slot_id=slot.id, **at)

    assert found == ("Letter of the school", "application", False, chosen)
    assert question(call, "Z1") is None


def test_pages_of_the_portal_are_switched_off(drafted):
    client, call = drafted
    at = {"reference": call.reference}

    client.send("calls.form_blocks", {"asks_partners": "y"}, **at)

    whole = queries.get_whole(call.id)
    assert (whole.asks_partners, whole.asks_activities) == (True, False)


def test_a_published_form_changes_by_corrigendum(published):
    client, call = published
    draft = make_application(state="draft", call=call)
    at = {"reference": call.reference}
    page = client.get_page("calls.edit_form_question", key="A1", **at)
    data = kept(page)

    shorter = data | {"words_national": "250", "reason": "Shorter is enough."}
    at_a1 = at | {"key": "A1"}
    unsaid = client.post_page("calls.edit_form_question", shorter | {"reason": ""}, **at_a1)
    same = client.post_page("calls.edit_form_question", data | {"reason": "None"}, **at_a1)
    other = client.post_page("calls.edit_form_question", shorter | {"kind": "number"}, **at_a1)
    client.send("calls.edit_form_question", shorter, **at_a1)
    client.send("calls.add_form_question", QUESTION | {"reason": "Asked for."}, **at)
    client.send("calls.remove_form_question", {"removal-reason": "Too much."}, key="A3.4", **at)
    client.send("calls.remove_form_question", {"removal-reason": ""}, key="A3.3", **at)

    assert "Enter the reason" in unsaid.select_one("#reason-error").get_text()
    assert "This is the question of the call already" in same.select_one("#title-error").get_text()
    assert "of a published question stay" in other.select_one("#kind-error").get_text()
    changes = queries.corrigenda(call.id)
    assert [(one.clause, one.reason) for one in changes] == [
        ("Application form, A1 Summary", "Shorter is enough."),
        ("Application form, Z1 Whom do you reach?", "Asked for."),
        ("Application form, A3.4 Added value", "Too much."),
    ]
    assert "National lots: up to 300 words" in changes[0].before
    assert "National lots: up to 250 words" in changes[0].after
    assert changes[2].after == "No longer asked"
    assert question(call, "A3.3") is not None
    db.session.expire_all()
    kinds = [job.payload.get("kind") for job in db.session.scalars(select(Job))]
    assert kinds.count("COR") == 3
    kept_answers = applications.answers(applications.whole(draft.id), "relevance")
    assert kept_answers["A3_4"] == "Our answer on added value."


def test_pages_of_a_published_form_change_places_by_corrigendum(published, run_jobs, smtp):
    client, call = published
    owner = make_user()
    draft = make_application(state="draft", call=call, owner=owner)
    answers_before = applications.answers(applications.whole(draft.id), "relevance")
    at = {"reference": call.reference}
    keys = [one.key for one in form_pages(queries.get_whole(call.id))]
    data = kept(client.get_page("calls.order_form_pages", **at))
    turned = data | {
        f"place-{keys[0]}": "2", f"place-{keys[1]}": "1", "reason": "The need comes first.",
    }  # fmt: skip

    unsaid = client.post_page("calls.order_form_pages", turned | {"reason": ""}, **at)
    same = client.post_page("calls.order_form_pages", data | {"reason": "None"}, **at)
    twice = client.post_page(
        "calls.order_form_pages", data | {f"place-{keys[0]}": "2", "reason": "None"}, **at
    )
    client.send("calls.order_form_pages", turned, **at)

    assert "Enter the reason" in unsaid.select_one("#reason-error").get_text()
    assert "stand in this order already" in same.select_one(".gp-errors").get_text()
    assert "Give each page a place of its own" in twice.select_one(".gp-errors").get_text()
    whole = queries.get_whole(call.id)
    first, second = form_pages(whole)[:2]
    assert [one.key for one in form_pages(whole)] == [keys[1], keys[0], *keys[2:]]
    change = queries.corrigenda(call.id)[0]
    assert (change.clause, change.reason) == (
        "Application form, order of the pages",
        "The need comes first.",
    )
    assert change.before.splitlines()[:2] == [f"1. {second.title}", f"2. {first.title}"]
    assert change.after.splitlines()[:2] == [f"1. {first.title}", f"2. {second.title}"]
    asked = applications.whole(draft.id)
    assert applications.answers(asked, "relevance") == answers_before
    run_jobs(now())
    assert [address for address, _subject in told(call)] == [owner.email]
    issued = db.session.scalars(select(Document).where(Document.kind == "COR")).all()
    assert len(issued) == 1
