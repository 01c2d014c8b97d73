"""The consensus note: merged, edited, agreed or objected to by its authors, on record."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import Conflict, NotAllowed, RuleBroken
from portal.documents.models import Document
from portal.evaluation import queries, service
from portal.evaluation.models import ConflictOfInterest, ConsensusAnswer
from portal.evaluation.states import SessionState
from portal.files import queries as files
from portal.files.models import StoredFile
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_session,
    seat,
)

S = SessionState


@pytest.fixture
def session(app):
    return make_session(state=S.CONSOLIDATION)


def scored(session, *scores):
    application = make_candidate(session)
    for place, score in enumerate(scores):
        make_assessment(
            application, seat(session, "assessor", place), scores=score, position=place + 1
        )
    return application


def write(session, application, text="", after=0, actor=None):
    return service.write_consensus(
        application,
        load_session(session),
        text=text,
        after=after,
        actor=actor or actor_of(seat(session, "secretary")),
        at=AT,
    )


def answer(session, application, place, *, agrees=True, reason="", number=1):
    sheet = queries.authors(application.id)[place]
    return service.answer_consensus(
        sheet,
        load_session(session),
        number=number,
        agrees=agrees,
        reason=reason,
        actor=actor_of(sheet.assessor),
        at=AT,
    )


def ordered():
    rows = db.session.scalars(select(Job).where(Job.kind == "documents.issue"))
    return [row.payload["subject"] for row in rows if row.payload["kind"] == "CON"]


def test_merging_takes_all_sheets_and_asks_every_author(session):
    application = scored(session, 4, 3)

    version = write(session, application)

    assert version.number == 1
    assert version.text.count("Assessor 1: On ") == len(load_session(session).call.grid)
    assert seat(session, "assessor").name not in version.text
    told = db.session.scalars(
        select(MailMessage).where(MailMessage.template == "evaluation/consensus_to_agree")
    )
    people = {seat(session, "assessor", place).email for place in (0, 1)}
    assert {mail.to_address for mail in told} == people


def test_every_answer_makes_the_consolidated_sheet_due(session):
    application = scored(session, 4, 3)
    write(session, application)

    answer(session, application, 0)
    before = ordered()
    answer(session, application, 1, agrees=False, reason="Too mild.")

    assert before == []
    assert ordered() == [str(application.id)]


def test_a_new_version_asks_anew_and_an_old_one_is_answered_no_more(session):
    application = scored(session, 4, 3)
    write(session, application)
    answer(session, application, 0)

    write(session, application, text="Agreed text.", after=1)

    with pytest.raises(Conflict, match="newer version"):
        answer(session, application, 1, number=1)
    answer(session, application, 0, number=2)
    last = queries.consensus_versions(application.id)[0]
    assert [one.agrees for one in last.answers] == [True]


def test_a_version_written_on_an_old_one_is_refused(session):
    application = scored(session, 4, 3)
    write(session, application)
    same = queries.consensus_versions(application.id)[0].text

    with pytest.raises(Conflict):
        write(session, application, text="Mine.", after=0)
    with pytest.raises(RuleBroken, match="Nothing is changed"):
        write(session, application, text=same, after=1)


def test_objecting_needs_a_reason_and_is_said_once(session):
    application = scored(session, 4, 3)
    write(session, application)

    with pytest.raises(RuleBroken, match="why you object"):
        answer(session, application, 0, agrees=False)
    answer(session, application, 0, agrees=False, reason="No.")
    with pytest.raises(NotAllowed, match="answered this version"):
        answer(session, application, 0)


def test_only_the_secretary_writes_and_only_once_sheets_are_compared(app):
    session = make_session(state=S.SCORING)
    application = scored(session, 4, 3)

    with pytest.raises(NotAllowed):
        write(session, application)
    session.state = S.CONSOLIDATION
    with pytest.raises(NotAllowed):
        write(session, application, actor=actor_of(seat(session, "chair")))


def test_author_reads_the_difference_and_answers(session, sign_in_as):
    application = scored(session, 4, 3)
    first = write(session, application)
    lines = first.text.splitlines()
    write(session, application, text="\n".join([*lines[:-1], "A line of ours"]), after=1)
    sheet = queries.authors(application.id)[0]
    client = sign_in_as(sheet.assessor)

    page = client.get_page("evaluation.answer_consensus", assessment_id=sheet.id)
    client.send(
        "evaluation.answer_consensus",
        {"answer": "object", "reason": "Too short.", "number": "2"},
        assessment_id=sheet.id,
    )

    assert page.select_one("ins").get_text() == "Added: A line of ours"
    assert lines[-1] in page.select_one("del").get_text()
    kept = db.session.scalars(select(ConsensusAnswer)).one()
    assert (kept.agrees, kept.reason) == (False, "Too short.")


def test_the_note_is_closed_before_comparing_after_a_conflict_and_to_who_scored_nothing(
    app, sign_in_as
):
    session = make_session(state=S.CONSOLIDATION)
    application = scored(session, 4, 3)
    write(session, application)
    sheet = queries.authors(application.id)[0]
    client = sign_in_as(sheet.assessor)
    other = sign_in_as(seat(session, "assessor", 2))

    other.get_page("evaluation.answer_consensus", assessment_id=sheet.id, status=404)
    load_session(session).state = S.SCORING
    db.session.flush()
    client.get_page("evaluation.answer_consensus", assessment_id=sheet.id, status=404)
    load_session(session).state = S.CONSOLIDATION
    db.session.add(
        ConflictOfInterest(
            application_id=application.id, user_id=sheet.assessor_id, kind="work", declared_at=AT
        )
    )
    db.session.flush()
    client.get_page("evaluation.answer_consensus", assessment_id=sheet.id, status=404)


def test_secretary_merges_and_edits_on_the_page(session, sign_in_as):
    application = scored(session, 4, 3)
    place = {"reference": load_session(session).call.reference, "application_id": application.id}
    client = sign_in_as(seat(session, "secretary"))

    client.send("evaluation.consensus", {"after": "0"}, **place)
    client.send("evaluation.consensus", {"after": "1", "text": "Shorter."}, **place)
    page = client.get_page("evaluation.consensus", **place)

    assert page.select_one("textarea").get_text(strip=True) == "Shorter."
    assert [row.get_text(" ", strip=True).split()[-2:] for row in page.select("tbody tr")] == [
        ["Not", "yet"],
        ["Not", "yet"],
    ]


def test_locking_the_sheets_orders_a_consolidated_sheet_of_each_application(session):
    first, second = scored(session, 4, 3), scored(session, 5, 5)

    service.start_ranking(load_session(session), actor=actor_of(seat(session, "secretary")), at=AT)

    assert set(ordered()) == {str(first.id), str(second.id)}


def test_the_document_has_numbers_gap_rule_names_and_times(session, run_jobs, smtp):
    application = scored(session, 5, 2, 4)
    write(session, application)
    answer(session, application, 0)
    answer(session, application, 1, agrees=False, reason="Too mild on the costs.")
    answer(session, application, 2)

    run_jobs(AT)

    document = db.session.scalars(select(Document).where(Document.kind == "CON")).one()
    pages = PdfReader(BytesIO(files.read(db.session.get_one(StoredFile, document.file_id)))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Score that counts 90.00 of 100" in text
    assert "60.00 points" in text
    assert "Mean of the closest pair" in text
    assert f"{seat(session, 'assessor', 0).name} Agrees" in text
    assert "Objects: Too mild on the costs." in text
    assert text.count("Objects:") == 1
    assert document.is_confidential
    assert document.organisation_id is None
