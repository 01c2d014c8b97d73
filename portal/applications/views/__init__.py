"""Pages of the applications area."""

from flask import Blueprint

bp = Blueprint("applications", __name__)

# The pages hang themselves onto `bp`, so it must be there before they are imported.
from portal.applications.views import (  # noqa: E402
    attempts,
    autosave,
    budget,
    clarification,
    copies,
    documents,
    exchange,
    manage,
    overview,
    partners,
    plans,
    presence,
    questions,
    register,
    sections,
    signing,
    starting,
    submission,
    testing,
)

__all__ = [
    "attempts",
    "autosave",
    "bp",
    "budget",
    "clarification",
    "copies",
    "documents",
    "exchange",
    "manage",
    "overview",
    "partners",
    "plans",
    "presence",
    "questions",
    "register",
    "sections",
    "signing",
    "starting",
    "submission",
    "testing",
]
