"""What was found, declared and decided about conflicts, and what evaluators say of themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.applications.models import Application
from portal.core.db import db
from portal.evaluation.models import (
    Assessment,
    CommitteeMember,
    ConflictFinding,
    ConflictOfInterest,
    Employment,
    EvaluationSession,
    EvaluatorProfile,
)
from portal.evaluation.states import AssessmentState, SessionState

RUNNING = frozenset(
    {
        SessionState.CONSTITUTED,
        SessionState.OPENING,
        SessionState.ADMIN_CHECK,
        SessionState.SCORING,
        SessionState.CONSOLIDATION,
        SessionState.RANKING,
        SessionState.REPORT_DRAFT,
    }
)


def findings(call_id: UUID) -> list[ConflictFinding]:
    """What the portal found in a call, the undecided first. Queries: 1."""
    return list(
        db.session.scalars(
            select(ConflictFinding)
            .join(Application, Application.id == ConflictFinding.application_id)
            .where(Application.call_id == call_id)
            .options(
                joinedload(ConflictFinding.user),
                joinedload(ConflictFinding.decided_by),
                joinedload(ConflictFinding.application).joinedload(Application.organisation),
            )
            .order_by(ConflictFinding.found_at, Application.number, ConflictFinding.rule)
        )
    )


def conflicts_with_people(call_id: UUID) -> list[ConflictOfInterest]:
    """Every conflict of a call with person and application. Queries: 1."""
    return list(
        db.session.scalars(
            select(ConflictOfInterest)
            .join(Application, Application.id == ConflictOfInterest.application_id)
            .where(Application.call_id == call_id)
            .options(
                joinedload(ConflictOfInterest.user),
                joinedload(ConflictOfInterest.declared_by),
                joinedload(ConflictOfInterest.application).joinedload(Application.organisation),
            )
            .order_by(ConflictOfInterest.declared_at, Application.number)
        )
    )


@dataclass(frozen=True)
class Bar:
    """Why a person cannot be given an application; `is_open`: a suspicion not decided on yet."""

    words: str
    is_open: bool = False


def bars(call_id: UUID) -> dict[tuple[UUID, UUID], Bar]:
    """Who cannot be given which application, and why, by (application, person). Queries: 2."""
    found: dict[tuple[UUID, UUID], Bar] = {}
    for one in sorted(findings(call_id), key=lambda each: each.blocks):
        if one.decision != "cleared":
            found[one.application_id, one.user_id] = Bar(one.text, is_open=not one.blocks)
    for conflict in conflicts_with_people(call_id):
        key = (conflict.application_id, conflict.user_id)
        if key not in found or found[key].is_open:
            found[key] = Bar(conflict.note or "declared by the person")
    return found


def profile_of(user_id: UUID) -> EvaluatorProfile | None:
    """What an evaluator said of themselves. Queries: 1."""
    return db.session.scalar(select(EvaluatorProfile).where(EvaluatorProfile.user_id == user_id))


def profiles(session_id: UUID) -> dict[UUID, EvaluatorProfile]:
    """The profiles of everybody on a committee, by person. Queries: 1."""
    rows = db.session.scalars(
        select(EvaluatorProfile).where(
            EvaluatorProfile.user_id.in_(
                select(CommitteeMember.user_id).where(CommitteeMember.session_id == session_id)
            )
        )
    )
    return {row.user_id: row for row in rows}


def employments(user_id: UUID) -> list[Employment]:
    """Where a person works and worked, the present ones first. Queries: 1."""
    rows = db.session.scalars(
        select(Employment)
        .where(Employment.user_id == user_id, Employment.removed_at.is_(None))
        .order_by(Employment.from_year.desc(), Employment.name)
    ).all()
    return sorted(rows, key=lambda one: one.to_year is not None)


def running_sessions(user_id: UUID | None = None) -> list[EvaluationSession]:
    """Evaluations under way, of one person or all, with their calls. Queries: 1."""
    statement = (
        select(EvaluationSession)
        .where(EvaluationSession.state.in_(RUNNING))
        .options(joinedload(EvaluationSession.call))
        .order_by(EvaluationSession.created_at)
    )
    if user_id is not None:
        sits = and_(
            CommitteeMember.session_id == EvaluationSession.id, CommitteeMember.user_id == user_id
        )
        statement = statement.where(exists().where(sits))
    return list(db.session.scalars(statement))


def sheets_by_pair(call_id: UUID) -> dict[tuple[UUID, UUID], Assessment]:
    """Every sheet of a call by (application, assessor), recused ones too. Queries: 1."""
    rows = db.session.scalars(
        select(Assessment)
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.call_id == call_id)
    )
    return {(sheet.application_id, sheet.assessor_id): sheet for sheet in rows}


def is_live(sheet: Assessment | None) -> bool:
    """Whether a sheet counts or may still come to count."""
    return sheet is not None and sheet.state is not AssessmentState.RECUSED


@dataclass(frozen=True)
class Entry:
    """One line of the register of conflicts: person, subject, kind, measure, when."""

    person: User
    application: Application
    kind: str
    text: str
    at: datetime
    source: str  # found, declared, recorded
    sheet_state: str = ""
    was_readable: bool = False
    finding: ConflictFinding | None = None

    @property
    def waits(self) -> bool:
        """Whether the secretary has to decide."""
        return self.finding is not None and not self.finding.blocks and not self.finding.decision

    @property
    def is_closed(self) -> bool:
        """Whether the file is closed to the person."""
        return self.finding is None


def register(call_id: UUID) -> list[Entry]:
    """Everything found, declared and decided in a call, by time. Queries: 2.

    What was found and closed a file stands once, as the conflict it became.
    """
    conflicts = conflicts_with_people(call_id)
    closed = {(one.application_id, one.user_id): one for one in conflicts}
    entries = [
        Entry(
            one.user,
            one.application,
            one.kind,
            one.note,
            one.declared_at,
            _source(one),
            one.sheet_state,
            one.was_readable,
        )
        for one in conflicts
    ]
    entries += [
        Entry(one.user, one.application, one.rule, one.text, one.found_at, "found", finding=one)
        for one in findings(call_id)
        if (one.application_id, one.user_id) not in closed
    ]
    return sorted(entries, key=lambda one: (one.at, one.application.number or "", one.person.name))


def _source(conflict: ConflictOfInterest) -> str:
    if conflict.kind == "found":
        return "found"
    return "declared" if conflict.declared_by_id == conflict.user_id else "recorded"
