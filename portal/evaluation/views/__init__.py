"""Pages of the evaluation: the evaluator's queue and sheets, the manager's sessions."""

from flask import Blueprint

bp = Blueprint("evaluation", __name__)

from portal.evaluation.views import (  # noqa: E402  the pages register on bp
    assignments,
    checks,
    clarification,
    committee,
    complaints,
    conflicts,
    consensus,
    days,
    decision,
    declarations,
    eligibility,
    letters,
    matrix,
    offline,
    people,
    planner,
    proposal,
    ranking,
    reserve,
    session,
    sheet,
)

__all__ = [
    "assignments",
    "bp",
    "checks",
    "clarification",
    "committee",
    "complaints",
    "conflicts",
    "consensus",
    "days",
    "decision",
    "declarations",
    "eligibility",
    "letters",
    "matrix",
    "offline",
    "people",
    "planner",
    "proposal",
    "ranking",
    "reserve",
    "session",
    "sheet",
]
