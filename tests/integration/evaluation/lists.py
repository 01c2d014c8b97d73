"""Lists of the evaluation; what a page costs does not depend on how many rows it has."""

from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.evaluation import queries
from portal.evaluation.models import AwardScenario, Complaint, EvaluationSession
from portal.evaluation.states import SessionState
from tests.factories.accounts import make_user
from tests.factories.base import AT
from tests.factories.evaluation import (
    load_session,
    make_assessment,
    make_candidate,
    make_employment,
    make_finding,
    make_ranking,
    seat,
)
from tests.integration.evaluation.access import a_complaint, session_for
from tests.support.cast import Cast
from tests.support.tables import ListPage

S = SessionState
A = ApplicationState


def the_session(cast: Cast, state: SessionState, function: str = "secretary") -> EvaluationSession:
    """One session of the cast, the same each time it is asked for."""
    kept = cast.__dict__.setdefault("evaluations", {})
    if state not in kept:
        kept[state] = session_for(cast, state, function)
    return load_session(kept[state])


def add(state: SessionState, of: ApplicationState = A.UNDER_FULL_EVALUATION, *, scored: int = 0):
    def make(cast: Cast) -> None:
        session = the_session(cast, state)
        application = make_candidate(session, state=of)
        for place in range(scored):
            make_assessment(
                application, seat(session, "assessor", place), scores=4, position=place + 1
            )

    return make


def add_frozen(cast: Cast) -> None:
    """One more ranked application: the lot is frozen anew while the session ranks."""
    session = the_session(cast, S.DECIDED)
    session.state = S.RANKING
    add(S.DECIDED, scored=2)(cast)
    make_ranking(session)
    session.state = S.DECIDED


def add_waiting(cast: Cast) -> None:
    """One more that waits: the lot gives no grant at all."""
    session = the_session(cast, S.DECIDED)
    for lot in session.call.lots:
        lot.max_grants = 0
    add_frozen(cast)


def add_scenario(cast: Cast) -> None:
    session = the_session(cast, S.RANKING)
    add(S.RANKING, scored=2)(cast)
    made = len(queries.scenarios_of(session.id))
    db.session.add(
        AwardScenario(
            session_id=session.id,
            name=f"Scenario {made}",
            created_by_id=cast.person("evaluator").id,
            created_at=AT,
            changed_at=AT,
        )
    )
    db.session.flush()


def add_days(cast: Cast) -> None:
    """One more assessor with a sheet that is in."""
    session = the_session(cast, S.DECIDED)
    make_assessment(make_candidate(session), make_user(), scores=4)


def add_complaint(cast: Cast) -> None:
    session = the_session(cast, S.CLOSED)
    db.session.add(
        Complaint(
            application_id=make_candidate(session, state=A.REJECTED_QUALITY).id,
            reason="Why.",
            asks="What.",
            submitted_by_id=cast.person("signatory").id,
            submitted_at=AT,
            due_on=AT.date(),
        )
    )
    db.session.flush()


def add_sheet(cast: Cast) -> None:
    session = the_session(cast, S.SCORING, "assessor")
    make_assessment(make_candidate(session), cast.person("evaluator"))


def add_conflict(cast: Cast) -> None:
    session = the_session(cast, S.SCORING)
    make_finding(make_candidate(session), seat(session, "assessor"), blocks=True)


def add_employer(cast: Cast) -> None:
    the_session(cast, S.SCORING, "assessor")
    make_employment(cast.person("evaluator"))


def reference(state: SessionState):
    return lambda cast: {"reference": the_session(cast, state).call.reference}


LISTS = {
    "evaluation.queue": ListPage(role="evaluator", add=add_sheet, rows=".gp-card tbody tr"),
    "evaluation.checks": ListPage(
        role="evaluator", add=add(S.ADMIN_CHECK, A.OPENED), params=reference(S.ADMIN_CHECK)
    ),
    "evaluation.assignments": ListPage(
        role="evaluator", add=add(S.SCORING), params=reference(S.SCORING)
    ),
    "evaluation.conflicts": ListPage(
        role="evaluator", add=add_conflict, params=reference(S.SCORING)
    ),
    "evaluation.profile": ListPage(role="evaluator", add=add_employer),
    "evaluation.scores": ListPage(
        role="evaluator", add=add(S.SCORING, scored=2), params=reference(S.SCORING)
    ),
    "evaluation.matrix": ListPage(
        role="evaluator",
        add=add(S.SCORING, scored=2),
        params=reference(S.SCORING),
        rows="tr.gp-matrix-head",
    ),
    "evaluation.ranking": ListPage(
        role="evaluator",
        add=add(S.RANKING, scored=2),
        params=reference(S.RANKING),
        rows="tbody tr td.gp-rk",
    ),
    "evaluation.planner": ListPage(
        role="evaluator",
        add=add_scenario,
        params=reference(S.RANKING),
        rows='[aria-label="Scenarios"] tbody tr',
    ),
    "evaluation.days": ListPage(role="signatory", add=add_days, params=reference(S.DECIDED)),
    "evaluation.letters": ListPage(
        role="evaluator",
        add=add(S.DECIDED, A.PROVISIONALLY_SELECTED),
        params=reference(S.DECIDED),
    ),
    "evaluation.reserve": ListPage(role="evaluator", add=add_waiting, params=reference(S.DECIDED)),
    "evaluation.complaints": ListPage(role="evaluator", add=a_complaint),
    "evaluation.call_complaints": ListPage(
        role="signatory", add=add_complaint, params=reference(S.CLOSED)
    ),
    "evaluation.documents": ListPage(role="evaluator", add=add_frozen, params=reference(S.DECIDED)),
}
