"""The form of a call on paper: everything that is asked, for everybody, as PDF and as Word."""

import io

import docx
import pytest
from sqlalchemy import select

from portal.applications.rules.declaration import STATEMENTS
from portal.calls import queries
from portal.calls.models import FormSection
from portal.calls.rules.form import form_pages
from portal.calls.states import CallState, QuestionKind
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.documents.gather.blank import blank_form
from portal.documents.sheet import RENDERERS, Heading, Rows
from tests.factories.accounts import actor_of, make_user
from tests.factories.actions import make_action_role
from tests.factories.calls import make_call
from tests.factories.forms import add_every_kind
from tests.integration.applications.test_copies import pdf_text, word_text


def squeezed(text):
    return "".join(text.split())


def test_the_blank_form_asks_all_that_the_portal_asks(app, client):
    call = make_call(state=CallState.PUBLISHED)
    section = db.session.scalars(select(FormSection).where(FormSection.call_id == call.id)).first()
    section.title, section.help = "Циљ и Përshkrimi, Đurđevdan", "Say it for Kosovo & <i>all</i>."
    section.kind, section.options = QuestionKind.ONE_OF, ["Only here", "Everywhere"]
    db.session.commit()
    reference = call.reference

    papers = [client.get(f"/calls/{reference}/form.{kind}") for kind in ("pdf", "docx")]

    call = queries.get_whole(call.id)
    texts = [squeezed(pdf_text(papers[0].data)), squeezed(word_text(papers[1].data))]
    expected = [
        "Циљ и Përshkrimi, Đurđevdan",
        "Say it for Kosovo* & <i>all</i>.",
        "☐ Everywhere",
        "At most 300 words",
        *(f"{one.key} {one.title}" for one in call.form_sections),
        *(f"{one.code} {one.text}" for one in call.activities),
        *(one.label for one in call.document_slots),
        *map(str, STATEMENTS.values()),
        "Human resources",
        "7 % of the direct costs",
    ]
    for text in texts:
        assert [one for one in expected if squeezed(one) not in text] == []
        assert "DRAFT" not in text
    assert call.action.funding_statement in pdf_text(papers[0].data)
    book = docx.Document(io.BytesIO(papers[1].data))
    assert call.action.funding_statement in book.sections[0].header.paragraphs[0].text
    foot = " ".join(one.text for one in book.sections[0].footer.paragraphs)
    assert call.action.kosovo_footnote in foot
    assert call.action.disclaimer in foot
    assert book.core_properties.language == "en"


@pytest.mark.one_database
def test_a_draft_says_that_it_is_one_and_text_that_xml_cannot_hold_breaks_nothing(app, client):
    call = make_call(state=CallState.DRAFT, objectives="x")
    assert client.get(f"/calls/{call.reference}/form.pdf").status_code == 404
    call = queries.get_whole(call.id)
    call.form_sections[0].help = "a\x0bb\x01c \uffff d"
    sheet = blank_form(queries.get_whole(call.id), at=now())

    for kind, read in (("pdf", pdf_text), ("docx", word_text)):
        assert "DRAFT. The call is not published" in read(RENDERERS[kind](sheet))


@pytest.mark.one_database
def test_the_paper_follows_the_pages_of_the_form_and_shows_every_kind(app):
    author = make_user()
    call = make_call(state=CallState.DRAFT)
    make_action_role(action=call.action, user=author, function="programme")
    with transaction():
        add_every_kind(call, actor_of(author))
    call = queries.get_whole(call.id)
    call.asks_action_plan = call.asks_logframe = True
    call.form_pages = [call.form_pages[-1], *call.form_pages[:-1]]
    claimed = next(one for one in call.form_sections if one.key == "K10").slot_key
    label = next(one.label for one in call.document_slots if one.key == claimed)

    sheet = blank_form(call, at=now())

    heads = [part.text for part in sheet.parts if isinstance(part, Heading) and part.level == 1]
    titles = [page.title for page in form_pages(call)]
    assert titles[0] == "In your own words"
    assert heads == [
        "Lots", "Can you apply?", "Your organisation", "Partners", "Name and place the project",
        *titles, "Choose and plan activities", "Draw up the action plan", "Fill the logframe",
        "Budget", "Documents to upload with the application",
        "Documents asked of those selected, before the award", "Declaration on honour",
    ]  # fmt: skip
    for text in (squeezed(pdf_text(RENDERERS["pdf"](sheet))),
                 squeezed(word_text(RENDERERS["docx"](sheet)))):  # fmt: skip
        for expected in ("As you would say it.", "☐ The file is ready", "10 MB or smaller",
                         "☐ Confirmed", "Only if K7 is answered with “School”",
                         "Source of verification"):  # fmt: skip
            assert squeezed(expected) in text
    tables = [part for part in sheet.parts if isinstance(part, Rows)]
    assert label not in str([one.rows for one in tables])


@pytest.mark.one_database
def test_what_a_call_does_not_ask_is_not_on_its_paper(app):
    call = queries.get_whole(make_call(state=CallState.DRAFT).id)
    call.asks_partners = call.asks_activities = call.asks_budget = call.asks_logframe = False

    parts = blank_form(call, at=now()).parts

    heads = {part.text for part in parts if isinstance(part, Heading)}
    assert "Sum asked for" in heads
    assert not heads & {"Partners", "Choose and plan activities", "Draw up the action plan",
                        "Fill the logframe", "Budget"}  # fmt: skip
