"""Tables of the evaluation, by noun."""

from portal.evaluation.models.checks import CheckResult
from portal.evaluation.models.complaints import Complaint, ComplaintOfficer
from portal.evaluation.models.conflicts import ConflictFinding, Employment, EvaluatorProfile
from portal.evaluation.models.consensus import ConsensusAnswer, ConsensusVersion
from portal.evaluation.models.days import ApprovedDays
from portal.evaluation.models.planning import AwardQuota, AwardScenario
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
    "ApprovedDays",
    "Assessment",
    "AwardDecision",
    "AwardQuota",
    "AwardScenario",
    "CheckItem",
    "CheckResult",
    "CommitteeMember",
    "Complaint",
    "ComplaintOfficer",
    "ConflictFinding",
    "ConflictOfInterest",
    "ConsensusAnswer",
    "ConsensusVersion",
    "Declaration",
    "Employment",
    "EvaluationSession",
    "EvaluatorProfile",
    "Ranking",
    "RankingEntry",
    "ReportSignature",
    "Score",
    "SectionComment",
]
