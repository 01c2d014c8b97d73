"""An anonymous call: who scores and votes reads no name until chair or secretary open them."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications.models import ApplicationVersion
from portal.audit.models import AuditEntry
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents.engine import Letterhead
from portal.documents.gather import SOURCES
from portal.evaluation import queries, service
from portal.evaluation.models import Declaration
from portal.evaluation.states import SessionState
from portal.files import service as files
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_session,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation

pytestmark = pytest.mark.one_database

S = SessionState
NAMES = (
    "Zornica", "Kestrel", "Vuk Vučić", "office@zornica.example", "Milena Submits", "secretfile",
)  # fmt: skip
SEATS = ("chair", "secretary", "voter", "voter", "voter", "assessor", "assessor", "observer")


def signed_pdf():
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = "Zornica"
        made.save(out)
    return out.getvalue()


def anonymous_session(state):
    """A call with one application whose every name is on the list above, and two sheets."""
    session = make_session(state=state, seats=SEATS)
    session.call.is_anonymous, session.opened_at = True, AT
    owner = make_user(name="Milena Submits")
    organisation = make_organisation(
        legal_name="Zornica", acronym="Zornica", email="office@zornica.example",
        representative_name="Vuk Vučić", mission="Zornica was founded by Vuk Vučić.",
    )  # fmt: skip
    make_membership(organisation=organisation, user=owner)
    file = make_candidate(session, organisation=organisation, owner=owner)
    for place in range(2):
        make_assessment(file, seat(session, "assessor", place), scores=4, position=place + 1)
    kept = files.keep(signed_pdf(), name="secretfile.pdf", media_type="application/pdf", at=AT)
    attachment = applications.whole(file.id).attachments[0]
    attachment.file_id = kept.id
    version = db.session.scalars(select(ApplicationVersion)).one()
    content = dict(version.content)
    content["partners"] = [
        {"relation": "co_applicant", "name": "Kestrel", "country": "RS", "registration_number": "1",
         "legal_form": "Association", "role": "Kestrel trains.", "has_mandate": True,
         "mandate": None}
    ]  # fmt: skip
    content["texts"] = [
        one | {"text": f"Zornica and Kestrel: {one['text']}"} for one in content["texts"]
    ]
    content["documents"] = [one | {"name": "secretfile.pdf"} for one in content["documents"]]
    version.content = content
    return load_session(session), file, attachment.id


def pages_of(session, file, attachment, sheet=None):
    """Every page and file of the evaluation that names an application."""
    manage = f"/manage/calls/{session.call.reference}"
    read = f"/evaluate/applications/{file.id}"
    found = ["/evaluate", "/evaluate/declarations", "/evaluate/guidance", read,
             f"{read}/files/{attachment}",
             *(f"{manage}/{name}" for name in (
                 "evaluation", "committee", "eligibility", "assignments", "conflicts", "scores",
                 "scores/matrix", "scores/matrix.xlsx", "ranking", "planner", "decision", "letters",
                 f"letters/{file.id}", "documents", "reserve", "dossier", "complaints",
                 f"eligibility/{file.id}", f"eligibility/{file.id}/files/{attachment}",
                 f"eligibility/{file.id}/clarification"))]  # fmt: skip
    if sheet is not None:
        own = f"/evaluate/{sheet.id}"
        found += [own, f"{own}/files/{attachment}", f"{own}/conflict", f"{own}/decline",
                  f"{own}/offline", f"{own}/sheet.xlsx"]  # fmt: skip
    return found


def said(response):
    """Everything a response says, its headers too; a workbook is unpacked."""
    data = response.data
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as book:
            data = b" ".join(book.read(name) for name in book.namelist())
    if data[:4] == b"%PDF":
        with pikepdf.open(BytesIO(data)) as pdf:
            data = repr(dict(pdf.docinfo)).encode()
    return data.decode("utf-8", "replace") + str(response.headers)


@pytest.mark.parametrize("state", [S.SCORING, S.RANKING])
def test_no_page_or_file_of_those_who_score_and_vote_names_anybody(app, sign_in_as, state):
    session, file, attachment = anonymous_session(state)
    sheet = queries.sheets_of(session.call_id)[file.id][0]

    walks = {
        function: (
            seat(session, function),
            pages_of(session, file, attachment, sheet if function == "assessor" else None),
        )
        for function in ("assessor", "voter", "observer")
    }
    secretary, read, own = seat(session, "secretary"), f"/evaluate/applications/{file.id}", sheet.id

    opened = {}
    for function, (person, paths) in walks.items():
        client = sign_in_as(person)
        client.checks_html = False
        for path in paths:
            response = client.get(path)
            text = said(response)
            opened[function, path] = response.status_code
            assert [name for name in NAMES if name in text] == [], (function, path)

    assert set(opened.values()) == {200, 403, 404}
    shown = {path.rpartition("/")[2] for (who, path), status in opened.items()
             if who == "voter" and status == 200}  # fmt: skip
    assert ({"ranking", "planner", "matrix", "matrix.xlsx"} <= shown) == (state is S.RANKING)
    assert opened["assessor", f"/evaluate/{own}/files/{attachment}"] == 200
    assert opened["voter", read] == opened["observer", f"{read}/files/{attachment}"] == 200
    page = sign_in_as(walks["assessor"][0]).get_page(f"/evaluate/{own}").text
    assert "Annex 1 (PDF)" in page
    assert "[…] and […]: Our answer" in page
    assert "Zornica" in sign_in_as(secretary).get_page(read).text


def test_sheets_on_paper_do_not_name_the_applicant(app):
    session, file, _attachment = anonymous_session(S.RANKING)
    sheet = queries.sheets_of(session.call_id)[file.id][0]
    head = Letterhead("ASH", "REF", 1, AT.date(), "Lead", "Action", "note", "disclaimer")

    for kind, subject in (("ASH", sheet.id), ("CON", file.id)):
        data = SOURCES[kind](subject).build(head)
        assert data.applicant == "not named, the call is anonymous"


def test_ties_are_declared_by_name_apart_from_the_numbers(app, sign_in_as):
    session, file, _attachment = anonymous_session(S.CONSTITUTED)
    person = seat(session, "voter")
    db.session.delete(
        db.session.scalars(select(Declaration).where(Declaration.user_id == person.id)).one()
    )
    db.session.commit()
    client = sign_in_as(person)
    address = f"/evaluate/declaration?call={session.call.reference}"

    page = client.get_page(address)

    assert "Zornica" in page.text
    assert file.number not in str(page)
    assert str(file.id) not in str(page)
    key = file.organisation_id
    client.send(
        address,
        {f"tie-{key}": "yes", f"kind-{key}": "work", "accepts": "y", "signed_name": person.name},
    )
    (signed,) = db.session.scalars(select(Declaration).where(Declaration.user_id == person.id))
    assert signed.applicants == [
        {"name": "Zornica", "country": "RS", "has_conflict": True, "kind": "work"}
    ]
    assert (file.id, person.id) in queries.conflict_pairs(session.call_id)


def test_names_are_opened_with_a_reason_after_the_scoring_and_it_stays_on_record(app, sign_in_as):
    scoring, _file, _attachment = anonymous_session(S.SCORING)
    with pytest.raises(NotAllowed, match="while the evaluation is scoring"):
        service.open_identities(
            scoring, reason="Why not", actor=actor_of(seat(scoring, "chair")), at=AT
        )
    session = make_session(state=S.RANKING)
    session.call.is_anonymous, session.opened_at = True, AT
    file = make_candidate(session)
    name = file.organisation.legal_name
    voter, chair = seat(session, "voter"), seat(session, "chair")
    with pytest.raises(NotAllowed, match="open the names first"):
        service.draft_report(
            session, minutes="We met.", actor=actor_of(seat(session, "secretary")), at=AT
        )
    with pytest.raises(NotAllowed, match="Only the chair and the secretary"):
        service.open_identities(session, reason="Curious", actor=actor_of(voter), at=AT)
    with pytest.raises(RuleBroken, match="Say why"):
        service.open_identities(session, reason=" ", actor=actor_of(chair), at=AT)
    client, path = sign_in_as(chair), f"/manage/calls/{session.call.reference}/evaluation"

    assert name not in sign_in_as(voter).get_page(f"/evaluate/applications/{file.id}").text
    told = client.follow(f"{path}/identities", {"reason": "The ranking of all lots is agreed."})

    assert "The ranking of all lots is agreed." in told.text
    assert name in sign_in_as(voter).get_page(f"/evaluate/applications/{file.id}").text
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "evaluation.identities_opened")
    ).one()
    assert (entry.reason, entry.actor_id) == ("The ranking of all lots is agreed.", chair.id)
    assert client.post(f"{path}/identities", data={"reason": "Again"}).status_code == 403
