"""An applicant's own data out: PDF, Word and ZIP; equal to the cent; nothing replaced."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from portal.applications import queries
from portal.applications.models import ApplicationVersion, Attachment
from portal.applications.queries import TextAnswer
from portal.applications.queries.plans import PlanContent, PlanRow
from portal.applications.rules.logframe import Indicator, Logframe, Result
from portal.core.db import db, transaction
from portal.core.money import format_amount
from portal.documents.gather.copies import copy_of
from portal.documents.sheet import RENDERERS
from portal.files import service as files
from tests.factories.accounts import make_user
from tests.factories.applications import PDF, make_application
from tests.factories.base import AT, save
from tests.integration.applications.test_pages import applicant, at

__all__ = ["applicant"]


def pdf_text(data):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return " ".join(" ".join(pages).split())


def word_text(data):
    book = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in book.paragraphs), *cells])


def attach(application, slot, data, name, after):
    kept = files.keep(data, name=name, media_type="application/pdf", at=AT)
    save(
        Attachment(
            application_id=application.id,
            slot_id=slot.id,
            file_id=kept.id,
            created_by_id=application.created_by_id,
            created_at=AT + timedelta(seconds=after),
        )
    )


def test_a_draft_leaves_whole_and_equal_to_the_cent_on_page_paper_and_workbook(applicant):
    client, application = applicant
    row = application.budget.lines[7]
    row.quantity, row.unit_value = Decimal("333.3333"), Decimal("0.0125")
    application.title = "Љубав, Shqipëria & <b>Đorđe</b> in Kosovo"
    slot = next(one for one in application.call.document_slots if one.stage == "application")
    attach(application, slot, PDF + b"1", "statute.pdf", 1)
    attach(application, slot, PDF + b"2", "STATUTE.pdf", 2)
    db.session.commit()

    page = client.get_page(at(application, "check")).text
    pdf = pdf_text(client.get(at(application, "copy.pdf")).data)
    word = word_text(client.get(at(application, "copy.docx")).data)
    sent = client.get(at(application, "copy.zip"))
    archive = zipfile.ZipFile(io.BytesIO(sent.data))
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("budget.xlsx")))
    cells = [cell for line in book.get_sheet_by_index(0).to_python() for cell in line]

    budget = queries.present_content(queries.whole(application.id)).budget
    sums = [budget.direct, budget.eligible, budget.accepted, *budget.headings.values()]
    sums += [line.total for line in budget.lines]
    for amount in sums:
        assert format_amount(amount) in pdf
        assert format_amount(amount) in word
        assert float(amount) in cells
    for amount in (budget.direct, budget.eligible, budget.requested):
        assert format_amount(amount) in page
    for text in (pdf, word):
        assert "Љубав, Shqipëria & <b>Đorđe</b> in Kosovo*" in text
        assert "DRAFT. Nothing of this is submitted" in text
        assert "Our answer on" in text
    assert archive.testzip() is None
    kept = [name.rpartition("/")[2] for name in archive.namelist() if "tatute" in name.lower()]
    assert kept == ["statute.pdf", "STATUTE (2).pdf"]
    listed = json.loads(archive.read("list of files.json"))["files"]
    assert {archive.read(one["path"]) for one in listed} >= {PDF + b"1", PDF + b"2"}
    assert len({name.casefold() for name in archive.namelist()}) == len(archive.namelist())


def test_a_submitted_version_stays_what_it_was_while_the_draft_goes_on(applicant):
    client, application = applicant
    with transaction():
        kept = queries.build(application)
        db.session.add_all(
            ApplicationVersion(
                application_id=application.id,
                number=number,
                content={**kept, "title": title},
                sha256=str(number) * 64,
                submitted_at=AT,
                submitted_by_id=application.created_by_id,
                submitted_by_name="Jovana Primerović",
            )
            for number, title in ((1, "The first title"), (2, "The second title"))
        )
        application.number = f"{application.call.reference}-0007"
        application.title = "The title of now"

    first = client.get(at(application, "versions/1/copy.pdf"))
    second = client.get(at(application, "versions/2/copy.docx"))
    draft = pdf_text(client.get(at(application, "copy.pdf")).data)

    assert "The first title" in pdf_text(first.data)
    assert "Version 1, submitted by Jovana Primerović" in pdf_text(first.data)
    assert "-0007-v1.pdf" in first.headers["Content-Disposition"]
    assert "The second title" in word_text(second.data)
    assert "The title of now" in draft
    assert "DRAFT" in draft
    assert client.get(at(application, "versions/3/copy.pdf")).status_code == 404


@pytest.mark.one_database
def test_a_copy_of_what_was_submitted_is_the_version_that_counts(app, sign_in_as):
    owner = make_user()
    application = make_application(owner=owner)
    sha256 = queries.latest_version(application.id).sha256

    text = pdf_text(sign_in_as(owner).get(at(application, "copy.pdf")).data)

    assert sha256 in "".join(text.split())
    assert "DRAFT" not in text


@pytest.mark.one_database
def test_two_versions_are_compared_question_by_question_and_line_by_line(applicant):
    client, application = applicant
    kept = queries.build(application)
    lines = kept["budget"]["lines"]
    changed = [{**lines[0], "unit_value": "450", "total": "4500.00"}, *lines[2:]]
    texts = [{**one, "text": one["text"].replace("Our", "The new")} for one in kept["texts"][:1]]
    later = {**kept, "texts": texts + kept["texts"][1:], "title": "Safe nights on the Drina"}
    later["budget"] = {**kept["budget"], "lines": changed}
    for number, content in ((1, kept), (2, later)):
        save(
            ApplicationVersion(
                application_id=application.id,
                number=number,
                content=content,
                sha256=str(number) * 64,
                submitted_at=AT,
                submitted_by_id=application.created_by_id,
                submitted_by_name="Jovana Primerović",
            )
        )
    db.session.commit()

    listed = client.get_page(at(application, "versions"))
    page = client.get_page(at(application, "versions/compare"))
    same = client.get_page(at(application, "versions/compare?from=2&to=2"))

    assert listed.select_one("main a[href$='/versions/compare']")
    assert [one.get_text(" ", strip=True) for one in page.select("section del")] == [
        "[removed: evenings ]",
        "[removed: Our ]",
    ]
    assert [one.get_text(" ", strip=True) for one in page.select("section ins")] == [
        "[added: nights ]",
        "[added: The new ]",
    ]
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert len(rows) == 2
    assert "Project coordinator" in rows[0]
    assert "Changed" in rows[0]
    assert "4,000.00 4,500.00" in rows[0]
    assert "Removed" in rows[1]
    assert "Nothing differs" in same.get_text()
    assert client.get(at(application, "versions/compare?from=1&to=9")).status_code == 404


@pytest.mark.one_database
def test_a_copy_holds_the_logframe_and_the_action_plan(applicant):
    _, application = applicant
    trained = Indicator("People trained", "0", "60", "person", "Lists of participants")
    frame = Logframe((Result("objective", "Fewer people are harmed", "Peace", (trained,)),))
    plan = PlanContent(12, (PlanRow("EA1", "Legal aid", "Jovana", (1, 2, 3, 9)),))
    before = queries.present_content(application)
    content = replace(before, logframe=frame, plan=plan)

    sheet = copy_of(application, content, at=AT)

    for kind, read in (("pdf", pdf_text), ("docx", word_text)):
        text = read(RENDERERS[kind](sheet))
        for expected in ("Fewer people are harmed", "Peace", "People trained", "60 person",
                         "Lists of participants", "Jovana", "1–3, 9"):  # fmt: skip
            assert expected in text
    changed = [str(one.title) for one in queries.compare(before, content).changed]
    assert changed == ["Action plan", "Logframe"]


@pytest.mark.one_database
def test_a_table_answer_is_a_real_table_on_paper(applicant):
    _, application = applicant
    before = queries.present_content(application)
    rows = (("Niš & <b>Pirot</b>", "40", "1,200.00"), ("Prishtina, Kosovo", "25", "900.50"))
    columns = (("Town", ""), ("People", "num"), ("Cost", "num"))
    towns = TextAnswer(
        "relevance", "Relevance", "T1", "Towns", "Town: ...", 0, None, "table", columns, rows
    )
    content = replace(before, texts=(towns, *before.texts))

    sheet = copy_of(application, content, at=AT)

    book = docx.Document(io.BytesIO(RENDERERS["docx"](sheet)))
    table = next(one for one in book.tables if one.rows[0].cells[0].text == "Town")
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["Town", "People", "Cost"], list(rows[0]), ["Prishtina, Kosovo*", "25", "900.50"],
    ]  # fmt: skip
    text = pdf_text(RENDERERS["pdf"](sheet))
    assert "Town People Cost Niš & <b>Pirot</b> 40 1,200.00" in text
    assert "Town: ..." not in text
