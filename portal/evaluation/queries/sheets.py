"""The sheets of the assessors, and the grid they fill."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.access import Actor
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import (
    Assessment,
    CommitteeMember,
    ConflictOfInterest,
    Declaration,
    EvaluationSession,
    Score,
)
from portal.evaluation.queries.dossiers import applications_of
from portal.evaluation.states import AssessmentState, SessionState

MARKED = (joinedload(Assessment.scores),)
FILLED = (*MARKED, selectinload(Assessment.comments))
OF_APPLICATION = (
    joinedload(Assessment.application).joinedload(Application.lot),
    joinedload(Assessment.application).joinedload(Application.organisation),
)
BEFORE_SCORING = frozenset(
    {
        SessionState.PLANNED,
        SessionState.CONSTITUTED,
        SessionState.OPENING,
        SessionState.ADMIN_CHECK,
    }
)
FEW = 20  # applications that are asked for one by one
IN = frozenset({AssessmentState.SUBMITTED, AssessmentState.LOCKED})


def grid_of(call: Call) -> rules.Grid:
    """The call's published grid as plain data."""
    return rules.Grid(
        call.reference,
        tuple(
            rules.Section(
                section.code,
                section.title,
                rules.Role(section.role),
                tuple(
                    rules.Criterion(
                        criterion.code, criterion.text, criterion.weight, criterion.is_partnership
                    )
                    for criterion in section.criteria
                ),
                minimum=section.threshold,
            )
            for section in call.grid
        ),
        scale_of(call),
    )


def scale_of(call: Call) -> rules.Scale:
    """The marks that a criterion of the call may be given."""
    return rules.Scale(call.lowest_mark, call.highest_mark)


def scoring_rules_of(call: Call) -> rules.ScoringRules:
    """The settings of the scoring that the call keeps."""
    return rules.ScoringRules(
        stage=rules.ScoredStage.FULL_APPLICATION,
        minimum_total=call.total_threshold,
        weak_capacity_item=Decimal(call.lowest_mark) if call.rejects_very_poor_capacity else None,
        third_gap=call.third_gap_percent,
        straddle_gap=call.straddle_percent,
    )


def sheet_of(assessment: Assessment, call: Call) -> rules.Sheet:
    """A sheet as plain data, keyed by the codes of the grid."""
    criteria = {c.id: c.code for section in call.grid for c in section.criteria}
    sections = {section.id: section.code for section in call.grid}
    return rules.Sheet(
        assessor=str(assessment.position),
        scores=scores_of(assessment, call),
        section_comments={sections[c.section_id]: c.text for c in assessment.comments},
        comments={criteria[score.criterion_id]: score.comment for score in assessment.scores},
    )


def totals_of(assessment: Assessment, call: Call) -> rules.SheetTotals:
    """The sums of a complete sheet."""
    sheet = rules.Sheet(str(assessment.position), scores_of(assessment, call))
    return rules.sheet_totals(sheet, grid_of(call))


def scores_of(assessment: Assessment, call: Call) -> dict[str, int]:
    """The scores given, by criterion code."""
    codes = {criterion.id: criterion.code for s in call.grid for criterion in s.criteria}
    return {
        codes[score.criterion_id]: score.value
        for score in assessment.scores
        if score.value is not None
    }


def points_so_far(assessment: Assessment, call: Call) -> Fraction:
    """The points given up to now, also on an unfinished sheet."""
    marks = scores_of(assessment, call)
    return Fraction(
        sum(marks.get(c.code, 0) * c.weight for section in call.grid for c in section.criteria)
    )


