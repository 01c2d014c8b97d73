"""A call asks questions of every kind: shown, kept, checked, frozen, read."""

import io

import pytest

from portal.applications import queries, service
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls.states import CallState
from portal.core.clock import now
from portal.core.db import db
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.factories.files import pdf
from tests.factories.forms import PAGE, add_every_kind, open_to_all
from tests.support.cast import Cast

GOOD = {
    "K1": "Young voices first", "K2": "1 200", "K3": "1.234,50", "K4": "2027-03-01", "K5": "no",
    "K7": "Street", "K8": ["Parents", "Teachers"], "K11": "y",
    "K9-0-0": "Niš", "K9-0-1": "40", "K9-0-2": "1000",
    "K9-3-0": "Pirot", "K9-3-1": "12", "K9-3-2": "250,50",
}  # fmt: skip


@pytest.fixture
def asked(app, sign_in_as):
    """A draft in a call with every kind of question and nothing of the rest: client, draft."""
    cast = Cast()
    call = make_call(
        action=cast.action, state=CallState.DRAFT, asks_budget=False, asks_partners=False
    )
    for section in list(call.form_sections)[1:]:
        db.session.delete(section)
    db.session.flush()
    db.session.expire(call, ["form_sections"])
    add_every_kind(call, actor_of(cast.person("programme")))
    owner = make_user()
    application = make_application(
        state=ApplicationState.DRAFT, call=open_to_all(call), owner=owner, requested="9000"
    )
    row = queries.section(application, PAGE)
    row.answers, row.is_complete = {}, False
    cover = queries.section(application, "identification")
    cover.answers = cover.answers | {"requested": "9000"}
    db.session.commit()
    return sign_in_as(owner), application


def address(application, name=PAGE):
    return f"/applications/{application.id}/{name}"


def sent(application, **more):
    row = queries.section(queries.whole(application.id), PAGE)
    data = GOOD | {"action": "continue", "is_complete": "yes", "revision": str(row.revision)}
    return {key: value for key, value in (data | more).items() if value is not None}


def kept(application):
    db.session.expire_all()
    return dict(queries.answers(queries.whole(application.id), PAGE))


def problems(application):
    db.session.expire_all()
    found = queries.problems(queries.whole(application.id))
    return [(one.field, str(one.message)) for one in found if one.page == PAGE]


def test_the_page_shows_each_kind_with_its_condition(asked):
    client, application = asked

    page = client.get_page(address(application))

    kinds = {field["name"]: field.get("type", field.name) for field in page.select("#page [name]")}
    assert kinds["K1"] == "text"
    assert kinds["K4"] == "date"
    assert kinds["K5"] == kinds["K7"] == "radio"
    assert kinds["K8"] == kinds["K11"] == "checkbox"
    assert kinds["K10"] == "file"
    assert {"K9-0-0", "K9-1-2"} <= kinds.keys()
    assert page.select_one("#K6").find_parent(attrs={"data-shown-if": "K5"})
    assert "Only if the answer to “Do you work with minors?” is “Yes”" in page.get_text()
    assert page.select_one("#K1-count").get_text() == "5 words at most"
    assert "As you would say it." in page.get_text()


def test_answers_are_kept_as_typed_and_what_is_wrong_is_named(asked):
    client, application = asked
    bad = sent(application, K1="one two three four five six", K2="1.234", K4="", K11=None,
               **{"K9-3-1": "a few"})  # fmt: skip

    page = client.post_page(address(application), bad)

    said = {one["id"]: one.get_text(" ", strip=True) for one in page.select(".gp-error")}
    assert said == {
        "K1-error": "Error: Motto must be 5 words or less. You have 6",
        "K2-error": "Error: Young people: “1.234” can be read as 1234 or as 1 and a bit. Enter a "
        "number, like 1234.50 or 1234,50",
        "K9-error": "Error: Towns, row 2, People: Enter a number, like 1234.50 or 1234,50",
        "K11-error": "Error: Confirm “We read the rules”",
    }
    assert page.select_one("#K2")["value"] == "1.234"
    answers = kept(application)
    assert (answers["K2"], answers["K8"]) == ("1.234", ["Parents", "Teachers"])
    assert answers["K9"] == [["Niš", "40", "1000"], ["Pirot", "a few", "250,50"]]
    assert ("K9-1-1", "Towns, row 2, People: Enter a number, like 1234.50 or 1234,50") in problems(
        application
    )


