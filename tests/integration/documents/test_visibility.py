"""Each document reaches those it is for, and nobody else learns that it exists."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.core.access import VISITOR, Held
from portal.core.db import db
from portal.documents import queries
from portal.documents.models import Document
from portal.evaluation.states import SessionState
from portal.jobs import service as jobs
from tests.factories.accounts import actor_of, make_actor, make_user
from tests.factories.actions import make_action
from tests.factories.calls import make_call
from tests.factories.documents import make_document
from tests.factories.evaluation import (
    make_assessment,
    make_candidate,
    make_declaration,
    make_session,
)
from tests.factories.grants import make_grant
from tests.factories.organisations import make_organisation
from tests.support.cast import Cast


def sees(actor, document: Document) -> bool:
    return queries.get_visible(actor, document.id) is not None


def test_public_document_is_for_everybody(app):
    assert sees(VISITOR, make_document(is_public=True))


def test_document_of_nobody_is_for_nobody(app):
    document = make_document()

    assert not sees(VISITOR, document)
    assert not sees(make_actor(), document)
    assert not sees(make_actor(is_administrator=True), document)


@pytest.mark.parametrize("role", ["owner", "editor", "reader", "signatory"])
def test_letter_is_for_the_members_of_its_organisation(app, role):
    organisation, other = make_organisation(), make_organisation()
    document = make_document(kind="LTJ", organisation_id=organisation.id)

    assert sees(make_actor(Held("organisation", organisation.id, role)), document)
    assert not sees(make_actor(Held("organisation", other.id, role)), document)


def test_confidential_document_never_reaches_an_organisation(app):
    organisation = make_organisation()
    document = make_document(kind="EVR", organisation_id=organisation.id, is_confidential=True)

    assert not sees(make_actor(Held("organisation", organisation.id, "owner")), document)


def on_committee(session, function, *more: Held, signs: bool = True):
    """Somebody in a seat of the session's call, who has signed unless told otherwise."""
    user = make_user()
    if signs:
        make_declaration(session, user)
    held = Held("call", session.call_id, function)
    return make_actor(held, *more, user_id=user.id)


def test_sheet_is_for_its_assessor_and_those_who_run_the_evaluation(app):
    session, person = make_session(seats=()), make_user()
    call = session.call
    sheet = make_document(
        kind="ASH",
        action_id=call.action_id,
        call_id=call.id,
        person_id=person.id,
        is_confidential=True,
    )

    assert sees(actor_of(person), sheet)
    assert sees(on_committee(session, "secretary"), sheet)
    assert sees(on_committee(session, "chair"), sheet)
    assert not sees(on_committee(session, "assessor"), sheet)
    assert not sees(on_committee(session, "voter"), sheet)


def test_lead_reads_the_sheets_once_they_are_final(app):
    session = make_session(seats=())
    action_id, call_id = session.call.action_id, session.call_id
    sheet = make_document(kind="ASH", action_id=action_id, call_id=call_id, is_confidential=True)
    lead = make_actor(Held("action", action_id, "programme"))
    assert not sees(lead, sheet)

    session.state = SessionState.RANKING
    db.session.flush()

    assert sees(lead, sheet)


def test_assessor_who_is_also_staff_reads_no_other_sheet(app):
    call = make_call()
    sheet = make_document(
        kind="ASH", action_id=call.action_id, call_id=call.id, is_confidential=True
    )
    both = make_actor(
        Held("action", call.action_id, "programme"), Held("call", call.id, "assessor")
    )

    assert not sees(both, sheet)


def test_evaluation_report_is_for_the_voters_too(app):
    session = make_session(seats=())
    report = make_document(kind="EVR", call_id=session.call_id, is_confidential=True)

    assert sees(on_committee(session, "voter"), report)
    assert not sees(on_committee(session, "assessor"), report)


@pytest.mark.parametrize("function", ["chair", "secretary", "voter", "observer"])
def test_nobody_on_the_committee_reads_a_document_before_signing(app, function):
    session = make_session(seats=())
    report = make_document(
        kind="EVR", call_id=session.call_id, action_id=session.call.action_id, is_confidential=True
    )
    staff = Held("action", session.call.action_id, "programme")

    assert not sees(on_committee(session, function, signs=False), report)
    assert not sees(on_committee(session, function, staff, signs=False), report)
    assert sees(on_committee(session, function), report)


def test_a_conflict_closes_the_documents_of_the_application(app):
    session = make_session(seats=())
    application = make_candidate(session)
    staff = Held("action", session.call.action_id, "programme")
    closed = Held("application", application.id, "closed")
    sheet = make_assessment(application, make_user())
    about = {"call_id": session.call_id, "action_id": session.call.action_id}
    papers = [
        make_document(kind="ADM", subject_id=application.id, is_confidential=True, **about),
        make_document(kind="ASH", subject_id=sheet.id, is_confidential=True, **about),
    ]

    for paper in papers:
        assert sees(on_committee(session, "secretary", staff), paper)
        assert not sees(on_committee(session, "secretary", staff, closed), paper)


