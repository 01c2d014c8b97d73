"""Complaints: within the call's days, answered outside the committee, with effect on the order."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications.states import ApplicationState
from portal.core.clock import day_in
from portal.core.db import db
from portal.core.errors import NotAllowed, RuleBroken
from portal.evaluation import queries, service
from portal.evaluation.models import Complaint
from portal.evaluation.states import ComplaintState, Proposal
from portal.mail.models import MailMessage
from portal.organisations import queries as organisations
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.evaluation import seat
from tests.integration.evaluation.reserves import decided, files_of, latest, ranked

A = ApplicationState
P = Proposal
SOON = AT + timedelta(days=3)


def owner_of(application):
    return actor_of(organisations.people_to_tell(application.organisation_id)[0])


def complain(session, application, *, at=SOON, reason="You read one page only.", asks="Read it."):
    service.complain(
        application, session, reason=reason, asks=asks, actor=owner_of(application), at=at
    )
    return queries.complaint_of(application.id)


def officer(session, lead):
    user = make_user(name="Outside Person", confirmed_at=AT)
    service.appoint_officer(session, user=user, actor=lead, at=AT)
    return user


def answer(session, complaint, user, *, upheld=True, reasons="They are right.", total=None):
    given = service.Answer(upheld, reasons, None if total is None else Decimal(total))
    return service.answer_complaint(complaint, session, given, actor=actor_of(user), at=SOON)


def mails(template):
    rows = db.session.scalars(select(MailMessage).where(MailMessage.template == template))
    return [mail.to_address for mail in rows]


@pytest.fixture
def closed(app):
    """Four files: one award, two on the reserve, one rejected with 40 points; the lead."""
    session = ranked((5, "10000"), (4, "9000"), (4, "8000"), (2, "5000"), envelope="10000")
    lead = decided(session)
    assert [one.state for one in files_of(session)] == [
        A.PROVISIONALLY_SELECTED,
        A.RESERVE,
        A.RESERVE,
        A.REJECTED_QUALITY,
    ]
    return session, lead


def test_a_complaint_has_its_day_of_answer_and_tells_who_answers(closed):
    session, lead = closed
    user = officer(session, lead)
    rejected = files_of(session)[3]

    complaint = complain(session, rejected)

    assert complaint.due_on == day_in(session.call.time_zone, SOON) + timedelta(days=30)
    assert user.email in mails("evaluation/complaint_to_answer")
    assert mails("evaluation/complaint_received") == [owner_of(rejected).email]


def test_without_a_named_person_the_signatory_is_told(closed):
    session, lead = closed

    complain(session, files_of(session)[3])

    assert lead.email in mails("evaluation/complaint_to_answer")


@pytest.mark.parametrize("late", [0, 1])
def test_the_last_day_counts_and_the_next_is_too_late(closed, late):
    session, _lead = closed
    rejected = files_of(session)[3]
    at = AT + timedelta(days=session.call.complaint_days + late)

    if late:
        with pytest.raises(NotAllowed, match="are over"):
            complain(session, rejected, at=at)
    else:
        assert complain(session, rejected, at=at).state is ComplaintState.OPEN


def test_a_complaint_is_made_once_by_a_signatory_with_reason_and_request(closed):
    session, lead = closed
    rejected = files_of(session)[3]

    with pytest.raises(RuleBroken, match="why you do not agree"):
        complain(session, rejected, reason=" ")
    with pytest.raises(RuleBroken, match="what you ask for"):
        complain(session, rejected, asks="")
    with pytest.raises(NotAllowed, match="signatory of the organisation"):
        service.complain(rejected, session, reason="x", asks="y", actor=lead, at=SOON)
    complain(session, rejected)
    with pytest.raises(NotAllowed, match="has complained"):
        complain(session, rejected)


def test_nobody_of_the_committee_or_the_applicants_is_named(closed):
    session, lead = closed
    member = seat(session, "voter")
    applicant = organisations.people_to_tell(files_of(session)[0].organisation_id)[0]

    for user in (member, applicant):
        with pytest.raises(RuleBroken, match="outside the committee"):
            service.appoint_officer(session, user=user, actor=lead, at=AT)
    with pytest.raises(NotAllowed):
        service.appoint_officer(session, user=make_user(), actor=actor_of(member), at=AT)


def test_only_the_named_person_answers_and_once(closed):
    session, lead = closed
    user = officer(session, lead)
    complaint = complain(session, files_of(session)[3])

    with pytest.raises(NotAllowed):
        service.answer_complaint(
            complaint, session, service.Answer(False, "No."), actor=lead, at=SOON
        )
    with pytest.raises(RuleBroken, match="reasons"):
        answer(session, complaint, user, reasons=" ")
    answer(session, complaint, user, upheld=False, reasons="Scored as published.")
    with pytest.raises(NotAllowed, match="was answered"):
        answer(session, complaint, user)
    assert complaint.state is ComplaintState.REFUSED
    assert latest(session).number == 1


def test_upheld_with_a_score_brings_a_rejected_one_back_in_its_place(closed):
    session, lead = closed
    user = officer(session, lead)
    first, second, third, rejected = files_of(session)
    complaint = complain(session, rejected)

    moved = answer(session, complaint, user, total="85.00")

    ranking = latest(session)
    assert moved == []
    assert ranking.number == 2
    assert [(e.rank, e.application.number, str(e.total)) for e in ranking.entries] == [
        (1, first.number, "100.00"),
        (2, rejected.number, "85.00"),
        (3, second.number, "80.00"),
        (4, third.number, "80.00"),
    ]
    assert [e.proposal for e in ranking.entries] == [P.AWARD, P.RESERVE, P.RESERVE, P.RESERVE]
    assert rejected.state is A.RESERVE
    assert rejected.reserve_until == second.reserve_until
    assert [one.reserve_rank for one in (rejected, second, third)] == [1, 2, 3]
    assert first.state is A.PROVISIONALLY_SELECTED


def test_an_upheld_complaint_is_offered_what_is_free(closed):
    session, lead = closed
    user = officer(session, lead)
    first, *_rest, rejected = files_of(session)
    lot = latest(session).lot
    lot.envelope = Decimal("15000")
    complaint = complain(session, rejected)

    moved = answer(session, complaint, user, total="90.00")

    assert moved == [rejected]
    assert rejected.state is A.ELIGIBILITY_CHECK
    assert [e.proposal for e in latest(session).entries][:2] == [P.AWARD, P.AWARD]
    assert first.state is A.PROVISIONALLY_SELECTED


@pytest.mark.parametrize(
    ("upheld", "total", "words"),
    [
        (False, "85", "refused complaint changes no score"),
        (True, "59.99", "Below the minimum"),
        (True, "100.01", "from 0 to 100"),
    ],
)
def test_a_score_that_cannot_be_is_refused(closed, upheld, total, words):
    session, lead = closed
    session.call.total_threshold = Decimal(60)
    user = officer(session, lead)
    complaint = complain(session, files_of(session)[3])

    with pytest.raises(RuleBroken, match=words):
        answer(session, complaint, user, upheld=upheld, total=total)

    assert complaint.state is ComplaintState.OPEN


def test_an_award_keeps_its_score(closed):
    session, lead = closed
    user = officer(session, lead)
    complaint = complain(session, files_of(session)[0])

    with pytest.raises(RuleBroken, match="rejected and reserve"):
        answer(session, complaint, user, total="99")


def test_applicant_complains_on_its_page_and_reads_the_answer(closed, sign_in_as):
    session, lead = closed
    rejected = files_of(session)[3]
    session.call.complaint_days = 36500
    user = officer(session, lead)
    owner = organisations.people_to_tell(rejected.organisation_id)[0]
    client, key = sign_in_as(owner), rejected.id

    decision = client.get_page("applications.decision", application_id=key)
    client.send(
        "evaluation.complain",
        {"reason": "The grid was misread.", "asks": "A second look."},
        application_id=key,
    )
    complaint = db.session.scalars(select(Complaint)).one()
    sign_in_as(user).send(
        "evaluation.complaint",
        {"decision": "refuse", "reasons": "Read twice."},
        complaint_id=complaint.id,
    )
    page = client.get_page("evaluation.complain", application_id=key)

    assert f"/applications/{key}/complaint" in str(decision)
    assert "Read twice." in page.get_text()
    assert "Outside Person" not in page.get_text()
    assert "Refused" in page.get_text()


def test_the_committee_reads_no_complaint_and_who_answers_reads_no_names(closed, sign_in_as):
    session, lead = closed
    user = officer(session, lead)
    key = complain(session, files_of(session)[3]).id
    reference = session.call.reference
    names = [seat(session, "assessor", place).name for place in (0, 1)]
    chair = sign_in_as(seat(session, "chair"))

    chair.get_page("evaluation.complaint", complaint_id=key, status=404)
    chair.get_page("evaluation.call_complaints", reference=reference, status=403)
    text = sign_in_as(user).get_page("evaluation.complaint", complaint_id=key).get_text()

    assert "Assessor 1" in text
    assert not any(name in text for name in names)


def test_complaints_of_the_call_stand_in_the_list_of_the_lead(closed, sign_in_as):
    session, _lead = closed
    number = complain(session, files_of(session)[3]).application.number
    reference = session.call.reference
    person = queries.lead_people(session.call.action_id, "signatory")[0]

    page = sign_in_as(person).get_page("evaluation.call_complaints", reference=reference)

    assert number in page.select_one("tbody").get_text()
    assert page.select_one("select[name=user]")
