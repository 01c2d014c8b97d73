"""The evaluation dossier: ordered once, made with progress, the same bytes, for those who may."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.core.access import Actor, Held
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotAllowed
from portal.documents import queries, service, tasks
from portal.documents.gather import SOURCES
from portal.documents.layouts.dos import render_dossier
from portal.documents.models import Document, DossierOrder
from portal.evaluation import service as evaluation
from portal.evaluation.models import Assessment, ConflictOfInterest
from portal.evaluation.queries import complaint_of, officer_of, session_by_id
from portal.files.store import store
from portal.jobs import service as jobs
from tests.factories.accounts import make_user
from tests.factories.base import AT, save
from tests.factories.evaluation import make_signatory, seat
from tests.integration.documents import things
from tests.integration.evaluation.reserves import decided, files_of, ranked
from tests.integration.evaluation.test_complaints import complain, officer


def closed_call(run_jobs, *, with_sheets):
    """A decided call of two files with a complaint, its documents issued; the lead."""
    session = ranked((5, "10000"), (2, "5000"), envelope="10000")
    first, *_rest, rejected = files_of(session)
    things.make_lead(first)
    lead = decided(session)
    for file in files_of(session) if with_sheets else ():
        for kind, subject in [("CON", file.id), *(("ASH", key) for key in sheets_of(file))]:
            jobs.enqueue("documents.issue", {"kind": kind, "subject": str(subject)}, at=AT)
    officer(session, lead)
    complain(session, rejected, reason="The annex was not read.")
    db.session.commit()
    run_jobs(AT)
    return session_by_id(session.id), lead


def sheets_of(file):
    return db.session.scalars(select(Assessment.id).where(Assessment.application_id == file.id))


def secretary_of(session):
    person = seat(session, "secretary")
    roles = (Held("call", session.call_id, "secretary"),)
    return Actor(person.id, person.name, person.email, roles=roles)


def ordered(session, actor=None, closed=frozenset()):
    order = service.order_dossier(
        session, closed=closed, actor=actor or secretary_of(session), at=AT
    )
    db.session.commit()
    return order.id


def the_document():
    return db.session.scalars(select(Document).where(Document.kind == "DOS")).one()


@pytest.mark.one_database
def test_the_dossier_binds_everything_and_is_the_same_to_the_byte(app, run_jobs, smtp):
    session, _lead = closed_call(run_jobs, with_sheets=True)
    key = session.id
    order_id = ordered(session)
    assert ordered(session_by_id(key)) == order_id  # a second click finds the first order

    run_jobs(AT)

    order = db.session.get_one(DossierOrder, order_id)
    document = the_document()
    assert (order.document_id, order.finished_at) == (document.id, AT)
    assert order.done == order.total > 11
    content = store().get(document.sha256)
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == document.pages
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Annex 1: Opening record", "Annex 2: Checks", "Annex 3: Assignments",
        "Annex 5: Assessment sheets", "Annex 6: Consolidation", "Annex 7: Ranking",
        "Annex 8: Evaluation report", "Annex 9: Award decision", "Annex 10: Letters",
        "Annex 11: Complaints", "The annex was not read.", f"1/{document.pages}",
        f"{document.pages}/{document.pages}",
    ):  # fmt: skip
        assert words in text, words
    held = db.session.scalars(
        select(Document).where(
            Document.call_id == document.call_id,
            Document.kind.in_(("ASH", "CON", "EVR", "AWD", "LTA", "LTR", "LTJ")),
        )
    ).all()
    assert len(held) >= 4 + 2 + 1 + 1 + 2
    assert all(one.sha256 in text.replace(" ", "") for one in held)
    data = SOURCES["DOS"](key)
    place = queries.place_of(document)
    head = data.letterhead(place, document.issued_at.date())
    assert render_dossier(data.build(head), store().get) == content

    ordered(session_by_id(key))
    run_jobs(AT)
    assert the_document().id == document.id  # nothing is new: the same dossier again


def test_what_happened_since_makes_a_further_version(app, run_jobs, smtp):
    session, _lead = closed_call(run_jobs, with_sheets=False)
    key = session.id
    ordered(session)
    run_jobs(AT)
    complaint = complaint_of(files_of(session_by_id(key))[1].id)
    person = officer_of(key).user
    actor = Actor(
        person.id, person.name, roles=(Held("complaint", session_by_id(key).call_id, "officer"),)
    )
    evaluation.answer_complaint(
        complaint, session_by_id(key), evaluation.Answer(False, "Read."), actor=actor, at=AT
    )
    db.session.commit()

    ordered(session_by_id(key))
    run_jobs(AT)

    versions = db.session.scalars(
        select(Document.version).where(Document.kind == "DOS").order_by(Document.version)
    ).all()
    assert versions == [1, 2]
    finished = db.session.scalars(select(DossierOrder)).all()
    tasks.dossier({"order": str(finished[0].id)}, now())  # the handler may run twice
    assert len(versions) == 2


@pytest.mark.one_database
def test_who_may_order_and_read_the_dossier(app, run_jobs, smtp, sign_in_as):
    session, lead = closed_call(run_jobs, with_sheets=False)
    call_id, reference = session.call_id, session.call.reference
    voter, assessor, chair = (seat(session, one) for one in ("voter", "assessor", "chair"))
    auditor = make_signatory(session, "auditor")
    files = files_of(session)

    for person, function in ((voter, "voter"), (assessor, "assessor")):
        who = Actor(person.id, person.name, person.email, roles=(Held("call", call_id, function),))
        with pytest.raises(NotAllowed):
            ordered(session, who)
    with pytest.raises(NotAllowed, match="conflict closes"):
        ordered(session, closed=frozenset({files[0].id}))
    ordered(session, lead)
    client = sign_in_as(chair)
    waiting = client.get_page("documents.dossier", reference=reference)
    assert "Waiting for the worker" in waiting.get_text()
    assert client.get_page("documents.dossier", reference=reference).select_one("[data-poll]")
    run_jobs(AT)
    document = the_document()
    link = f"/documents/{document.id}"
    assert link in str(client.get_page("documents.dossier", reference=reference))
    assert client.get(link).data[:5] == b"%PDF-"
    assert sign_in_as(auditor).get(link).status_code == 200
    for person in (voter, assessor, make_user()):
        assert sign_in_as(person).get(link).status_code == 404
    save(
        ConflictOfInterest(
            application_id=files[0].id, user_id=chair.id, kind="family", declared_at=AT
        )
    )
    db.session.commit()
    barred = sign_in_as(chair)
    assert barred.get(link).status_code == 404
    barred.get_page("documents.dossier", reference=reference, status=403)