def test_staff_of_one_country_read_the_documents_of_that_country(app):
    action = make_action()
    mine = make_document(action_id=action.id, country="RS")
    theirs = make_document(action_id=action.id, country="AL")
    whole = make_document(action_id=action.id)
    partner = make_actor(Held("action", action.id, "programme", "RS"))

    assert [sees(partner, one) for one in (mine, theirs, whole)] == [True, False, False]


def test_download_gives_the_very_bytes_and_is_noted(app, sign_in_as):
    cast = Cast()
    content = b"%PDF-1.4 exactly these"
    document = make_document(content=content, organisation_id=cast.organisation.id)
    client = sign_in_as(cast.person("member"))

    answer = client.get(f"/documents/{document.id}")

    assert answer.data == content
    assert answer.headers["Cache-Control"] == "no-store"
    noted = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "document.downloaded")
    ).one()
    assert noted.actor_name == "Member Petrova"


def test_download_of_a_public_document_needs_no_sign_in_and_no_note(app, client):
    document = make_document(content=b"%PDF-1.4 public", is_public=True)
    db.session.commit()

    answer = client.get(f"/documents/{document.id}")

    assert answer.data == b"%PDF-1.4 public"
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_unknown_and_foreign_document_give_the_same_answer(app, sign_in_as):
    cast = Cast()
    document = make_document(organisation_id=cast.other_organisation.id)
    client = sign_in_as(cast.person("member"))

    assert client.get(f"/documents/{document.id}").status_code == 404
    assert client.get(f"/documents/{uuid4()}").status_code == 404


def test_list_is_narrowed_by_kind_call_and_words(app, sign_in_as):
    cast = Cast()
    make_document(action_id=cast.action.id, kind="LTA", title="Letter of award: Bridges")
    make_document(action_id=cast.action.id, kind="LTJ", title="Letter of rejection: 50 % more")
    make_document(action_id=cast.action.id, call_id=cast.call.id, title="Receipt: Bridges")
    reference = cast.call.reference
    client = sign_in_as(cast.person("auditor"))

    def titles(**asked: str) -> list[str]:
        page = client.get_page("documents.index", **asked)
        return sorted(link.text for link in page.select("tbody th a"))

    assert len(titles()) == 3
    assert titles(kind="LTA") == ["Letter of award: Bridges"]
    assert titles(call=reference) == ["Receipt: Bridges"]
    assert titles(text="bridges letter") == ["Letter of award: Bridges"]
    assert titles(text="50 %") == ["Letter of rejection: 50 % more"]
    assert titles(text="nothing of the kind") == []


def test_check_names_reference_and_version_of_a_hash(app, client):
    document = make_document(content=b"%PDF-1.4 checked", title="Secret title")
    db.session.commit()

    page = client.get_page("documents.check", sha256=document.sha256.upper())

    text = page.get_text(" ")
    assert document.reference in text
    assert "This portal issued it." in text
    assert "Secret title" not in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [("0" * 64, "No document has this SHA-256."), ("abc", "Enter the whole SHA-256.")],
)
def test_check_says_when_a_hash_is_unknown_or_no_hash(app, client, asked, words):
    page = client.get_page("documents.check", sha256=asked)

    assert words in page.get_text(" ")


def test_grant_page_shows_what_is_there_and_what_is_being_prepared(app, sign_in_as):
    cast = Cast()
    grant = make_grant(
        call=make_call(action=cast.action),
        organisation=cast.organisation,
        owner=cast.person("member"),
    )
    letter = make_document(
        kind="LTA", subject_id=grant.application_id, organisation_id=cast.organisation.id
    )
    make_document(kind="ASH", subject_id=grant.application_id, is_confidential=True)
    jobs.enqueue("documents.issue", {"kind": "CLO", "subject": str(grant.id)}, at=grant.created_at)
    client = sign_in_as(cast.person("member"))

    page = client.get_page("grants.papers", grant_id=grant.id)

    shown = [item.get_text(" ", strip=True) for item in page.select("main .gp-doc")]
    assert len(shown) == 2
    assert shown[0].startswith("Closure letter This document is being prepared.")
    assert shown[1].startswith("Letter of award (PDF)")
    assert letter.sha256 in shown[1]


def test_action_page_offers_its_information_note_to_everybody(app, client):
    action = make_action(facts={"action": {}, "file": {"footnotes": {}}})
    note = make_document(kind="INF", subject_id=action.id, is_public=True)
    db.session.commit()

    page = client.get_page("actions.detail", code=action.code)

    assert page.select_one(f'a[href="/documents/{note.id}"]').text == "Information note (PDF)"
