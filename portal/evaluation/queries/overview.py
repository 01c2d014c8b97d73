"""The evaluations of a whole Action at once, for the board."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.calls.models import Call, Criterion, GridSection
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import Assessment, EvaluationSession, Score
from portal.evaluation.queries.sheets import scoring_rules_of
from portal.evaluation.states import AssessmentState, SessionState

READY = frozenset({AssessmentState.SUBMITTED, AssessmentState.LOCKED})
SCORING = frozenset({SessionState.SCORING, SessionState.CONSOLIDATION})


@dataclass(frozen=True)
class Standing:
    """One evaluation: its session with the call, and the most points its grid gives."""

    session: EvaluationSession
    maximum: int


def of_action(action_id: uuid.UUID) -> list[Standing]:
    """The evaluations of an Action's calls. Queries: 1."""
    weights = (
        select(func.coalesce(func.sum(Criterion.weight), 0))
        .join(GridSection, GridSection.id == Criterion.section_id)
        .where(GridSection.call_id == EvaluationSession.call_id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(EvaluationSession, weights)
        .join(EvaluationSession.call)
        .where(Call.action_id == action_id)
        .options(joinedload(EvaluationSession.call))
        .order_by(Call.reference)
    )
    return [Standing(session, int(weight) * session.call.highest_mark) for session, weight in rows]


def thirds_to_appoint(standings: Sequence[Standing]) -> dict[uuid.UUID, rules.ThirdReason]:
    """Applications whose two sheets ask for a third assessor that nobody is yet. Queries: 1.

    Shape: why, by application. Source: rules.md 4.5.
    """
    scored = {
        one.session.call_id: one
        for one in standings
        if one.session.state in SCORING and one.session.call.assessors_per_application == 2
    }
    found = {}
    for (application_id, call_id), sheets in _totals(list(scored)).items():
        if len(sheets) == 2 and None not in sheets:
            first, second = (Fraction(points or 0) for points in sheets)
            one = scored[call_id]
            settings = scoring_rules_of(one.session.call)
            reason = rules.third_by_totals(first, second, one.maximum, settings)
            if reason:
                found[application_id] = reason
    return found


def _totals(call_ids: list[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], list[int | None]]:
    """The points of every sheet that counts, by application; None while one is being written."""
    rows = db.session.execute(
        select(
            Assessment.application_id,
            Application.call_id,
            Assessment.state,
            func.sum(Score.value * Criterion.weight),
        )
        .join(Application, Application.id == Assessment.application_id)
        .outerjoin(Score, Score.assessment_id == Assessment.id)
        .outerjoin(Criterion, Criterion.id == Score.criterion_id)
        .where(Application.call_id.in_(call_ids), Assessment.state != AssessmentState.RECUSED)
        .group_by(Assessment.id, Assessment.application_id, Application.call_id, Assessment.state)
    )
    sheets: dict[tuple[uuid.UUID, uuid.UUID], list[int | None]] = defaultdict(list)
    for application_id, call_id, state, points in rows:
        sheets[application_id, call_id].append(int(points or 0) if state in READY else None)
    return sheets
