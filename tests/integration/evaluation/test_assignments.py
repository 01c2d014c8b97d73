"""Sheets are assigned, declined, given to others; barred people stay barred."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, service
from portal.evaluation.states import AssessmentState, SessionState
from portal.mail.models import MailMessage
from portal.web.workbooks import Sheet, read_rows, workbook
from tests.factories.accounts import actor_of
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_finding,
    make_session,
    seat,
)

A = AssessmentState
S = SessionState
LATER = AT + timedelta(hours=1)


def mails(template):
    return db.session.scalars(select(MailMessage).where(MailMessage.template == template)).all()


def secretary(session):
    return actor_of(seat(session, "secretary"))


def test_declined_sheet_goes_to_somebody_who_never_had_it(app):
    session = make_session()
    application, assessor = make_candidate(session), seat(session, "assessor")
    sheet = make_assessment(application, assessor)
    make_assessment(application, seat(session, "assessor", 1), position=2)

    with pytest.raises(RuleBroken, match="Say why"):
        service.decline(sheet, session, reason=" ", actor=actor_of(assessor), at=AT)
    service.decline(sheet, session, reason="I am ill.", actor=actor_of(assessor), at=AT)
    service.decline(sheet, session, reason="I am ill.", actor=actor_of(assessor), at=AT)

    assert (sheet.state, sheet.ended_reason) == (A.RECUSED, "I am ill.")
    assert [one.to_address for one in mails("evaluation/declined")] == [
        seat(session, "secretary").email
    ]
    proposed = service.fair_split(session, queries.board_of(session))
    assert proposed == {application.id: (seat(session, "assessor", 2).id,)}
    with pytest.raises(RuleBroken, match="gave this application back"):
        service.assign(session, [(application, assessor)], actor=secretary(session), at=LATER)


@pytest.mark.parametrize("state", [A.IN_PROGRESS, A.SUBMITTED])
def test_a_sheet_with_scores_is_not_declined(app, state):
    session = make_session()
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor, scores=4, state=state)

    with pytest.raises(NotAllowed):
        service.decline(sheet, session, reason="No.", actor=actor_of(assessor), at=AT)


def test_secretary_gives_a_begun_sheet_to_somebody_else_and_both_are_told(app):
    session = make_session()
    application = make_candidate(session)
    first, third = seat(session, "assessor"), seat(session, "assessor", 2)
    sheet = make_assessment(application, first, scores=4, state=A.IN_PROGRESS)
    make_assessment(application, seat(session, "assessor", 1), position=2)
    chair = secretary(session)

    with pytest.raises(RuleBroken, match="Say why"):
        service.reassign(sheet, session, to=third, reason="", actor=chair, at=AT)
    with pytest.raises(RuleBroken, match="Choose somebody else"):
        service.reassign(sheet, session, to=first, reason="Late.", actor=chair, at=AT)
    made = service.reassign(sheet, session, to=third, reason="Late.", actor=chair, at=AT)

    assert (sheet.state, sheet.ended_reason) == (A.RECUSED, "Late.")
    assert (made.assessor_id, made.position) == (third.id, 1)
    assert [one.to_address for one in mails("evaluation/sheet_taken")] == [first.email]
    assert [one.to_address for one in mails("evaluation/assigned")] == [third.email]
    submitted = queries.sheets_by_pair(session.call_id)[
        application.id, seat(session, "assessor", 1).id
    ]
    submitted.state, submitted.submitted_at = A.SUBMITTED, AT
    with pytest.raises(NotAllowed):
        service.reassign(submitted, session, to=first, reason="No.", actor=chair, at=AT)


def test_third_evaluator_is_proposed_and_given_with_one_press(app, sign_in_as):
    session = make_session()
    application = make_candidate(session)
    for place, score in enumerate((5, 2)):
        make_assessment(
            application, seat(session, "assessor", place), scores=score, position=place + 1
        )
    third = seat(session, "assessor", 2)
    client = sign_in_as(seat(session, "secretary"))
    address = f"/manage/calls/{session.call.reference}/scores"

    assert f"proposed: {third.name}" in client.get_page(address).text
    client.send(f"{address}/thirds")

    sheet = queries.sheets_by_pair(session.call_id)[application.id, third.id]
    assert (sheet.position, sheet.state) == (3, A.ASSIGNED)
    with pytest.raises(RuleBroken, match="No application waits"):
        service.assign_thirds(load_session(session), actor=secretary(session), at=LATER)


def test_third_evaluator_without_a_tie_may_be_missing(app):
    session = make_session()
    application = make_candidate(session)
    for place, score in enumerate((5, 2)):
        make_assessment(
            application, seat(session, "assessor", place), scores=score, position=place + 1
        )
    make_finding(application, seat(session, "assessor", 2))

    with pytest.raises(RuleBroken, match="No assessor without a conflict"):
        service.assign_thirds(session, actor=secretary(session), at=AT)


def test_board_says_who_is_barred_and_why(app, sign_in_as):
    session = make_session()
    application = make_candidate(session)
    own, open_one = seat(session, "assessor"), seat(session, "assessor", 1)
    words = f"{own.name} works for a partner of the Action in Serbia."
    make_finding(application, own, rule="country", blocks=True, text=words)
    make_finding(application, open_one, text="They share a mail domain.")
    client = sign_in_as(seat(session, "secretary"))

    page = client.get_page(f"/manage/calls/{session.call.reference}/assignments?suggest=1")

    marks = [cell.text for cell in page.select(".gp-mark-conflict")]
    assert marks == [f"✗Barred: {words}", "?Barred: They share a mail domain."]
    assert len(page.select("input[name=pair]")) == 1
    assert application.number in page.select_one(".gp-note-warn").text


def test_evaluator_accepts_and_declines_from_the_queue(app, sign_in_as):
    session = make_session()
    assessor = seat(session, "assessor")
    taken = make_assessment(make_candidate(session), assessor)
    left = make_assessment(make_candidate(session), assessor)
    client = sign_in_as(assessor)

    client.send(f"/evaluate/{taken.id}/accept")
    client.send(f"/evaluate/{left.id}/decline", {"reason": "I am away that week."})

    assert taken.state is A.ACCEPTED
    assert left.state is A.RECUSED
    assert "I am away that week." in client.get_page("/evaluate").text
    assert client.get(f"/evaluate/{left.id}").status_code == 404


def test_sheet_goes_away_as_a_workbook_and_comes_back(app, sign_in_as):
    session = make_session()
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor)
    client = sign_in_as(assessor)
    address = f"/evaluate/{sheet.id}/offline"
    code = session.call.grid[0].criteria[0].code

    taken = client.get(f"/evaluate/{sheet.id}/sheet.xlsx").data
    rows = read_rows(taken, name="sheet.xlsx")
    filled = [
        tuple(5 if row[0] == code and place == 3 else cell for place, cell in enumerate(row))
        for row in rows
    ]
    filled.append(("XX", "", "", 3, ""))
    body = workbook([Sheet("Scores", [str(cell) for cell in filled[0]], filled[1:])], at=AT)
    answer = client.post(address, data={"file": (BytesIO(body), "sheet.xlsx")})

    assert "1 answers were read" in answer.text
    assert "The sheet has no such code." in answer.text
    read = queries.get_sheet(actor_of(assessor), sheet.id)
    assert queries.scores_of(read, load_session(session).call) == {code: 5}
    assert read.state is A.IN_PROGRESS
    refused = client.post(address, data={"file": (BytesIO(b"no"), "sheet.xlsx")})
    assert "error-summary" in refused.text or refused.status_code == 422


def test_own_notes_are_kept_and_the_load_is_told_in_hours(app, sign_in_as):
    session = make_session()
    session.call.words_per_hour = 100
    assessor = seat(session, "assessor")
    sheet = make_assessment(make_candidate(session), assessor)
    client = sign_in_as(assessor)

    client.send(f"/evaluate/{sheet.id}", {"own_notes": "Ask for the audit.", "revision": "0"})

    assert sheet.own_notes == "Ask for the audit."
    page = client.get_page("/evaluate").text
    (hours,) = queries.hours(queries.queue(actor_of(assessor))).values()
    assert hours > Decimal("0.1")
    assert f"About {hours} hours of reading and scoring are left." in page


def test_chair_decides_on_a_suspicion_about_the_secretary(app, sign_in_as):
    session = make_session()
    application = make_candidate(session)
    finding = make_finding(application, seat(session, "secretary"))
    client = sign_in_as(seat(session, "chair"))
    address = f"/manage/calls/{session.call.reference}/conflicts"

    with pytest.raises(NotAllowed, match="their own"):
        service.rule_on(
            session,
            finding,
            is_conflict=False,
            reason="It is me.",
            actor=secretary(session),
            at=AT,
        )
    assert f"{address}/{finding.id}" in str(client.get_page(address))
    client.send(f"{address}/{finding.id}", {"decision": "no", "reason": "A namesake."})

    assert (finding.decision, finding.decided_by_id) == ("cleared", seat(session, "chair").id)


def test_a_call_may_ask_for_three_assessors_from_the_start(app, sign_in_as):
    session = make_session(state=S.ADMIN_CHECK)
    session.call.assessors_per_application = 3
    application = make_candidate(session)
    people = [seat(session, "assessor", place) for place in range(3)]
    for place in (1, 2):
        make_assessment(application, people[place], scores=place + 2, position=place)

    with pytest.raises(RuleBroken, match="Assign 3 assessors to"):
        service.start_scoring(session, actor=secretary(session), at=AT)
    proposed = service.fair_split(session, queries.board_of(session))
    one = queries.progress(session.call)[0]
    page = sign_in_as(seat(session, "secretary")).get_page(
        f"/manage/calls/{session.call.reference}/assignments"
    )

    assert proposed == {application.id: (people[0].id,)}
    # A gap of 20 points asks for no further sheet: the third is there from the start.
    assert (one.third, one.needed, one.missing, one.is_complete) == (None, 3, 1, False)
    assert "2 / 3" in page.text
    session = load_session(session)
    service.assign(session, [(application, people[0])], actor=secretary(session), at=AT)
    service.start_scoring(session, actor=secretary(session), at=AT)
    with pytest.raises(RuleBroken, match="Sheets are missing"):
        service.consolidate(session, actor=secretary(session), at=AT)


def test_a_whole_lot_is_given_at_once_and_who_is_barred_stays_out(app, sign_in_as):
    session = make_session()
    given = [make_candidate(session) for _place in range(3)]
    barred, elsewhere = make_candidate(session), make_candidate(session, lot="REG")
    person = seat(session, "assessor")
    make_finding(barred, person, blocks=True, rule="country", text="Works for a partner.")
    client = sign_in_as(seat(session, "secretary"))
    address = f"/manage/calls/{session.call.reference}/assignments"
    lot = {"lot": str(given[0].lot_id), "people": str(person.id)}

    def send(data):
        return client.follow(f"{address}/lot", data)

    assert "Choose at least one assessor" in send(lot | {"people": []}).text
    page = send(lot)

    board = queries.board_of(load_session(session))
    assert {application for application, _person in board.pairs} == {one.id for one in given}
    assert "3 sheets assigned." in page.text
    note = page.select_one(".gp-note:has(li)").text
    assert f"{barred.number} {person.name}: Works for a partner." in note
    told = [(one.to_address, one.subject) for one in mails("evaluation/assigned")]
    assert told == [(person.email, "3 applications are waiting for your scores")]
    assert "No application of this lot is left" in send(lot).text
    assert elsewhere.id not in {application for application, _person in board.pairs}


def test_a_lot_is_shared_evenly_among_the_people_chosen(app):
    session = make_session(state=S.ADMIN_CHECK)
    files = [make_candidate(session) for _place in range(4)]
    people = [seat(session, "assessor", place) for place in range(3)]

    made = service.assign_lot(session, files[0].lot_id, people[:3], actor=secretary(session), at=AT)

    load = [sum(sheet.assessor_id == one.id for sheet in made) for one in people]
    assert sorted(load) == [2, 3, 3]
    assert mails("evaluation/assigned") == []
