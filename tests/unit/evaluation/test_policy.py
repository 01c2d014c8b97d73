"""Who may do what in an evaluation, in every state."""

from uuid import uuid4

import pytest

from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import Actor, Held
from portal.evaluation import policy
from portal.evaluation.models import Assessment, ConflictFinding, EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.states import (
    ASSESSMENT_MOVES,
    SESSION_MOVES,
    AssessmentState,
    SessionState,
)

S = SessionState
SIGNED = Standing(has_declared=True)
SECRETARYS = {
    "open": policy.can_open,
    "check": policy.can_check,
    "start_scoring": policy.can_start_scoring,
    "assign": policy.can_assign,
    "consolidate": policy.can_consolidate,
    "rank": policy.can_rank,
    "freeze": policy.can_freeze,
    "draft_report": policy.can_draft_report,
    "start_eligibility": policy.can_start_eligibility,
}
STATES = {
    "open": {S.CONSTITUTED},
    "check": {S.ADMIN_CHECK, S.SCORING},
    "start_scoring": {S.ADMIN_CHECK},
    "assign": {S.ADMIN_CHECK, S.SCORING, S.CONSOLIDATION},
    "consolidate": {S.SCORING},
    "rank": {S.SCORING, S.CONSOLIDATION},
    "freeze": {S.RANKING},
    "draft_report": {S.RANKING},
    "start_eligibility": {S.DECIDED, S.CLOSED},
}


def a_session(state: SessionState = S.SCORING, **facts: object) -> EvaluationSession:
    call = Call(id=uuid4(), action_id=uuid4(), state=CallState.IN_EVALUATION)
    return EvaluationSession(id=uuid4(), call=call, call_id=call.id, state=state, **facts)


def a_person(session: EvaluationSession, *functions: str, lead: str = "", country=None) -> Actor:
    roles = [Held("call", session.call_id, function) for function in functions]
    if lead:
        roles.append(Held("action", session.call.action_id, lead, country))
    return Actor(user_id=uuid4(), name="Ana Petrova", roles=tuple(roles))


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("verb", list(SECRETARYS))
def test_secretary_verbs_in_every_state(verb, state):
    session = a_session(state)

    verdict = SECRETARYS[verb](a_person(session, "secretary"), session, SIGNED)

    assert bool(verdict) == (state in STATES[verb])
    assert verdict.allowed or verdict.reason


@pytest.mark.parametrize("function", ["chair", "voter", "assessor", "observer"])
@pytest.mark.parametrize("verb", list(SECRETARYS))
def test_secretary_verbs_are_the_secretarys_alone(verb, function):
    session = a_session(min(STATES[verb]))

    verdict = SECRETARYS[verb](a_person(session, function), session, SIGNED)

    assert verdict.reason == "Only the secretary of the committee can do this."


@pytest.mark.parametrize("verb", list(SECRETARYS))
def test_secretary_signs_the_declaration_first(verb):
    session = a_session(min(STATES[verb]))

    verdict = SECRETARYS[verb](a_person(session, "secretary"), session, Standing())

    assert verdict.reason == "Sign the declaration of impartiality and confidentiality first."


@pytest.mark.parametrize("session_state", list(S))
@pytest.mark.parametrize("sheet_state", list(AssessmentState))
@pytest.mark.parametrize("verb", ["accept", "decline", "score", "submit"])
def test_assessor_verbs_in_every_state(verb, sheet_state, session_state):
    session = a_session(session_state)
    actor = a_person(session, "assessor")
    sheet = Assessment(assessor_id=actor.user_id, application_id=uuid4(), state=sheet_state)

    verdict = policy.can_score(actor, sheet, session, SIGNED, verb)

    in_time = session_state in {S.SCORING, S.CONSOLIDATION}
    assert bool(verdict) == (in_time and sheet_state in ASSESSMENT_MOVES[verb].sources)


def test_assessor_with_a_conflict_cannot_score():
    session = a_session()
    actor = a_person(session, "assessor")
    sheet = Assessment(
        assessor_id=actor.user_id, application_id=uuid4(), state=AssessmentState.ACCEPTED
    )

    verdict = policy.can_score(
        actor, sheet, session, Standing(True, frozenset({sheet.application_id}))
    )

    assert verdict.reason == "You declared a conflict of interest with this application."


