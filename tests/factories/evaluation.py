"""Evaluations for tests: a session in any state, filled sheets, frozen rankings."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.models import User
from portal.actions.models import ActionRole
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls.models import Call, Criterion, GridSection
from portal.calls.states import CallState
from portal.core.access import Actor, Held
from portal.core.db import db
from portal.evaluation import queries, service
from portal.evaluation.models import (
    Assessment,
    CheckResult,
    CommitteeMember,
    ConflictFinding,
    Declaration,
    Employment,
    EvaluationSession,
    Ranking,
    Score,
    SectionComment,
)
from portal.evaluation.states import AssessmentState, SessionState
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT, next_number, save
from tests.factories.calls import make_call

S = SessionState
SEATS = ("chair", "secretary", "voter", "voter", "voter", "assessor", "assessor", "assessor")
BEFORE_EVALUATION = {S.PLANNED, S.CONSTITUTED}
AFTER_DECISION = {S.DECIDED, S.CLOSED}
DRAFTED = {S.REPORT_DRAFT, S.REPORT_SIGNED, S.DECIDED, S.CLOSED}


def make_session(
    *,
    state: SessionState = S.SCORING,
    call: Call | None = None,
    seats: Sequence[str] = SEATS,
    declared: bool = True,
    **overrides: Any,
) -> EvaluationSession:
    """The evaluation of a closed call with a committee; everybody signed unless told otherwise.

    Answers the session with call, lots, grid and members loaded.
    """
    call = call or make_call(state=_call_state(state), closed_at=AT)
    values: dict[str, Any] = {
        "call_id": call.id,
        "state": state,
        "created_at": AT,
        "scores_due_at": AT + timedelta(days=20),
    }
    session = save(EvaluationSession(**(values | overrides)))
    appointed_by = make_user()
    for position, function in enumerate(seats, start=1):
        user = make_user(name=f"{function.capitalize()} Person {next_number()}")
        save(
            CommitteeMember(
                session_id=session.id,
                user_id=user.id,
                position=position,
                function=function,
                appointed_by_id=appointed_by.id,
                appointed_at=AT,
            )
        )
        if declared and state is not S.PLANNED:
            make_declaration(session, user)
    if state in DRAFTED and session.report_drafted_by_id is None:
        session.report_drafted_by_id = seat(session, "secretary").id
        session.report_drafted_at, session.report_minutes = AT, "The committee met."
        db.session.flush()
    return load_session(session)


def _call_state(state: SessionState) -> CallState:
    if state in BEFORE_EVALUATION:
        return CallState.CLOSED
    return CallState.DECIDED if state in AFTER_DECISION else CallState.IN_EVALUATION


def load_session(session: EvaluationSession) -> EvaluationSession:
    """The session as the services read it."""
    db.session.flush()
    found = queries.session_by_id(session.id)
    if found is None:
        raise LookupError(session.id)
    return found


def make_declaration(session: EvaluationSession, user: User) -> Declaration:
    """A signed declaration without conflicts."""
    return save(
        Declaration(
            session_id=session.id,
            user_id=user.id,
            signed_name=user.name,
            statements=["I keep everything confidential."],
            applicants=[],
            signed_at=AT,
        )
    )


def seat(session: EvaluationSession, function: str, place: int = 0) -> User:
    """The person who holds a function, the first unless told otherwise."""
    found = [m.user for m in queries.members(session.id) if m.function == function]
    return found[place]


def make_signatory(session: EvaluationSession, function: str = "signatory") -> User:
    """A person of the lead with this function in the call's Action."""
    user = make_user()
    save(
        ActionRole(
            action_id=session.call.action_id, user_id=user.id, function=function, created_at=AT
        )
    )
    return user


def make_lead(session: EvaluationSession, function: str = "signatory") -> Actor:
    """The same person as an actor."""
    user = make_signatory(session, function)
    held = Held("action", session.call.action_id, function)
    return Actor(user_id=user.id, name=user.name, email=user.email, roles=(held,))


def make_candidate(session: EvaluationSession, **overrides: Any) -> Application:
    """An application under evaluation in the session's call."""
    values: dict[str, Any] = {"state": ApplicationState.UNDER_FULL_EVALUATION, "lot": "RS"}
    return make_application(call=calls.get_whole(session.call_id), **(values | overrides))


def make_assessment(
    application: Application,
    assessor: User,
    *,
    scores: Mapping[str, int] | int | None = None,
    state: AssessmentState | None = None,
    position: int = 1,
    at: datetime = AT,
) -> Assessment:
    """A sheet; with `scores` (by criterion code, or one number for all) filled and submitted."""
    state = state or (AssessmentState.ASSIGNED if scores is None else AssessmentState.SUBMITTED)
    sheet = Assessment(
        application_id=application.id,
        assessor_id=assessor.id,
        position=position,
        state=state,
        recommendation="" if scores is None else "fund",
        assigned_by_id=assessor.id,
        assigned_at=at,
        accepted_at=None if state is AssessmentState.ASSIGNED else at,
        submitted_at=at if state in {AssessmentState.SUBMITTED, AssessmentState.LOCKED} else None,
    )
    grid = queries.session_of(application.call_id)
    sections = grid.call.grid if grid and scores is not None else []
    sheet.scores = [_score(criterion, scores) for s in sections for criterion in s.criteria]
    sheet.comments = [_comment(section) for section in sections]
    return save(sheet)


def _score(criterion: Criterion, scores: Mapping[str, int] | int | None) -> Score:
    value = scores if isinstance(scores, int) else (scores or {}).get(criterion.code, 3)
    return Score(criterion_id=criterion.id, value=value, comment=f"Why {criterion.code}.")


def _comment(section: GridSection) -> SectionComment:
    return SectionComment(section_id=section.id, text=f"On {section.title.lower()}.")


def make_finding(application: Application, person: User, **overrides: Any) -> ConflictFinding:
    """A suspicion of the portal, not decided yet."""
    values: dict[str, Any] = {
        "application_id": application.id,
        "user_id": person.id,
        "rule": "mail",
        "blocks": False,
        "text": f"{person.name} shares a mail domain with the applicant.",
        "found_at": AT,
    }
    return save(ConflictFinding(**(values | overrides)))


def make_result(application: Application, person: User, **overrides: Any) -> CheckResult:
    """The result of a check that waits for a second person."""
    values: dict[str, Any] = {
        "application_id": application.id,
        "sheet": "ADM",
        "is_passed": True,
        "made_by_id": person.id,
        "made_at": AT,
    }
    return save(CheckResult(**(values | overrides)))


def make_employment(person: User, **overrides: Any) -> Employment:
    """An organisation somebody works for."""
    values: dict[str, Any] = {
        "user_id": person.id,
        "name": f"Institut {next_number()}",
        "country": "RS",
        "registration_number": "",
        "from_year": AT.year - 2,
        "created_at": AT,
    }
    return save(Employment(**(values | overrides)))


def make_ranking(session: EvaluationSession, lot: str = "RS") -> Ranking:
    """The frozen ranking of a lot, made by the service from the submitted sheets."""
    place = next(one for one in session.call.lots if one.code == lot)
    secretary = actor_of(seat(session, "secretary"))
    return service.freeze(session, place.id, set_back={}, actor=secretary, at=AT)