def queue(actor: Actor) -> list[Assessment]:
    """The sheets of a person who has signed, from the day the scoring starts. Queries: 1.

    Those with a conflict stay in the list without any content of the application.
    """
    signed = (
        select(Declaration.id)
        .join(EvaluationSession, EvaluationSession.id == Declaration.session_id)
        .where(
            Declaration.user_id == actor.user_id,
            EvaluationSession.call_id == Application.call_id,
            EvaluationSession.state.not_in(BEFORE_SCORING),
        )
        .exists()
    )
    return list(
        db.session.scalars(
            select(Assessment)
            .join(Application, Application.id == Assessment.application_id)
            .where(Assessment.assessor_id == actor.user_id, signed)
            .where(Application.state != ApplicationState.WITHDRAWN)
            .options(
                joinedload(Assessment.application).joinedload(Application.lot),
                joinedload(Assessment.application).joinedload(Application.call),
                joinedload(Assessment.application).joinedload(Application.organisation),
            )
            .order_by(Assessment.assigned_at, Application.number)
        )
    )


def get_sheet(actor: Actor, assessment_id: UUID) -> Assessment | None:
    """The person's own sheet with its scores; None when it is not theirs. Queries: 2."""
    return _one(
        select(Assessment)
        .where(Assessment.id == assessment_id, Assessment.assessor_id == actor.user_id)
        .options(*FILLED, *OF_APPLICATION)
    )


def sheet_in(call_id: UUID, assessment_id: UUID) -> Assessment | None:
    """A sheet of a call with its assessor, for the secretary. Queries: 2."""
    return _one(
        select(Assessment)
        .join(Application, Application.id == Assessment.application_id)
        .where(Assessment.id == assessment_id, Application.call_id == call_id)
        .options(*FILLED, *OF_APPLICATION, joinedload(Assessment.assessor))
    )


def _one(statement: Select[Assessment]) -> Assessment | None:
    return db.session.scalars(statement).unique().one_or_none()


def others(assessment: Assessment) -> list[Assessment]:
    """The submitted sheets of the other assessors of the same application. Queries: 1."""
    return list(
        db.session.scalars(
            select(Assessment)
            .where(
                Assessment.application_id == assessment.application_id,
                Assessment.id != assessment.id,
                Assessment.state.in_(IN),
            )
            .options(*MARKED)
            .order_by(Assessment.position)
        ).unique()
    )


def sheets_of(
    call_id: UUID, *, only: Sequence[Application] | None = None
) -> dict[UUID, list[Assessment]]:
    """All sheets that count (recused ones aside) by application, without scores. Queries: 1.

    `only` narrows them to some applications.
    """
    found: dict[UUID, list[Assessment]] = defaultdict(list)
    statement = (
        select(Assessment)
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.call_id == call_id, Assessment.state != AssessmentState.RECUSED)
        .options(joinedload(Assessment.assessor))
        .order_by(Assessment.position, Assessment.assigned_at)
    )
    for sheet in db.session.scalars(_narrowed(statement, only)):
        found[sheet.application_id].append(sheet)
    return found


def _narrowed(statement: Select[Any], only: Sequence[Application] | None) -> Select[Any]:
    if only is None or len(only) > FEW:
        return statement
    return statement.where(Application.id.in_([one.id for one in only]))


def marks_of(
    call: Call, *, only: Sequence[Application] | None = None
) -> dict[UUID, dict[str, int]]:
    """The marks of every sheet that is in, by criterion code. Queries: 1.

    One row for each sheet: fifteen thousand scores as objects would take a second.
    """
    criteria = [criterion for section in call.grid for criterion in section.criteria]
    columns = [func.max(case((Score.criterion_id == one.id, Score.value))) for one in criteria]
    statement: Any = (
        select(Score.assessment_id, *columns)
        .join(Assessment, Assessment.id == Score.assessment_id)
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.call_id == call.id, Assessment.state.in_(IN))
        .group_by(Score.assessment_id)
    )
    codes = [criterion.code for criterion in criteria]
    return {
        key: {code: mark for code, mark in zip(codes, marks, strict=True) if mark is not None}
        for key, *marks in db.session.execute(_narrowed(statement, only))
    }