@pytest.mark.parametrize("session_state", list(S))
@pytest.mark.parametrize("sheet_state", list(AssessmentState))
def test_others_scores_only_after_own_and_from_consolidation(sheet_state, session_state):
    session = a_session(session_state)
    sheet = Assessment(application_id=uuid4(), state=sheet_state)

    sees = policy.can_see_other_sheets(sheet, session, SIGNED)

    is_in = sheet_state in {AssessmentState.SUBMITTED, AssessmentState.LOCKED}
    before = {S.PLANNED, S.CONSTITUTED, S.OPENING, S.ADMIN_CHECK, S.SCORING}
    assert sees == (is_in and session_state not in before)


@pytest.mark.parametrize("state", list(S))
def test_signatory_appoints_only_while_planned(state):
    session = a_session(state)

    verdict = policy.can_appoint(a_person(session, lead="signatory"), session)

    assert bool(verdict) == (state in SESSION_MOVES["constitute"].sources)


@pytest.mark.parametrize("state", list(CallState))
def test_evaluation_begins_when_the_call_is_closed(state):
    session = a_session()
    session.call.state = state

    verdict = policy.can_plan(a_person(session, lead="signatory"), session.call)

    assert bool(verdict) == (state is CallState.CLOSED)


@pytest.mark.parametrize("state", list(S))
def test_signatory_decides_on_a_signed_report(state):
    session = a_session(state, report_drafted_by_id=uuid4())

    verdict = policy.can_decide(
        a_person(session, lead="signatory"), session, applicants=frozenset()
    )

    assert bool(verdict) == (state is S.REPORT_SIGNED)


def test_who_drafted_the_proposal_cannot_decide():
    session = a_session(S.REPORT_SIGNED)
    actor = a_person(session, lead="signatory")
    session.report_drafted_by_id = actor.user_id

    verdict = policy.can_decide(actor, session, applicants=frozenset())

    assert "another signatory must" in verdict.reason


def test_nobody_decides_on_their_own_organisation():
    session = a_session(S.REPORT_SIGNED, report_drafted_by_id=uuid4())
    own = uuid4()
    actor = a_person(session, lead="signatory")
    actor = Actor(
        user_id=actor.user_id,
        name=actor.name,
        roles=(*actor.roles, Held("organisation", own, "reader")),
    )

    verdict = policy.can_decide(actor, session, applicants=frozenset({own}))

    assert verdict.reason == "Nobody decides on an application of their own organisation."


def test_signatory_of_one_country_cannot_decide():
    session = a_session(S.REPORT_SIGNED, report_drafted_by_id=uuid4())
    actor = a_person(session, lead="signatory", country="RS")

    verdict = policy.can_decide(actor, session, applicants=frozenset())

    assert verdict.reason == "Only a signatory of the lead applicant can decide."


@pytest.mark.parametrize("state", list(ApplicationState))
def test_award_only_after_the_eligibility_check_and_by_another(state):
    session = a_session(S.CLOSED)
    actor = a_person(session, lead="signatory")

    by_other = policy.can_award(
        actor, session, state, organisation_id=uuid4(), checked_by=frozenset({uuid4()})
    )
    by_checker = policy.can_award(
        actor, session, state, organisation_id=uuid4(), checked_by=frozenset({actor.user_id})
    )

    assert bool(by_other) == (state is ApplicationState.ELIGIBILITY_CHECK)
    assert not by_checker


@pytest.mark.parametrize(
    ("who", "about_secretary", "allowed"),
    [
        ("secretary", False, True),
        ("secretary", True, False),
        ("chair", True, True),
        ("chair", False, False),
        ("voter", True, False),
    ],
)
def test_who_decides_on_a_suspicion(who, about_secretary, allowed):
    session = a_session()
    person = uuid4()
    finding = ConflictFinding(user_id=person, application_id=uuid4())
    secretaries = frozenset({person}) if about_secretary else frozenset()
    actor = a_person(session, who)

    verdict = policy.can_rule_on(actor, session, SIGNED, finding, secretaries=secretaries)

    assert bool(verdict) == allowed


def test_signatory_decides_on_the_secretarys_ties_and_nobody_on_their_own():
    session = a_session()
    finding = ConflictFinding(user_id=uuid4(), application_id=uuid4())
    mine = frozenset({finding.user_id})
    signatory = a_person(session, lead="signatory")
    own = Actor(
        user_id=finding.user_id, name="Ana", roles=(Held("call", session.call_id, "chair"),)
    )

    assert policy.can_rule_on(signatory, session, Standing(), finding, secretaries=mine)
    assert not policy.can_rule_on(signatory, session, Standing(), finding, secretaries=frozenset())
    assert "their own" in policy.can_rule_on(own, session, SIGNED, finding, secretaries=mine).reason