def test_what_is_needed_only_to_submit_is_asked_by_the_check_page(asked):
    client, application = asked

    client.send(address(application), sent(application, K4=""))
    check = client.get_page("applications.check", application_id=application.id)

    links = {one["href"]: one.get_text() for one in check.select(".gp-errors a")}
    assert links == {f"{address(application)}#K4": "Answer “First day”"}


def test_a_hidden_question_is_not_demanded_and_keeps_its_answer_unprinted(asked):
    client, application = asked
    client.send(address(application), sent(application, K5="yes", K6="With two adults."))
    shown = queries.present_content(queries.whole(application.id)).text("K6")

    client.send(address(application), sent(application, K5="no", K6=None))

    after = queries.present_content(queries.whole(application.id))
    assert shown.text == "With two adults."
    assert after.text("K6") is None
    assert kept(application)["K6"] == "With two adults."
    assert problems(application) == []
    client.post_page(address(application), sent(application, K5="yes", K6=""))
    assert problems(application) == [("K6", "Answer “How are they kept safe?”")]


def test_a_file_comes_with_the_page_and_can_be_taken_away(asked):
    client, application = asked
    school = sent(application, K7="School", action="continue")

    refused = client.post_page(address(application), school)
    wrong = client.post_page(
        address(application),
        sent(application, K7="School") | {"K10": (io.BytesIO(b"MZ program"), "letter.exe")},
    )
    client.send(
        address(application),
        sent(application, K7="School", action="upload:K10", is_complete=None)
        | {"K10": (io.BytesIO(pdf()), "letter.pdf")},
    )
    page = client.get_page(address(application))
    remove = page.select_one("button[value^='remove:']")["value"]

    assert (
        refused.select_one("#K10-error")
        .get_text(strip=True)
        .endswith("Upload “Letter of the school”")
    )
    assert "must be" in wrong.select_one("#K10-error").get_text()
    assert kept(application)["K1"] == "Young voices first"
    whole = queries.whole(application.id)
    content = queries.present_content(whole)
    assert (content.text("K10").text, content.documents[-1].name) == ("letter.pdf", "letter.pdf")
    documents = client.get_page("applications.documents", application_id=application.id)
    assert "Letter of the school" not in documents.select_one("main").get_text()
    client.send(address(application), sent(application, K7="School", action=remove))
    assert problems(application)[0] == ("K10", "Upload “Letter of the school”")
    client.send(address(application), sent(application, K7="Street"))
    assert problems(application) == []


def test_autosave_keeps_every_kind(asked):
    client, application = asked
    row = queries.section(application, PAGE)
    half = {"K1": "Young", "K8": ["Parents"], "K9-5-1": "3", "revision": str(row.revision)}

    answer = client.post(f"/applications/{application.id}/sections/{PAGE}/autosave", data=half)

    assert answer.status_code == 200
    answers = kept(application)
    assert (answers["K1"], answers["K8"], answers["K9"]) == ("Young", ["Parents"], [["", "3", ""]])


def test_the_frozen_version_reads_well(asked):
    client, application = asked
    client.send(address(application), sent(application))
    whole = queries.whole(application.id)

    service.submit(whole, actor=actor_of(whole.created_by), at=now())
    content = queries.for_evaluation(queries.whole(application.id))
    page = client.get_page("applications.check", application_id=application.id)

    texts = {one.key: one.text for one in content.texts}
    assert texts["K2"] == "1,200"
    assert texts["K3"] == "EUR 1,234.50"
    assert texts["K4"] == "1 March 2027"
    assert texts["K8"] == "Parents\nTeachers"
    assert texts["K9"].splitlines()[1] == "Town: Pirot; People: 12; Cost: EUR 250.50"
    assert content.text("K9").rows == [["Niš", "40", "1,000.00"], ["Pirot", "12", "250.50"]]
    assert "K6" not in texts
    assert "K10" not in texts
    section = page.select_one(f"section[aria-labelledby='part-{PAGE}']")
    heads = [cell.get_text() for cell in section.select("thead th")]
    assert heads == ["Town", "People", "Cost"]
    assert [item.get_text() for item in section.select("ul li")] == ["Parents", "Teachers"]
    assert not page.select("#part-partners")


def test_a_question_that_moves_to_another_page_brings_its_answer(asked):
    client, application = asked
    client.send(address(application), sent(application))
    call = calls.get_whole(application.call_id)
    question = next(one for one in call.form_sections if one.key == "K2")
    question.page = "summary"
    db.session.commit()

    page = client.get_page(address(application, "summary"))

    assert page.select_one("#K2")["value"] == "1 200"
    assert queries.present_content(queries.whole(application.id)).text("K2").text == "1,200"
