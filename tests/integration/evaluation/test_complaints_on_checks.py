"""A complaint about a failed check leads back to the checks, or to the place in the ranking."""

from datetime import timedelta

import pytest

from portal.applications.states import ApplicationState
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.states import Proposal, SessionState
from portal.organisations import queries as organisations
from tests.factories.accounts import actor_of, make_user
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_lead,
    make_session,
    seat,
)
from tests.factories.organisations import make_membership, make_organisation
from tests.integration.evaluation.reserves import decided, files_of, latest, ranked
from tests.integration.evaluation.test_complaints import complain, mails, officer

A = ApplicationState
S = SessionState
SOON = AT + timedelta(days=3)


def failed_in_check():
    """A session in the checks with one file that fails them, told by its letter."""
    session = make_session(state=S.ADMIN_CHECK)
    owner, organisation = make_user(), make_organisation()
    make_membership(organisation=organisation, user=owner)
    file = make_candidate(session, state=A.OPENED, organisation=organisation, owner=owner)
    secretary = actor_of(seat(session, "secretary"))
    service.answer_check(
        file, session, code="ADM03", answer="no", note="In Greek.", actor=secretary, at=AT
    )
    service.fail_check(file, session, reason="Not in English.", actor=secretary, at=AT)
    return session, file, secretary


def uphold(session, complaint, user, reasons="The annex is Greek, the form is not."):
    given = service.Answer(True, reasons)
    return service.answer_complaint(complaint, session, given, actor=actor_of(user), at=SOON)


def test_who_fails_the_check_is_told_before_the_decision_and_may_come_back(app):
    session, file, secretary = failed_in_check()
    lead = make_lead(session)

    with pytest.raises(RuleBroken, match="Type 1"):
        service.send_letters(session, count=2, actor=lead, at=AT)
    assert service.send_letters(session, count=1, actor=lead, at=AT) == 1
    assert session.state is S.ADMIN_CHECK
    user = officer(session, lead)
    complaint = complain(session, file)
    uphold(session, complaint, user)

    item = queries.check_items([file.id])[file.id]["ADM03"]
    assert (file.state, file.letter_sent_at, file.result_reason) == (A.OPENED, None, "")
    assert (item.answer, item.is_automatic) == ("ask", False)
    assert mails("evaluation/back_to_checks") == [seat(session, "secretary").email]
    with pytest.raises(RuleBroken, match="Answer ADM"):
        service.pass_check(file, session, actor=secretary, at=SOON)
    assert queries.has_complained(file, complaint)
    file.letter_sent_at = SOON + timedelta(days=1)
    assert not queries.has_complained(file, complaint)


def test_the_ranking_waits_for_an_open_complaint_and_for_the_check_after_it(app):
    session, file, secretary = failed_in_check()
    lead = make_lead(session)
    service.send_letters(session, count=1, actor=lead, at=AT)
    session.state = S.SCORING
    session = load_session(session)
    other = make_candidate(session)
    for place in (0, 1):
        make_assessment(other, seat(session, "assessor", place), scores=4, position=place + 1)
    user, complaint = officer(session, lead), complain(session, file)

    with pytest.raises(RuleBroken, match="not answered yet"):
        service.start_ranking(session, actor=secretary, at=SOON)
    uphold(session, complaint, user)
    with pytest.raises(RuleBroken, match="Finish the administrative check of"):
        service.start_ranking(session, actor=secretary, at=SOON)
    service.answer_check(
        file, session, code="ADM03", answer="yes", note="", actor=secretary, at=SOON
    )
    file.state = A.ADMIN_FAILED
    service.start_ranking(session, actor=secretary, at=SOON)
    assert session.state is S.RANKING
    assert policy.remedy_of(file, session) is policy.Remedy.WORDS


def test_found_ineligible_and_upheld_takes_its_place_again(app):
    session = ranked((5, "10000"), (4, "9000"), envelope="10000")
    lead = decided(session)
    first, second = files_of(session)
    secretary = actor_of(seat(session, "secretary"))
    service.start_eligibility(first, session, actor=secretary, at=AT)
    service.answer_eligibility(
        first, session, code="ELI07", answer="no", note="Too young.", actor=secretary, at=AT
    )
    service.find_ineligible(first, session, reason="Registered too late.", actor=secretary, at=AT)
    assert (first.state, second.state) == (A.INELIGIBLE, A.ELIGIBILITY_CHECK)
    user, complaint = officer(session, lead), complain(session, first)

    moved = uphold(session, complaint, user)

    assert moved == []
    assert (first.state, first.reserve_rank) == (A.RESERVE, 1)
    assert [(e.rank, e.proposal) for e in latest(session).entries] == [
        (1, Proposal.RESERVE),
        (2, Proposal.AWARD),
    ]
    assert queries.check_items([first.id])[first.id]["ELI07"].answer == "ask"


def test_the_applicant_complains_while_the_evaluation_goes_on(app, sign_in_as):
    session, file, _secretary = failed_in_check()
    service.send_letters(session, count=1, actor=make_lead(session), at=AT)
    session.call.complaint_days = 36500
    owner = organisations.people_to_tell(file.organisation_id)[0]

    page = sign_in_as(owner).get_page("evaluation.complain", application_id=file.id)

    assert page.select_one("textarea[name=reason]")
