"""Frozen rankings, signatures, decisions, letters."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.evaluation.models import (
    Assessment,
    AwardDecision,
    EvaluationSession,
    Ranking,
    RankingEntry,
    ReportSignature,
)
from portal.evaluation.queries.dossiers import applications_of
from portal.evaluation.states import AssessmentState

S = ApplicationState
# What a letter says, by the state of the application.
OUTCOMES = {
    S.PROVISIONALLY_SELECTED: "award",
    S.ELIGIBILITY_CHECK: "award",
    S.AWARDED: "award",
    S.CONTRACTED: "award",
    S.RESERVE: "reserve",
    S.INVITED: "invitation",
    S.LAPSED: "invitation",
    S.CN_REJECTED: "rejection",
    S.REJECTED_QUALITY: "rejection",
    S.ADMIN_FAILED: "rejection",
    S.INELIGIBLE: "rejection",
}


def latest_rankings(session_id: UUID) -> dict[UUID, Ranking]:
    """The last frozen ranking of each lot, by lot, with entries and applications. Queries: 2."""
    last = (
        select(Ranking.lot_id, func.max(Ranking.number).label("number"))
        .where(Ranking.session_id == session_id)
        .group_by(Ranking.lot_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(Ranking)
        .join(last, (last.c.lot_id == Ranking.lot_id) & (last.c.number == Ranking.number))
        .options(
            joinedload(Ranking.lot),
            selectinload(Ranking.entries)
            .joinedload(RankingEntry.application)
            .joinedload(Application.organisation),
        )
    )
    return {ranking.lot_id: ranking for ranking in rows}


def decisions(session_id: UUID) -> list[AwardDecision]:
    """What the signatory decided, refusals included, oldest first. Queries: 1."""
    return list(
        db.session.scalars(
            select(AwardDecision)
            .where(AwardDecision.session_id == session_id)
            .order_by(AwardDecision.decided_at)
        )
    )


def report_round(session_id: UUID) -> int:
    """Which time the report is signed: one more than it was sent back, by the signatory or by a
    member of the committee. Queries: 1.
    """
    refused = (
        select(func.count(AwardDecision.id))
        .where(AwardDecision.session_id == session_id, AwardDecision.is_approved.is_(False))
        .scalar_subquery()
    )
    found = db.session.scalar(
        select(EvaluationSession.report_returns + refused).where(EvaluationSession.id == session_id)
    )
    return int(found or 0) + 1


def signatures(session_id: UUID, number: int) -> list[ReportSignature]:
    """Who signed the report in this round. Queries: 1."""
    return list(
        db.session.scalars(
            select(ReportSignature)
            .where(ReportSignature.session_id == session_id, ReportSignature.round == number)
            .order_by(ReportSignature.signed_at)
        )
    )


def outcome_of(application: Application) -> str | None:
    """Which letter the application gets: award, invitation, reserve, rejection, or none yet."""
    return OUTCOMES.get(application.state)


def letters_due(call_id: UUID) -> list[Application]:
    """Applications with an outcome whose letter has not been sent. Queries: 1."""
    return [
        application
        for application in applications_of(call_id, *OUTCOMES)
        if application.letter_sent_at is None
    ]


def with_outcome(call_id: UUID, *, hidden: frozenset[UUID] = frozenset()) -> list[Application]:
    """Applications that have a result, by lot and number. Queries: 1."""
    return applications_of(call_id, *OUTCOMES, hidden=hidden)


def selected(ranking: Ranking) -> list[RankingEntry]:
    """The entries of a frozen ranking that were selected or wait, in rank order."""
    return [entry for entry in ranking.entries if entry.rank is not None]


def counts(call_id: UUID) -> dict[ApplicationState, int]:
    """How many submitted applications of a call are in each state. Queries: 1."""
    rows = db.session.execute(
        select(Application.state, func.count(Application.id))
        .where(Application.call_id == call_id, Application.number.is_not(None))
        .group_by(Application.state)
    )
    return {state: number for state, number in rows}


def sheet_counts(call_id: UUID) -> dict[AssessmentState, int]:
    """How many sheets of a call are in each state. Queries: 1."""
    rows = db.session.execute(
        select(Assessment.state, func.count(Assessment.id))
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.call_id == call_id)
        .group_by(Assessment.state)
    )
    return {state: number for state, number in rows}


def on_reserve() -> list[Application]:
    """Every application on a reserve list, with its call. Queries: 1."""
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.state == S.RESERVE)
            .options(joinedload(Application.call))
            .order_by(Application.number)
        )
    )
