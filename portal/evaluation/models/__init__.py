"""Tables of the evaluation, by noun."""

from portal.evaluation.models.consensus import ConsensusAnswer, ConsensusVersion
from portal.evaluation.models.session import (
    Assessment,
    AwardDecision,
    CheckItem,
    CommitteeMember,
    ConflictOfInterest,
    Declaration,
    EvaluationSession,
    Ranking,
    RankingEntry,
    ReportSignature,
    Score,
    SectionComment,
)

__all__ = [
    "Assessment",
    "AwardDecision",
    "CheckItem",
    "CommitteeMember",
    "ConflictOfInterest",
    "ConsensusAnswer",
    "ConsensusVersion",
    "Declaration",
    "EvaluationSession",
    "Ranking",
    "RankingEntry",
    "ReportSignature",
    "Score",
    "SectionComment",
]
