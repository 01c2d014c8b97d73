"""One assessor's sheet: begin, save, submit, give back. Source: rules.md 2.3, 4.1."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.audit import service as audit
from portal.calls.models import Call
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import Conflict, Locked, RuleBroken
from portal.core.findings import Finding
from portal.core.lifecycle import can_move, move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import Assessment, EvaluationSession, Score, SectionComment
from portal.evaluation.service.committee import recipient
from portal.evaluation.states import ASSESSMENT_MOVES, AssessmentState
from portal.jobs import service as jobs
from portal.mail import service as mail

RECOMMENDATIONS = ("fund", "fund_with_changes", "do_not_fund")
FINAL = frozenset({AssessmentState.SUBMITTED, AssessmentState.LOCKED, AssessmentState.RECUSED})


@dataclass(frozen=True)
class Marks:
    """What the assessor has on the sheet, finished or not.

    Shape: `scores` and `comments` by criterion id, `section_comments` by section id.
    """

    scores: Mapping[UUID, int | None] = field(default_factory=dict)
    comments: Mapping[UUID, str] = field(default_factory=dict)
    section_comments: Mapping[UUID, str] = field(default_factory=dict)
    strengths: str = ""
    weaknesses: str = ""
    recommendation: str = ""
    own_notes: str = ""


def begin(
    assessment: Assessment, session: EvaluationSession, *, actor: Actor, at: datetime
) -> None:
    """Accept the assignment: the declaration stands and there is no conflict."""
    lock(assessment)
    if assessment.state is not AssessmentState.ASSIGNED:
        return
    standing = queries.standing(actor, session)
    require(policy.can_score(actor, assessment, session, standing, "accept"))
    move(assessment, "accept", ASSESSMENT_MOVES)
    assessment.accepted_at = at
    _preset(assessment, session.call)
    audit.record(actor, "assessment.accepted", assessment, at=at)


def _preset(assessment: Assessment, call: Call) -> None:
    """The marks that a rule gives stand on the sheet from the beginning."""
    preset = queries.presets_of(assessment.application_id, call)
    there = {score.criterion_id for score in assessment.scores}
    for section in call.grid:
        for criterion in section.criteria:
            if criterion.code in preset and criterion.id not in there:
                mark = preset[criterion.code]
                assessment.scores.append(Score(criterion_id=criterion.id, value=mark))


def save(
    assessment: Assessment,
    session: EvaluationSession,
    marks: Marks,
    *,
    revision: int | None,
    actor: Actor,
    at: datetime,
) -> int:
    """Keep unfinished marks; answers the new revision.

    Raises: Conflict when the sheet was saved elsewhere since `revision`, Locked when it is final.
    """
    lock(assessment)
    if assessment.state in FINAL and assessment.assessor_id == actor.user_id:
        raise Locked(N_("This sheet was submitted and can no longer be changed."))
    begin(assessment, session, actor=actor, at=at)
    require(policy.can_score(actor, assessment, session, queries.standing(actor, session)))
    if revision is not None and revision != assessment.revision:
        raise Conflict(
            N_("This sheet was saved in another window. Copy what you need, then load it again.")
        )
    move(assessment, "score", ASSESSMENT_MOVES)
    _write(assessment, session.call, marks)
    assessment.revision += 1
    audit.record(
        actor, "assessment.saved", assessment, at=at, details={"revision": assessment.revision}
    )
    return assessment.revision


def _write(assessment: Assessment, call: Call, marks: Marks) -> None:
    scale, preset = queries.scale_of(call), queries.presets_of(assessment.application_id, call)
    scores = {score.criterion_id: score for score in assessment.scores}
    comments = {comment.section_id: comment for comment in assessment.comments}
    for section in call.grid:
        for criterion in section.criteria:
            if criterion.id not in scores:
                scores[criterion.id] = Score(criterion_id=criterion.id)
                assessment.scores.append(scores[criterion.id])
            row = scores[criterion.id]
            typed = _mark(marks.scores.get(criterion.id), criterion.code, scale)
            row.value = preset.get(criterion.code, typed)
            row.comment = clean(marks.comments.get(criterion.id, ""))
        if section.id not in comments:
            comments[section.id] = SectionComment(section_id=section.id)
            assessment.comments.append(comments[section.id])
        comments[section.id].text = clean(marks.section_comments.get(section.id, ""))
    assessment.own_notes = clean(marks.own_notes)
    assessment.strengths = clean(marks.strengths)
    assessment.weaknesses = clean(marks.weaknesses)
    assessment.recommendation = (
        marks.recommendation if marks.recommendation in RECOMMENDATIONS else ""
    )
    db.session.flush()


def _mark(value: int | None, code: str, scale: rules.Scale) -> int | None:
    if value is not None and value not in scale:
        raise RuleBroken(
            N_(
                "Give %(code)s a whole number from %(low)s to %(high)s.",
                code=code,
                low=scale.lowest,
                high=scale.highest,
            ),
            field=code,
        )
    return value


def problems(assessment: Assessment, call: Call) -> list[Finding]:
    """What keeps the sheet from being submitted, in print order; also without recommendation."""
    found = rules.check_sheet(
        queries.sheet_of(assessment, call),
        queries.grid_of(call),
        preset=queries.presets_of(assessment.application_id, call),
    )
    if not assessment.recommendation:
        found.append(rules.missing_recommendation())
    return found


def submit(
    assessment: Assessment,
    session: EvaluationSession,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Hand the sheet in: from now on it is read-only. A second click changes nothing.

    Raises: RuleBroken with the first thing missing.
    """
    lock(assessment)
    if assessment.state is AssessmentState.SUBMITTED and assessment.assessor_id == actor.user_id:
        return
    standing = queries.standing(actor, session)
    require(policy.can_score(actor, assessment, session, standing, "submit"))
    if found := problems(assessment, session.call):
        raise RuleBroken(found[0].message, field=found[0].line)
    move(assessment, "submit", ASSESSMENT_MOVES)
    assessment.submitted_at, assessment.returned_reason = at, None
    audit.record(actor, "assessment.submitted", assessment, at=at)
    jobs.enqueue(
        "documents.issue",
        {"kind": "ASH", "subject": str(assessment.id)},
        at=at,
        dedupe_key=f"ASH:{assessment.id}:{assessment.revision}",
    )


def return_sheet(
    assessment: Assessment,
    session: EvaluationSession,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The secretary gives a sheet back with a reason; its scores stay as they are."""
    lock(assessment)
    require(policy.can_return(actor, assessment, session, queries.standing(actor, session)))
    if not clean(reason):
        raise RuleBroken(N_("Enter the reason for the assessor"), field="reason")
    move(assessment, "return", ASSESSMENT_MOVES)
    assessment.returned_reason = clean(reason)
    audit.record(actor, "assessment.returned", assessment, at=at, reason=clean(reason))
    mail.queue(
        "evaluation/sheet_returned",
        to=recipient(assessment.assessor),
        about=assessment,
        actor=actor,
        at=at,
        link=f"/evaluate/{assessment.id}",
        call=session.call,
        number=assessment.application.number,
        reason=clean(reason),
    )


def lock_sheets(sheets: list[Assessment], *, actor: Actor, at: datetime) -> None:
    """Submitted sheets become final when the session moves to the ranking."""
    for sheet in sheets:
        if can_move(sheet.state, "lock", ASSESSMENT_MOVES):
            move(sheet, "lock", ASSESSMENT_MOVES)
            audit.record(actor, "assessment.locked", sheet, at=at)
