"""Papers of a call: issued when it is published, reissued when its rules change, read by all."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from portal.calls import queries, service
from portal.calls.states import CallState
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.documents.models import Document
from portal.files import queries as files
from portal.files.models import StoredFile
from tests.factories.actions import make_action
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.integration.calls.test_service import staff


def issued(call, kind):
    """Every version of a paper of the call with its text, in order."""
    documents = db.session.scalars(
        select(Document)
        .where(Document.subject_id == call.id, Document.kind == kind)
        .order_by(Document.version)
    ).all()
    return [(document, text_of(document)) for document in documents]


def text_of(document):
    stored = db.session.get(StoredFile, document.file_id)
    pages = PdfReader(BytesIO(files.read(stored))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_publishing_a_call_issues_its_guidelines_on_two_to_four_pages(app, run_jobs):
    action = make_action()
    call = make_call(action=action, state=CallState.APPROVED, closes_at=AT + timedelta(days=40))

    with transaction():
        service.publish(call, actor=staff(action, "programme"), at=AT)
    run_jobs(AT)

    [(document, text)] = issued(call, "CGS")
    call = queries.get_whole(call.id)
    assert 2 <= document.pages <= 4
    assert "signatory of the lead applicant" in text
    assert document.is_public
    assert document.reference == f"{action.code}/{call.reference}/CGS/001/2026"
    for expected in (
        call.title, call.lots[0].name, "60,000.00", "5,000.00 to 15,000.00", "6 to 12",
        call.activities[0].text, "7 % of the direct costs", call.grid[0].title, "60.00",
        "Annual accounts of the last closed year (PDF, XLSX, ODS)", "Europe/Belgrade",
        "without prejudice to positions on status",
    ):  # fmt: skip
        assert expected in text


def test_a_later_deadline_makes_new_versions_and_the_sheet_keeps_every_change(app, run_jobs):
    action = make_action()
    call = make_call(action=action)
    programme = staff(action, "programme")

    for days in (1, 2):
        with transaction():
            service.extend(
                call, closes_at=call.closes_at + timedelta(days=days), actor=programme,
                at=AT + timedelta(hours=days), reason=f"Reason {days}",
            )  # fmt: skip
        run_jobs(AT + timedelta(hours=days))

    (first, _text), (second, text) = issued(call, "COR")
    assert (first.reference, first.version) == (second.reference, 1)
    assert second.version == 2
    assert "Corrigendum 1: Deadline" in text
    assert "Reason 2" in text
    assert len(issued(call, "CGS")) == 2


def test_the_page_of_the_call_offers_the_latest_version_of_each_paper(app, client, run_jobs):
    action = make_action()
    call = make_call(action=action, closes_at=now() + timedelta(days=30))
    programme = staff(action, "programme")
    for days in (1, 2):
        with transaction():
            service.extend(
                call, closes_at=call.closes_at + timedelta(days=days), actor=programme, at=now(),
                reason="Why",
            )  # fmt: skip
        run_jobs(None)

    page = client.get_page("calls.detail", reference=call.reference)

    links = page.select("section[aria-labelledby=papers-title] .gp-doc a")
    assert [link.get_text() for link in links] == [
        "Call guidelines summary (PDF)",
        "Corrigendum and answers to questions (PDF)",
    ]
    answer = client.get(links[1]["href"])
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
