"""Documents are numbered without a gap, kept once, versioned, and never rendered twice."""

import threading
from hashlib import sha256
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.core.db import db
from portal.documents import tasks
from portal.documents.models import Document
from portal.files import queries as files
from portal.files.models import StoredFile
from portal.jobs import service as jobs
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call


def order(kind: str, thing, key: str = "") -> None:
    jobs.enqueue(
        "documents.issue", {"kind": kind, "subject": str(thing.id)}, at=AT, dedupe_key=key or None
    )


def issued() -> list[Document]:
    return list(db.session.scalars(select(Document).order_by(Document.number, Document.version)))


def text_of(document: Document) -> str:
    stored = db.session.get(StoredFile, document.file_id)
    reader = PdfReader(BytesIO(files.read(stored)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_issuing_keeps_file_hash_row_and_audit(app, run_jobs):
    application = make_application()
    order("ACK", application)

    run_jobs(AT)

    (document,) = issued()
    stored = db.session.get(StoredFile, document.file_id)
    assert document.sha256 == sha256(files.read(stored)).hexdigest()
    assert document.organisation_id == application.organisation_id
    assert document.pages == 1
    assert stored.is_attached
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "document.issued")).one()
    assert entry.details == {
        "reference": document.reference,
        "version": 1,
        "sha256": document.sha256,
    }


def test_acknowledgement_carries_the_submitted_version(app, run_jobs):
    application = make_application()
    order("ACK", application)

    run_jobs(AT)

    (document,) = issued()
    printed = text_of(document)
    version = db.session.merge(application).number
    assert version in printed
    assert document.reference in printed
    assert "Amount asked EUR 12,500.00" in printed
    assert "Total eligible costs EUR 13,161.00" in printed


def test_numbers_of_a_series_have_no_gap(app, run_jobs):
    call = make_call()
    for _ in range(3):
        order("ACK", make_application(call=call))

    run_jobs(AT)

    code = db.session.merge(call).reference
    assert [document.number for document in issued()] == [1, 2, 3]
    assert [document.reference.split("/", 1)[1] for document in issued()] == [
        f"{code}/ACK/{number:03d}/2026" for number in (1, 2, 3)
    ]


def test_running_twice_issues_once(app, run_jobs):
    application = make_application()
    order("ACK", application, "first")
    run_jobs(AT)
    order("ACK", application, "second")

    run_jobs(AT)

    assert len(issued()) == 1


def test_changed_data_are_a_new_version_under_the_same_reference(app, run_jobs):
    application = make_application()
    order("LTA", application, "first")
    run_jobs(AT)
    db.session.merge(application).title = "Another title"
    order("LTA", application, "second")

    run_jobs(AT)

    first, second = issued()
    assert (first.reference, first.version) == (second.reference, 1)
    assert second.version == 2
    assert first.sha256 != second.sha256
    assert "Another title" in text_of(second)
    assert "Another title" not in text_of(first)


def test_parallel_workers_leave_no_gap_and_no_double(app):
    call = make_call()
    applications = [make_application(call=call) for _ in range(6)]
    ids = [str(application.id) for application in applications]
    db.session.commit()
    failures: list[Exception] = []

    def work(mine: list[str]) -> None:
        with app.app_context():
            for one in mine:
                try:
                    tasks.issue({"kind": "ACK", "subject": one}, AT)
                except Exception as failure:
                    failures.append(failure)
            db.session.remove()

    threads = [threading.Thread(target=work, args=(ids[at::2],)) for at in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert [document.number for document in issued()] == [1, 2, 3, 4, 5, 6]


def test_a_series_is_counted_by_call_and_kind(app, run_jobs):
    first, second = make_application(), make_application()
    order("ACK", first)
    order("ACK", second)
    order("LTA", first)

    run_jobs(AT)

    assert [document.number for document in issued()] == [1, 1, 1]
    assert db.session.scalar(select(func.count(func.distinct(Document.series)))) == 3