def assessors(session: EvaluationSession) -> list[User]:
    """The people who score, by name. Queries: 1."""
    return list(
        db.session.scalars(
            select(User)
            .join(CommitteeMember, CommitteeMember.user_id == User.id)
            .where(
                CommitteeMember.session_id == session.id,
                CommitteeMember.function == "assessor",
                CommitteeMember.is_substitute.is_(False),
                CommitteeMember.left_at.is_(None),
            )
            .order_by(User.name)
        )
    )


def conflict_pairs(call_id: UUID) -> frozenset[tuple[UUID, UUID]]:
    """Application and person of every conflict in the call. Queries: 1."""
    rows = db.session.execute(
        select(ConflictOfInterest.application_id, ConflictOfInterest.user_id)
        .join(Application, Application.id == ConflictOfInterest.application_id)
        .where(Application.call_id == call_id)
    )
    return frozenset((application_id, user_id) for application_id, user_id in rows)


@dataclass
class Progress:
    """How far the scoring of one application is."""

    application: Application
    sheets: list[Assessment] = field(default_factory=list)
    totals: list[rules.SheetTotals] = field(default_factory=list)
    third: rules.ThirdReason | None = None
    regular: int = 2  # sheets that the call asks for before any third one

    @property
    def missing(self) -> int:
        """How many sheets are still to come, the third one included."""
        return self.wanted - len(self.totals)

    @property
    def wanted(self) -> int:
        """How many sheets the application needs."""
        return max(self.needed, len(self.sheets))

    @property
    def needed(self) -> int:
        """How many sheets the call asks for, the third one where the first two are far apart."""
        return 3 if self.third else self.regular

    @property
    def needs_assignment(self) -> bool:
        """Whether a sheet is needed that nobody has been given."""
        return len(self.sheets) < self.needed

    @property
    def regular_in(self) -> bool:
        """Whether every sheet is in that the call asks for before any third one."""
        places = range(1, self.regular + 1)
        return {str(place) for place in places} <= {total.assessor for total in self.totals}

    @property
    def is_complete(self) -> bool:
        """Whether every sheet that counts is in."""
        return self.missing == 0 and not self.needs_assignment

    @property
    def gap(self) -> Fraction | None:
        """Points between the first two totals."""
        return rules.gap(self.totals[0], self.totals[1]) if len(self.totals) > 1 else None


def progress(call: Call, applications: Sequence[Application] | None = None) -> list[Progress]:
    """Sheets, totals and third assessment of every application being scored. Queries: 3."""
    only = applications
    if applications is None:
        applications = applications_of(call.id, ApplicationState.UNDER_FULL_EVALUATION)
    sheets, marks = sheets_of(call.id, only=only), marks_of(call, only=only)
    grid, settings = grid_of(call), scoring_rules_of(call)
    regular = call.assessors_per_application
    found = []
    for application in applications:
        own = sheets.get(application.id, [])
        totals = [
            rules.sheet_totals(rules.Sheet(str(sheet.position), marks.get(sheet.id, {})), grid)
            for sheet in own
            if sheet.state in IN
        ]
        first = [t for t in totals if t.assessor in {"1", "2"}] if regular == 2 else []
        third = rules.needs_third(first[0], first[1], grid, settings) if len(first) == 2 else None
        found.append(Progress(application, own, totals, third, regular))
    return found


def subtotals(assessment: Assessment, call: Call) -> dict[str, int | None]:
    """Points so far by section code; None where nothing is scored yet."""
    marks = scores_of(assessment, call)
    found: dict[str, int | None] = {}
    for section in call.grid:
        given = [marks[c.code] * c.weight for c in section.criteria if c.code in marks]
        found[section.code] = sum(given) if given else None
    return found


def criteria_left(assessment: Assessment, call: Call) -> int:
    """How many criteria have no score yet."""
    return sum(len(section.criteria) for section in call.grid) - len(scores_of(assessment, call))
