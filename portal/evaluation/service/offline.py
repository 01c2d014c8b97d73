"""What a workbook says goes to the sheet; what it does not say stays."""

from datetime import datetime

from portal.core.access import Actor
from portal.evaluation import queries
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.rules.offline import WORDS, OfflineSheet
from portal.evaluation.service.scoring import Marks, save


def take_offline(
    assessment: Assessment,
    session: EvaluationSession,
    read: OfflineSheet,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Save what was understood; answers the new revision. Nothing is submitted by it.

    Raises: what saving the sheet raises.
    """
    kept = queries.sheet_of(assessment, session.call)
    scores = {**kept.scores, **read.scores}
    comments = {**kept.comments, **read.comments}
    notes = {**kept.section_comments, **read.section_comments}
    words = {name: getattr(assessment, name) for name in WORDS.values()} | read.words
    grid = session.call.grid
    marks = Marks(
        scores={c.id: scores.get(c.code) for section in grid for c in section.criteria},
        comments={c.id: comments.get(c.code, "") for section in grid for c in section.criteria},
        section_comments={section.id: notes.get(section.code, "") for section in grid},
        **words,
    )
    return save(assessment, session, marks, revision=None, actor=actor, at=at)
